"""Pages of frameworks and of scores."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.framework_files.writing import as_yaml
from assurance.models import Framework, OfficialWording
from core.roles import Role
from tests.factories import OfficialWordingFactory, QualityStatementFactory

SCORES = "assurance:cqc-score"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def of_statement(framework: Framework, code: str = "QS7") -> str:
    return reverse("assurance:framework-statement", args=[framework.pk, code])


def test_a_statement_is_quoted_with_its_source_and_all_its_parts(signed_in, cqc_framework):
    page = text_of(signed_in(Role.PRACTITIONER).get(of_statement(cqc_framework)))
    statement = cqc_framework.statements.get(code="QS7")
    assert f"“{statement.quotation}”".replace("'", "&#x27;") in page
    assert statement.quotation_source in page
    for code in statement.entries.exclude(kind="stage3_section").values_list("code", flat=True):
        assert f'id="{code}"' in page
    assert page.count("If available") == 8
    assert "never become them" in page
    assert "official wording" not in page


def test_provisional_facts_and_corrections_are_marked(signed_in, cqc_framework):
    reader = signed_in(Role.DIRECTOR)
    keys = [cqc_framework.pk]
    items = text_of(reader.get(reverse("assurance:framework-information", args=keys)))
    assert items.count(">Provisional<") + items.count("Provisional </") == 47 + 1
    assert items.count("Number not known") == 47
    version = text_of(reader.get(reverse("assurance:framework-detail", args=keys)))
    assert "Mistakes of the sources, put right here" in version
    assert "26 is the slip" in version
    sections = text_of(reader.get(reverse("assurance:framework-sections", args=keys)))
    assert sections.count('id="S3-') == 49


def test_an_official_wording_is_written_shown_and_of_one_council(
    council, other_council, signed_in, cqc_framework
):
    entry = cqc_framework.entries.get(code="QS7-CL-01")
    OfficialWordingFactory(council=other_council, entry=entry, text="Words of elsewhere")
    keeper = signed_in(Role.ADMINISTRATOR)
    address = reverse("assurance:official-wording", args=[entry.pk])
    missing = text_of(keeper.post(address, {"text": "The <b>words</b>", "source": ""}))
    assert "Say where the wording stands" in missing
    assert "The &lt;b&gt;words&lt;/b&gt;" in missing
    sent = {"text": "The words", "source": "The guidance, page 3"}
    assert keeper.post(address, sent).url == f"{of_statement(cqc_framework)}#QS7-CL-01"
    item = cqc_framework.entries.get(code="IR-T3-01")
    other = keeper.post(reverse("assurance:official-wording", args=[item.pk]), sent)
    assert other.url.endswith("/information-return/#IR-T3-01")
    page = text_of(signed_in(Role.DIRECTOR).get(of_statement(cqc_framework)))
    assert "The words" in page
    assert "The guidance, page 3" in page
    assert "Words of elsewhere" not in page
    assert OfficialWording.objects.filter(council=council).count() == 2


def test_a_version_taken_as_a_file_is_changed_and_loaded(signed_in, cqc_framework):
    keeper = signed_in(Role.ANALYST)
    keys = [cqc_framework.pk]
    taken = keeper.get(reverse("assurance:framework-download", args=keys))
    assert taken["Content-Disposition"] == 'attachment; filename="cqc-la-2023-11.yaml"'
    text = taken.content.decode()
    assert text == as_yaml(cqc_framework)
    address = reverse("assurance:framework-load")
    next_one = text.replace("version: 2023-11", "version: 2026-11").replace(
        "valid_from: 2023-11-01", "valid_from: 2026-04-01"
    )
    next_one = next_one.replace("label: Safeguarding\n", "label: Safeguarding adults\n", 1)
    refused = text_of(keeper.post(address, {"file": uploaded(next_one)}))
    assert "Two versions cannot be in force on one day" in refused
    broken = text_of(keeper.post(address, {"file": uploaded("code: QS\nversion: []")}))
    assert "next.yaml: statements: is missing" in broken
    assert Framework.objects.count() == 1
    done = keeper.post(address, {"file": uploaded(next_one), "ends_previous": "on"}, follow=True)
    page = text_of(done)
    assert "is loaded. Version 2023-11 is ended." in page
    assert "1 difference." in page
    assert "Safeguarding adults" in page
    assert Framework.objects.get(version="2023-11").valid_to == date(2026, 3, 31)
    new = Framework.objects.get(version="2026-11")
    removal = reverse("assurance:framework-remove", args=[new.pk])
    assert "Version 2023-11, which ends on 31 March 2026" in text_of(keeper.get(removal))
    assert "The version is removed" in text_of(keeper.post(removal, follow=True))
    stays = reverse("assurance:framework-remove", args=keys)
    assert "comes with the product stays" in text_of(keeper.post(stays))


def test_a_comparison_says_what_stays_behind(council, signed_in, cqc_framework):
    later = Framework.objects.create(
        code="cqc-la",
        version="later",
        title="Later",
        source="S",
        valid_from=date(2000, 1, 1),
        valid_to=date(2000, 2, 1),
        content_hash="0" * 64,
    )
    QualityStatementFactory(framework=later, code="QS7", label="Safeguarding adults")
    entry = cqc_framework.entries.get(code="QS7-CL-01")
    OfficialWordingFactory(council=council, entry=entry)
    keys = [later.pk, cqc_framework.pk]
    reader = signed_in(Role.DIRECTOR)
    page = text_of(reader.get(reverse("assurance:framework-compare", args=keys)))
    assert "1 official wording of Test Council stays with version 2023-11" in page
    assert "Gone" in page


def uploaded(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("next.yaml", text.encode())


def asked(client, **data: object) -> str:
    return text_of(client.get(reverse(SCORES), data))


@pytest.fixture
def reader(signed_in, cqc_framework):
    return signed_in(Role.DIRECTOR)


def test_nine_scores_make_a_rating(reader):
    page = asked(reader, pasted="3 3 3 3 3 2 2 3 1")
    assert "64%: good" in page
    assert "23 of 36 points are 63.89%, printed as 64%" in page
    assert "9 more points would be outstanding" in page
    assert "One point fewer would be a lower rating" in page
    assert "Scored 1: Learning, improvement and innovation" in page
    page = asked(reader, **{f"score_{place}": 2 for place in range(1, 9)}, score_9=1)
    assert "48%: requires improvement" in page
    page = asked(reader, pasted="1,1,1,2,2,2,2,2,1")
    assert "39%: requires improvement" in page
    assert "Rounded another way, these points would be inadequate" in page


def test_fewer_than_nine_make_no_rating(reader):
    page = asked(reader, score_6=3, score_7=4)
    answer = page.partition('aria-labelledby="answer"')[2].partition("<form")[0]
    assert "7 of 8 points" in answer
    assert "2 statements of nine are scored: 87.5%" in answer
    for word in ("good", "outstanding", "requires improvement", "inadequate"):
        assert word not in answer.lower()


def test_lines_that_name_statements(reader):
    pasted = (
        "Theme 3\nSafe pathways, systems and transitions: 2 - Requires improvement\n"
        "Safeguarding\nScore: 1\nPublished in a report"
    )
    page = asked(reader, pasted=pasted)
    assert "3 of 8 points" in page
    assert "Scored 1: Safeguarding" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"pasted": "3 3 3"}, "there are 3 scores; numbers alone need all 9, in order"),
        ({"pasted": "3 3 3 3 3 3 3 3 5"}, "“5” is not a score from 1 to 4"),
        ({"pasted": "3 3 3 3 3 3 3 3 2.5"}, "“2.5” is not a score from 1 to 4"),
        ({"pasted": "Safeguarding 2\nSafeguarding 3"}, "gives a statement a second score"),
        ({"pasted": "Safeguarding 2 or 3"}, "has 2 numbers; give one score"),
        ({"pasted": "Safeguarding 2\nSomething 3"}, "names no statement"),
        ({"score_1": ""}, "Give at least one score, or paste all of them"),
        ({"score_1": "9"}, ": choose from those listed"),
        ({"score_1": "3", "percent": "75"}, "needs all 9 scores"),
        ({"pasted": "3\x00 3"}, "Null characters are not allowed"),
    ],
)
def test_scores_that_cannot_be_read(reader, data, said):
    page = asked(reader, **data)
    assert said in page
    assert 'aria-labelledby="answer"' not in page
    typed = data.get("pasted", "").replace("\x00", "")
    assert typed in reader.get(reverse(SCORES), data).content.decode().replace("\x00", "")


def test_what_was_published_and_does_not_follow_is_said(reader):
    page = asked(reader, pasted="3 3 3 3 3 3 3 3 2", percent=72, rating="Outstanding")
    assert "26 of 36 points print as 73%, not 72%" in page
    assert "26 of 36 points are good, not outstanding" in page
    assert "Does not fit" not in asked(reader, pasted="3 3 3 3 3 3 3 3 2", percent=73)


def test_the_help_shows_edges_and_the_example_that_does_not_add_up(reader):
    page = asked(reader)
    assert page.count("Band edge") == 3 + 6
    assert page.count("Rounding decides") == 1
    assert "A published example that does not add up" in page
    assert "8 of 10, 50%, score 2" in page


def test_without_a_framework_there_is_nothing_to_score(signed_in, cqc_framework):
    cqc_framework.valid_to = date.today() - timedelta(days=1)  # noqa: DTZ011
    cqc_framework.save()
    page = asked(signed_in(Role.DIRECTOR))
    assert "No framework with nine statements is in force today" in page
