"""Pages of the API."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """By cursor: the cost of a page does not grow with how far down it lies."""

    page_size = 50
    ordering = "-id"
