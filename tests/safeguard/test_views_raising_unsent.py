"""Words that autosave keeps of a concern being raised are part of it, from whatever address."""

from django.urls import reverse

from core.drafts import HELD
from core.models import FormDraft
from safeguard.models import Concern
from tests.safeguard.test_views_raising import PAGES, choose, fill, text_of, url
from tests.safeguard.test_views_raising import adult as adult
from tests.safeguard.test_views_raising import client as client
from tests.safeguard.test_views_raising import draft as draft


def autosave(client, address, answers):
    """Type on a page as its script does, and leave it without pressing a button."""
    keeping = client.get(address).context["keeping"]
    sent = {"_draft_person": keeping.seal, "_draft_form": keeping.form_key} | answers
    response = client.post(reverse("core:draft-save"), sent | {"_draft_seen": keeping.seen})
    assert response.status_code == 200


def test_words_autosaved_and_never_sent_are_in_the_concern_raised(client, draft, adult):
    choose(client, draft, adult)
    fill(client, draft)
    changed = PAGES["happened"] | {"account": "<p>He was&nbsp;there too.</p>"}
    autosave(client, url("concern-draft-page", draft.public_id, "happened"), changed)
    check = url("concern-draft-check", draft.public_id)
    assert "He was there too." in text_of(client.get(check))
    client.post(check)
    assert Concern.objects.get().account == "He was there too."
    assert not FormDraft.objects.exists()


def test_a_page_autosaved_but_unsound_stops_the_raising(client, draft, adult):
    choose(client, draft, adult)
    fill(client, draft)
    changed = PAGES["happened"] | {"account": "Half a story", "risk_types": []}
    autosave(client, url("concern-draft-page", draft.public_id, "happened"), changed)
    tasks = text_of(client.get(url("concern-draft", draft.public_id)))
    assert tasks.count("Incomplete") == 1
    text = text_of(client.post(url("concern-draft-check", draft.public_id)))
    assert "Choose types of risk" in text
    assert "Half a story" in text
    assert not Concern.objects.exists()
    assert FormDraft.objects.exists()


def test_a_page_opened_from_the_check_shares_its_unsent_words(client, draft):
    address = url("concern-draft-page", draft.public_id, "safety")
    autosave(client, f"{address}?then=check", {"safety_steps": "Typed from the check"})
    assert FormDraft.objects.get().form_key == address
    assert "Typed from the check" in text_of(client.get(address))
    client.post(address, PAGES["safety"])
    assert not FormDraft.objects.exists()
    assert "Typed from the check" not in text_of(client.get(f"{address}?then=check"))


def test_a_page_sent_from_the_check_after_signing_out_is_found_on_the_page(client, draft):
    address = url("concern-draft-page", draft.public_id, "safety")
    seal = client.get(address).context["keeping"].seal
    client.session.flush()
    changed = PAGES["safety"] | {"safety_steps": "Sent too late", "_draft_person": seal}
    client.post(f"{address}?then=check", changed)
    assert [*client.session[HELD]] == [address]
