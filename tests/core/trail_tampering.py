"""Ways to spoil a small trail, each with the words by which what was spoiled must be named."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from hypothesis import assume
from hypothesis import strategies as st

from core import append_only
from core.migrations._append_only import trigger_of
from core.models import ActivityEvent, ExportEvent, TrailHead, TrailLink
from tests.factories import ActivityEventFactory, TrailLinkFactory

ENTRIES = (ActivityEvent, ExportEvent)
Draw = Callable[[st.SearchStrategy], object]
WORDS = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=8)


def open_tables() -> None:
    """Let the test change what the database would refuse to."""
    with connection.cursor() as cursor:
        for table in append_only.HELD:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger_of(table)}{on}")


def some_row(draw: Draw, model: type[models.Model]) -> models.Model:
    return draw(st.sampled_from(list(model.objects.order_by("pk"))))


def other_value(draw: Draw, field: models.Field, held: object) -> object:
    """Return a value that the column may hold, other than the one it holds."""
    if isinstance(field, models.DateTimeField):
        return held + timedelta(microseconds=draw(st.integers(1, 10**12)))
    if isinstance(field, models.UUIDField):
        return draw(st.uuids())
    if isinstance(field, models.JSONField):
        return draw(st.dictionaries(WORDS, st.lists(st.none() | WORDS, max_size=2), max_size=2))
    if isinstance(field, models.CharField):
        return draw(WORDS)
    return draw(st.integers(1, 2000))


def change_a_column(draw: Draw) -> str:
    model = draw(st.sampled_from(ENTRIES))
    row = some_row(draw, model)
    # A foreign key may only lead to what is there; tested with what may be NULL.
    columns = [f for f in model._meta.concrete_fields if not f.primary_key and not f.remote_field]
    field = draw(st.sampled_from(columns))
    held = getattr(row, field.attname)
    value = other_value(draw, field, held)
    assume(value != held)
    assume((field.name, value) != ("reason", ""))
    model.objects.filter(pk=row.pk).update(**{field.attname: value})
    return f"entry {row.pk} of the"


def change_a_link(draw: Draw) -> str:
    link = some_row(draw, TrailLink)
    name = draw(st.sampled_from(["source", "entry_id", "content", "digest", "linked_at"]))
    held = getattr(link, name)
    value = other_value(draw, TrailLink._meta.get_field(name), held)
    assume(value != held)
    # The database itself refuses a second link to an entry.
    named = {"source": link.source, "entry_id": link.entry_id, name: value}
    taken = TrailLink.objects.filter(source=named["source"], entry_id=named["entry_id"])
    assume(not taken.exclude(pk=link.pk).exists())
    TrailLink.objects.filter(pk=link.pk).update(**{name: value})
    return f"link {link.pk} "


def change_the_head(draw: Draw) -> str:
    change = draw(st.sampled_from([{"position": F("position") + 1}, {"digest": "1" * 64}]))
    TrailHead.objects.update(**change)
    return "chain ends"


def forget_who(draw: Draw) -> str:
    row = some_row(draw, ExportEvent)
    ExportEvent.objects.filter(pk=row.pk).update(exported_by=None)
    return f"entry {row.pk} of the ledger of exports"


def renumber_an_entry(draw: Draw) -> str:
    row = some_row(draw, ActivityEvent)
    ActivityEvent.objects.filter(pk=row.pk).update(id=row.pk + 1000)
    return f"entry {row.pk} of the activity log was removed"


def remove_an_entry(draw: Draw) -> str:
    model = draw(st.sampled_from(ENTRIES))
    row = some_row(draw, model)
    model.objects.filter(pk=row.pk).delete()
    return f"entry {row.pk} of the"


def remove_a_link(draw: Draw) -> str:
    link = some_row(draw, TrailLink)
    last = TrailLink.objects.count()
    TrailLink.objects.filter(pk=link.pk).delete()
    return f"link {link.pk} is missing" if link.pk < last else f"had reached {last}"


def remove_both_and_close_the_gap(draw: Draw) -> str:
    """As somebody would who knows how the chain is kept, but does not make it anew."""
    links = list(TrailLink.objects.order_by("pk"))
    gone = draw(st.sampled_from([link for link in links[:-1] if link.source[5] == "A"]))
    ActivityEvent.objects.filter(pk=gone.entry_id).delete()
    TrailLink.objects.filter(pk=gone.pk).delete()
    for link in links[gone.pk :]:
        TrailLink.objects.filter(pk=link.pk).update(position=link.pk - 1)
    TrailHead.objects.update(position=F("position") - 1)
    return f"link {gone.pk} "


def remove_the_head(draw: Draw) -> str:
    TrailHead.objects.all().delete()
    return "where the chain ends is gone"


def swap_entries(draw: Draw) -> str:
    one, other = some_row(draw, ActivityEvent), some_row(draw, ActivityEvent)
    assume(one.pk != other.pk)
    first = one.pk
    one.pk, other.pk = other.pk, one.pk
    one.save(force_update=True)
    other.save(force_update=True)
    return f"entry {first} of the activity log"


def swap_links(draw: Draw) -> str:
    one, other = some_row(draw, TrailLink), some_row(draw, TrailLink)
    assume(one.pk != other.pk)
    places = (one.pk, other.pk)
    for moved, place in ((one, 500), (other, places[0])):
        TrailLink.objects.filter(pk=moved.pk).update(position=place)
    TrailLink.objects.filter(pk=500).update(position=places[1])
    return f"link {min(places)} "


def put_in_an_entry(draw: Draw) -> str:
    """Dated back, with a number that was free."""
    ago = timezone.now() - timedelta(days=draw(st.integers(2, 900)))
    row = ActivityEventFactory(pk=draw(st.sampled_from([8000, 9013])), created_at=ago)
    return f"entry {row.pk} of the activity log"


def put_in_a_link(draw: Draw) -> str:
    count = TrailLink.objects.count()
    place = draw(st.integers(1, count + 1))
    for link in TrailLink.objects.filter(pk__gte=place).order_by("-pk"):
        TrailLink.objects.filter(pk=link.pk).update(position=link.pk + 1)
    TrailLinkFactory(position=place, entry_id=7000)
    if draw(st.booleans()):
        TrailHead.objects.update(position=count + 1)
    return f"link {place} "


WAYS = [
    change_a_column,
    change_a_link,
    change_the_head,
    forget_who,
    renumber_an_entry,
    remove_an_entry,
    remove_a_link,
    remove_both_and_close_the_gap,
    remove_the_head,
    swap_entries,
    swap_links,
    put_in_an_entry,
    put_in_a_link,
]
