"""Invented extracts of any size, with the shape of a real one and a fixed seed."""

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from safeguard.choices import (
    Ethnicity,
    Gender,
    HealthCondition,
    LackedCapacity,
    LocationOfRisk,
    OutcomesAchieved,
    OutcomesAsked,
    PrimarySupportReason,
    RiskAssessmentResult,
    RiskOutcome,
    SourceOfRisk,
    TypeOfRisk,
)

REFERRERS = ("Care provider", "Police", "NHS - acute hospital", "Housing", "Family or friend")
HEADERS = {
    "people": ("person_ref", "date_of_birth", "date_of_death", "gender", "ethnicity"),
    "concerns": (
        "concern_ref",
        "person_ref",
        "received_at",
        "referrer",
        "primary_support_reason",
        "reported_health_conditions",
        "types_of_risk",
        "location_of_risk",
        "priority",
        "decided_on",
        "decision",
        "s42_1a",
        "s42_1b",
        "s42_1c",
        "decision_reason",
    ),
    "enquiries": (
        "enquiry_ref",
        "concern_ref",
        "kind",
        "started_on",
        "concluded_on",
        "risk_assessment_result",
        "risk_outcome",
        "lacked_capacity",
        "supported",
        "outcomes_asked",
        "outcomes_achieved",
        "caused_to",
    ),
    "risks": ("enquiry_ref", "type_of_risk", "location_of_risk", "source_of_risk"),
}


class World:
    """`per_year` concerns in each of the financial years `first_year` to `last_year`."""

    def __init__(self, *, per_year: int, first_year: int, last_year: int, seed: int = 1) -> None:
        self.per_year, self.years = per_year, range(first_year, last_year + 1)
        self.random = random.Random(seed)  # noqa: S311 - invented data, not a secret
        # Worlds of other seeds share no reference, so they can stand in one register.
        self.prefix = f"W{seed}-"
        # Each year has people of its own, and some who were known before.
        self.new_people = int(per_year * 0.55) + 1
        self.people_count = self.new_people * len(self.years)
        self.concern = self.enquiry = 0

    def write(self, folder: Path) -> Path:
        """Write the four files, a year at a time, without holding them."""
        folder.mkdir(parents=True, exist_ok=True)
        handles = {name: (folder / f"{name}.csv").open("w", newline="") for name in HEADERS}
        writers = {name: csv.writer(handle) for name, handle in handles.items()}
        for name, header in HEADERS.items():
            writers[name].writerow(header)
        writers["people"].writerows(self._people())
        for year in self.years:
            self._year(year, writers)
        for handle in handles.values():
            handle.close()
        return folder

    def _people(self) -> Iterator[tuple[str, ...]]:
        pick = self.random.choice
        for number in range(self.people_count):
            born = date(1930, 1, 1) + timedelta(days=self.random.randrange(24000))
            died = ""
            if self.random.random() < 0.06:
                died = (date(2016, 1, 1) + timedelta(days=self.random.randrange(3300))).isoformat()
            gender, ethnicity = pick(Gender.labels), pick(Ethnicity.labels)
            yield self._person_reference(number), born.isoformat(), died, gender, ethnicity

    def _person_reference(self, number: int) -> str:
        return f"{self.prefix}P{number:08d}"

    def _year(self, year: int, writers: dict) -> None:
        start = datetime(year, 4, 1)  # noqa: DTZ001 - local times, as an extract has them
        for _ in range(self.per_year):
            received = start + timedelta(minutes=self.random.randrange(365 * 1440))
            if received.hour == 1:
                # On one night in March there is no such hour.
                received += timedelta(hours=1)
            self._case(received, writers)

    def _person(self, received: datetime) -> int:
        year = received.year - (received.month < 4)
        latest = self.new_people * (year - self.years.start + 1)
        known_before = self.random.random() < 0.1
        return self.random.randrange(0 if known_before else latest - self.new_people, latest)

    def _case(self, received: datetime, writers: dict) -> None:
        pick, chance = self.random.choice, self.random.random
        self.concern += 1
        reference = f"{self.prefix}C{self.concern:09d}"
        decided = received.date() + timedelta(days=min(int(self.random.expovariate(0.5)), 40))
        roll = chance()
        decision, kind, part_c = "not_an_enquiry", "", "no"
        if roll < 0.29:
            decision, kind, part_c = "s42_enquiry", "s42", "yes"
        elif roll < 0.305:
            decision, kind = "other_enquiry", "other"
        conditions = HealthCondition.AUTISM.label if chance() < 0.05 else ""
        types = self.random.sample(TypeOfRisk.labels, 1 if chance() < 0.75 else 2)
        writers["concerns"].writerow(
            (
                reference,
                self._person_reference(self._person(received)),
                received.strftime("%Y-%m-%dT%H:%M"),
                pick(REFERRERS),
                pick(PrimarySupportReason.labels),
                conditions,
                ";".join(types),
                pick(LocationOfRisk.labels),
                pick(("red", "amber", "green")),
                decided.isoformat(),
                decision,
                "yes",
                "yes",
                part_c,
                "Invented reason",
            )
        )
        if kind:
            self._enquiry(reference, kind, decided, writers)

    def _enquiry(self, concern: str, kind: str, decided: date, writers: dict) -> None:
        pick, chance = self.random.choice, self.random.random
        self.enquiry += 1
        reference = f"{self.prefix}E{self.enquiry:09d}"
        started = decided + timedelta(days=self.random.randrange(4))
        # The longest of half a million would otherwise end in the future.
        took = min(int(self.random.expovariate(1 / 55)), 400)
        concluded = started + timedelta(days=took)
        result = pick(RiskAssessmentResult.labels)
        lacked = pick(LackedCapacity.labels)
        asked = pick(OutcomesAsked.labels)
        writers["enquiries"].writerow(
            (
                reference,
                concern,
                kind,
                started.isoformat(),
                concluded.isoformat(),
                result,
                pick(RiskOutcome.labels) if result.startswith("Risk identified") else "",
                lacked,
                pick(("yes", "no")) if lacked.startswith("Yes") else "",
                asked,
                pick(OutcomesAchieved.labels)
                if asked.endswith("were expressed") and "but" not in asked
                else "",
                "Care provider" if chance() < 0.25 else "",
            )
        )
        for _ in range(1 if chance() < 0.7 else 2):
            writers["risks"].writerow(
                (
                    reference,
                    pick(TypeOfRisk.labels),
                    pick(LocationOfRisk.labels),
                    pick(SourceOfRisk.labels),
                )
            )
