"""A board's surveys: kept by those who serve it."""

from django.urls import path

from sab.views import surveys

SURVEY = "surveys/<int:pk>/"
urlpatterns = [
    path("surveys/", surveys.SurveyList.as_view(), name="survey-list"),
    path("surveys/open/", surveys.SurveyOpen.as_view(), name="survey-open"),
    path(SURVEY, surveys.SurveyDetail.as_view(), name="survey-detail"),
    path(f"{SURVEY}close/", surveys.SurveyClose.as_view(), name="survey-close"),
    path(f"{SURVEY}comments/", surveys.SurveyComments.as_view(), name="survey-comments"),
    path(f"{SURVEY}file/", surveys.SurveyFile.as_view(), name="survey-file"),
    path(
        "surveys/comments/<uuid:pk>/",
        surveys.SurveyCommentRead.as_view(),
        name="survey-comment-read",
    ),
]
