// The desk at which a plan is confirmed: choosing items, keys, what others did meanwhile, keeping what is typed.
// Every page works without this file.

// Choosing an item: it is framed, and its words in the source are marked and brought into sight.
const draft = document.getElementById("draft");
const all = () => [...draft.querySelectorAll(".plan-item")];
let current = null; // the id of the chosen item: the element itself is replaced when it changes
const chosen = () => (current ? document.getElementById(current) : null);

const showMark = (mark) => {
  document.querySelectorAll(".ui-mark.is-current").forEach((one) => one.classList.remove("is-current"));
  if (!mark) return;
  mark.classList.add("is-current");
  const pane = mark.closest(".ui-pane");
  if (pane && pane.scrollHeight > pane.clientHeight + 1) {
    const away = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (away < 60 || away > pane.clientHeight - 120) pane.scrollTop += away - pane.clientHeight / 4;
  }
};
const choose = (item, { focus = true } = {}) => {
  draft.querySelectorAll(".plan-item.is-current").forEach((one) => {
    one.classList.remove("is-current");
    one.removeAttribute("aria-current");
  });
  if (!item) return;
  current = item.id;
  item.classList.add("is-current");
  item.setAttribute("aria-current", "true");
  showMark(document.getElementById(item.dataset.src));
  item.scrollIntoView({ block: "nearest" });
  if (focus) item.focus({ preventScroll: true });
};
const itemOfMark = (mark) => document.getElementById(mark.querySelector(":scope > .ui-mark-back")?.hash.slice(1));

const go = (way) => {
  const items = all();
  const at = items.findIndex((one) => one.id === current);
  const order = way > 0 ? [...items.slice(at + 1), ...items.slice(0, at + 1)]
    : [...items.slice(0, Math.max(at, 0)).reverse(), ...items.slice(Math.max(at, 0)).reverse()];
  const next = order.find((one) => !one.classList.contains("is-confirmed") && one.id !== current);
  if (next) return choose(next);
  if (!items.some((one) => !one.classList.contains("is-confirmed"))) say(draft.dataset.none, "good");
};

const ACTS = { next: () => go(1), previous: () => go(-1), help: toggleKeyHelp };
const KEYS = {
  n: "next", j: "next", p: "previous", k: "previous", d: "accept", s: "edit", t: "split", g: "merge", b: "remove",
  v: "task", c: "target", u: "undo", "?": "help",
};
const act = (name) => {
  if (ACTS[name]) return ACTS[name]();
  const place = name === "undo" ? document.getElementById("tinh-hinh") : chosen();
  const button = place?.querySelector(`[data-act="${name}"]`);
  if (button) button.click();
  else if (name !== "undo") say(place ? draft.dataset.unfit : draft.dataset.unchosen);
};

if (draft) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#tinh-hinh [data-act]");
    if (button && ACTS[button.dataset.act]) return ACTS[button.dataset.act]();
    const item = event.target.closest("#draft .plan-item");
    if (item) return choose(item, { focus: !event.target.closest("a, button, input, textarea, select, label, summary") });
    const back = event.target.closest(".ui-source .ui-mark-back");
    const mark = event.target.closest(".ui-source .ui-mark");
    const found = mark && itemOfMark(mark);
    if (found) { if (back) event.preventDefault(); choose(found); showMark(mark); }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest(".plan-in-place");
    if (event.key === "Escape" && form) form.querySelector("[data-act=close]").click();
  });
  listenToKeys((letter) => {
    if (KEYS[letter]) act(KEYS[letter]);
    return letter in KEYS;
  }, (place) => place.closest(".plan-in-place"));
  const start = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = place && place.closest(".plan-item");
    if (place && !item && place.id === "chua-hieu") go(1); // no passage is left, or one asks for the first
    else choose(item);
  };
  window.addEventListener("hashchange", start);
  start();
}

