// Style and behaviour of the picture's page, put into it as they are. No address, no font, no script from elsewhere.
#ifndef MAILUO_GRAPH_SRC_REPORT_PICTURE_PAGE_H_
#define MAILUO_GRAPH_SRC_REPORT_PICTURE_PAGE_H_

namespace mailuo {

inline constexpr char kPictureStyle[] = R"css(
:root { --paper: #fbfaf7; --ink: #23262b; --soft: #6b7078; --line: #d9d6cf; --panel: #ffffffee; --halo: #fbfaf7; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181d; --ink: #e6e4df; --soft: #9aa0a9; --line: #343a43; --panel: #1d2127ee; --halo: #15181d; }
  .node circle { filter: brightness(1.25) saturate(.9); }
  .edge { opacity: .55; }
}
* { box-sizing: border-box; }
html, body { margin: 0; height: 100%; background: var(--paper); color: var(--ink); overflow: hidden;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
  sans-serif; }
header { position: absolute; left: 24px; top: 18px; max-width: 46em; pointer-events: none; }
h1 { margin: 0; font-size: 21px; font-weight: 650; letter-spacing: .02em; }
header p { margin: 2px 0 0; color: var(--soft); font-size: 12.5px; }
svg { position: absolute; inset: 0; width: 100%; height: 100%; cursor: grab; touch-action: none; }
svg:active { cursor: grabbing; }
.open svg { width: calc(100% - min(400px, 90vw)); }
.edge { fill: none; stroke-width: 1.1; opacity: .42; }
.edge.planned { stroke-dasharray: 5 4; }
.edge.hit { opacity: 0; stroke: #000; stroke-width: 9; pointer-events: stroke; }
.node { cursor: pointer; }
.node circle { stroke: var(--halo); stroke-width: 1.5; }
.node text { text-anchor: middle; fill: var(--ink); paint-order: stroke; stroke: var(--halo); stroke-width: 3.5px;
  stroke-linejoin: round; font-size: 11.5px; }
.node.hub text { font-weight: 650; font-size: 15px; }
.relation { font-size: 10.5px; fill: var(--soft); text-anchor: middle; paint-order: stroke; stroke: var(--halo);
  stroke-width: 3px; display: none; pointer-events: none; }
.focus .node, .focus .edge { opacity: .08; }
.focus .node.near { opacity: 1; }
.focus .edge.near { opacity: .95; stroke-width: 1.8; }
.focus .edge.hit { opacity: 0; }
.focus .relation.near { display: block; }
.gone { display: none; }
.found circle { stroke: var(--ink); stroke-width: 3; }
aside { position: absolute; left: 24px; bottom: 20px; background: var(--panel); border: 1px solid var(--line);
  border-radius: 10px; padding: 10px 14px; font-size: 12.5px; max-height: 60%; overflow: auto; }
aside input { width: 100%; margin-bottom: 6px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px;
  background: transparent; color: inherit; font: inherit; }
aside div { cursor: pointer; user-select: none; white-space: nowrap; }
aside div.off { opacity: .35; }
aside i { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 7px; }
aside span { color: var(--soft); margin-left: 5px; }
aside p { margin: 6px 0 0; color: var(--soft); border-top: 1px solid var(--line); padding-top: 6px; }
#facts { position: absolute; right: 0; top: 0; bottom: 0; width: min(400px, 90vw); background: var(--panel);
  border-left: 1px solid var(--line); padding: 18px 20px; overflow: auto; display: none; }
#facts h2 { margin: 0 24px 2px 0; font-size: 17px; }
#facts small { color: var(--soft); }
#facts ul { list-style: none; margin: 12px 0 0; padding: 0; }
#facts li { padding: 8px 0; border-top: 1px solid var(--line); }
#facts q { display: block; color: var(--soft); font-size: 12.5px; }
#facts code { font-size: 11px; color: var(--soft); overflow-wrap: anywhere; }
#facts button { position: absolute; right: 12px; top: 12px; border: 0; background: none; color: var(--soft);
  font-size: 20px; cursor: pointer; }
