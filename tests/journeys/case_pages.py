"""What a person does with a case in a browser, and what no page may do on the way."""

import re
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, Locator, Response

from core.roles import Role
from tests.journeys.browser import Visit
from tests.journeys.test_pages_browser import sign_in

Name = str | re.Pattern[str]
CHOSEN = ("radio", "checkbox")
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


class Colleague:
    """Somebody at work in one window. Each page they come to is looked over as it is shown.

    axe cannot run in a window without JavaScript, so there it is given the page as it stands, less
    its scripts, in a second window.
    """

    def __init__(
        self, browser: Browser, base: str, role: Role, *, width: int, scripts: bool
    ) -> None:
        size: Any = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, java_script_enabled=scripts)
        self.visit = Visit(context, base)
        self.mirror = None if scripts else Visit(browser.new_context(viewport=size), base)
        self.page, self.width = self.visit.page, width
        self.page.set_default_timeout(15_000)
        self.page.on("response", self._answered)
        sign_in(self.visit, role)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 400:
            self.visit.complaints.append(f"status {response.status}: {response.url}")

    def home(self) -> None:
        """Go to the home page by the link at the top of every page."""
        self._to(self.page.locator(".app-header a").first)

    def go(self, *names: Name) -> None:
        """Follow links one after the other, each by what it is called."""
        for name in names:
            exact = isinstance(name, str)
            link = self.page.get_by_role("link", name=name, exact=exact)
            button = self.page.locator("a").and_(
                self.page.get_by_role("button", name=name, exact=exact)
            )
            self._to(link.or_(button).first)

    def press(self, name: Name, /, **answers: Any) -> None:
        """Fill in what is given, then press a button of the form."""
        self.fill(answers)
        button = self.page.locator("main button").and_(
            self.page.get_by_role("button", name=name, exact=True)
        )
        self._to(button)

    def fill(self, answers: dict[str, str | Sequence[str]]) -> None:
        """Answer questions by their names in the form; two underscores stand for a hyphen."""
        for key, answer in answers.items():
            field = self.page.locator(f'main [name="{key.replace("__", "-")}"]')
            kind = field.first.evaluate("field => field.type")
            if kind in CHOSEN:
                for value in [answer] if isinstance(answer, str) else answer:
                    field.and_(self.page.locator(f'[value="{value}"]')).check()
            elif kind.startswith("select"):
                field.select_option(answer)
            else:
                field.fill(str(answer))

    def choose(self, question: str, answer: str) -> None:
        """Answer a question with listed answers by its words."""
        group = self.page.get_by_role("group", name=question)
        group.get_by_label(answer, exact=True).check()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def sees(self, *words: str) -> None:
        """Refuse a page that does not show all these words."""
        shown = self.page.locator("main").inner_text()
        missing = [each for each in words if each not in shown]
        assert not missing, f"{self.page.url}: {missing} not in\n{shown}"

    def leave(self) -> None:
        for visit in filter(None, (self.visit, self.mirror)):
            visit.page.context.close()

    def _to(self, target: Locator) -> None:
        """Press something that leads to a page, and wait until that page is shown."""
        with self.page.expect_event("load"):
            target.click()
        self.look_over()

    def _axe(self) -> list[str]:
        if self.mirror is None:
            return self.visit.axe()
        address = f'<head><base href="{self.page.url}">'
        html = SCRIPT.sub("", self.page.content()).replace("<head>", address, 1)
        self.mirror.page.set_content(html)
        return self.mirror.axe()

    def look_over(self) -> None:
        """Refuse a page with a fault: status, console, axe, width, headings, an error in a form."""
        width = self.visit.width_needed()
        wrong = [*self.visit.complaints, *self._axe()]
        if width > self.width:
            wrong.append(f"is {width} wide in a window of {self.width}")
        if self.page.locator("h1").count() != 1:
            wrong.append("has not one main heading")
        told = self.page.locator(".govuk-error-summary, .govuk-error-message")
        wrong += [f"refused: {words}" for words in told.all_inner_texts()]
        assert not wrong, "\n".join([self.page.url, self.page.title(), *wrong])
