// The page to explore a graph in. The data is what view.cc wrote: see there for the order of each row. Cytoscape.js
// draws; what is in the page but not shown is no element of it, so a large graph costs nothing until it is asked for.
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const t = key => data.texts[key] || key;
  const say = (key, values) => t(key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const byId = id => document.getElementById(id);
  const make = (name, css, ...content) => {
    const element = document.createElement(name);
    if (css) element.className = css;
    element.append(...content);
    return element;
  };

  // --- The data -----------------------------------------------------------------------------------------------------
  const nodes = data.nodes.map((row, index) => ({
    index, id: row[0], type: row[1], name: row[2], aliases: row[3], amount: row[4], degree: row[5],
    x: row[6], y: row[7], first: row.length > 8 ? { x: row[8], y: row[9] } : null,
    edges: [], figures: [], key: [row[2], ...row[3]].join('\n').normalize('NFKC').toLowerCase(),
  }));
  const evidenceOf = row => ({ article: row[0], start: row[1], end: row[2], text: row[3], rule: row[4],
    confidence: row[5], planned: row[6], paragraph: row[7], before: row[8], length: row[9] });
  const edges = data.edges.map((row, index) => ({ index, from: nodes[row[0]], to: nodes[row[1]], relation: row[2],
    planned: row[3], qualifiers: row[4], evidence: row[5].map(evidenceOf) }));
  const figures = data.figures.map(row => ({ from: nodes[row[0]], text: row[1], relation: row[2], planned: row[3],
    qualifiers: row[4], evidence: row[5].map(evidenceOf) }));
  for (const edge of edges) {
    edge.articles = new Set(edge.evidence.map(one => one.article));
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
  }
  for (const figure of figures) figure.from.figures.push(figure);
  const typeLabel = node => data.types[node.type][1];
  const relationLabel = fact => data.relations[fact.relation][1];
  const place = one => `${data.articles[one.article][1]}:${one.start}-${one.end}`;

  // --- Colours and shapes: Tol's muted palette, told apart by people who see few colours; shapes within a colour -----
  const LIGHT = ['#CC6677', '#332288', '#AA4499', '#44AA99', '#117733', '#88CCEE', '#DDCC77', '#882255', '#999933'];
  const DARK = ['#E08A99', '#7E8BE8', '#D67BC4', '#5CC7B5', '#4FB36B', '#88CCEE', '#DDCC77', '#C2557F', '#BDBD55'];
  const SHAPES = ['ellipse', 'diamond', 'rectangle', 'triangle', 'hexagon', 'star'];
  const GREY = '#8a8f98';
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const palette = () => (dark.matches ? DARK : LIGHT);
  const colorOf = type => palette()[data.types[type][2]] || GREY;
  const shapeOf = type => SHAPES[data.types[type][3] % SHAPES.length];
  const OUTLINES = {
    ellipse: '<circle cx="8" cy="8" r="7"/>', diamond: '<path d="M8 0l8 8-8 8-8-8z"/>',
    rectangle: '<path d="M1 1h14v14H1z"/>', triangle: '<path d="M8 1l8 14H0z"/>',
    hexagon: '<path d="M4 1h8l4 7-4 7H4L0 8z"/>', star: '<path d="M8 0l2.4 5.5 5.6.6-4.200 4 1.200 5.900L8 13l-5 3 1.200-5.900L0 6.100l5.600-.6z"/>',
  };
  const swatch = type => {
    const holder = document.createElement('template');
    holder.innerHTML = `<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${OUTLINES[shapeOf(type)]}</svg>`;
    const svg = holder.content.firstChild;
    svg.dataset.type = type;
    svg.setAttribute('fill', colorOf(type));
    return svg;
  };

  // --- What is shown --------------------------------------------------------------------------------------------------
  const shown = new Set();          // nodes asked for
  const position = new Map();       // node -> where it is
  const hiddenTypes = new Set(), hiddenRelations = new Set(), hiddenStatuses = new Set();
  let article = null;               // index, or null for all
  let selected = null;              // node in the panel
  const passes = edge => !hiddenRelations.has(edge.relation) && !hiddenStatuses.has(edge.planned) &&
    !hiddenTypes.has(edge.from.type) && !hiddenTypes.has(edge.to.type) &&
    (article === null || edge.articles.has(article));
  const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);

  const MANY = 1500;  // edges from which on drawing is simpler and only hubs have labels
  const size = node => Math.min(58, 12 + 4.6 * Math.sqrt(node.degree));
  const label = node => (node.name.length > 16 ? node.name.slice(0, 15) + '\u2026' : node.name);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const style = () => {
    const ink = css('--ink'), paper = css('--paper'), soft = css('--soft'), accent = css('--accent');
    return [
      { selector: 'node', style: { width: 'data(size)', height: 'data(size)', shape: 'data(shape)',
        'background-color': 'data(color)', 'border-width': 1.5, 'border-color': paper, label: 'data(label)', color: ink,
        'font-size': 11, 'font-family': 'system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
        'text-valign': 'bottom', 'text-margin-y': 3, 'text-outline-color': paper, 'text-outline-width': 2.5,
        'min-zoomed-font-size': 8.5 } },
      { selector: 'node[degree >= 12]', style: { 'font-size': 15, 'font-weight': 'bold', 'min-zoomed-font-size': 6 } },
      { selector: 'edge', style: { width: 1.3, 'line-color': soft, 'line-opacity': 0.45, 'curve-style': 'bezier',
        'control-point-step-size': 26, 'target-arrow-shape': 'triangle', 'target-arrow-color': soft, 'arrow-scale': 0.7 } },
      { selector: 'edge[?planned]', style: { 'line-style': 'dashed', 'line-dash-pattern': [5, 4] } },
      { selector: 'edge.simple', style: { 'curve-style': 'haystack', 'haystack-radius': 0, width: 1, 'line-opacity': 0.25 } },
      { selector: 'node.quiet', style: { label: '' } },
      { selector: '.faint', style: { opacity: 0.14 } },
      { selector: 'edge.near', style: { 'line-opacity': 0.9, width: 2, label: 'data(label)', 'font-size': 10,
        color: soft, 'text-outline-color': paper, 'text-outline-width': 2, 'min-zoomed-font-size': 7 } },
      { selector: 'node.chosen', style: { 'border-width': 4, 'border-color': accent } },
      { selector: 'edge.path', style: { 'line-color': accent, 'target-arrow-color': accent, 'line-opacity': 1, width: 3.5,
        label: 'data(label)', 'font-size': 11, color: ink, 'text-outline-color': paper, 'text-outline-width': 2.5 } },
      { selector: 'node.path', style: { 'border-width': 4, 'border-color': accent } },
    ];
  };
  const cy = cytoscape({ container: byId('graph'), elements: [], style: style(), minZoom: 0.03, maxZoom: 5,
    boxSelectionEnabled: false });
  const renderer = cy.renderer();

  const nodeElement = node => ({ group: 'nodes', position: { ...position.get(node) }, data: { id: 'n' + node.index,
    index: node.index, label: label(node), degree: node.degree, size: size(node), color: colorOf(node.type),
    shape: shapeOf(node.type) } });
  const edgeElement = edge => ({ group: 'edges', data: { id: 'e' + edge.index, index: edge.index,
    source: 'n' + edge.from.index, target: 'n' + edge.to.index, planned: edge.planned, label: relationLabel(edge) } });

  // Brings the drawing to what is asked for and passes the filters.
  const draw = () => {
    const wantedEdges = edges.filter(edge => shown.has(edge.from) && shown.has(edge.to) && passes(edge));
    let wanted = [...shown].filter(node => !hiddenTypes.has(node.type));
    if (article !== null) {
      const touched = new Set(wantedEdges.flatMap(edge => [edge.from, edge.to]));
      wanted = wanted.filter(node => touched.has(node) || node === selected);
    }
    const many = wantedEdges.length > MANY;
    // While it moves, a large drawing is a picture of itself.
    renderer.textureOnViewport = many;
    renderer.hideEdgesOnViewport = false;
    cy.batch(() => {
      const keep = new Set([...wanted.map(node => 'n' + node.index), ...wantedEdges.map(edge => 'e' + edge.index)]);
      cy.elements().filter(element => !keep.has(element.id())).remove();
      cy.add([...wanted.filter(node => cy.getElementById('n' + node.index).empty()).map(nodeElement),
        ...wantedEdges.filter(edge => cy.getElementById('e' + edge.index).empty()).map(edgeElement)]);
      cy.edges().toggleClass('simple', many);
      cy.nodes().forEach(element => { element.toggleClass('quiet', many && element.data('degree') < 12); });
    });
    byId('shown').textContent = say('view_shown', { nodes: wanted.length, all: data.all[0], edges: wantedEdges.length,
      all_edges: data.all[1] }) + (nodes.length < data.all[0] ? ' ' + say('view_within', { nodes: nodes.length,
      edges: edges.length }) : '');
    byId('empty').hidden = wanted.length > 0;
    byId('empty').textContent = nodes.length ? t('view_nothing') : t('none');
    light(selected);
  };

  const light = node => {
    cy.batch(() => {
      cy.elements().removeClass('faint near chosen');
      const element = node && cy.getElementById('n' + node.index);
      if (!element || element.empty()) return;
      const near = element.closedNeighborhood();
      cy.elements().not(near).not('.path').addClass('faint');
      near.edges().addClass('near');
      element.addClass('chosen');
    });
  };

  // New neighbours stand in a fan that looks away from the middle of what is there.
  const fan = (node, added) => {
    const centre = position.get(node);
    let x = 0, y = 0;
    for (const other of shown) { const at = position.get(other); x += at.x / shown.size; y += at.y / shown.size; }
    const away = Math.atan2(centre.y - y, centre.x - x);
    const rings = Math.ceil(added.length / 14), spread = Math.min(Math.PI * 1.8, 0.42 * added.length);
    added.forEach((other, i) => {
      const angle = away + (added.length > 1 ? (i / (added.length - 1) - 0.5) * spread : 0);
      const reach = 150 + 85 * (i % rings) + size(node) / 2;
      position.set(other, { x: centre.x + Math.cos(angle) * reach, y: centre.y + Math.sin(angle) * reach });
    });
  };

  const STEP = 30;
  const hiddenNeighbours = node => [...new Set(node.edges.filter(passes).map(edge => otherEnd(edge, node)))]
    .filter(other => !shown.has(other)).sort((a, b) => b.degree - a.degree || a.index - b.index);
  const expand = node => {
    const added = hiddenNeighbours(node).slice(0, STEP);
    fan(node, added);
    for (const other of added) shown.add(other);
    draw();
    open(node);
    revealAround(node);
  };
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  // Brings elements into the part of the window that the field for paths leaves free.
  const frame = (elements, largest) => {
    if (elements.empty()) return;
    cy.stop();
    cy.resize();
    const box = elements.boundingBox(), below = byId('path').offsetHeight + 24, margin = 50;
    const width = Math.max(50, cy.width() - 2 * margin), height = Math.max(50, cy.height() - below - 2 * margin);
    const zoom = Math.max(cy.minZoom(), Math.min(largest, width / Math.max(box.w, 1), height / Math.max(box.h, 1)));
    const pan = { x: cy.width() / 2 - zoom * (box.x1 + box.w / 2),
      y: (cy.height() - below) / 2 - zoom * (box.y1 + box.h / 2) };
    const isStill = calm.matches || cy.edges().length > MANY;
    if (isStill) cy.viewport({ zoom, pan }); else cy.animate({ zoom, pan, duration: 350, easing: 'ease-out' });
  };
  const reveal = some => frame(
    cy.collection(some.map(node => cy.getElementById('n' + node.index)).filter(one => one.nonempty())), 1.25);
  const revealAround = node => reveal([node, ...node.edges.filter(passes).map(edge => otherEnd(edge, node))
    .filter(other => shown.has(other))]);
  // A node that is asked for by name stands where the layout of the whole has it, moved beside a shown neighbour.
  const show = node => {
    if (shown.has(node)) return;
    const beside = node.edges.map(edge => otherEnd(edge, node)).find(other => shown.has(other));
    if (beside) fan(beside, [node]); else position.set(node, free());
    shown.add(node);
  };
  const free = () => {
    const box = cy.elements().empty() ? { x2: 0, y1: 0 } : cy.elements().boundingBox();
    return { x: box.x2 + 120, y: box.y1 + 60 + (shown.size % 5) * 70 };
  };
  const go = node => { show(node); draw(); open(node); revealAround(node); };

  // --- The panel ------------------------------------------------------------------------------------------------------
  const panel = byId('panel');
  const closeButton = () => {
    const close = make('button', 'close', '\u00d7');
    close.type = 'button';
    close.setAttribute('aria-label', t('view_close'));
    close.addEventListener('click', () => open(null));
    return close;
  };
  const action = (text, act) => {
    const button = make('button', '', text);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  };
  // The words in their paragraph where that is in the page, else the words alone.
  const evidence = one => {
    const box = make('div', 'evidence');
    if (one.paragraph !== undefined) {
      const text = data.paragraphs[one.paragraph];
      box.append(text.slice(0, one.before), make('mark', '', text.slice(one.before, one.before + one.length)),
        text.slice(one.before + one.length));
    } else {
      box.append(make('mark', '', one.text));
    }
    const title = data.articles[one.article][0];
    box.append(make('code', '', `${title ? title + ' \u00b7 ' : ''}${place(one)}`), make('code', '', [one.rule,
      `${t('confidence')} ${one.confidence}`, t(one.planned ? 'planned' : 'done')].filter(Boolean).join(' \u00b7 ')));
    return box;
  };
  const proof = fact => {
    const details = make('details');
    const first = fact.evidence[0];
    const more = fact.evidence.length > 1 ? ` (${fact.evidence.length})` : '';
    details.append(make('summary', '', say('quote', { text: first.text }) + more));
    details.addEventListener('toggle', () => {
      if (!details.open || details.children.length > 1) return;
      details.append(...fact.evidence.map(evidence));
      for (const box of details.querySelectorAll('.evidence')) {
        box.scrollTop = box.querySelector('mark').offsetTop - box.offsetTop - 60;
      }
    });
    return details;
  };
  const notes = fact => {
    const texts = Object.entries(fact.qualifiers).filter(([key]) => key !== 'name').map(([, value]) => value);
    return [...(fact.planned ? [' ', make('span', 'tag', t('planned'))] : []),
      ...(texts.length ? [' ', make('small', '', texts.join(', '))] : [])];
  };
  const PAGE = 60;  // facts of one relation that are listed at once
  const list = (title, facts, line) => {
    const items = make('ul', 'facts');
    const section = make('section', '', make('h3', '', `${title} \u00b7 ${facts.length}`), items);
    let count = 0;
    const more = () => {
      for (const fact of facts.slice(count, count + PAGE)) items.append(make('li', '', ...line(fact), proof(fact)));
      count = Math.min(facts.length, count + PAGE);
      if (count === facts.length) return;
      const button = action(say('view_more', { count: facts.length - count }), () => { button.remove(); more(); });
      section.append(button);
    };
    more();
    return section;
  };
  const open = node => {
    selected = node;
    panel.hidden = !node;
    cy.resize();
    light(node);
    if (!node) { panel.replaceChildren(); return; }
    const about = [typeLabel(node), ...node.aliases, node.amount].filter(Boolean).join(' \u00b7 ');
    const rest = hiddenNeighbours(node).length;
    const grow = action(say('view_expand', { count: rest }), () => expand(node));
    grow.disabled = rest === 0;
    grow.id = 'expand';
    const row = make('div', 'row', grow,
      action(t('view_hide'), () => { shown.delete(node); open(null); draw(); }),
      action(t('view_from_here'), () => { byId('from').value = node.name; byId('to').focus(); }),
      action(t('view_to_here'), () => { byId('to').value = node.name; byId('from').focus(); }));
    const head = make('h2', '', node.name);
    head.tabIndex = -1;
    panel.replaceChildren(closeButton(), head, make('p', 'about', about), row);
    const groups = new Map();
    for (const edge of node.edges.filter(passes)) {
      const out = edge.from === node;
      const key = relationLabel(edge) + (out ? ' \u2192' : ' \u2190');
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    for (const [title, facts] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
      panel.append(list(title, facts, edge => {
        const other = otherEnd(edge, node);
        const end = action(other.name, () => go(other));
        end.className = 'end';
        return [end, ' ', make('small', '', typeLabel(other) + (other.amount ? ', ' + other.amount : '')),
          ...notes(edge)];
      }));
    }
    const numbers = node.figures.filter(figure => !hiddenStatuses.has(figure.planned) &&
      !hiddenRelations.has(figure.relation) && (article === null || figure.evidence.some(one => one.article === article)));
    if (numbers.length) {
      panel.append(list(t('figures'), numbers, figure => [
        figure.qualifiers.name || relationLabel(figure), ' ', make('span', 'figure', figure.text), ...notes(figure)]));
    }
    if (!groups.size && !numbers.length) panel.append(make('p', 'more', t('view_no_facts')));
    panel.scrollTop = 0;
  };

  // --- Paths ----------------------------------------------------------------------------------------------------------
  const MAX_PATHS = 5;
  // All shortest ways between two nodes over facts that pass the filters, in either direction; MAX_PATHS of them.
  const findPaths = (from, to) => {
    const distance = new Map([[from, 0]]), before = new Map();
    let front = [from];
    while (front.length && !distance.has(to)) {
      const next = [];
      for (const node of front) {
        for (const edge of node.edges) {
          if (!passes(edge)) continue;
          const other = otherEnd(edge, node);
          if (!distance.has(other)) { distance.set(other, distance.get(node) + 1); before.set(other, []); next.push(other); }
          if (distance.get(other) === distance.get(node) + 1) before.get(other).push(edge);
        }
      }
      front = next;
    }
    if (!distance.has(to)) return [];
    const paths = [];
    const walk = (node, tail) => {
      if (paths.length === MAX_PATHS) return;
      if (node === from) { paths.push(tail); return; }
      const seen = new Set();
      for (const edge of before.get(node)) {
        const other = otherEnd(edge, node);
        if (seen.has(other)) continue;
        seen.add(other);
        walk(other, [{ edge, from: other, to: node }, ...tail]);
      }
    };
    walk(to, []);
    return paths;
  };
  const mark = path => {
    const on = [path[0].from, ...path.map(hop => hop.to)];
    for (const node of on) show(node);
    selected = null;
    draw();
    cy.batch(() => {
      cy.elements().removeClass('path').addClass('faint');
      for (const node of on) cy.getElementById('n' + node.index).removeClass('faint').addClass('path');
      for (const hop of path) cy.getElementById('e' + hop.edge.index).removeClass('faint').addClass('path');
    });
    reveal(on);
  };
  const tellPaths = (from, to) => {
    const paths = from === to ? [] : findPaths(from, to);
    open(null);
    panel.hidden = false;
    panel.replaceChildren(closeButton(), make('h2', '', `${from.name} \u2014 ${to.name}`), make('p', 'about',
      paths.length ? say('view_paths', { count: paths.length, length: paths[0].length }) : t('view_no_path')));
    paths.forEach((path, i) => {
      const hops = make('ol', 'hops');
      for (const hop of path) {
        const forth = hop.edge.from === hop.from;
        hops.append(make('li', '', make('b', '', hop.edge.from.name), ` \u2014 ${relationLabel(hop.edge)} \u2192 `,
          make('b', '', hop.edge.to.name), ...notes(hop.edge), make('div', forth ? 'forth' : 'back', proof(hop.edge))));
        hops.lastChild.classList.add('facts');
      }
      panel.append(make('h3', '', say('view_path_number', { number: i + 1 })),
        ...(paths.length > 1 ? [action(t('view_show_path'), () => mark(path))] : []), hops);
    });
    if (paths.length) mark(paths[0]);
  };
  const named = text => {
    const key = text.trim().normalize('NFKC').toLowerCase();
    if (!key) return null;
    return nodes.find(node => node.key.split('\n').includes(key)) || nodes.find(node => node.key.includes(key)) || null;
  };
  byId('path').addEventListener('submit', event => {
    event.preventDefault();
    const from = named(byId('from').value), to = named(byId('to').value);
    for (const [field, node] of [[byId('from'), from], [byId('to'), to]]) {
      field.setCustomValidity(node ? '' : t('view_unknown'));
      if (!node) { field.reportValidity(); return; }
      field.value = node.name;
    }
    cy.elements().removeClass('path');
    tellPaths(from, to);
  });
  for (const field of [byId('from'), byId('to')]) {
    field.addEventListener('input', () => {
      field.setCustomValidity('');
      byId('names').replaceChildren(...matches(field.value).slice(0, 20).map(node => {
        const option = make('option');
        option.value = node.name;
        option.label = typeLabel(node);
        return option;
      }));
    });
  }

  // --- Search and filters ---------------------------------------------------------------------------------------------
  const matches = text => {
    const key = text.trim().normalize('NFKC').toLowerCase();
    if (!key) return [];
    const rank = node => (node.key === key || node.key.startsWith(key + '\n') ? 0 : node.key.startsWith(key) ? 1 : 2);
    return nodes.filter(node => node.key.includes(key))
      .sort((a, b) => rank(a) - rank(b) || b.degree - a.degree || a.index - b.index);
  };
  const hits = byId('hits'), search = byId('search');
  search.addEventListener('input', () => {
    const found = matches(search.value);
    hits.hidden = !search.value.trim();
    hits.replaceChildren(...found.slice(0, 25).map(node => make('li', '', (() => {
      const button = action('', () => { hits.hidden = true; search.value = ''; go(node); });
      button.append(swatch(node.type), node.name, make('small', '', typeLabel(node)));
      return button;
    })())));
    if (!found.length) hits.append(make('p', '', t('view_no_hit')));
    if (found.length > 25) hits.append(make('p', '', say('view_more', { count: found.length - 25 })));
  });
  search.addEventListener('keydown', event => {
    const first = hits.querySelector('button');
    if (event.key === 'Enter' && first) { event.preventDefault(); first.click(); }
    if (event.key === 'ArrowDown' && first) { event.preventDefault(); first.focus(); }
  });
  hits.addEventListener('keydown', event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const all = [...hits.querySelectorAll('button')], next = all[all.indexOf(document.activeElement) + step];
    (next || search).focus();
  });
  const choices = (holder, counts, labelOf, hidden, icon) => {
    for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) {
      const box = make('input');
      box.type = 'checkbox';
      box.checked = true;
      box.addEventListener('change', () => {
        box.checked ? hidden.delete(key) : hidden.add(key);
        draw();
        if (selected) open(selected);
      });
      byId(holder).append(make('li', '', make('label', '', box, ...(icon ? [icon(key)] : []), labelOf(key),
        make('span', 'count', String(count)))));
    }
  };
  const countBy = (rows, key) => rows.reduce((map, row) => map.set(row[key], (map.get(row[key]) || 0) + 1), new Map());
  choices('types', countBy(nodes, 'type'), type => data.types[type][1], hiddenTypes, swatch);
  choices('relations', countBy(edges, 'relation'), relation => data.relations[relation][1], hiddenRelations);
  for (const box of byId('statuses').querySelectorAll('input')) {
    box.addEventListener('change', () => {
      const status = Number(box.dataset.status);
      box.checked ? hiddenStatuses.delete(status) : hiddenStatuses.add(status);
      draw();
      if (selected) open(selected);
    });
  }
  data.articles.forEach(([title, source], index) => {
    const option = make('option', '', title || source);
    option.value = index;
    byId('article').append(option);
  });
  byId('article').addEventListener('change', event => {
    article = event.target.value === '' ? null : Number(event.target.value);
    if (article !== null) {
      for (const edge of edges) {
        if (!edge.articles.has(article)) continue;
        for (const node of [edge.from, edge.to]) show(node);
        if (shown.size > 400) break;
      }
    }
    draw();
    if (selected) open(selected);
    fitAll();
  });

  // --- The whole ------------------------------------------------------------------------------------------------------
  const fitAll = () => frame(cy.elements(), 1.4);
  const start = () => {
    shown.clear();
    cy.elements().remove();
    for (const node of nodes) {
      if (!node.first) break;
      shown.add(node);
      position.set(node, { ...node.first });
    }
    open(null);
    draw();
    fitAll();
  };
  byId('start').addEventListener('click', start);
  byId('everything').addEventListener('click', () => {
    cy.elements().remove();
    for (const node of nodes) { shown.add(node); position.set(node, { x: node.x, y: node.y }); }
    open(null);
    draw();
    fitAll();
  });
  byId('fit').addEventListener('click', fitAll);
  const remember = () => cy.nodes().forEach(element => { position.set(nodes[element.data('index')], { ...element.position() }); });
  byId('arrange').addEventListener('click', () => {
    const isLarge = cy.nodes().length > 600;
    if (isLarge) {
      cy.nodes().positions(element => { const node = nodes[element.data('index')]; return { x: node.x, y: node.y }; });
    } else {
      cy.layout({ name: 'cose', animate: false, randomize: false, nodeRepulsion: () => 26000, idealEdgeLength: () => 90,
        nodeOverlap: 24, gravity: 0.6, numIter: 600, padding: 50 }).run();
    }
    remember();
    fitAll();
  });

  cy.on('tap', 'node', event => { cy.elements().removeClass('path'); open(nodes[event.target.data('index')]); });
  cy.on('dbltap', 'node', event => expand(nodes[event.target.data('index')]));
  cy.on('tap', event => { if (event.target === cy) { cy.elements().removeClass('path'); open(null); } });
  cy.on('dragfree', 'node', remember);
  const hint = byId('hint');
  cy.on('mouseover', 'node, edge', event => {
    const index = event.target.data('index');
    const fact = event.target.isEdge() ? edges[index] : null;
    const at = event.renderedPosition || { x: 0, y: 0 };
    hint.replaceChildren(...(fact
      ? [make('b', '', `${fact.from.name} \u2014 ${relationLabel(fact)} \u2192 ${fact.to.name}`),
        make('span', '', say('quote', { text: fact.evidence[0].text }))]
      : [make('b', '', nodes[index].name), make('span', '', `${typeLabel(nodes[index])} \u00b7 ` +
        say('facts', { count: nodes[index].degree + nodes[index].figures.length }))]));
    hint.hidden = false;
    hint.style.left = Math.min(at.x + 14, byId('graph').clientWidth - 330) + 'px';
    hint.style.top = at.y + 14 + 'px';
  });
  cy.on('mouseout pan zoom', () => { hint.hidden = true; });
  byId('graph').addEventListener('keydown', event => {
    const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (pan) cy.panBy({ x: pan[0], y: pan[1] });
    else if (event.key === '+' || event.key === '=') cy.zoom({ level: cy.zoom() * 1.25, renderedPosition: middle() });
    else if (event.key === '-') cy.zoom({ level: cy.zoom() / 1.25, renderedPosition: middle() });
    else return;
    event.preventDefault();
  });
  const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });
  addEventListener('keydown', event => {
    if (event.key === 'Escape') { hits.hidden = true; cy.elements().removeClass('path'); open(null); }
    if (event.key === '/' && !/INPUT|SELECT/.test(document.activeElement.tagName)) { event.preventDefault(); search.focus(); }
  });
  dark.addEventListener('change', () => {
    cy.style(style());
    cy.nodes().forEach(element => { element.data('color', colorOf(nodes[element.data('index')].type)); });
    for (const svg of document.querySelectorAll('.shape')) svg.setAttribute('fill', colorOf(Number(svg.dataset.type)));
  });

  // --- Export of what is seen -----------------------------------------------------------------------------------------
  const save = (name, blob) => {
    const link = make('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    byId('export').open = false;
  };
  const seen = () => ({ nodes: cy.nodes().map(element => nodes[element.data('index')]),
    edges: cy.edges().map(element => edges[element.data('index')]) });
  byId('png').addEventListener('click', async () => {
    const box = cy.elements().boundingBox();
    const scale = Math.min(2, 8000 / Math.max(box.w, box.h, 1));
    save('graph.png', await cy.png({ output: 'blob-promise', full: true, scale, bg: css('--paper') }));
  });
  const xml = text => String(text).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
  byId('graphml').addEventListener('click', () => {
    const KEYS = { node: ['label', 'name', 'kind', 'aliases', 'amount'], edge: ['label', 'status', 'weight', 'time',
      'evidence_source', 'evidence_start', 'evidence_end', 'evidence_text'] };
    const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'];
    for (const [kind, names] of Object.entries(KEYS)) {
      for (const name of names) {
        const type = name === 'weight' ? 'double' : /_start|_end/.test(name) ? 'long' : 'string';
        lines.push(`<key id="${kind}_${name}" for="${kind}" attr.name="${name}" attr.type="${type}"/>`);
      }
    }
    const row = (kind, values) => KEYS[kind].map((name, i) => (values[i] === '' || values[i] === undefined ? ''
      : `<data key="${kind}_${name}">${xml(values[i])}</data>`)).join('');
    lines.push('<graph id="G" edgedefault="directed">');
    const now = seen();
    for (const node of now.nodes) {
      lines.push(`<node id="${xml(node.id)}">${row('node', [node.name, node.name, data.types[node.type][0],
        node.aliases.length ? JSON.stringify(node.aliases) : '', node.amount])}</node>`);
    }
    for (const edge of now.edges) {
      const first = edge.evidence[0];
      lines.push(`<edge source="${xml(edge.from.id)}" target="${xml(edge.to.id)}">${row('edge',
        [data.relations[edge.relation][0], edge.planned ? 'planned' : 'done', edge.evidence.length,
          edge.qualifiers.time, data.articles[first.article][1], first.start, first.end, first.text])}</edge>`);
    }
    lines.push('</graph>', '</graphml>', '');
    save('graph.graphml', new Blob([lines.join('\n')], { type: 'application/xml' }));
  });
  byId('csv').addEventListener('click', () => {
    // A spreadsheet would run a text that begins like a formula.
    const cell = value => {
      const text = String(value ?? '');
      return '"' + (/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
    };
    const now = seen(), shownNodes = new Set(now.nodes);
    const line = (fact, object, type) => [fact.from.name, data.types[fact.from.type][0], data.relations[fact.relation][0],
      fact.qualifiers.name, object, type, fact.planned ? 'planned' : 'done', fact.qualifiers.time,
      data.articles[fact.evidence[0].article][1], fact.evidence[0].start, fact.evidence[0].end, fact.evidence[0].text];
    const rows = [['subject', 'subject_type', 'relation', 'name', 'object', 'object_type', 'status', 'time', 'source',
      'start', 'end', 'quotation'], ...now.edges.map(edge => line(edge, edge.to.name, data.types[edge.to.type][0])),
    ...figures.filter(figure => shownNodes.has(figure.from)).map(figure => line(figure, figure.text, ''))];
    save('graph.csv', new Blob(['\ufeff' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n'],
      { type: 'text/csv' }));
  });

  window.mailuo = { cy, nodes, edges };  // for tests, and for people at the console
  start();
})();
