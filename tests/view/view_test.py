#!/usr/bin/env python3
"""`mailuo view` in a browser: search, expand, filters, evidence in its paragraph, paths, exports, keyboard, narrow
windows, hostile names, 20,000 relations. usage: view_test.py PROJECT MAILUO"""
import csv
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import networkx

from browser import browser, opened

root, mailuo = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
folder = pathlib.Path(tempfile.mkdtemp())


def run(*arguments, status=0):
    done = subprocess.run([mailuo, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def counts(page):
    return page.evaluate("[mailuo.cy.nodes().length, mailuo.cy.edges().length]")


def search(page, text):
    page.press("body", "/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def graph_of(out):
    """The graph without values and what is only in article nodes, as networkx reads it."""
    graph = networkx.read_graphml(out / "graph.graphml", force_multigraph=True)
    values = [n for n, d in graph.nodes(data=True) if n.startswith("l_")]
    graph.remove_nodes_from(values)
    return graph


def explore(page, graph):
    nodes, edges = counts(page)
    assert 5 < nodes <= 20 and edges > 0, (nodes, edges)
    said = page.inner_text("#shown")
    assert {str(nodes), str(edges), str(graph.number_of_nodes()), str(graph.number_of_edges())} <= set(
        re.findall(r"\d+", said)), said

    hub, degree = max(graph.degree, key=lambda one: (one[1], one[0]))
    name = graph.nodes[hub]["name"]
    search(page, name)
    assert page.inner_text("#panel h2") == name
    neighbours = set(networkx.all_neighbors(graph, hub)) - {hub}
    shown = set(page.evaluate("mailuo.cy.nodes().map(n => mailuo.nodes[n.data('index')].id)"))
    assert f"{len(neighbours - shown)}" in re.findall(r"\d+", page.inner_text("#expand")), (
        len(neighbours - shown), page.inner_text("#expand"))
    while page.is_enabled("#expand"):
        page.click("#expand")
    shown = set(page.evaluate("mailuo.cy.nodes().map(n => mailuo.nodes[n.data('index')].id)"))
    assert neighbours <= shown
    # Neighbours that came in stand apart from each other.
    spots = page.evaluate("mailuo.cy.nodes().map(n => [Math.round(n.position('x')), Math.round(n.position('y'))].join())")
    assert len(set(spots)) == len(spots)
    headings = page.locator("#panel h3").all_inner_texts()
    listed = sum(int(re.search(r"(\d+)$", text)[1]) for text in headings if re.search("[→←]", text))
    assert listed == degree, (listed, degree)


def filters(page, graph):
    page.click("#everything")
    assert counts(page) == [graph.number_of_nodes(), graph.number_of_edges()]
    planned = sum(d["status"] == "planned" for *_, d in graph.edges(data=True))
    assert 0 < planned < graph.number_of_edges()
    page.uncheck("input[data-status='1']")
    assert counts(page)[1] == graph.number_of_edges() - planned
    page.check("input[data-status='1']")
    page.locator("#relations input").first.uncheck()
    label, count = page.locator("#relations label").first.inner_text().rsplit("\n", 1)
    assert counts(page)[1] == graph.number_of_edges() - int(count), (label, count)
    page.locator("#relations input").first.check()
    page.locator("#types input").first.uncheck()
    label, count = page.locator("#types label").first.inner_text().rsplit("\n", 1)
    assert counts(page)[0] == graph.number_of_nodes() - int(count)
    page.locator("#types input").first.check()
    page.select_option("#article", "0")
    article = page.evaluate("JSON.parse(document.getElementById('data').textContent).articles[0]")
    id_ = next(n for n, d in graph.nodes(data=True) if d["kind"] == "Article" and d["document"] == article[1] and
               d["name"] == article[0])
    said = sum(any(one["article"] == id_ for one in json.loads(d["evidence"])) for *_, d in graph.edges(data=True))
    assert counts(page)[1] == said, (counts(page), said)
    page.select_option("#article", "")
    for box in page.locator("#types input").all():
        box.uncheck()
    assert counts(page) == [0, 0] and page.is_visible("#empty") and page.inner_text("#empty")
    for box in page.locator("#types input").all():
        box.check()


def evidence(page, graph, sources):
    hub = max(graph.degree, key=lambda one: (one[1], one[0]))[0]
    search(page, graph.nodes[hub]["name"])
    checked = longer = 0
    for details in page.locator("#panel .facts details").all()[:12]:
        details.locator("summary").click()
        box = details.locator(".evidence").first
        words = box.locator("mark").inner_text()
        source, begin, end = re.search(r"([^ ]+):(\d+)-(\d+)$", box.locator("code").first.inner_text()).groups()
        path = sources / source
        if path.exists():
            original = path.read_bytes()[int(begin):int(end)].decode("utf-8")
            assert re.sub(r"\s", "", original) == re.sub(r"\s", "", words), (original, words)
            checked += 1
        paragraph = box.evaluate("box => [...box.childNodes].filter(n => n.nodeName != 'CODE').map(n => n.textContent).join('')")
        longer += len(paragraph) > len(words)
    assert checked > 3 and longer > 3, (checked, longer)


def paths(page, graph):
    plain = networkx.Graph(graph)
    component = sorted(max(networkx.connected_components(plain), key=len))
    names = {}
    for node in component:
        names.setdefault(graph.nodes[node]["name"].lower(), []).append(node)
    unique = [nodes[0] for name, nodes in sorted(names.items()) if len(nodes) == 1]
    pairs = [(a, b) for a in unique[:12] for b in unique[-4:] if a != b][:20]
    start, goal = max(pairs, key=lambda pair: networkx.shortest_path_length(plain, *pair))
    wanted = networkx.shortest_path_length(plain, start, goal)
    assert wanted >= 2
    page.fill("#from", graph.nodes[start]["name"])
    page.fill("#to", graph.nodes[goal]["name"])
    page.click("#path button")
    first = page.locator("#panel .hops").first
    assert first.locator("> li").count() == wanted
    assert page.evaluate("mailuo.cy.edges('.path').length") == wanted
    assert page.locator("#panel .hops").count() == min(5, len(list(networkx.all_shortest_paths(plain, start, goal))))
    # No way where every relation is off.
    for box in page.locator("#relations input").all():
        box.uncheck()
    page.click("#path button")
    assert page.locator("#panel .hops").count() == 0 and page.locator("#panel .about").inner_text()
    for box in page.locator("#relations input").all():
        box.check()
    page.fill("#to", "no such thing anywhere")
    page.click("#path button")
    assert page.evaluate("document.getElementById('to').validationMessage") != ""


def download(page, button):
    page.evaluate("document.getElementById('export').open = true")
    with page.expect_download() as waiting:
        page.click(button)
    return pathlib.Path(waiting.value.path()).read_bytes()


def exports(page, graph):
    page.click("#start")
    nodes, edges = counts(page)
    shown = page.evaluate("mailuo.cy.nodes().map(n => mailuo.nodes[n.data('index')].id)")
    figures = page.evaluate("mailuo.cy.nodes().map(n => mailuo.nodes[n.data('index')].figures.length)"
                            ".reduce((a, b) => a + b, 0)")
    rows = list(csv.DictReader(io.StringIO(download(page, "#csv").decode("utf-8-sig"))))
    assert len(rows) == edges + figures, (len(rows), edges, figures)
    assert all(row["quotation"] and row["source"] and int(row["end"]) > int(row["start"]) for row in rows)
    read = networkx.read_graphml(io.BytesIO(download(page, "#graphml")), force_multigraph=True)
    assert set(read.nodes) == set(shown) and read.number_of_edges() == edges
    for node, data in read.nodes(data=True):
        assert data["name"] == graph.nodes[node]["name"] and data["kind"] == graph.nodes[node]["kind"]
    picture = download(page, "#png")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and len(picture) > 10000


def keyboard_and_windows(started, file):
    with opened(started, file) as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
        page.keyboard.type("市")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.closest('#hits') !== null")
        page.keyboard.press("Enter")
        assert page.is_visible("#panel")
        page.keyboard.press("Escape")
        assert not page.is_visible("#panel")
        before = page.evaluate("[mailuo.cy.pan().x, mailuo.cy.zoom()]")
        page.focus("#graph")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("+")
        after = page.evaluate("[mailuo.cy.pan().x, mailuo.cy.zoom()]")
        assert before[0] != after[0] and before[1] < after[1]
    for width, scheme in ((390, "light"), (820, "dark"), (1920, "dark")):
        with opened(started, file, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width
            assert page.locator("#graph canvas").first.bounding_box()["height"] > 200
            search(page, "市")
            assert page.is_visible("#panel h2")


def hostile(started):
    name = '</script><img src=x onerror="window.hacked=1"> & "江" \'州\''
    line = {"source": "=x.txt", "title": name, "predicate": "implements", "subject": {"type": "City", "name": name},
            "object": {"type": "Mechanism", "name": "<b>机制</b>" + name}, "evidence": {"start": 0, "end": 9, "text": "=1+1" + name}}
    (folder / "hostile.ndjson").write_text(json.dumps(line) + "\n", encoding="utf-8")
    run("view", folder / "hostile.ndjson", "-o", folder / "hostile.html")
    with opened(started, folder / "hostile.html") as page:
        search(page, name)
        assert page.inner_text("#panel h2") == re.sub(r"\s+", " ", name)
        page.locator("#panel .facts details summary").first.click()
        assert page.evaluate("window.hacked") is None and page.locator("#panel img").count() == 0
        rows = list(csv.reader(io.StringIO(download(page, "#csv").decode("utf-8-sig"))))
        assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell), rows
        assert networkx.read_graphml(io.BytesIO(download(page, "#graphml"))).number_of_nodes() == 3  # and the article


def large(started):
    """40,000 facts of 9,000 things: the page holds the 20,000 relations of the best connected, and can show them."""
    with open(folder / "large.ndjson", "w", encoding="utf-8") as out:
        for i in range(40000):
            line = {"source": f"s{i % 50}.txt", "subject": {"type": "City", "name": f"第{i * i % 997}市"},
                    "predicate": "implements", "object": {"type": "Mechanism", "name": f"机制{i * 7919 % 8003}"},
                    "evidence": {"start": i, "end": i + 9, "text": "某市实施某机制"}}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    run("view", folder / "large.ndjson", "-o", folder / "large.html")
    with opened(started, folder / "large.html") as page:
        assert counts(page)[0] == 80
        page.click("#everything")
        nodes, edges = counts(page)
        assert 19000 < edges <= 20000, (nodes, edges)
        assert re.search(rf"\b{edges}\b", page.inner_text("#shown"))
        before = page.evaluate("mailuo.cy.pan()")
        box = page.locator("#graph").bounding_box()
        page.mouse.move(box["x"] + 30, box["y"] + 30)
        page.mouse.down()
        for step in range(8):
            page.mouse.move(box["x"] + 30 + step * 20, box["y"] + 30 + step * 10)
        page.mouse.up()
        assert page.evaluate("mailuo.cy.pan()") != before


def library():
    """The library in the page is the one that its notes and docs/dependencies.md name."""
    place = root / "schemas/ontologies/pages/cytoscape"
    code = (place / "cytoscape.min.js").read_bytes()
    notes = (place / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(code).hexdigest() in notes
    version = re.search(r"Cytoscape\.js ([\d.]+),", notes)[1]
    assert f'"{version}"'.encode() in code
    assert re.search(rf"Cytoscape\.js\].*\| {re.escape(version)} \|", (root / "docs/dependencies.md").read_text("utf-8"))
    assert "Permission is hereby granted, free of charge" in (folder / "page.html").read_text(encoding="utf-8")


with browser() as started:
    articles = root / "examples/articles"
    run("build", articles, "-o", folder / "out", "--quiet")
    run("view", folder / "out", "--sources", articles, "--start", 20, "-o", folder / "page.html")
    again = run("view", folder / "out", "--sources", articles, "--start", 20).stdout
    assert again == (folder / "page.html").read_text(encoding="utf-8"), "the same graph gives the same page"
    library()
    graph = graph_of(folder / "out")
    with opened(started, folder / "page.html") as page:
        explore(page, graph)
        filters(page, graph)
        evidence(page, graph, articles)
        paths(page, graph)
        exports(page, graph)
    keyboard_and_windows(started, folder / "page.html")
    hostile(started)
    large(started)
print("the page can be explored")