/* A narrow window: the legend is a strip below the picture, two columns of it. */
@media (max-width: 700px) {
  header { left: 14px; right: 14px; top: 10px; }
  svg { bottom: auto; height: 72%; }
  aside { left: 0; right: 0; bottom: 0; max-height: 28%; border-radius: 10px 10px 0 0; columns: 2; }
  aside input, aside p { column-span: all; }
}
)css";

inline constexpr char kPictureScript[] = R"js(
(() => {
  const svg = document.querySelector('svg'), view = svg.querySelector('.view');
  const nodes = [...svg.querySelectorAll('.node')], edges = [...svg.querySelectorAll('[data-s]')];
  const panel = document.getElementById('facts');
  const byId = new Map(nodes.map(n => [n.dataset.id, n]));
  let x = 0, y = 0, scale = 1, drag = null, pinned = null;
  const place = () => view.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
  const point = e => new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
  svg.addEventListener('wheel', e => {
    e.preventDefault();
    const p = point(e), next = Math.min(8, Math.max(.3, scale * Math.exp(-e.deltaY / 500))), k = next / scale;
    x = p.x - (p.x - x) * k; y = p.y - (p.y - y) * k; scale = next; place();
  }, { passive: false });
  svg.addEventListener('pointerdown', e => { drag = { at: point(e), x, y, moved: false }; });
  svg.addEventListener('pointermove', e => {
    if (!drag) return;
    const p = point(e);
    if (Math.hypot(p.x - drag.at.x, p.y - drag.at.y) > 3) drag.moved = true;
    x = drag.x + p.x - drag.at.x; y = drag.y + p.y - drag.at.y; place();
  });
  addEventListener('pointerup', () => setTimeout(() => { drag = null; }));
  const light = id => {
    svg.classList.toggle('focus', !!id);
    for (const n of nodes) n.classList.toggle('near', n.dataset.id === id);
    for (const e of edges) {
      const near = id && (e.dataset.s === id || e.dataset.o === id);
      e.classList.toggle('near', !!near);
      if (near) { byId.get(e.dataset.s).classList.add('near'); byId.get(e.dataset.o).classList.add('near'); }
    }
  };
  const facts = JSON.parse(document.getElementById('data').textContent);
  const element = (name, text) => { const e = document.createElement(name); e.textContent = text; return e; };
  const open = id => {
    pinned = id; light(id);
    panel.style.display = id ? 'block' : 'none';
    document.body.classList.toggle('open', !!id);
    if (!id) return;
    const list = document.createElement('ul');
    for (const [head, quote, where] of facts[id].facts) {
      const item = element('li', head);
      item.append(element('q', quote), element('code', where));
      list.append(item);
    }
    const close = element('button', '\u00d7');
    close.onclick = () => open(null);
    panel.replaceChildren(close, element('h2', facts[id].name), element('small', facts[id].about), list);
    panel.scrollTop = 0;
  };
  for (const n of nodes) {
    n.addEventListener('pointerenter', () => { if (!pinned) light(n.dataset.id); });
    n.addEventListener('pointerleave', () => { if (!pinned) light(null); });
    n.addEventListener('click', e => { if (!drag || !drag.moved) { e.stopPropagation(); open(n.dataset.id); } });
  }
  svg.addEventListener('click', () => { if (!drag || !drag.moved) open(null); });
  addEventListener('keydown', e => { if (e.key === 'Escape') open(null); });
  const hidden = new Set();
  for (const entry of document.querySelectorAll('aside div')) entry.addEventListener('click', () => {
    const type = entry.dataset.type;
    hidden.has(type) ? hidden.delete(type) : hidden.add(type);
    entry.classList.toggle('off', hidden.has(type));
    for (const n of nodes) n.classList.toggle('gone', hidden.has(n.dataset.type));
    for (const e of edges) e.classList.toggle('gone', [e.dataset.s, e.dataset.o].some(
      id => hidden.has(byId.get(id).dataset.type)));
  });
  document.querySelector('aside input').addEventListener('input', e => {
    const word = e.target.value.trim().toLowerCase();
    for (const n of nodes) n.classList.toggle('found', !!word && facts[n.dataset.id].name.toLowerCase().includes(word));
  });
})();
)js";

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_PICTURE_PAGE_H_
