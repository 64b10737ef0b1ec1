"""Fill in the page of a section as a person would, by the kind of each control that it shows."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.browser import Visit

MOST_ROUNDS = 8
# Answers what is shown and has no answer yet, and says how much that was. An answer is clicked or
# typed as by hand, so that the page's own program follows. `turn` chooses among the answers listed.
FILL = """(turn) => {
  const shown = (part) => part.offsetParent !== null;
  const hint = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const isNumber = (block) => block.textContent.includes("Give a number");
  const words = (block, field) => {
    if (field.name.endsWith("-held")) return "10";
    if (field.name.endsWith("-due")) return "12";
    const bounds = hint(field).match(/A number from (-?\\d+) to/);
    if (bounds) return bounds[1];
    if (hint(field).includes("14:30")) return "12/05/2025 10:00";
    if (hint(field).includes("22/11/2026")) return "12/05/2025";
    return field.inputMode === "numeric" || isNumber(block) ? "12" : "A few words";
  };
  const isAsked = (field) => {
    if (/-(answer|held|due|\\d+-\\d+)$/.test(field.name)) return true;
    const needed = field.closest("[data-needed-for]")?.querySelector("[data-needed]");
    return Boolean(needed) && !needed.hidden;
  };
  const type = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  };
  let done = 0;
  document.querySelectorAll("[data-question]").forEach((block, place) => {
    if (block.hidden || block.dataset.kind === "grade") return;
    const groups = new Map();
    for (const choice of block.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      if (!shown(choice.parentElement)) continue;
      groups.set(choice.name, [...(groups.get(choice.name) ?? []), choice]);
    }
    for (const choices of groups.values()) {
      if (choices.some((choice) => choice.checked)) continue;
      choices[(place + turn) % choices.length].click();
      done += 1;
    }
    for (const field of block.querySelectorAll("textarea, select, input:not([type])")) {
      const wrong = isNumber(block) && field.value === "A few words";
      if (!shown(field) || !isAsked(field) || (field.value && !wrong)) continue;
      type(field, field.options ? field.options[1].value : words(block, field));
      done += 1;
    }
  });
  return done;
}"""
SETTLED = """() => {
  const unsent = Object.keys(sessionStorage).filter((key) => key.startsWith("audit:"))
    .flatMap((key) => JSON.parse(sessionStorage.getItem(key)) ?? []);
  return !unsent.length || document.querySelector("[data-told]") !== null;
}"""
SAID = """() => {
  const isGiven = (f) => f.name && (!["radio", "checkbox"].includes(f.type) || f.checked);
  const fields = (block) => [...block.querySelectorAll("input, textarea, select")].filter(isGiven);
  return [...document.querySelectorAll("[data-question]:not([hidden])")]
    .filter((block) => block.dataset.kind !== "grade")
    .map((block) => [
      block.querySelector(".app-question__code").textContent.trim(),
      fields(block).map((field) => [field.name.replace(`${block.id}-`, ""), field.value]),
    ]);
}"""


def fill_section(visit: Visit, turn: int) -> dict[str, dict[str, list[str]]]:
    """Answer everything a section asks, also what opens meanwhile; return what the page then says.

    What a page says is by the code of each question shown, as `audit.rules.answers.read` takes it.
    """
    for _ in range(MOST_ROUNDS):
        if not visit.page.evaluate(FILL, turn):
            break
        visit.page.wait_for_function(SETTLED, polling=50)
    expect(visit.page.locator("[data-told]")).to_have_count(0)
    found: dict[str, dict[str, list[str]]] = {}
    said: list[tuple[str, list[tuple[str, str]]]] = visit.page.evaluate(SAID)
    for code, fields in said:
        sent: dict[str, Any] = found.setdefault(code, {})
        for name, value in fields:
            sent.setdefault(name, []).append(value)
    return found
