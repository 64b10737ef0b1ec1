"""Chromium for tests: found on the machine, never downloaded; and what a page may not do in it."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parents[1] / "data" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START_AXE = """(tags) => {
  window.axeFound = null;
  const wanted = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  axe.run(document, wanted).then((found) => {
    window.axeFound = found.violations.map(
      (v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`
    );
  });
}"""
AXE_SECONDS = 60
FITS_SECONDS = 10


def chromium() -> str | None:
    """Return the program: $CHROMIUM, else one on the path."""
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium for as long as the block lasts."""
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container seldom has; only our own pages are opened.
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page in one window, and everything that went wrong on it."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Any) -> None:
        # Leaving a page may cut off what it was still fetching.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"request: {request.url} {request.failure}")

    def open(self, path: str, until: Literal["load", "networkidle"] = "networkidle") -> int:
        """Open a page; return its status."""
        response = self.page.goto(self.base + path, wait_until=until)
        assert response is not None
        return response.status

    def axe(self) -> list[str]:
        """Return axe's complaints. It is run from outside the page, whose policy stays in force."""
        # A window behind another may stop its timers, and axe then never ends.
        self.page.bring_to_front()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        self.page.evaluate(START_AXE, RULES)
        until = time.monotonic() + AXE_SECONDS
        while time.monotonic() < until:
            found: list[str] | None = self.page.evaluate("window.axeFound")
            if found is not None:
                return found
            self.page.wait_for_timeout(50)
        raise TimeoutError(f"axe did not end within {AXE_SECONDS} s on {self.page.url}")

    def width_needed(self) -> int:
        """Return how wide the page is; more than the window means scrolling sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def fits(self, width: int) -> bool:
        """Say whether the page is soon no wider than `width`; a chart follows its window."""
        until = time.monotonic() + FITS_SECONDS
        while self.width_needed() > width:
            if time.monotonic() > until:
                return False
            self.page.wait_for_timeout(100)
        return True
