from django.apps import AppConfig


class SabConfig(AppConfig):
    name = "sab"
