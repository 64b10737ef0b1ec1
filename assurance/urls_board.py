"""Where the board meets the register."""

from django.urls import path

from assurance.views import beside, board, board_business, challenge_minutes

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
        "board/annual-report/publish/",
        board.AnnualReportPublish.as_view(),
        name="board-annual-publish",
    ),
    path("board/annual-report/send/", board.AnnualReportSend.as_view(), name="board-annual-send"),
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
    path(
        "board/dataset/indicators/<int:pk>/",
        board_business.BoardIndicator.as_view(),
        name="board-indicator",
    ),
    path(
        "board/briefings/<int:pk>/file/",
        board_business.BriefingDownload.as_view(),
        name="briefing-download",
    ),
    path(
        "board/our-briefings/<int:pk>/file/",
        board_business.AgencyBriefingDownload.as_view(),
        name="agency-briefing-download",
    ),
]
