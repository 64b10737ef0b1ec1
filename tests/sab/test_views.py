"""The board's pages with a board behind them: what they say, refuse and cost."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.roles import Role
from sab.models import Board, Partner
from tests import factories as f
from tests.sab.conftest import TODAY, send

pytestmark = pytest.mark.django_db
LISTS = (
    "home",
    "partner-list",
    "review-list",
    "library",
    "recommendation-list",
    "composite-plan",
    "other-review-list",
    "risk-list",
    "priority-list",
    "dataset",
    "indicator-list",
    "briefing-list",
)


@pytest.fixture
def client(client, unit):
    client.force_login(unit)
    return client


def text_of(response):
    return response.content.decode()


def fill(board):
    """Give a board one more of everything that its pages list."""
    partner = f.PartnerFactory(board=board)
    f.RepresentativeFactory(partner=partner)
    review = f.ReviewFactory.with_outcome("mandatory", board=board)
    f.ReviewStageFactory(review=review, due_on=date(2025, 5, 20))
    f.PublicationFactory(review=review, published=True)
    f.FindingFactory(review=review).themes.add(f.BoardThemeFactory())
    row = f.RecommendationFactory(board=board, review=review, accepted=True, partner=partner)
    row.themes.add(f.BoardThemeFactory())
    action = f.RecommendationActionFactory(recommendation=row, partner=partner)
    f.ActionEvidenceFactory(action=action)
    closed = f.RecommendationFactory(board=board, closed=True, partner=partner)
    closed.themes.set(row.themes.all())
    f.OtherReviewFactory(board=board)
    f.RiskReviewFactory(risk__board=board, risk__partner=partner)
    f.PriorityActionFactory(priority__board=board, partner=partner)
    asked = f.DatasetIndicatorFactory(board=board)
    asked.partners.add(partner)
    f.DatasetValueFactory(
        indicator=asked, partner=partner, start=date(2025, 1, 1), end=date(2025, 3, 31)
    )
    f.BriefingReceiptFactory(briefing__board=board, partner=partner)
    f.AssuranceReturnFactory(cycle__board=board, partner=partner)
    return row


@pytest.mark.parametrize("name", [*LISTS, "core:home"])
def test_a_list_costs_no_more_when_it_holds_more(
    client, board, name, django_assert_max_num_queries
):
    address = reverse(name if ":" in name else f"sab:{name}")
    fill(board)
    with django_assert_max_num_queries(12) as first:
        assert client.get(address).status_code == 200
    for _ in range(3):
        fill(board)
    with django_assert_max_num_queries(len(first)):
        client.get(address)


def test_a_recommendation_costs_no_more_with_more_actions(client, board):
    row = fill(board)
    address = reverse("sab:recommendation-detail", args=[row.pk])
    client.get(address)
    for _ in range(3):
        f.ActionEvidenceFactory(action=f.RecommendationActionFactory(recommendation=row))
    assert client.get(address).status_code == 200


def test_a_page_about_one_thing_costs_no_more_when_it_holds_more(
    client, board, django_assert_max_num_queries
):
    risk, priority = f.BoardRiskFactory(board=board), f.StrategicPriorityFactory(board=board)
    other, briefing = f.OtherReviewFactory(board=board), f.BriefingFactory(board=board)
    asked = f.DatasetIndicatorFactory(board=board)

    def more():
        f.RiskReviewFactory(risk=risk)
        priority.risks.add(f.BoardRiskFactory(board=board))
        f.PriorityActionFactory(priority=priority, partner=f.PartnerFactory(board=board))
        f.BriefingReceiptFactory(briefing=briefing)
        f.RecommendationActionFactory(
            recommendation=f.RecommendationFactory(board=board, review=None, other_review=other)
        )
        value = f.DatasetValueFactory(indicator=asked)
        asked.partners.add(value.partner)

    addresses = [
        reverse("sab:risk-detail", args=[risk.pk]),
        reverse("sab:priority-detail", args=[priority.pk]),
        reverse("sab:other-review-detail", args=[other.pk]),
        reverse("sab:briefing-detail", args=[briefing.pk]),
        reverse("assurance:board-indicator", args=[asked.pk]),
        reverse("assurance:board-annual-report"),
    ]
    more()
    for address in addresses:
        # The report counts a whole year at once.
        most = 30 if "annual" in address else 12
        with django_assert_max_num_queries(most) as first:
            assert client.get(address).status_code == 200
        for _ in range(2):
            more()
        with django_assert_max_num_queries(len(first)):
            client.get(address)


@pytest.mark.parametrize("name", LISTS)
def test_without_a_board_the_page_says_what_to_do(client, name):
    assert "Set up the board" in text_of(client.get(reverse(f"sab:{name}")))


def test_a_board_is_set_up_and_gets_a_partner(client, council):
    client.post(reverse("sab:board-set-up"), {"name": "Our board"})
    board = Board.objects.get()
    partner = {"name": "Police", "kind": "police", "joined_on": "1/4/2024"}
    client.post(reverse("sab:partner-add"), partner)
    found = Partner.objects.get()
    assert found.board == board
    again = client.post(reverse("sab:partner-add"), partner)
    assert "has a partner of this name already" in text_of(again)
    page = text_of(client.get(reverse("sab:partner-list")))
    assert "Statutory member" in page
    assert "By workbook" in page
    client.post(reverse("sab:representative-add", args=[found.pk]), {"name": "A", "role": "member"})
    client.post(reverse("sab:subgroup-add"), {"name": "Learning"})
    send(client, reverse("sab:stage-target-set", args=["decision"]), {"days": "60"})
    changed = {**partner, "left_on": "1/4/2023"}
    response = send(client, reverse("sab:partner-change", args=[found.pk]), changed)
    assert "cannot leave before it joins" in text_of(response)
    assert board.stage_targets.get(stage="decision").days == 60
    assert client.get(reverse("sab:stage-target-set", args=["nothing"])).status_code == 404


@time_machine.travel(TODAY)
def test_the_chair_is_told_the_law_and_keeps_what_was_typed(client, review, chair):
    f.CriteriaTestFactory(review=review)
    client.force_login(chair)
    address = reverse("sab:review-decide", args=[review.pk])
    answer = {
        "outcome": "no_action",
        "decision_reason": "We know already what went wrong",
        "decided_on": "2/6/2025",
    }
    text = text_of(client.post(address, answer))
    assert "the board must hold a Safeguarding Adults Review" in text
    assert "choose a lighter method" in text
    assert "We know already what went wrong" in text
    assert client.post(address, {**answer, "outcome": "mandatory"}).status_code == 302


@time_machine.travel(TODAY)
def test_a_report_with_a_name_is_refused_on_the_page(client, held, unit):
    f.ReviewPersonFactory(review=held, name="Margery Allthorpe")
    f.PublicationFactory(review=held, text="Margery lived alone.")
    address = reverse("sab:report-check", args=[held.pk])
    text = text_of(client.post(address, {"is_read": "on"}))
    assert "names a person of the review: “Margery”" in text


@time_machine.travel(TODAY)
def test_closing_without_evidence_is_refused_on_the_page(client, recommendation):
    address = reverse("sab:recommendation-close", args=[recommendation.pk])
    text = text_of(client.post(address, {"closing_reason": "It is done"}))
    assert "There is no evidence" in text
    recommendation.refresh_from_db()
    assert recommendation.closed_on is None


def test_a_theme_that_returns_is_flagged_with_the_earlier_recommendation(client, board):
    theme = f.BoardThemeFactory(title="Self-neglect")
    closed = f.RecommendationFactory(board=board, closed=True, reference="EARLIER")
    closed.themes.add(theme)
    again = f.ReviewFactory.with_outcome(
        "mandatory", board=board, received_on=date(2025, 12, 1), reference="AGAIN"
    )
    f.FindingFactory(review=again).themes.add(theme)
    later = f.RecommendationFactory(board=board, review=again, accepted=True)
    later.themes.add(theme)
    earlier_page = text_of(client.get(reverse("sab:recommendation-detail", args=[closed.pk])))
    assert "“Self-neglect” has returned" in earlier_page
    assert "AGAIN" in earlier_page
    later_page = text_of(client.get(reverse("sab:recommendation-detail", args=[later.pk])))
    assert "EARLIER" in later_page
    assert "Theme has returned" in text_of(client.get(reverse("sab:recommendation-list")))


@time_machine.travel(TODAY)
@pytest.mark.parametrize(
    ("query", "references"),
    [
        ({}, {"OPEN", "LATE", "NEW", "REFUSED", "CLOSED"}),
        ({"state": "open"}, {"OPEN", "LATE"}),
        ({"state": "late"}, {"LATE"}),
        ({"state": "unanswered"}, {"NEW"}),
        ({"state": "not_accepted"}, {"REFUSED"}),
        ({"state": "closed"}, {"CLOSED"}),
        ({"assurance": "3"}, {"CLOSED"}),
        ({"state": "nonsense"}, set()),
    ],
)
def test_the_tracker_is_narrowed(client, board, query, references):
    f.RecommendationFactory(board=board, accepted=True, reference="OPEN")
    f.RecommendationFactory(board=board, accepted=True, due_on=date(2025, 5, 1), reference="LATE")
    f.RecommendationFactory(board=board, reference="NEW")
    f.RecommendationFactory(
        board=board,
        response="not_accepted",
        response_reason="No",
        responded_on=TODAY,
        responded_by=f.UserFactory(),
        reference="REFUSED",
    )
    f.RecommendationFactory(board=board, closed=True, reference="CLOSED")
    rows = client.get(reverse("sab:recommendation-list"), query).context["rows"]
    assert {item.row.reference for item, _ in rows} == references


def test_links_are_chosen_among_measures_that_can_show_it(client, recommendation):
    address = reverse("assurance:recommendation-links", args=[recommendation.pk])
    assert client.post(address, {"measures": ["asked_pct"]}).status_code == 302
    assert recommendation.links.get().key == "asked_pct"
    text = text_of(client.post(address, {"measures": ["conversion_rate_pct"]}))
    assert "Measures that would show it: choose from those listed" in text


@time_machine.travel(TODAY)
def test_an_enquiry_is_referred_in_plain_words(council, board, signed_in):
    enquiry = f.EnquiryFactory(concern__adult__council=council, reference="E-77")
    f.AdultIdentityFactory(
        adult=enquiry.concern.adult, given_name="Margery", family_name="Allthorpe"
    )
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    address = reverse("assurance:enquiry-refer", args=[enquiry.pk])
    assert address in text_of(client.get(reverse("safeguard:enquiry-detail", args=[enquiry.pk])))
    referral = {
        "title": "Self-neglect",
        "circumstances": "Margery died at home.",
        "why_criteria": "Nobody held the whole picture.",
        "received_on": "2/6/2025",
        "referrer_name": "A manager",
    }
    text = text_of(client.post(address, referral))
    assert "The text names the adult: “Margery”" in text
    response = client.post(address, {**referral, "circumstances": "The adult died at home."})
    assert response.status_code == 302
    review = board.reviews.get()
    assert (review.case_reference, review.council) == ("E-77", council)
    detail = reverse("sab:review-detail", args=[review.pk])
    assert client.get(detail).status_code == 403


@time_machine.travel(date(2025, 6, 2))
def test_the_annual_report_is_written_and_taken_as_a_file(client, board, police):
    address = reverse("assurance:board-annual-report")
    page = client.get(address)
    assert page.context["year"] == "2024-25"
    assert "Not written yet" in text_of(page)
    write = reverse("assurance:board-annual-write") + "?year=2024-25"
    send(client, write, {"objective": "We asked."})
    member = reverse("assurance:board-contribution-write", args=[police.pk])
    send(client, f"{member}?year=2024-25", {"text": "Trained officers."})
    text = text_of(client.get(address))
    assert "We asked." in text
    assert "Trained officers." in text
    download = reverse("assurance:board-annual-download") + "?year=2024-25"
    for fmt, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        made = client.post(download, {"format": fmt})
        assert made.content.startswith(start)
    assert client.post(download, {"format": "exe"}).status_code == 404
    assert client.get(address, {"year": "1990-91"}).status_code == 404


@time_machine.travel(TODAY)
def test_every_form_of_a_review_calls_its_service(client, held, unit):
    """The plain forms, each with what a person would type."""
    for name, typed in {
        "review-acknowledge": {"acknowledged_on": "2/6/2025"},
        "review-told": {"referrer_told_on": "2/6/2025"},
        "review-plan": {"method": "rapid_time", "method_reason": "Narrow"},
        "panel-add": {"name": "A Reviewer", "role": "reviewer"},
        "parallel-add": {"kind": "inquest", "lead_body": "The coroner"},
        "person-add": {"kind": "subject", "name": "Margery Allthorpe", "harm": "died"},
        "finding-add": {"text": "Nobody asked."},
        "report-write": {"title": "Learning", "summary": "Short", "text": "Long"},
        "recommendation-add": {"text": "Ask every adult."},
        "review-move": {"stage": "commissioning", "on": "2/6/2025"},
    }.items():
        response = send(client, reverse(f"sab:{name}", args=[held.pk]), typed)
        assert response.status_code == 302, name
    marker = reverse("sab:marker-check", args=[held.pk, 3])
    send(client, marker, {"met": "partly", "note_text": "Seen"})
    assert client.get(reverse("sab:marker-check", args=[held.pk, 16])).status_code == 404
    finding = held.findings.get()
    answer = {"response": "implement", "responded_on": "2/6/2025"}
    assert (
        send(client, reverse("sab:finding-respond", args=[finding.pk]), answer).status_code == 302
    )
    page = text_of(client.get(reverse("sab:review-detail", args=[held.pk])))
    for words in ("Rapid time", "A Reviewer", "Inquest", "Nobody asked.", "Ask every adult."):
        assert words in page
    assert "Margery" not in page
    assert "Margery" in text_of(client.get(reverse("sab:people", args=[held.pk])))


def test_the_library_is_searched_by_word_theme_and_method(client, board):
    theme = f.BoardThemeFactory()
    fire = f.PublicationFactory(
        published=True, review__board=board, review__method="rapid_time", title="A fire at home"
    )
    other = f.PublicationFactory(published=True, review__board=board, title="A discharge")
    for number in (1, 2):
        f.FindingFactory(review=fire.review, number=number).themes.add(theme)
    f.PublicationFactory(published=True, title="A fire of another board")
    address = reverse("sab:library")

    def found(**asked):
        return list(client.get(address, asked).context["reports"])

    assert set(found()) == {fire, other}
    assert (
        found(search="FIRE home") == found(theme=theme.pk) == found(method="rapid_time") == [fire]
    )
    assert "No published report is like this" in text_of(client.get(address, {"search": "xyz"}))
    assert found(theme="nonsense") == []


def test_themes_of_other_reviews_are_counted_apart_and_may_return(client, board):
    theme = f.BoardThemeFactory()
    closed = f.RecommendationFactory(board=board, closed=True, closed_on=date(2025, 3, 1))
    closed.themes.add(theme)
    f.OtherReviewFactory(board=board, received_on=date(2025, 5, 1)).themes.add(theme)
    home = client.get(reverse("sab:home"))
    assert home.context["themes"] == [(theme.title, 0, 1, 1)]
    assert home.context["repeats"] == 1
    page = text_of(client.get(reverse("sab:recommendation-detail", args=[closed.pk])))
    assert "has returned" in page
