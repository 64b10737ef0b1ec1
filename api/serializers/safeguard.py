"""The register as the API shows it: coded values as stored, people by reference, no names."""

from rest_framework import serializers

from core.models import Organisation
from safeguard.models import Adult, Concern, ConcernCondition, ConcernRiskType, Enquiry


class ConcernSerializer(serializers.ModelSerializer[Concern]):
    council = serializers.SlugRelatedField[Organisation](slug_field="code", read_only=True)
    adult = serializers.SlugRelatedField[Adult](slug_field="reference", read_only=True)
    risk_types = serializers.SlugRelatedField[ConcernRiskType](
        slug_field="risk_type", many=True, read_only=True
    )
    conditions = serializers.SlugRelatedField[ConcernCondition](
        slug_field="condition", many=True, read_only=True
    )

    class Meta:
        model = Concern
        fields = [
            "id",
            "council",
            "reference",
            "adult",
            "received_at",
            "received_on",
            "referrer",
            "primary_support_reason",
            "location",
            "risk_types",
            "conditions",
            "priority",
            "decided_on",
            "decision",
            "met_a",
            "met_b",
            "met_c",
        ]


class EnquirySerializer(serializers.ModelSerializer[Enquiry]):
    council = serializers.SlugRelatedField[Organisation](slug_field="code", read_only=True)
    concern = serializers.SlugRelatedField[Concern](slug_field="reference", read_only=True)

    class Meta:
        model = Enquiry
        fields = [
            "id",
            "council",
            "reference",
            "concern",
            "kind",
            "commenced_on",
            "caused_to",
            "lacked_capacity",
            "supported",
            "outcomes_asked",
            "outcomes_achieved",
            "concluded_on",
            "risk_assessment_result",
            "risk_outcome",
        ]
