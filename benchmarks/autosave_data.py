"""What `benchmarks.autosave` needs in its database; prints a line of JSON for it."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.choices import AuditStatus  # noqa: E402
from audit.files import SHIPPED  # noqa: E402
from audit.loader import read_yaml  # noqa: E402
from audit.models import AuditStrand, CaseAudit, Question  # noqa: E402
from audit.services.answering import begin_part  # noqa: E402
from audit.services.opening import add_strands  # noqa: E402
from audit.services.tools import load_tool  # noqa: E402
from core.models import Membership, Organisation, User  # noqa: E402
from core.roles import Role  # noqa: E402

SCALED = ("B2", "B4", "C5", "E4", "E5", "G2", "I1", "H5")
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@transaction.atomic
def make(count: int) -> list[dict[str, object]]:
    council = Organisation.objects.get(code="BENCH")
    loaded = read_yaml((SHIPPED / "s42_case_file.yaml").read_bytes())
    version, _ = load_tool(by=None, council=None, document=loaded.documents[0], publish=True)
    questions = list(
        Question.objects.filter(version=version, code__in=SCALED).values_list("pk", flat=True)
    )
    return [one(council, version, questions, number) for number in range(count)]


def one(council, version, questions, number) -> dict[str, object]:
    person = User.objects.create_user(f"auditor{number}@example.org", full_name=f"A {number}")
    Membership.objects.create(
        person=person, organisation=council, role=Role.AUDITOR, since=timezone.localdate()
    )
    audit = CaseAudit.objects.create(
        council=council,
        reference=f"AUD-{number}",
        version=version,
        subject=version.tool.subject,
        external_reference=f"CASE {number}",
        auditor=person,
        status=AuditStatus.ALLOCATED,
        allocated_at=timezone.now(),
    )
    add_strands(audit, timezone.now())
    strand = AuditStrand.objects.get(audit=audit, key="auditor")
    begin_part(by=person, strand=strand)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    token = _get_new_csrf_string()
    cookie = f"sessionid={session.session_key}; csrftoken={token}"
    return {
        "strand": strand.pk,
        "address": reverse("audit:case-audit-answer", args=[strand.pk]),
        "questions": questions,
        "token": token,
        "headers": {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    }


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
