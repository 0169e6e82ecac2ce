#!/usr/bin/env python3
"""The pages of explain --html and rules coverage --html, driven in a real browser. usage: pages_test.py MAILUO PROJECT
[WORD]. Skipped, with a line that says so, where there is no Chromium with its driver."""
import contextlib
import os
import pathlib
import shutil
import sys
import time

from cli_test import PACK, Skip, expect, main, run, write

ARTICLE = "转化之路\n\n江州市设立星河基金。云城市拟设立长风基金。\n\n云城市未设立星河基金。\n"
KEYS = {"right": "\ue014", "down": "\ue015", "enter": "\ue007", "escape": "\ue00c"}


@contextlib.contextmanager
def browser(page, width=1300, height=900):
    try:
        from selenium import webdriver
    except ImportError:
        raise Skip("no selenium") from None
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        raise Skip("no chromium, or no chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     f"--window-size={width},{height}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        window.get(page.as_uri())
        yield window
        faults = [entry["message"] for entry in window.get_log("browser")]
        assert not faults, faults
        asked = window.execute_script("return performance.getEntriesByType('resource').map(r => r.name)")
        assert not [name for name in asked if not name.startswith("data:")], f"the page asked for {asked}"
    finally:
        if os.environ.get("MAILUO_SCREENSHOTS"):
            window.save_screenshot(str(pathlib.Path(os.environ["MAILUO_SCREENSHOTS"], page.stem + ".png")))
        window.quit()


def wait(condition, what, seconds=10):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"never seen: {what}"
        time.sleep(0.05)
    return found


def all_of(window, selector):
    return window.find_elements("css selector", selector)


def press(window, key):
    window.switch_to.active_element.send_keys(KEYS.get(key, key))


def layers_page(tmp):
    article = write(tmp / "a.txt", ARTICLE)
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "layers.html"), 0)
    return tmp / "layers.html"


def test_all_layers_of_an_article_are_drawn(tmp):
    with browser(layers_page(tmp)) as window:
        wait(lambda: len(all_of(window, ".sentence[data-filled]")) == 4, "all sentences")
        labels = {kind: [e.text for e in all_of(window, f".ann.{kind} .label")] for kind in ("mention", "context", "word")}
        assert labels["mention"] == ["City", "Fund"] * 3, labels
        assert "subject = 江州市" in labels["context"] and "verb.make" in labels["word"], labels
        arcs = [e.text for e in all_of(window, ".ann.relation .arctext")]
        assert arcs == ["establishes", "establishes"], arcs
        assert [e.text for e in all_of(window, ".ann.lost .label")] == ["establish: negated"]
        text = "".join(e.text for e in all_of(window, ".sentence .chars"))
        assert text == ARTICLE.replace("\n", ""), text


def test_an_arc_ends_over_what_it_names(tmp):
    with browser(layers_page(tmp)) as window:
        wait(lambda: all_of(window, ".ann.relation .head"), "arcs")
        head = all_of(window, ".ann.relation .head")[0].rect
        fund = all_of(window, ".ann.mention[aria-label*='星河基金'] .under")[0].rect
        assert abs(head["x"] + head["width"] / 2 - fund["x"] - fund["width"] / 2) < 4, (head, fund)
        assert head["y"] < fund["y"]


def test_pointing_shows_rule_and_bytes(tmp):
    from selenium.webdriver import ActionChains
    with browser(layers_page(tmp)) as window:
        mark = wait(lambda: all_of(window, ".ann.mention[aria-label*='星河基金']"), "a mention")[0]
        ActionChains(window).move_to_element(mark).perform()
        tip = wait(lambda: [e for e in all_of(window, "#tip") if e.is_displayed()], "the tip")[0].text
        assert "mini-zh/fund" in tip and "29–41" in tip and "rules.json:" in tip, tip


def test_the_keyboard_reaches_everything(tmp):
    with browser(layers_page(tmp)) as window:
        wait(lambda: len(all_of(window, ".sentence[data-filled]")) == 4, "all sentences")
        press(window, "right")
        assert window.switch_to.active_element.get_attribute("class").startswith("ann")
        for _ in range(40):
            if "relation" in window.switch_to.active_element.get_attribute("class").split():
                break
            press(window, "right")
        press(window, "enter")
        detail = all_of(window, "#detail")[0].text
        assert "江州市 establishes 星河基金" in detail and "<verb.make>" in detail and "the subject in force" in detail, detail
        press(window, "escape")
        assert not all_of(window, ".pinned")
        press(window, "down")
        assert len(all_of(window, ".sentence.current")) == 1
        press(window, "1")
        wait(lambda: not all_of(window, ".ann.relation"), "no relations")
        assert all_of(window, "#toggles [data-layer=relation]")[0].get_attribute("aria-pressed") == "false"
        press(window, "1")
        wait(lambda: all_of(window, ".ann.relation"), "relations")


def test_a_rule_can_be_singled_out(tmp):
    from selenium.webdriver.support.ui import Select
    with browser(layers_page(tmp)) as window:
        wait(lambda: all_of(window, ".ann.mention"), "mentions")
        Select(all_of(window, "#rule")[0]).select_by_value("mini-zh/fund")
        wait(lambda: all_of(window, ".ann.faded"), "faded labels")
        clear = [e.get_attribute("aria-label") for e in all_of(window, ".ann:not(.faded)")]
        assert len(clear) == 3 and all("mini-zh/fund" in label for label in clear), clear


def test_long_sentences_are_broken_into_rows_and_dark_is_dark(tmp):
    article = write(tmp / "a.txt", "江州市设立星河基金，" * 30 + "云城市设立长风基金。\n")
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "long.html"), 0)
    with browser(tmp / "long.html", width=700) as window:
        rows = wait(lambda: all_of(window, ".sentence svg"), "rows")
        assert len(rows) > 5, len(rows)
        room = window.execute_script("return document.documentElement.clientWidth")
        assert window.execute_script("return document.documentElement.scrollWidth") <= room + 1
        light = window.execute_script("return getComputedStyle(document.body).backgroundColor")
        all_of(window, "#theme")[0].click()
        assert window.execute_script("return getComputedStyle(document.body).backgroundColor") != light


def test_coverage_marks_matches_and_walks_through_them(tmp):
    article = write(tmp / "a.txt", ARTICLE)
    expect(run("rules", "coverage", PACK, article, "--html", tmp / "coverage.html"), 0)
    with browser(tmp / "coverage.html") as window:
        wait(lambda: all_of(window, "article[data-filled]"), "the article")
        marked = [e.text for e in all_of(window, "m.relation")]
        assert "设立" in marked and "星河基金" in marked, marked
        assert "6 of 6 rules" in all_of(window, "#summary")[0].text
        row = next(e for e in all_of(window, ".row[data-rule]") if e.text.startswith("establish"))
        row.click()
        assert "<verb.make> {o: Fund}" in all_of(window, "#detail")[0].text
        assert "".join(e.text for e in all_of(window, "m.here")) == "设立星河基金"
        window.find_element("css selector", "body").send_keys("n")
        assert "".join(e.text for e in all_of(window, "m.here")) == "设立长风基金"
        all_of(window, "#tab-words")[0].click()
        never = [e.text for e in all_of(window, ".words .row.never .name")]
        assert "青河市" in never and "江州市" not in never, never


if __name__ == "__main__":
    sys.exit(main(globals()))
