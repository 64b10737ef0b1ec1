"""Serve on this machine: database brought up to date, web server, and the worker for imports."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.urls import reverse

from core import serving


class Command(BaseCommand):
    help = "Serve on 127.0.0.1 with a worker for imports, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        check_port(port)
        prepare_database()
        serve_until_stopped(port, self.stdout)


def serve_until_stopped(port: int, out: OutputWrapper) -> None:
    """Serve, and say when pages are answered and when that has ended."""

    def ready() -> None:
        address = f"http://{serving.HOST}:{port}{reverse(settings.LOGIN_URL)}"
        out.write(f"Ready: {address}\nPress Ctrl-C to stop.")
        out.flush()

    try:
        serving.serve(port, ready)
    except serving.ServingError as error:
        raise CommandError(f"Stopped: {error}.") from error
    out.write("Stopped.")


def check_port(port: int) -> None:
    """Refuse a port that something else is using, before any work is done."""
    if not serving.is_free(port):
        raise CommandError(
            f"Port {port} is in use. Stop what is using it, or choose another: PORT={port + 1}."
        )


def prepare_database() -> None:
    """Make or bring up to date every table, that of the cache among them."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
