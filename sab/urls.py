"""The board: partners, reviews, recommendations, an agency's own actions."""

from django.urls import include, path

from sab.views import boards, home, survey_answers

app_name = "sab"
urlpatterns = [
    path("board/", home.BoardHome.as_view(), name="home"),
    path("board/set-up/", boards.BoardSetUp.as_view(), name="board-set-up"),
    path("board/partners/", boards.PartnerList.as_view(), name="partner-list"),
    path("board/partners/add/", boards.PartnerAdd.as_view(), name="partner-add"),
    path("board/partners/<int:pk>/change/", boards.PartnerChange.as_view(), name="partner-change"),
    path(
        "board/partners/<int:pk>/representative/",
        boards.RepresentativeAdd.as_view(),
        name="representative-add",
    ),
    path("board/subgroups/add/", boards.SubgroupAdd.as_view(), name="subgroup-add"),
    path(
        "board/targets/<slug:stage>/",
        boards.StageTargetSet.as_view(),
        name="stage-target-set",
    ),
    path("board/reviews/", include("sab.urls_reviews")),
    path("board/", include("sab.urls_recommendations")),
    path("board/", include("sab.urls_returns")),
    path("board/", include("sab.urls_business")),
    path("board/", include("sab.urls_surveys")),
    path("survey/<str:token>/", survey_answers.SurveyAnswerPage.as_view(), name="survey-answer"),
]
