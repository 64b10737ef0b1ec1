// Sends each answer of an audit as it is given. What cannot be sent stays in the page, and in this
// tab's memory, until it can be. The server says which questions are asked; this only shows it.
// Without this module the page works by its buttons.

const PAUSE = 800;
const AGAIN_AFTER = 10000;
const IDLE_AFTER = 60000;
const PREFIX = "audit:";
const CSRF = "csrfmiddlewaretoken";

const form = document.querySelector("[data-audit-answers]");
if (form) start();

function start() {
  const { auditAnswers: address, form: formKey, owner, tokenUrl, signIn } = form.dataset;
  const status = document.querySelector("[data-audit-status]");
  const key = `${PREFIX}${owner}:${formKey}`;
  const timers = new Map();
  const sent = new Map();
  let sending = null;
  let signedOut = false;
  let active = 0;
  let lastTouch = Date.now();

  for (const block of blocks()) {
    sent.set(idOf(block), words(block));
    fold(block);
  }
  restore();
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("click", pressed);
  form.addEventListener("submit", submitted);
  window.addEventListener("online", sendAll);
  window.addEventListener("pagehide", leave);

  function blocks() {
    return [...form.querySelectorAll("[data-question]")].filter((b) => b.dataset.kind !== "grade");
  }

  function idOf(block) {
    return block.dataset.question;
  }

  function blockOf(id) {
    return form.querySelector(`[data-question="${id}"]`);
  }

  function fields(block) {
    const found = [];
    for (const field of block.querySelectorAll("input, textarea, select")) {
      if (!field.name || field.hasAttribute("data-seen") || field.hasAttribute("data-was")) continue;
      const chosen = !["checkbox", "radio"].includes(field.type) || field.checked;
      if (chosen) found.push([field.name, field.value]);
    }
    return found;
  }

  function words(block) {
    return JSON.stringify(fields(block));
  }

  function dirty() {
    return blocks().filter((block) => words(block) !== sent.get(idOf(block)));
  }

  function touched(event) {
    const block = event.target.closest("[data-question]");
    if (!block) return;
    count();
    fold(block);
    hold();
    const wait = event.type === "change" ? 0 : PAUSE;
    schedule(block, wait);
  }

  // Time counts while somebody is at work on the page: gaps of over a minute do not.
  function count() {
    const now = Date.now();
    if (now - lastTouch < IDLE_AFTER) active += now - lastTouch;
    lastTouch = now;
  }

  function schedule(block, wait) {
    const id = idOf(block);
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(() => sendOne(id), wait));
  }

  function sendAll() {
    for (const block of dirty()) schedule(block, 0);
  }

  // One at a time, so that an older answer never arrives after a newer one.
  async function sendOne(id) {
    if (sending) {
      await sending;
      return schedule(blockOf(id), 0);
    }
    sending = save(id).finally(() => {
      sending = null;
    });
    return sending;
  }

  function body(block) {
    const found = new URLSearchParams(fields(block));
    found.set(CSRF, form.elements[CSRF].value);
    found.set("question", idOf(block));
    found.set("seen", block.querySelector("[data-seen]").value);
    found.set("seconds", Math.round(active / 1000));
    return found;
  }

  async function save(id) {
    const block = blockOf(id);
    const typed = words(block);
    if (typed === sent.get(id)) return;
    say("Saving");
    let reply;
    try {
      reply = await fetch(address, { method: "POST", body: body(block), redirect: "manual" });
    } catch {
      say("Not saved: the connection is down. Your words are still in this page");
      schedule(block, AGAIN_AFTER);
      return;
    }
    await understand(reply, block, typed);
  }

  async function understand(reply, block, typed) {
    if (reply.type === "opaqueredirect") return saySignedOut();
    const told = await reply.json().catch(() => ({}));
    if (reply.ok) return kept(told, block, typed);
    if (told.code === "changed_meanwhile") return conflict(told, block, typed);
    if (told.code === "faults") return faults(told, block, typed);
    if (told.message) return say(`Not saved: ${told.message}`);
    if (reply.status === 403 && tokenUrl) return renewToken();
    if (reply.status === 404 || reply.status === 410 || reply.status === 403) {
      return say("Not saved: this page can no longer be answered. Copy your words before you go");
    }
    say("Not saved: the service does not answer. Your words are still in this page");
    schedule(block, AGAIN_AFTER);
  }

  function kept(told, block, typed) {
    sent.set(idOf(block), typed);
    active = 0;
    signedOut = false;
    block.querySelector("[data-seen]").value = told.seen;
    block.querySelector("[data-was]").value = told.was;
    complain(block, "");
    block.querySelector("[data-saved]").textContent = `Saved ${told.saved}`;
    show(told);
    if (dirty().length) hold();
    else forget();
    if (words(block) !== typed) schedule(block, PAUSE);
    say(`Saved ${told.saved}`);
  }

  function show(told) {
    const shown = new Set(told.shown);
    for (const block of form.querySelectorAll("[data-question]")) block.hidden = !shown.has(block.id);
    const progress = document.querySelector("[data-progress]");
    progress.textContent = `${told.done} of ${told.total} answered`;
    showNotAsked(told.not_asked);
    showAlert(told.alert);
  }

  function showNotAsked(lines) {
    const box = document.querySelector("[data-not-asked]");
    box.hidden = !lines.length;
    box.querySelector("ul").replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        const why = document.createElement("span");
        why.className = "govuk-hint";
        why.textContent = `because of ${line.why}`;
        item.append(`${line.text} `, why);
        return item;
      })
    );
  }

  function showAlert(alert) {
    if (!alert) return;
    const box = document.querySelector("[data-alerts]");
    if (box.textContent.includes(alert.text)) return;
    const warning = document.createElement("div");
    warning.className = "govuk-warning-text app-alert";
    warning.setAttribute("role", "alert");
    const icon = document.createElement("span");
    icon.className = "govuk-warning-text__icon";
    icon.setAttribute("aria-hidden", "true");
    icon.textContent = "!";
    const text = document.createElement("strong");
    text.className = "govuk-warning-text__text";
    text.append(`${alert.text}. `);
    if (alert.url) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = alert.url;
      link.textContent = "Say who was told, and when";
      text.append(link);
    } else {
      text.append("We have told the council. If somebody is in danger now, ring 999.");
    }
    warning.append(icon, text);
    box.append(warning);
    box.scrollIntoView({ block: "center" });
  }

  function faults(told, block, typed) {
    const [message] = Object.values(told.faults);
    complain(block, message);
    say("Not saved: one answer needs a look");
    // Sent again when it is changed, not before.
    timers.delete(idOf(block));
    hold();
    return typed;
  }

  function complain(block, message) {
    const group = block.querySelector("[data-group]");
    group.querySelector("[data-told]")?.remove();
    group.classList.toggle("govuk-form-group--error", Boolean(message));
    if (!message) {
      for (const old of block.querySelectorAll(".govuk-error-message")) old.remove();
      return;
    }
    const told = document.createElement("p");
    told.className = "govuk-error-message";
    told.dataset.told = "";
    told.setAttribute("role", "alert");
    told.textContent = message;
    group.prepend(told);
  }

  // Somebody else, or another tab, was first. Nothing is lost: both are shown, and a person chooses.
  function conflict(told, block, typed) {
    block.querySelector("[data-conflict]")?.remove();
    const box = document.createElement("div");
    box.className = "govuk-inset-text";
    box.dataset.conflict = "";
    box.setAttribute("role", "alert");
    const now = document.createElement("template");
    now.innerHTML = told.html;
    const fresh = now.content.firstElementChild;
    const text = document.createElement("p");
    text.className = "govuk-body";
    text.textContent = `Not saved. This answer was changed at ${told.saved} in another tab or by somebody else. It is now: ${inWords(fresh)}. What you typed is still here.`;
    const mine = button("Put mine in its place", () => {
      block.querySelector("[data-seen]").value = told.seen;
      box.remove();
      schedule(block, 0);
    });
    const theirs = button("Take the other answer", () => {
      sent.delete(idOf(block));
      block.replaceWith(fresh);
      sent.set(idOf(fresh), words(fresh));
      fold(fresh);
      if (!dirty().length) forget();
      say("The other answer is shown");
    });
    box.append(text, mine, " ", theirs);
    block.querySelector("[data-group]").after(box);
    say("Not saved: an answer was changed elsewhere");
    hold();
    return typed;
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "govuk-button govuk-button--secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function inWords(block) {
    const found = [];
    for (const field of block.querySelectorAll("input, textarea, select")) {
      if (field.type === "hidden") continue;
      const isChoice = ["checkbox", "radio"].includes(field.type);
      if (isChoice && field.checked) found.push(field.labels?.[0]?.textContent.trim() ?? label(block, field));
      else if (!isChoice && field.value.trim()) found.push(field.value.trim());
    }
    return found.join("; ") || "no answer";
  }

  function label(block, field) {
    return block.querySelector(`label[for="${field.id}"]`)?.textContent.trim() ?? field.value;
  }

  // Boxes that only some answers ask for.
  function fold(block) {
    const chosen = block.querySelector(`[name="${block.id}-answer"]:checked`)?.value ?? "";
    for (const part of block.querySelectorAll("[data-only-for]")) {
      const filled = [...part.querySelectorAll("textarea, input:checked")].some((f) => f.value.trim());
      part.hidden = !filled && !part.dataset.onlyFor.split(" ").includes(chosen);
    }
    for (const part of block.querySelectorAll("[data-needed-for]")) {
      const needed = Boolean(chosen) && part.dataset.neededFor.split(" ").includes(chosen);
      const note = part.querySelector("[data-needed]");
      if (note) note.hidden = !needed;
      const more = part.closest("[data-more]");
      if (needed && more) more.open = true;
    }
  }

  // Adding a row: a copy of the last one, empty.
  function pressed(event) {
    const add = event.target.closest(".app-add-row");
    if (!add) return;
    const rows = add.closest("[data-question]").querySelector("[data-repeats]");
    const all = rows.querySelectorAll("[data-repeat]");
    event.preventDefault();
    if (all.length >= Number(rows.dataset.repeats)) {
      say(`There can be ${rows.dataset.repeats} rows at most`);
      return;
    }
    rows.append(emptyCopy(all[all.length - 1], all.length + 1));
    rows.lastElementChild.querySelector("input, select, textarea").focus();
  }

  function emptyCopy(last, position) {
    const before = Number(last.dataset.repeat);
    const copy = last.cloneNode(true);
    copy.dataset.repeat = before + 1;
    copy.querySelector("legend").textContent = `Row ${position}`;
    for (const old of copy.querySelectorAll(".govuk-error-message")) old.remove();
    for (const part of copy.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
      for (const name of ["id", "for", "name", "aria-describedby"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(`-${before}-`, `-${before + 1}-`));
      }
    }
    for (const field of copy.querySelectorAll("input, select")) field.value = "";
    return copy;
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

  // After signing in again, in another tab, the token of this page is not good any more.
  async function renewToken() {
    const reply = await fetch(tokenUrl, { redirect: "manual" }).catch(() => null);
    if (reply?.type === "opaqueredirect") return saySignedOut();
    const told = reply?.ok ? await reply.json() : {};
    if (told.owner !== owner) return say("Not saved: somebody else is signed in now");
    const renewed = told.token !== form.elements[CSRF].value;
    form.elements[CSRF].value = told.token;
    if (renewed) return sendAll();
    return say("Not saved: you may no longer answer this page");
  }

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function submitted(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      say("Not saved: the connection is down. Your words are still in this page");
      return;
    }
    for (const timer of timers.values()) clearTimeout(timer);
    if (sending && !event.defaultPrevented) {
      event.preventDefault();
      const { submitter } = event;
      Promise.race([sending, new Promise((done) => setTimeout(done, 3000))]).then(() => {
        sending = null;
        form.requestSubmit(submitter);
      });
      return;
    }
    if (!signedOut) forget();
  }

  function leave() {
    for (const block of dirty()) {
      fetch(address, { method: "POST", body: body(block), redirect: "manual", keepalive: true }).catch(
        () => {}
      );
    }
  }

  function hold() {
    const unsent = dirty().map((block) => ({
      id: idOf(block),
      seen: block.querySelector("[data-seen]").value,
      fields: fields(block),
    }));
    try {
      sessionStorage.setItem(key, JSON.stringify(unsent));
    } catch {
      // Full or switched off: the words are in the page all the same.
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  function restore() {
    let unsent = [];
    try {
      unsent = JSON.parse(sessionStorage.getItem(key)) ?? [];
    } catch {
      return;
    }
    for (const each of unsent) {
      const block = blockOf(each.id);
      if (!block) continue;
      putBack(block, each.fields);
      fold(block);
      if (words(block) === sent.get(each.id)) continue;
      // An older page knew an older answer: the server then says so, and both are shown.
      block.querySelector("[data-seen]").value = each.seen;
      schedule(block, 0);
    }
  }

  function putBack(block, typed) {
    const values = new Map();
    for (const [name, value] of typed) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of block.querySelectorAll("input, textarea, select")) {
      if (!field.name || field.type === "hidden") continue;
      const given = values.get(field.name) ?? [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else if (given.length) field.value = given.shift();
    }
  }
}
