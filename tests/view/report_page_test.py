#!/usr/bin/env python3
"""The HTML reports in a browser: filters, the graph, narrow windows, the dark, paper. usage: … PROJECT MAILUO"""
import pathlib
import subprocess
import sys
import tempfile

from browser import browser, opened

root, mailuo = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
folder = pathlib.Path(tempfile.mkdtemp())
KINDS = ("overview", "city", "compare", "money", "mechanisms", "people", "figures", "quality")


def visible_rows(page):
    return page.evaluate("[...document.querySelectorAll('.facts > li, tbody tr')].filter(row => !row.hidden).length")


def overview(page):
    all_rows = visible_rows(page)
    planned = page.evaluate("document.querySelectorAll('li[data-status=planned]').length")
    done = page.evaluate("document.querySelectorAll('li[data-status=done]').length")
    assert planned > 0 and done > 0
    page.check("input[name=status][value=planned]")
    assert page.evaluate("[...document.querySelectorAll('li[data-status=done]')].every(row => row.hidden)")
    page.check("input[name=status][value='']")
    assert visible_rows(page) == all_rows
    name = page.locator("li[data-status=planned] .name").first.text_content()
    page.fill("#filter", name)
    page.wait_for_function("document.getElementById('found').textContent !== ''")
    shown = visible_rows(page)
    assert 0 < shown < all_rows and str(shown) in page.inner_text("#found")
    page.fill("#filter", "")
    page.wait_for_function("document.getElementById('found').textContent === ''")

    graph = page.locator("svg.graph")
    nodes = graph.locator(".node").count()
    first = page.locator(".legend button[aria-pressed]").first
    first.click()
    gone = graph.locator(".node.gone").count()
    assert first.inner_text().endswith(f" {gone}") and 0 < gone < nodes
    first.click()
    graph.locator(".node").first.focus()
    assert graph.locator(".node.near").count() > 1 and graph.locator(".relation.near").count() > 0
    page.locator(".legend .tool").first.click()
    assert "scale(1.4)" in graph.locator(".view").get_attribute("transform")
    for link in page.locator("nav a").all():
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size ==="
                         "document.querySelectorAll('[id]').length"), "ids are there once"


with browser() as started:
    subprocess.run([mailuo, "build", root / "examples/articles", "-o", folder / "out", "--quiet"], check=True)
    for kind in KINDS:
        for language in ("zh", "en"):
            file = folder / f"{kind}.{language}.html"
            subprocess.run([mailuo, "report", folder / "out", kind, "--format", "html", "--language", language, "-o", file],
                           check=True)
            for width, scheme in ((390, "dark"), (1280, "light")):
                with opened(started, file, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
                    assert page.get_attribute("html", "lang") == language
                    assert page.locator("h1").inner_text() and page.locator("main section").count() > 0, kind
    with opened(started, folder / "overview.zh.html") as page:
        overview(page)
        page.emulate_media(media="print")
        assert not page.is_visible("#filter") and page.locator("main h2").first.is_visible()
        assert len(page.pdf()) > 20000
print("the reports read well")
