"""Rules for every template: nothing unescaped, no inline style, a label for every control."""

import re
from pathlib import Path

from tests.architecture.source import ROOT, for_each

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Parts of the form renderer: a control gets its label from templates/django/forms/field.html.
FIELD_PARTS = ROOT / "templates" / "django"
LINES = 160

FORBIDDEN = {
    "markup taken on trust": r"\|\s*safe(?:seq)?\b|autoescape\s+off",
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "a script without the page's nonce": r"<script(?![^>]*nonce=)",
    "arithmetic in a template": r"\|\s*(?:add|divisibleby|widthratio)\b|{%\s*widthratio",
    "a link that opens elsewhere": r"target\s*=\s*[\"']_blank",
}
CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
UNLABELLED = re.compile(r"type=\"(?:hidden|submit|button)\"")


@for_each(TEMPLATES)
def test_nothing_forbidden(path: Path):
    text = path.read_text(encoding="utf-8")
    assert [rule for rule, words in FORBIDDEN.items() if re.search(words, text)] == []


@for_each(TEMPLATES)
def test_every_control_has_a_label(path: Path):
    if FIELD_PARTS in path.parents:
        return
    text = path.read_text(encoding="utf-8")
    for control in CONTROL.findall(text):
        if UNLABELLED.search(control):
            continue
        found = re.search(r"\bid=\"([^\"]+)\"", control)
        labelled = found and f'for="{found.group(1)}"' in text
        assert labelled or "aria-label" in control, control


@for_each(TEMPLATES)
def test_a_template_can_be_read_in_one_go(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


@for_each(TEMPLATES)
def test_every_post_form_carries_the_token(path: Path):
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL):
        assert "{% csrf_token %}" in form
