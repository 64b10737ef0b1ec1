"""The OpenAPI description of this API, for people who are signed in."""

from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated


class Schema(SpectacularAPIView):
    permission_classes = [IsAuthenticated]
