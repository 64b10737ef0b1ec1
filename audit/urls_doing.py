"""Doing one audit: its parts, sections and end; alerts; contributors outside; stories."""

from django.urls import path

from audit.views import alerts, answering, audits, finishing, links, stories, strands

urlpatterns = [
    path("audits/<int:pk>/", audits.CaseAuditDetail.as_view(), name="case-audit-detail"),
    path("audits/<int:pk>/result/", audits.CaseAuditResult.as_view(), name="case-audit-result"),
    path("audits/<int:pk>/story/", stories.StoryWrite.as_view(), name="story-write"),
    path("audits/parts/<int:pk>/begin/", answering.PartBegin.as_view(), name="case-audit-begin"),
    path("audits/parts/<int:pk>/read/", audits.PartRead.as_view(), name="case-audit-read"),
    path("audits/parts/<int:pk>/answer/", answering.Answer.as_view(), name="case-audit-answer"),
    path("audits/parts/<int:pk>/finish/", finishing.PartFinish.as_view(), name="case-audit-finish"),
    path(
        "audits/parts/<int:pk>/sections/<str:section>/",
        answering.PartSection.as_view(),
        name="case-audit-section",
    ),
    path("audits/parts/<int:pk>/people/", strands.PartGive.as_view(), name="case-audit-give"),
    path("audits/parts/<int:pk>/invite/", strands.PartInvite.as_view(), name="case-audit-invite"),
    path("audits/parts/<int:pk>/revoke/", strands.LinkRevoke.as_view(), name="case-audit-revoke"),
    path("audits/parts/<int:pk>/consent/", strands.Consent.as_view(), name="case-audit-consent"),
    path("audits/parts/<int:pk>/another/", strands.PartRepeat.as_view(), name="case-audit-repeat"),
    path("audits/parts/<int:pk>/give-up/", strands.PartGiveUp.as_view(), name="case-audit-give-up"),
    path("audits/alerts/<int:pk>/", alerts.AlertAnswer.as_view(), name="audit-alert"),
    path("stories/<int:pk>/", stories.StoryDetail.as_view(), name="story-detail"),
    path("stories/<int:pk>/change/", stories.StoryChange.as_view(), name="story-change"),
    path("stories/<int:pk>/consent/", stories.StoryConsent.as_view(), name="story-consent"),
    path("stories/<int:pk>/withdraw/", stories.StoryWithdraw.as_view(), name="story-withdraw"),
    path("stories/<int:pk>/review/", stories.StoryReview.as_view(), name="story-review"),
    path("contribute/<str:token>/", links.LinkStart.as_view(), name="link-start"),
    path("contribute/<str:token>/answer/", links.LinkAnswer.as_view(), name="link-answer"),
    path("contribute/<str:token>/finish/", links.LinkFinish.as_view(), name="link-finish"),
    path(
        "contribute/<str:token>/sections/<str:section>/",
        links.LinkSection.as_view(),
        name="link-section",
    ),
]
