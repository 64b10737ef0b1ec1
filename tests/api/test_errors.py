import json

import pytest
from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound

from api.errors import handle
from api.permissions import HasActionPermission
from core.errors import RuleViolationError


def test_a_refused_rule_is_a_conflict_with_its_code():
    response = handle(RuleViolationError("too_late", "It is too late.", field="on"), {})
    assert response.status_code == 409
    assert response.data == {"code": "too_late", "message": "It is too late.", "field": "on"}
    assert json.dumps(response.data)


def test_a_models_refusal_is_a_bad_request():
    response = handle(ValidationError("Not so."), {})
    assert (response.status_code, response.data["messages"]) == (400, ["Not so."])


def test_the_rest_is_left_to_the_framework():
    assert handle(NotFound(), {}).status_code == 404
    assert handle(ZeroDivisionError(), {}) is None


@pytest.mark.parametrize("action", [None, "list", "unlisted"])
def test_an_action_that_no_view_listed_is_refused(rf, manager, action):
    class View:
        pass

    View.action = action
    request = rf.get("/")
    request.user = manager
    assert not HasActionPermission().has_permission(request, View())