// What came from the server: an item that is not on this page, or that is being edited here, is left as it is.
let moved = null; // the item that was just confirmed or corrected: the next doubt follows it
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (target.id !== "tinh-hinh" || xhr.status >= 400) return;
  const page = document.createElement("template");
  page.innerHTML = event.detail.serverResponse;
  const state = page.content.getElementById("tinh-hinh");
  if (!state) { event.detail.shouldSwap = false; return; } // signed out meanwhile
  const own = requestConfig.elt.closest(".plan-item");
  for (const item of page.content.querySelectorAll("[hx-swap-oob]")) {
    const there = document.getElementById(item.id);
    if (!there || (there !== own && there.querySelector(".plan-in-place"))) item.remove();
  }
  if (own) moved = own.id;
  if (state.dataset.shape !== target.dataset.shape) state.querySelector(".plan-news").hidden = false;
  state.dataset.shape = target.dataset.shape;
  event.detail.serverResponse = page.innerHTML;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.querySelector?.(".plan-in-place");
  if (form) {
    keepForms();
    form.querySelector("[data-focus], input:not([type=hidden]), select, textarea, summary")?.focus();
    choose(form.closest(".plan-item"), { focus: false });
  } else if (event.target.id === "tinh-hinh" && moved) {
    current = moved;
    moved = null;
    go(1);
    if (chosen()?.id === current && !chosen().classList.contains("is-current")) choose(chosen());
  } else if (event.target.matches?.(".plan-item")) {
    choose(event.target);
  } else if (event.target.id === "tinh-hinh" && chosen() && !chosen().classList.contains("is-current")) {
    choose(chosen(), { focus: false }); // somebody else's change replaced it
  }
});

// Keeping what is typed: at once on this machine, a moment later on the server, until it is saved or thrown away.
const waiting = new Map(); // place → timer
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const nameOf = (place) => `dondoc-giu:${place.dataset.keep}:${place.dataset.key}:${place.dataset.who}`;
const fieldsOf = (form) => {
  const fields = {};
  for (const one of form.elements) if (one.type === "checkbox" && one.name) fields[one.name] ??= [];
  for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") (fields[name] ??= []).push(value);
  return fields;
};
const fill = (form, fields) => {
  for (const one of form.elements) {
    if (!(one.name in fields) || one.type === "hidden") continue;
    if (one.type === "checkbox" || one.type === "radio") one.checked = fields[one.name].includes(one.value);
    else one.value = fields[one.name][0] ?? "";
  }
};
const told = (place, text) => { place.querySelector(".plan-kept-said").textContent = text; };
const send = async (place, form) => {
  clearTimeout(waiting.get(place));
  const fields = localStorage.getItem(nameOf(place));
  if (!fields || form.dataset.saved) return;
  const body = new URLSearchParams({ key: place.dataset.key, fields_json: JSON.stringify(JSON.parse(fields).fields) });
  try {
    const answer = await fetch(place.dataset.keep, { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const { said } = await answer.json();
    if (localStorage.getItem(nameOf(place)) === fields) localStorage.removeItem(nameOf(place));
    told(place, said);
  } catch {
    told(place, place.dataset.offline);
    if (place.isConnected) waiting.set(place, setTimeout(() => send(place, form), 10000));
  }
};
const forget = (place) => {
  localStorage.removeItem(nameOf(place));
  const body = new URLSearchParams({ key: place.dataset.key });
  return fetch(place.dataset.drop, { method: "POST", body, headers: { "X-CSRFToken": token() } });
};
const keepForm = (place) => {
  const form = place.closest("form");
  const local = JSON.parse(localStorage.getItem(nameOf(place)) ?? "null");
  const kept = local?.fields ?? JSON.parse(place.dataset.kept ?? "null");
  const [take, drop] = place.querySelectorAll("[data-kept-act]");
  const untouched = fieldsOf(form);
  form.addEventListener("input", () => {
    localStorage.setItem(nameOf(place), JSON.stringify({ fields: fieldsOf(form) }));
    clearTimeout(waiting.get(place));
    waiting.set(place, setTimeout(() => send(place, form), 800));
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting.get(place));
    localStorage.setItem(nameOf(place), JSON.stringify({ fields: fieldsOf(form), sent: true }));
  });
  window.addEventListener("online", () => send(place, form));
  take.addEventListener("click", () => { fill(form, kept); take.hidden = true; told(place, place.dataset.back); });
  drop.addEventListener("click", async () => {
    await forget(place);
    fill(form, untouched);
    take.hidden = drop.hidden = true;
    told(place, "");
  });
  if (!kept || form.querySelector(".ui-error")) return; // shown again with its errors: it holds what was typed
  const same = kept.revision?.[0] === untouched.revision?.[0];
  if (local?.sent && !same) return void localStorage.removeItem(nameOf(place)); // it arrived
  drop.hidden = false;
  if (same) { fill(form, kept); told(place, place.dataset.back); if (local) send(place, form); }
  else { take.hidden = false; told(place, place.dataset.older); }
};
const keepForms = () => document.querySelectorAll(".plan-kept:not([data-on])").forEach((place) => {
  place.dataset.on = "yes";
  keepForm(place);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const place = event.target.matches?.("form.plan-edit") && event.target.querySelector(".plan-kept");
  if (!place || !event.detail.successful) return;
  event.target.dataset.saved = "yes";
  localStorage.removeItem(nameOf(place));
});
keepForms();
