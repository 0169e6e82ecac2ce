"""A headless Chromium for the tests beside this file. It may ask for nothing but the page's own file."""
import contextlib
import pathlib
import shutil
import sys

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


@contextlib.contextmanager
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        skip("there is no chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip("the Python package playwright is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@contextlib.contextmanager
def opened(started, file, **options):
    """A page with `file`; what it logs as wrong, and whatever else it asks for, fails the test."""
    context = started.new_context(**{"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce",
                                     "accept_downloads": True, **options})
    page = context.new_page()
    wrong = []
    address = pathlib.Path(file).resolve().as_uri()
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.split("#")[0] == address or
            asked.url.startswith(("data:", "blob:")) else wrong.append(f"asks for {asked.url}"))
    page.goto(address)
    yield page
    assert not wrong, wrong
    context.close()
