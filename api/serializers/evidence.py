"""Evidence as the API shows it: what an item says and holds, never the cases behind a figure."""

from django.utils import timezone
from rest_framework import serializers

from assurance.models import EvidenceItem, EvidenceLink
from core.models import Organisation


class EvidenceLinkSerializer(serializers.ModelSerializer[EvidenceLink]):
    """What an item answers, by the codes of the framework."""

    framework = serializers.CharField(source="statement.framework.version")
    statement = serializers.CharField(source="statement.code")
    category = serializers.CharField(source="category.code")
    sub_heading = serializers.CharField(source="sub_heading.code", default=None)
    required_evidence = serializers.CharField(source="required_evidence.code", default=None)

    class Meta:
        model = EvidenceLink
        fields = ("framework", "statement", "category", "sub_heading", "required_evidence")


class EvidenceSerializer(serializers.ModelSerializer[EvidenceItem]):
    """`counts` tells whether it counts as evidence today; a withdrawn source hides what it says."""

    council = serializers.SlugRelatedField[Organisation](slug_field="code", read_only=True)
    description = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    source_is_gone = serializers.BooleanField()
    links = EvidenceLinkSerializer(many=True)

    class Meta:
        model = EvidenceItem
        fields = (
            *("public_id", "council", "kind", "title", "description"),
            *("effective_from", "effective_to", "strength", "status", "counts"),
            *("source_is_gone", "revision_number", "review_on"),
            *("link_state", "link_checked_on", "link_expires_on", "links"),
        )

    def get_description(self, item: EvidenceItem) -> str:
        return "" if item.source_is_gone else item.description

    def get_counts(self, item: EvidenceItem) -> bool:
        return item.counts(timezone.localdate())
