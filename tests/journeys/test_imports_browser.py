"""An analyst imports an extract in Chromium: check, read the faults, translate, load, undo."""

from pathlib import Path

import pytest

from core.roles import Role
from safeguard.choices import ImportState
from safeguard.extract.run_folder import RunFolder
from safeguard.models import Adult, ImportRun
from tests.factories import ImportRunFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.browser import Visit, chromium
from tests.journeys.test_pages_browser import browser as browser
from tests.journeys.test_pages_browser import sign_in
from tests.safeguard.extract_files import EXTRACT_DIRTY, FILES, extract, write_csvs

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]


@pytest.fixture(params=[1280, 375])
def visit(browser, live_server, transactional_db, request) -> Visit:
    council = OrganisationFactory(code="TEST", name="Test Council")
    person = UserFactory(email=f"{Role.ANALYST}@example.org", full_name="An Analyst")
    MembershipFactory(person=person, organisation=council, role=Role.ANALYST)
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.ANALYST)
    yield visit
    context.close()


def upload(visit: Visit, folder: Path) -> None:
    visit.open("/imports/new/")
    for name in FILES:
        visit.page.set_input_files(f"#id_{name}", folder / f"{name}.csv")
    visit.page.get_by_role("button", name="Continue").click()
    visit.page.wait_for_url("**/imports/*-*/")


def check(visit: Visit, heading: str) -> None:
    """Refuse a page with a fault: axe, the console, sideways scrolling, another heading."""
    visit.page.wait_for_load_state("networkidle")
    assert visit.page.locator("h1").inner_text().startswith(heading)
    assert visit.axe() == []
    assert visit.complaints == []
    assert visit.width_needed() <= visit.page.viewport_size["width"]


def test_check_faults_load_and_undo(visit: Visit):
    upload(visit, EXTRACT_DIRTY)
    check(visit, "Import of")
    assert visit.page.get_by_text("26 faults").is_visible()
    with visit.page.expect_download() as download:
        visit.page.get_by_text("Download the files with a column of errors").click()
    assert download.value.suggested_filename.endswith(".zip")
    visit.page.get_by_role("button", name="Load the sound rows").click()
    visit.page.get_by_role("link", name="Undo this import").click()
    check(visit, "Undo this import")
    visit.page.get_by_role("button", name="Undo this import").click()
    visit.page.get_by_text("The import is undone").wait_for()
    check(visit, "Import of")
    assert not Adult.objects.exists()
    visit.open("/imports/")
    check(visit, "Imports of case extracts")


def test_what_did_not_match_is_translated(visit: Visit, tmp_path: Path):
    cells = {"gender": "Femail", "date_of_birth": "03/02/1950"}
    upload(visit, write_csvs(tmp_path, extract(people=cells)))
    visit.page.get_by_role("link", name="Translate what did not match").click()
    check(visit, "Translate what did not match")
    visit.page.get_by_role("button", name="Save the mapping and check again").click()
    visit.page.get_by_role("button", name="Load it now").click()
    visit.page.get_by_role("link", name="Undo this import").wait_for()
    assert Adult.objects.get().gender == "F"
    upload(visit, write_csvs(tmp_path, extract(people={"gender": "Male"})))
    visit.page.get_by_role("button", name="Load it now").click()
    visit.page.get_by_role("heading", name="What changed").wait_for()
    check(visit, "Import of")


def test_a_mistake_in_a_mapping_is_shown_at_its_field(visit: Visit):
    visit.open("/imports/mappings/new/")
    visit.page.fill("#id_name", "Ours")
    visit.page.fill("#id_text", "dates: american")
    visit.page.get_by_role("button", name="Save the mapping").click()
    visit.page.get_by_role("link", name="Line 1 (dates): Write iso or dd/mm/yyyy.").wait_for()
    check(visit, "Add a mapping")
    visit.open("/imports/new/")
    visit.page.get_by_role("button", name="Continue").click()
    visit.page.get_by_role("link", name="Choose a file").wait_for()
    check(visit, "Import an extract")


def test_progress_is_followed_to_the_end(visit: Visit):
    council = OrganisationFactory._meta.model.objects.get()
    run = ImportRunFactory(council=council, state=ImportState.CHECKING)
    RunFolder.of(run.public_id).write_progress("concerns.csv", 40, 100)
    visit.open(f"/imports/{run.public_id}/")
    assert visit.page.get_by_text("concerns.csv: 40%").first.is_visible()
    check(visit, "Import of")
    RunFolder.of(run.public_id).write_progress("concerns.csv", 80, 100)
    visit.page.get_by_text("concerns.csv: 80%").first.wait_for()
    ImportRun.objects.update(state=ImportState.REFUSED)
    visit.page.get_by_text("Not loaded: faults found").wait_for()
    assert visit.page.get_by_text("Show how far it is now").count() == 0
    check(visit, "Import of")
