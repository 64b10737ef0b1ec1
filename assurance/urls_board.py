"""Where the board meets the register."""

from django.urls import path

from assurance.views import beside, board, challenge_minutes

urlpatterns = [
    path(
        "board/recommendations/<int:pk>/links/",
        board.RecommendationLinks.as_view(),
        name="recommendation-links",
    ),
    path("enquiries/<int:pk>/refer/", board.EnquiryRefer.as_view(), name="enquiry-refer"),
    path("board/annual-report/", board.BoardAnnualReport.as_view(), name="board-annual-report"),
    path(
        "board/annual-report/write/",
        board.AnnualReportWrite.as_view(),
        name="board-annual-write",
    ),
    path(
        "board/annual-report/member/<int:pk>/",
        board.ContributionWrite.as_view(),
        name="board-contribution-write",
    ),
    path(
        "board/annual-report/download/",
        board.AnnualReportDownload.as_view(),
        name="board-annual-download",
    ),
    path(
        "board/returns/cycle/<int:pk>/beside/",
        beside.ReturnsBeside.as_view(),
        name="returns-beside",
    ),
    path(
        "board/returns/events/<int:pk>/minutes/",
        challenge_minutes.ChallengeMinutes.as_view(),
        name="challenge-minutes",
    ),
]
