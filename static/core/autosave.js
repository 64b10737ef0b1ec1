// Keeps what is typed on a form: a second after typing stops, it goes to the server as a draft.
// What cannot be sent stays in this tab (sessionStorage) until it can be. The server gives a draft
// back when its form is opened again. Where the server holds something newer than this tab knew of,
// the form shows that, and the words of this tab stand beside it, to copy from. Without this module, pages work and drafts are kept on sending.

const PAUSE = 1000;
const AGAIN_AFTER = 15000;
const PREFIX = "draft:";
const CSRF = "csrfmiddlewaretoken";
const ASIDE = "Words kept in this tab that were not saved as a draft";
const HERE = "Your words are still in this page";

const box = document.querySelector("[data-autosave]");
const form = box?.closest("form");
if (form) start();

function start() {
  const { form: formKey, owner, autosave: address, signIn } = box.dataset;
  const status = box.querySelector("[data-autosave-status]");
  const key = `${PREFIX}${owner}:${formKey}`;
  let seen = box.dataset.seen;
  let sent = serialized();
  let timer = null;
  let sending = null;
  let signedOut = false;
  let aside = [];

  forgetOthers();
  restore();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  window.addEventListener("online", () => schedule(0));
  window.addEventListener("pagehide", () => clearTimeout(timer));

  function answers() {
    const passwords = new Set([...form.querySelectorAll("[type=password]")].map((each) => each.name));
    return [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" &&
        name !== CSRF &&
        !name.startsWith("_draft_") &&
        !passwords.has(name)
    );
  }

  function serialized() {
    return JSON.stringify(answers());
  }

  function changed() {
    if (serialized() === sent) return;
    hold({ answers: answers() });
    schedule(PAUSE);
  }

  function schedule(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      sending ??= save().finally(() => {
        sending = null;
      });
    }, wait);
  }

  async function save() {
    const typed = serialized();
    if (typed === sent) return;
    let reply;
    try {
      reply = await send();
    } catch {
      say(`Not saved: the connection is down. ${HERE}`);
      schedule(AGAIN_AFTER);
      return;
    }
    await understand(reply, typed);
  }

  function send() {
    const body = new URLSearchParams(answers());
    body.set(CSRF, form.elements[CSRF].value);
    body.set("_draft_person", form.elements._draft_person.value);
    body.set("_draft_form", formKey);
    body.set("_draft_seen", seen);
    return fetch(address, { method: "POST", body, redirect: "manual" });
  }

  async function understand(reply, typed) {
    if (reply.type === "opaqueredirect") {
      saySignedOut();
      return;
    }
    const told = await reply.json().catch(() => ({}));
    if (reply.ok) {
      kept(told, typed);
    } else if (told.code === "gone") {
      // Saved or discarded in another tab: what is typed here since is a new draft.
      seen = "";
      schedule(0);
    } else if (told.code === "other_tab") {
      say(`Not saved: you typed on this form in another tab since. ${HERE}`);
    } else if (told.code === "other_person") {
      say(`Not saved: somebody else is signed in now. ${HERE}`);
    } else if (reply.status === 403 && !told.code) {
      await renewToken();
    } else if (reply.status === 413 || reply.status === 400) {
      say(`Not saved: this is more than can be kept as a draft. ${HERE}`);
    } else if (reply.status === 403) {
      say(`Not saved: you may no longer use this form. ${HERE}`);
    } else {
      say(`Not saved: the service does not answer. ${HERE}`);
      schedule(AGAIN_AFTER);
    }
  }

  function kept(told, typed) {
    sent = typed;
    seen = told.seen;
    signedOut = false;
    if (serialized() === typed) forget();
    else {
      hold({ answers: answers() });
      schedule(PAUSE);
    }
    say(`Saved ${told.saved} as a draft`);
  }

  // After signing in again, in another tab, the token of this page is not good any more.
  async function renewToken() {
    const reply = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (reply?.type === "opaqueredirect") {
      saySignedOut();
      return;
    }
    const told = reply?.ok ? await reply.json() : {};
    if (told.owner !== owner) {
      say(`Not saved: somebody else is signed in now. ${HERE}`);
      return;
    }
    const renewed = told.token !== form.elements[CSRF].value;
    form.elements[CSRF].value = told.token;
    if (renewed) schedule(0);
  }

  function saySignedOut() {
    signedOut = true;
    say("You are signed out. Sign in in this tab: nothing is lost. ");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `${signIn}?next=${encodeURIComponent(formKey)}`;
    link.textContent = "Sign in";
    status.append(link);
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  function submitted(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      say(`Not saved: the connection is down. ${HERE}`);
      return;
    }
    clearTimeout(timer);
    if (sending && !event.defaultPrevented) {
      // A draft on its way must not arrive after what it is a draft of.
      event.preventDefault();
      const { submitter } = event;
      Promise.race([sending, new Promise((done) => setTimeout(done, 3000))]).then(() => {
        sending = null;
        clearTimeout(timer);
        form.requestSubmit(submitter);
      });
      return;
    }
    // If it cannot be sent after all, going back to the page finds it; else it need not.
    if (held()?.answers && !signedOut) hold({ answers: answers(), submitted: true });
  }

  function restore() {
    const unsent = held();
    if (!unsent) return;
    aside = unsent.aside ?? [];
    if (unsent.answers) restoreTyped(unsent);
    if (aside.length) showAside();
  }

  function restoreTyped(unsent) {
    const [visit] = performance.getEntriesByType("navigation");
    if (unsent.submitted && visit?.type === "navigate") {
      forget();
      return;
    }
    if (unsent.seen !== seen) {
      // Saved from another tab since: what the server holds stays in the form.
      if (JSON.stringify(unsent.answers) !== sent) {
        aside.push(asWords(unsent.answers));
        say("This form was saved in another tab since. The words of this tab are above");
      }
      forget();
      return;
    }
    putBack(unsent.answers);
    say("What you typed and could not be saved is in the form again");
    hold({ answers: answers() });
    schedule(PAUSE);
  }

  function putBack(typed) {
    const values = new Map();
    for (const [name, value] of typed) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || field.name === CSRF || field.name.startsWith("_draft_")) continue;
      if (["file", "password", "submit", "button"].includes(field.type)) continue;
      const given = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = given.includes(field.value);
      } else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = given.includes(option.value);
      } else if (given.length) {
        field.value = given.shift();
      }
    }
  }

  function asWords(typed) {
    const lines = [];
    for (const [name, value] of typed) {
      const field = [...form.elements].find(
        (each) =>
          each.name === name && (!["checkbox", "radio"].includes(each.type) || each.value === value)
      );
      if (!value.trim() || field?.type === "hidden") continue;
      const label = field?.labels?.[0]?.textContent.trim() ?? name;
      const chosen = ["checkbox", "radio"].includes(field?.type);
      const option = field?.options && [...field.options].find((each) => each.value === value);
      lines.push(chosen ? label : `${label}: ${option ? option.text : value}`);
    }
    return lines.join("\n\n");
  }

  function showAside() {
    const details = document.createElement("details");
    details.className = "govuk-details";
    details.open = true;
    const summary = document.createElement("summary");
    summary.className = "govuk-details__summary";
    const title = document.createElement("span");
    title.className = "govuk-details__summary-text";
    title.textContent = ASIDE;
    summary.append(title);
    const inside = document.createElement("div");
    inside.className = "govuk-details__text";
    const words = document.createElement("textarea");
    words.className = "govuk-textarea";
    words.rows = 8;
    words.readOnly = true;
    words.setAttribute("aria-label", ASIDE);
    words.value = aside.join("\n\n");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "govuk-button govuk-button--secondary";
    remove.textContent = "Remove these words from this tab";
    remove.addEventListener("click", () => {
      aside = [];
      details.remove();
      if (serialized() === sent) forget();
      else hold({ answers: answers() });
    });
    inside.append(words, remove);
    details.append(summary, inside);
    status.before(details);
  }

  function held() {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function hold(unsent) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ ...unsent, seen, aside }));
    } catch {
      // Full, or not allowed here: the words are still in the page.
    }
  }

  function forget() {
    if (aside.length) hold({});
    else sessionStorage.removeItem(key);
  }

  // Somebody else uses this tab now: what another person typed here is not theirs to find.
  function forgetOthers() {
    for (const each of Object.keys(sessionStorage)) {
      if (each.startsWith(PREFIX) && !each.startsWith(`${PREFIX}${owner}:`)) {
        sessionStorage.removeItem(each);
      }
    }
  }
}
