"""Give a person a role in a council from the command line, with or without a password."""

import getpass
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from core import activity
from core.errors import RuleViolationError
from core.models import Membership, Organisation, User
from core.roles import Role
from core.services.people import give_membership

PROMPT = "Password (leave empty to have them choose it by e-mail): "


class Command(BaseCommand):
    help = "Give a person a role in a council; make the person if there is none with this address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="full name, used only for a new person")
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="last day")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                membership = self.give(options)
                self.set_password(membership.person, options["password_stdin"])
        except Organisation.DoesNotExist as error:
            raise CommandError(f"There is no council {options['council']}.") from error
        except RuleViolationError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.report(membership)

    def give(self, options: dict[str, Any]) -> Membership:
        return give_membership(
            by=None,
            council=Organisation.objects.get(code=options["council"]),
            email=options["email"],
            full_name=options["name"],
            role=options["role"],
            until=options["until"],
        )

    def set_password(self, person: User, from_stdin: bool) -> None:
        """Store the password that was given; a person who has one already keeps it."""
        if from_stdin:
            password = sys.stdin.readline().rstrip("\n")
        elif person.has_usable_password() or not sys.stdin.isatty():
            return
        else:
            password = getpass.getpass(PROMPT)
        if not password:
            return
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        activity.record(
            by=None, verb="password_set", target=person, council=None, changes={"password": "set"}
        )

    def report(self, membership: Membership) -> None:
        person = membership.person
        held = f"{membership.get_role_display()} in {membership.organisation}"
        self.stdout.write(f"{person.full_name} <{person.email}> is {held}.")
        if not person.has_usable_password():
            address = reverse("account_reset_password")
            self.stdout.write(f"They choose a password at {address} with this address.")
