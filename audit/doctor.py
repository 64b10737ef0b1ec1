"""What doctor examines of audits: that published tools are those that were published."""

from collections.abc import Iterator

from audit.choices import VersionStatus
from audit.models import ToolVersion
from audit.rules.documents import hash_of
from core.doctor.proofs import altered
from core.doctor.registry import Asked, Finding, examination


@examination("audit-tools", "tool_version_altered")
def audit_tools(asked: Asked) -> Iterator[Finding]:
    """Hash the content of each version that was published; a draft may change."""
    rows = ToolVersion.objects.exclude(status=VersionStatus.DRAFT)
    yield from altered("tool_version_altered", "Published versions of audit tools", rows, is_whole)


def is_whole(version: ToolVersion) -> bool:
    return hash_of(version.content) == version.content_sha256
