"""A Safeguarding Adults Board: the councils it covers, its partners and who speaks for them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from core.access import councils_where
from core.coded import coded, filled, known
from core.models import Organisation, User
from core.models.base import Record, Stamped
from core.permissions import Permission
from sab.choices import STATUTORY, AgencyKind, RepresentativeRole, Stage
from sab.models._scoped import BoardRows


class BoardQuerySet(models.QuerySet["Board"]):
    """Row selection."""

    def visible_to(
        self, user: User | AnonymousUser, permission: Permission = Permission.BOARD_VIEW
    ) -> BoardQuerySet:
        areas = BoardArea.objects.filter(council__in=councils_where(user, permission))
        return self.filter(pk__in=areas.values("board"))

    def covering(self, council: Organisation) -> BoardQuerySet:
        return self.filter(areas__council=council)


class Board(Stamped):
    """A board under section 43 of the Care Act, and what it has settled for itself."""

    name = models.CharField(max_length=160)
    months_to_look_back = models.PositiveSmallIntegerField(
        "months in which a theme that returns is flagged", default=60
    )
    months_to_recheck = models.PositiveSmallIntegerField(
        "months from closing a recommendation to looking again", default=12
    )

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [filled("board", "name", "Enter the name of the board.")]

    def __str__(self) -> str:
        return self.name


class BoardArea(Record):
    """A council that a board covers. Each council has one board; one of them hosts its unit."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="areas")
    council = models.OneToOneField("core.Organisation", models.PROTECT, related_name="board_area")
    is_host = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_host", "council__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(is_host=True),
                name="one_council_hosts_a_board",
                violation_error_message="Another council hosts the board's unit already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.council)


class PartnerQuerySet(BoardRows["Partner"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> PartnerQuerySet:
        own = Partner.objects.filter(
            organisation__in=councils_where(user, Permission.AGENCY_ANSWER)
        )
        boards = Board.objects.visible_to(user)
        return self.filter(Q(board__in=boards) | Q(pk__in=own.values("pk")))

    def current(self) -> PartnerQuerySet:
        return self.filter(left_on__isnull=True)


class Partner(Stamped):
    """An agency that is a member of a board. `organisation` is where its people sign in, if any."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="partners")
    name = models.CharField(max_length=160)
    kind = coded(AgencyKind, verbose_name="kind of agency")
    organisation = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="board_partners"
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="one_partner_of_a_name_on_a_board",
                violation_error_message="The board has a partner of this name already.",
            ),
            models.UniqueConstraint(
                fields=["board", "organisation"],
                name="an_organisation_is_one_partner_of_a_board",
                violation_error_message="This organisation is a partner of the board already.",
            ),
            filled("partner", "name", "Enter the name of the partner."),
            known("partner", "kind", AgencyKind),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="partner_leaves_on_or_after_joining",
                violation_error_message="A partner cannot leave before it joins.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_statutory(self) -> bool:
        """Tell whether Schedule 2 makes an agency of this kind a member."""
        return self.kind in STATUTORY


class Representative(Record):
    """A person who speaks for a partner. `person` is their account, where they have one."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    role = coded(RepresentativeRole)
    email = models.EmailField("email address", blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            filled("representative", "name", "Enter the name of the person."),
            known("representative", "role", RepresentativeRole),
        ]

    def __str__(self) -> str:
        return self.name


class Subgroup(Record):
    """A group of the board with a remit of its own."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="subgroups")
    name = models.CharField(max_length=120)
    remit = models.TextField(blank=True)
    chair = models.ForeignKey(
        Representative, models.SET_NULL, null=True, blank=True, related_name="chairs"
    )
    members = models.ManyToManyField(Representative, blank=True, related_name="subgroups")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="one_subgroup_of_a_name_on_a_board",
                violation_error_message="The board has a subgroup of this name already.",
            ),
            filled("subgroup", "name", "Enter the name of the subgroup."),
        ]

    def __str__(self) -> str:
        return self.name


class StageTarget(Record):
    """How many days a board gives itself for one stage of a review. No law sets a number."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="stage_targets")
    stage = coded(Stage)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "stage"],
                name="one_target_for_a_stage_of_a_board",
                violation_error_message="The board has a target for this stage already.",
            ),
            known("stagetarget", "stage", Stage),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="stage_target_is_a_day_or_more",
                violation_error_message="Give at least one day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.days} days"
