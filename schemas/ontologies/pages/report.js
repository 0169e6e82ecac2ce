// The HTML report: filters its lists, moves and filters its graph. Without it the page is whole, only still.
(() => {
  // Lists and tables.
  const rows = [...document.querySelectorAll('.facts > li, tbody tr')].map(element => {
    const marked = element.matches('[data-status]') ? element : element.querySelector('[data-status]');
    return { element, status: marked ? marked.dataset.status : '', text: null };
  });
  const field = document.getElementById('filter'), found = document.getElementById('found');
  const filter = () => {
    const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const status = document.querySelector('input[name=status]:checked').value;
    let count = 0;
    for (const row of rows) {
      if (words.length && row.text === null) row.text = row.element.textContent.toLowerCase();
      const shown = words.every(word => row.text.includes(word)) && (!status || !row.status || row.status === status);
      row.element.hidden = !shown;
      if (shown) count++;
    }
    found.textContent = words.length || status ? found.dataset.found.replace('{count}', count) : '';
    for (const block of document.querySelectorAll('.block')) {
      const list = block.querySelectorAll('.facts > li, tbody tr');
      block.hidden = list.length > 0 && [...list].every(row => row.hidden);
    }
  };
  let waiting = 0;
  field.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  for (const choice of document.querySelectorAll('input[name=status]')) choice.addEventListener('change', filter);

  // The graph: a legend of types above it, the wheel with a key, buttons and the keyboard zoom, dragging moves.
  for (const svg of document.querySelectorAll('svg.graph')) {
    const view = svg.querySelector('.view'), nodes = [...svg.querySelectorAll('.node')];
    const ties = [...svg.querySelectorAll('[data-s]')];
    const byId = new Map(nodes.map(node => [node.dataset.id, node]));
    let x = 0, y = 0, scale = 1, drag = null, pinned = null;
    const place = () => view.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    const point = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const zoom = (factor, at) => {
      const next = Math.min(8, Math.max(.5, scale * factor)), k = next / scale;
      x = at.x - (at.x - x) * k; y = at.y - (at.y - y) * k; scale = next; place();
    };
    const middle = () => ({ x: svg.viewBox.baseVal.width / 2, y: svg.viewBox.baseVal.height / 2 });
    svg.addEventListener('wheel', event => {
      if (!event.ctrlKey && !event.metaKey) return;  // the page scrolls
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), point(event));
    }, { passive: false });
    svg.addEventListener('pointerdown', event => { drag = { at: point(event), x, y }; });
    svg.addEventListener('pointermove', event => {
      if (!drag) return;
      const p = point(event);
      x = drag.x + p.x - drag.at.x; y = drag.y + p.y - drag.at.y; place();
    });
    addEventListener('pointerup', () => { drag = null; });
    const light = id => {
      svg.classList.toggle('focus', !!id);
      for (const node of nodes) node.classList.toggle('near', node.dataset.id === id);
      for (const tie of ties) {
        const near = id && (tie.dataset.s === id || tie.dataset.o === id);
        tie.classList.toggle('near', !!near);
        if (near) for (const end of [tie.dataset.s, tie.dataset.o]) byId.get(end).classList.add('near');
      }
    };
    for (const node of nodes) {
      const id = node.dataset.id, name = node.querySelector('title').textContent.split('\n')[0];
      node.setAttribute('tabindex', '0');
      node.setAttribute('role', 'button');
      node.setAttribute('aria-label', `${name}, ${node.dataset.label}`);
      const go = () => { if (document.getElementById(id)) location.hash = id; };
      node.addEventListener('pointerenter', () => light(id));
      node.addEventListener('pointerleave', () => light(pinned));
      node.addEventListener('focus', () => { pinned = id; light(id); });
      node.addEventListener('blur', () => { pinned = null; light(null); });
      node.addEventListener('dblclick', go);
      node.addEventListener('keydown', event => { if (event.key === 'Enter') go(); });
    }
    const legend = document.createElement('div');
    legend.className = 'legend';
    const button = (label, css, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = css;
      made.append(label);
      made.addEventListener('click', () => act(made));
      legend.append(made);
      return made;
    };
    const hidden = new Set();
    const types = new Map();
    for (const node of nodes) {
      const entry = types.get(node.dataset.type) || { label: node.dataset.label, count: 0, node };
      entry.count++;
      types.set(node.dataset.type, entry);
    }
    for (const [type, entry] of [...types].sort((a, b) => b[1].count - a[1].count)) {
      const made = button(`${entry.label} ${entry.count}`, '', me => {
        hidden.has(type) ? hidden.delete(type) : hidden.add(type);
        me.setAttribute('aria-pressed', String(!hidden.has(type)));
        for (const node of nodes) node.classList.toggle('gone', hidden.has(node.dataset.type));
        for (const tie of ties) tie.classList.toggle('gone', [tie.dataset.s, tie.dataset.o].some(
          end => hidden.has(byId.get(end).dataset.type)));
      });
      const swatch = document.createElement('i');
      swatch.style.background = entry.node.querySelector('circle').getAttribute('fill');
      made.prepend(swatch);
      made.setAttribute('aria-pressed', 'true');
    }
    button('+', 'tool', () => zoom(1.4, middle())).setAttribute('aria-label', '+');
    button('\u2212', 'tool', () => zoom(1 / 1.4, middle()));
    button('\u21ba', 'tool', () => { x = y = 0; scale = 1; place(); });
    const box = document.createElement('div');
    box.className = 'graphbox';
    svg.replaceWith(box);
    box.append(legend, svg);
  }
})();
