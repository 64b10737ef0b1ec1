"""What people said of the council's work."""

from django.urls import path

from assurance.views import voice_forms as forms
from assurance.views import voices

urlpatterns = [
    path("", voices.VoiceList.as_view(), name="voice-list"),
    path("heard/", voices.VoiceOverview.as_view(), name="voice-overview"),
    path("you-said/", voices.YouSaid.as_view(), name="you-said"),
    path("taken-back/", voices.TakenBack.as_view(), name="voice-taken-back"),
    path("record/", forms.VoiceRecord.as_view(), name="voice-record"),
    path("themes/add/", forms.ThemeAdd.as_view(), name="voice-theme-add"),
    path("<int:pk>/", voices.VoiceDetail.as_view(), name="voice-detail"),
    path("<int:pk>/change/", forms.VoiceChange.as_view(), name="voice-change"),
    path("<int:pk>/consent/", forms.VoiceConsent.as_view(), name="voice-consent"),
    path("<int:pk>/taken-back/", forms.VoiceWithdraw.as_view(), name="voice-withdraw"),
    path("<int:pk>/who/", forms.VoiceIdentityPage.as_view(), name="voice-identity"),
    path("<int:pk>/links/", forms.VoiceLink.as_view(), name="voice-link"),
    path("<int:pk>/answer/", forms.VoiceReplyAdd.as_view(), name="voice-reply"),
    path("<int:pk>/quoted/", forms.VoiceUseAdd.as_view(), name="voice-use"),
    path("answers/<int:pk>/told/", forms.ReplyTell.as_view(), name="voice-reply-tell"),
    path("answers/<int:pk>/remove/", forms.ReplyRemove.as_view(), name="voice-reply-remove"),
    path("quoted/<int:pk>/acted/", forms.UseAct.as_view(), name="voice-use-act"),
]
