"""Case-file audits: tools, rounds, audits, and what comes of them."""

from audit.models.action import ActionNote, AuditAction
from audit.models.alert import AlertAcknowledgement, AuditAlert
from audit.models.answer import Answer
from audit.models.case_audit import CaseAudit
from audit.models.feedback import Feedback, FeedbackReply
from audit.models.finding import Quotation, Reaudit, Theme, ThemeFinding
from audit.models.frame import FrameEntry
from audit.models.moderation import ModeratedAnswer, ModeratedGrade, Moderation
from audit.models.notice import AuditNotice
from audit.models.question import Question, QuestionIdentity
from audit.models.result import AuditResult, FiredCap, SectionScore
from audit.models.round import AuditRound, RoundAuditor, RoundQuota
from audit.models.story import StoryOfDifference
from audit.models.strand import AuditStrand
from audit.models.tool import AuditTool, ToolVersion

__all__ = [
    "ActionNote",
    "AlertAcknowledgement",
    "Answer",
    "AuditAction",
    "AuditAlert",
    "AuditNotice",
    "AuditResult",
    "AuditRound",
    "AuditStrand",
    "AuditTool",
    "CaseAudit",
    "Feedback",
    "FeedbackReply",
    "FiredCap",
    "FrameEntry",
    "ModeratedAnswer",
    "ModeratedGrade",
    "Moderation",
    "Question",
    "QuestionIdentity",
    "Quotation",
    "Reaudit",
    "RoundAuditor",
    "RoundQuota",
    "SectionScore",
    "StoryOfDifference",
    "Theme",
    "ThemeFinding",
    "ToolVersion",
]
