"""Second readings, feedback, actions and looks again."""

from django.urls import path

from audit.views import actions, feedback, looking_again, moderation

MODERATION, FEEDBACK, ACTION = "moderation/<int:pk>/", "feedback/<int:pk>/", "actions/<int:pk>/"
AUDIT, AGAIN = "cases/<int:pk>/", "again/<int:pk>/"
urlpatterns = [
    path("moderation/", moderation.ModerationList.as_view(), name="moderation-list"),
    path(MODERATION, moderation.ModerationDetail.as_view(), name="moderation-detail"),
    path(f"{MODERATION}rate/", moderation.ModerationRate.as_view(), name="moderation-rate"),
    path(f"{MODERATION}decide/", moderation.ModerationDecide.as_view(), name="moderation-decide"),
    path(f"{MODERATION}assign/", moderation.ModerationAssign.as_view(), name="moderation-assign"),
    path(f"{AUDIT}moderate/", moderation.ModerationAsk.as_view(), name="moderation-ask"),
    path("rounds/<int:pk>/agreement/", moderation.RoundAgreement.as_view(), name="agreement"),
    path("feedback/", feedback.FeedbackList.as_view(), name="feedback-list"),
    path(FEEDBACK, feedback.FeedbackDetail.as_view(), name="feedback-detail"),
    path(f"{FEEDBACK}read/", feedback.FeedbackRead.as_view(), name="feedback-read"),
    path(f"{FEEDBACK}reply/", feedback.FeedbackReplyAdd.as_view(), name="feedback-reply"),
    path("disputes/<int:pk>/settle/", feedback.DisputeSettle.as_view(), name="dispute-settle"),
    path(f"{AUDIT}feedback/", feedback.FeedbackGive.as_view(), name="feedback-give"),
    path("actions/", actions.ActionList.as_view(), name="action-list"),
    path(ACTION, actions.ActionDetail.as_view(), name="action-detail"),
    path(f"{ACTION}done/", actions.ActionDone.as_view(), name="action-done"),
    path(f"{ACTION}note/", actions.ActionNote.as_view(), name="action-note"),
    path(f"{ACTION}chase/", actions.ActionChase.as_view(), name="action-chase"),
    path(f"{ACTION}due/", actions.ActionMove.as_view(), name="action-move"),
    path(f"{ACTION}verify/", actions.ActionVerify.as_view(), name="action-verify"),
    path(f"{ACTION}send-back/", actions.ActionSendBack.as_view(), name="action-send-back"),
    path(f"{ACTION}withdraw/", actions.ActionWithdraw.as_view(), name="action-withdraw"),
    path(f"{AUDIT}action/", actions.ActionRaise.as_view(), name="action-raise"),
    path("rounds/<int:pk>/action/", actions.ActionRaiseRound.as_view(), name="action-raise-round"),
    path("again/", looking_again.ReauditList.as_view(), name="reaudit-list"),
    path(f"{AGAIN}begin/", looking_again.ReauditBegin.as_view(), name="reaudit-begin"),
    path(f"{AGAIN}drop/", looking_again.ReauditDrop.as_view(), name="reaudit-drop"),
    path(f"{AGAIN}compare/", looking_again.ReauditCompare.as_view(), name="reaudit-compare"),
    path(f"{AUDIT}close/", looking_again.AuditClose.as_view(), name="audit-close"),
]
