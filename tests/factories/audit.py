"""Audits: tools, rounds, audits, and what comes of them."""

from datetime import date, timedelta
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from audit import choices, models
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.safeguard import EnquiryFactory, noon

DAY = date(2025, 6, 2)
AT = noon(DAY)


class AuditToolFactory(DjangoModelFactory[models.AuditTool]):
    class Meta:
        model = models.AuditTool

    council = factory.SubFactory(OrganisationFactory)
    key = factory.Sequence("tool-{}".format)
    title = factory.Sequence("Tool {}".format)
    subject = choices.Subject.ENQUIRY

    class Params:
        shared = factory.Trait(council=None)


class ToolVersionFactory(DjangoModelFactory[models.ToolVersion]):
    """A published version without content of use; see `tests.audit.documents` for real ones."""

    class Meta:
        model = models.ToolVersion

    tool = factory.SubFactory(AuditToolFactory)
    number = factory.Sequence("{}.0.0".format)
    status = choices.VersionStatus.PUBLISHED
    content = factory.LazyFunction(lambda: {"sections": []})
    content_sha256 = "0" * 64
    published_at = factory.LazyAttribute(
        lambda row: None if row.status == choices.VersionStatus.DRAFT else AT
    )

    class Params:
        draft = factory.Trait(status=choices.VersionStatus.DRAFT)
        retired = factory.Trait(
            status=choices.VersionStatus.RETIRED, retired_at=AT, retired_reason="A newer one"
        )


class QuestionIdentityFactory(DjangoModelFactory[models.QuestionIdentity]):
    class Meta:
        model = models.QuestionIdentity

    key = factory.Sequence("tool:Q{}".format)


class QuestionFactory(DjangoModelFactory[models.Question]):
    class Meta:
        model = models.Question

    version = factory.SubFactory(ToolVersionFactory)
    identity = factory.SubFactory(QuestionIdentityFactory)
    code = factory.Sequence("Q{}".format)
    section = "A"
    position = factory.Sequence(lambda n: n % 30_000)
    kind = choices.QuestionType.SCALE
    text = "Is it there?"
    scale = "ypn"
    is_scored = True
    weight = 1
    is_required = True
    wording_sha256 = "0" * 64


class AuditRoundFactory(DjangoModelFactory[models.AuditRound]):
    class Meta:
        model = models.AuditRound

    council = factory.SubFactory(OrganisationFactory)
    version = factory.SubFactory(
        ToolVersionFactory, tool__council=factory.SelfAttribute("...council")
    )
    name = factory.Sequence("Round {}".format)
    starts_on = date(2025, 4, 1)
    ends_on = date(2025, 6, 30)
    seed = "a seed"
    wanted_total = 10

    class Params:
        frozen = factory.Trait(
            status=choices.RoundStatus.FROZEN,
            frame_taken_at=AT,
            frame_size=3,
            frame_sha256="0" * 64,
        )
        drawn = factory.Trait(
            frozen=True,
            status=choices.RoundStatus.DRAWN,
            drawn_at=AT,
            algorithm="sha256-order-1",
        )


class RoundQuotaFactory(DjangoModelFactory[models.RoundQuota]):
    class Meta:
        model = models.RoundQuota

    round = factory.SubFactory(AuditRoundFactory)
    label = factory.Sequence("Quota {}".format)
    condition = factory.LazyFunction(lambda: {"fact": "enquiry.kind", "eq": "s42"})
    share = 0.5


class RoundAuditorFactory(DjangoModelFactory[models.RoundAuditor]):
    class Meta:
        model = models.RoundAuditor

    round = factory.SubFactory(AuditRoundFactory)
    person = factory.SubFactory(UserFactory)


class FrameEntryFactory(DjangoModelFactory[models.FrameEntry]):
    class Meta:
        model = models.FrameEntry

    round = factory.SubFactory(AuditRoundFactory, frozen=True)
    reference = factory.Sequence("E-{:05}".format)
    drawn_position = factory.Sequence(lambda n: n + 1)

    class Params:
        excluded = factory.Trait(drawn_position=None, excluded_by="audited_in_last_12_months")


class CaseAuditFactory(DjangoModelFactory[models.CaseAudit]):
    """An audit of an enquiry of its own council, allocated to somebody."""

    class Meta:
        model = models.CaseAudit

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("AUD-{:05}".format)
    version = factory.SubFactory(
        ToolVersionFactory, tool__council=factory.SelfAttribute("...council")
    )
    subject = choices.Subject.ENQUIRY
    enquiry = factory.SubFactory(EnquiryFactory, council=factory.SelfAttribute("..council"))
    auditor = factory.SubFactory(UserFactory)
    status = choices.AuditStatus.ALLOCATED
    allocated_at = AT

    class Params:
        elsewhere = factory.Trait(
            enquiry=None, external_reference=factory.Sequence("EXT-{}".format)
        )
        of_worker = factory.Trait(
            enquiry=None,
            subject=choices.Subject.WORKER,
            worker=factory.SubFactory(UserFactory),
            is_personnel=True,
        )
        submitted = factory.Trait(
            status=choices.AuditStatus.SUBMITTED, started_at=AT, submitted_at=AT
        )
        shared = factory.Trait(
            submitted=True,
            status=choices.AuditStatus.FEEDBACK_SHARED,
            agreed_at=AT,
            feedback_shared_at=AT,
        )


class AuditStrandFactory(DjangoModelFactory[models.AuditStrand]):
    class Meta:
        model = models.AuditStrand

    audit = factory.SubFactory(CaseAuditFactory)
    key = "auditor"
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    label = "Auditor"
    respondent = choices.RespondentKind.AUDITOR
    person = factory.SelfAttribute("audit.auditor")

    class Params:
        outside = factory.Trait(
            person=None,
            respondent=choices.RespondentKind.AGENCY,
            outside_name="Sgt Example",
            token_sha256=factory.Sequence(lambda n: sha256(str(n).encode()).hexdigest()),
            token_expires_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=14)),
        )
        submitted = factory.Trait(status=choices.StrandStatus.SUBMITTED, submitted_at=AT)


class AnswerFactory(DjangoModelFactory[models.Answer]):
    class Meta:
        model = models.Answer

    strand = factory.SubFactory(AuditStrandFactory)
    question = factory.SubFactory(
        QuestionFactory, version=factory.SelfAttribute("..strand.audit.version")
    )
    option = "yes"


class SectionScoreFactory(DjangoModelFactory[models.SectionScore]):
    class Meta:
        model = models.SectionScore

    strand = factory.SubFactory(AuditStrandFactory)
    audit = factory.SelfAttribute("strand.audit")
    section = factory.Sequence("S{}".format)
    score = 0.75
    weight = 1
    asked = 4
    applied = 3
    gaps = 1


class AuditResultFactory(DjangoModelFactory[models.AuditResult]):
    class Meta:
        model = models.AuditResult

    strand = factory.SubFactory(AuditStrandFactory)
    audit = factory.SelfAttribute("strand.audit")
    key = factory.Sequence("result-{}".format)
    label = "Overall"
    score = 0.75
    suggested = "good"
    capped = "good"

    class Params:
        judged_good = factory.Trait(judged="good", judged_at=AT)


class FiredCapFactory(DjangoModelFactory[models.FiredCap]):
    class Meta:
        model = models.FiredCap

    strand = factory.SubFactory(AuditStrandFactory)
    audit = factory.SelfAttribute("strand.audit")
    question = factory.SubFactory(
        QuestionFactory, version=factory.SelfAttribute("..strand.audit.version")
    )
    option = "no"
    target = "overall"
    grade = "inadequate"
