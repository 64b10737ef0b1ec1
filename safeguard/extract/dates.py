"""Read dates and times of day, as a clock in London showed them, into what the database stores."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from safeguard.extract.faults import CellFaultError
from safeguard.extract.formulas import looks_like_formula

LONDON = ZoneInfo("Europe/London")
EARLIEST_YEAR = 1880
ISO = "iso"
UK = "dd/mm/yyyy"
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_UK_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?\Z")
_HOUR = dt.timedelta(hours=1)


def parse_date(text: str, *, style: str, today: str) -> str:
    """Return `text` as yyyy-mm-dd.

    Args:
        text: without spaces around it, and not empty. yyyy-mm-dd is always read; dd/mm/yyyy only
            when `style` is UK, because 01/02/2024 means another day elsewhere.
        today: yyyy-mm-dd; a later day is a fault.

    Raises:
        CellFaultError: formula, not_a_date, impossible_date or future_date.
    """
    if found := _ISO_DATE.match(text):
        year, month, day = map(int, found.groups())
    elif found := _UK_DATE.match(text):
        day, month, year = map(int, found.groups())
    else:
        raise CellFaultError("formula" if looks_like_formula(text) else "not_a_date")
    try:
        read = dt.date(year, month, day)
    except ValueError:
        raise CellFaultError("impossible_date") from None
    if "/" in text and style != UK:
        raise CellFaultError("not_a_date")
    if year < EARLIEST_YEAR:
        raise CellFaultError("impossible_date", "too_early")
    if read.isoformat() > today:
        raise CellFaultError("future_date")
    return read.isoformat()


class MomentReader:
    """Read local date-times into (yyyy-mm-dd hh:mm:ss in UTC, yyyy-mm-dd in London).

    What a day and what a time of day mean is worked out once and kept: there are few of each.
    """

    def __init__(self, *, style: str, today: str) -> None:
        self.style = style
        self.today = today
        self._days: dict[str, tuple[str, str, int]] = {}
        self._clocks: dict[str, tuple[str, str, bool]] = {}

    def read(self, text: str) -> tuple[str, str]:
        """Return the moment; of two moments that a clock showed alike, the first.

        Raises:
            CellFaultError: as `parse_date`, with not_a_date_time for not_a_date; impossible_time.
        """
        day, _, clock = text.partition("T" if "T" in text else " ")
        known_day = self._days.get(day) or self._learn_day(day)
        on, day_before, offset = known_day
        known_clock = self._clocks.get(clock) or self._learn_clock(clock)
        same, hour_less, is_day_before = known_clock
        if offset == 0:
            return f"{on} {same}", on
        if offset == 1:
            return f"{day_before if is_day_before else on} {hour_less}", on
        return self._on_a_day_of_change(on, same), on

    def _learn_day(self, text: str) -> tuple[str, str, int]:
        """Return the day, the day before, and the hours that London is ahead (2: it changes)."""
        try:
            on = parse_date(text, style=self.style, today=self.today)
        except CellFaultError as fault:
            code = "not_a_date_time" if fault.code == "not_a_date" else fault.code
            raise CellFaultError(code, fault.detail) from None
        day = dt.date.fromisoformat(on)
        midnight = dt.datetime.combine(day, dt.time(), LONDON)
        first, last = midnight.utcoffset(), (midnight + dt.timedelta(days=1)).utcoffset()
        offset = 2 if first != last else 1 if first == _HOUR else 0 if not first else 2
        self._days[text] = found = (on, str(day - dt.timedelta(days=1)), offset)
        return found

    def _learn_clock(self, text: str) -> tuple[str, str, bool]:
        """Return the time of day, the time an hour before, and whether that is the day before."""
        found = _CLOCK.match(text)
        if found is None:
            raise CellFaultError("not_a_date_time")
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour > 23 or minute > 59 or second > 59:
            raise CellFaultError("impossible_time")
        rest = f":{minute:02d}:{second:02d}"
        known = (f"{hour:02d}{rest}", f"{(hour - 1) % 24:02d}{rest}", hour == 0)
        self._clocks[text] = known
        return known

    @staticmethod
    def _on_a_day_of_change(on: str, clock: str) -> str:
        local = dt.datetime.fromisoformat(f"{on}T{clock}").replace(tzinfo=LONDON)
        utc = local.astimezone(dt.UTC)
        if utc.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise CellFaultError("impossible_time", "clocks")
        return utc.replace(tzinfo=None).isoformat(" ")
