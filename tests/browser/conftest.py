"""One browser for the tests of a module, and pages that tell what they say, ask and run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: Nothing of the browser's own may be mistaken for a request of the page.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Seen:
    """A page, and what it said on the console, asked of the network, and tried to run."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    #: Addresses that were asked for and that the page's own policy refused.
    refused: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed with its module: while Playwright is open, an event loop runs in this thread, and no other test could run its own."""
    if CHROMIUM is None:
        pytest.skip("no chromium here (as root: make browser)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (make install)")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def look(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """Opens a page's text as a file: `look(text, width=…, height=…, dark=…, script=…, paper=…)`."""
    contexts = []

    def opened(
        text: str, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True, paper: bool = False
    ) -> Seen:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        seen = Seen(page)
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("requestfailed", lambda request: seen.refused.append(request.url))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        if paper:
            page.emulate_media(media="print")
        page.goto(path.as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()
