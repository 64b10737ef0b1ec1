"""Conclude, reopen, ask about experience."""

from django.urls import path

from safeguard.views import concluding, experience, question_sets, reopening

urlpatterns = [
    path(
        "enquiries/<int:pk>/conclude/",
        concluding.EnquiryConclude.as_view(),
        name="enquiry-conclude",
    ),
    path("enquiries/<int:pk>/reopen/", reopening.EnquiryReopen.as_view(), name="enquiry-reopen"),
    path("concerns/<int:pk>/reopen/", reopening.ConcernReopen.as_view(), name="concern-reopen"),
    path("concerns/<int:pk>/history/", reopening.CaseHistory.as_view(), name="case-history"),
    path(
        "enquiries/<int:pk>/agencies/add/",
        concluding.AgencyToldAdd.as_view(),
        name="agency-told-add",
    ),
    path(
        "enquiries/agencies/<int:pk>/change/",
        concluding.AgencyToldChange.as_view(),
        name="agency-told-change",
    ),
    path("experience/", experience.ExperienceList.as_view(), name="experience-list"),
    path("experience/<int:pk>/", experience.ExperienceDetail.as_view(), name="experience-detail"),
    path(
        "enquiries/<int:pk>/experience/",
        experience.ExperienceRecord.as_view(),
        name="experience-record",
    ),
    path("settings/questions/", question_sets.QuestionSetList.as_view(), name="question-set-list"),
    path(
        "settings/questions/add/", question_sets.QuestionSetAdd.as_view(), name="question-set-add"
    ),
    path(
        "settings/questions/<int:pk>/",
        question_sets.QuestionSetDetail.as_view(),
        name="question-set-detail",
    ),
    path(
        "settings/questions/<int:pk>/copy/",
        question_sets.QuestionSetCopy.as_view(),
        name="question-set-copy",
    ),
    path(
        "settings/questions/<int:pk>/retire/",
        question_sets.QuestionSetRetire.as_view(),
        name="question-set-retire",
    ),
    path(
        "settings/questions/<int:pk>/add/",
        question_sets.QuestionAdd.as_view(),
        name="question-add",
    ),
    path(
        "settings/questions/question/<int:pk>/",
        question_sets.QuestionChange.as_view(),
        name="question-change",
    ),
]
