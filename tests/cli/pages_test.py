#!/usr/bin/env python3
"""The pages of explain --html and rules coverage --html, driven in a real browser. usage: pages_test.py MAILUO PROJECT
[WORD]. Skipped, with a line that says so, where there is no Chromium."""
import contextlib
import os
import pathlib
import sys
import time

from cli_test import PACK, expect, main, run, write

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "view"))
from browser import browser, opened  # noqa: E402

ARTICLE = "转化之路\n\n江州市设立星河基金。云城市拟设立长风基金。\n\n云城市未设立星河基金。\n"


@contextlib.contextmanager
def shown(page, width=1300, height=900):
    with browser() as started, opened(started, page, viewport={"width": width, "height": height}) as window:
        yield window
        if os.environ.get("MAILUO_SCREENSHOTS"):
            window.screenshot(path=pathlib.Path(os.environ["MAILUO_SCREENSHOTS"], page.stem + ".png"))


def wait(condition, what, seconds=10):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"never seen: {what}"
        time.sleep(0.05)
    return found


def all_of(window, selector):
    return window.query_selector_all(selector)


def texts(window, selector):
    return [element.text_content() for element in all_of(window, selector)]


def active(window, attribute):
    return window.evaluate("name => document.activeElement.getAttribute(name)", attribute)


def layers_page(tmp):
    article = write(tmp / "a.txt", ARTICLE)
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "layers.html"), 0)
    return tmp / "layers.html"


def test_all_layers_of_an_article_are_drawn(tmp):
    with shown(layers_page(tmp)) as window:
        wait(lambda: len(all_of(window, ".sentence[data-filled]")) == 4, "all sentences")
        labels = {kind: texts(window, f".ann.{kind} .label") for kind in ("mention", "context", "word")}
        assert labels["mention"] == ["City", "Fund"] * 3, labels
        assert "subject = 江州市" in labels["context"] and "verb.make" in labels["word"], labels
        arcs = texts(window, ".ann.relation .arctext")
        assert arcs == ["establishes", "establishes"], arcs
        assert texts(window, ".ann.lost .label") == ["establish: negated"]
        text = "".join(texts(window, ".sentence .chars"))
        assert text == ARTICLE.replace("\n", ""), text


def test_an_arc_ends_over_what_it_names(tmp):
    with shown(layers_page(tmp)) as window:
        wait(lambda: all_of(window, ".ann.relation .head"), "arcs")
        head = all_of(window, ".ann.relation .head")[0].bounding_box()
        fund = all_of(window, ".ann.mention[aria-label*='星河基金'] .under")[0].bounding_box()
        assert abs(head["x"] + head["width"] / 2 - fund["x"] - fund["width"] / 2) < 4, (head, fund)
        assert head["y"] < fund["y"]


def test_pointing_shows_rule_and_bytes(tmp):
    with shown(layers_page(tmp)) as window:
        mark = wait(lambda: all_of(window, ".ann.mention[aria-label*='星河基金']"), "a mention")[0]
        mark.hover()
        tip = wait(lambda: [e for e in all_of(window, "#tip") if e.is_visible()], "the tip")[0].text_content()
        assert "mini-zh/fund" in tip and "29–41" in tip and "rules.json:" in tip, tip


def test_the_keyboard_reaches_everything(tmp):
    with shown(layers_page(tmp)) as window:
        wait(lambda: len(all_of(window, ".sentence[data-filled]")) == 4, "all sentences")
        window.keyboard.press("ArrowRight")
        assert active(window, "class").startswith("ann")
        for _ in range(40):
            if "relation" in active(window, "class").split():
                break
            window.keyboard.press("ArrowRight")
        window.keyboard.press("Enter")
        detail = texts(window, "#detail")[0]
        assert "江州市 establishes 星河基金" in detail and "<verb.make>" in detail and "the subject in force" in detail, detail
        window.keyboard.press("Escape")
        assert not all_of(window, ".pinned")
        window.keyboard.press("ArrowDown")
        assert len(all_of(window, ".sentence.current")) == 1
        window.keyboard.press("1")
        wait(lambda: not all_of(window, ".ann.relation"), "no relations")
        assert all_of(window, "#toggles [data-layer=relation]")[0].get_attribute("aria-pressed") == "false"
        window.keyboard.press("1")
        wait(lambda: all_of(window, ".ann.relation"), "relations")


def test_a_rule_can_be_singled_out(tmp):
    with shown(layers_page(tmp)) as window:
        wait(lambda: all_of(window, ".ann.mention"), "mentions")
        window.select_option("#rule", "mini-zh/fund")
        wait(lambda: all_of(window, ".ann.faded"), "faded labels")
        clear = [e.get_attribute("aria-label") for e in all_of(window, ".ann:not(.faded)")]
        assert len(clear) == 3 and all("mini-zh/fund" in label for label in clear), clear


def test_long_sentences_are_broken_into_rows_and_dark_is_dark(tmp):
    article = write(tmp / "a.txt", "江州市设立星河基金，" * 30 + "云城市设立长风基金。\n")
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "long.html"), 0)
    with shown(tmp / "long.html", width=700) as window:
        rows = wait(lambda: all_of(window, ".sentence svg"), "rows")
        assert len(rows) > 5, len(rows)
        room = window.evaluate("document.documentElement.clientWidth")
        assert window.evaluate("document.documentElement.scrollWidth") <= room + 1
        light = window.evaluate("getComputedStyle(document.body).backgroundColor")
        all_of(window, "#theme")[0].click()
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_coverage_marks_matches_and_walks_through_them(tmp):
    article = write(tmp / "a.txt", ARTICLE)
    expect(run("rules", "coverage", PACK, article, "--html", tmp / "coverage.html"), 0)
    with shown(tmp / "coverage.html") as window:
        wait(lambda: all_of(window, "article[data-filled]"), "the article")
        marked = texts(window, "m.relation")
        assert "设立" in marked and "星河基金" in marked, marked
        assert "6 of 6 rules" in texts(window, "#summary")[0]
        row = next(e for e in all_of(window, ".row[data-rule]") if e.text_content().strip().startswith("establish"))
        row.click()
        assert "<verb.make> {o: Fund}" in texts(window, "#detail")[0]
        assert "".join(texts(window, "m.here")) == "设立星河基金"
        window.keyboard.press("n")
        assert "".join(texts(window, "m.here")) == "设立长风基金"
        all_of(window, "#tab-words")[0].click()
        never = texts(window, ".words .row.never .name")
        assert "青河市" in never and "江州市" not in never, never


if __name__ == "__main__":
    sys.exit(main(globals()))
