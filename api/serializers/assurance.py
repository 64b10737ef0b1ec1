"""Figures and cells as the API shows them: a value never without what it was made from."""

from typing import Any

from rest_framework import serializers

from assurance.catalogue import in_four_places


class PeriodSerializer(serializers.Serializer[Any]):
    """The period asked for, both ends included."""

    start = serializers.DateField()
    end = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["end"] < attrs["start"]:
            raise serializers.ValidationError({"end": "The period ends before it starts."})
        return attrs


class FigureSerializer(serializers.Serializer[Any]):
    """One measure with its value to 4 decimals."""

    key = serializers.CharField(source="measure.key")
    title = serializers.CharField(source="measure.title")
    unit = serializers.CharField(source="measure.unit.value")
    context_only = serializers.BooleanField(source="measure.context_only")
    value = serializers.FloatField(source="figure.value", allow_null=True)
    numerator = serializers.IntegerField(source="figure.numerator", allow_null=True)
    denominator = serializers.IntegerField(source="figure.denominator", allow_null=True)
    not_known = serializers.IntegerField(source="figure.not_known")
    still_open = serializers.IntegerField(source="figure.still_open", allow_null=True)
    note = serializers.CharField(source="figure.note")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = super().to_representation(instance)
        return {**found, "value": in_four_places(found["value"])}


class CellSerializer(serializers.Serializer[Any]):
    table = serializers.CharField()
    panel = serializers.CharField()
    row = serializers.CharField()
    column = serializers.CharField()
    value = serializers.IntegerField()
    provisional = serializers.BooleanField()


class ReturnSerializer(serializers.Serializer[Any]):
    reporting_year = serializers.CharField(source="year")
    specification = serializers.CharField(source="specification.name")
    cells = CellSerializer(many=True)
