// Small comforts. Every page works without this file.

// A form is sent once: its buttons rest until the page changes or, with htmx, until the answer is there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  // After the browser has read the form, so that the pressed button's own value is sent too.
  setTimeout(() => setResting(form, true));
});
const setResting = (form, resting) => {
  if (!resting) delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = resting;
};
const wakeAll = () => document.querySelectorAll("form[data-sent]").forEach((form) => setResting(form, false));
window.addEventListener("pageshow", (event) => event.persisted && wakeAll());
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form[hx-post]")) setResting(event.target, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches("form[hx-post]")) setResting(event.target, false);
});

// What is asked about once more becomes a dialog; without script it unfolds in place.
document.addEventListener("click", (event) => {
  const summary = event.target.closest(".ui-confirm > summary");
  if (summary) {
    event.preventDefault();
    const details = summary.parentElement;
    const dialog = details.querySelector("dialog");
    details.open = true;
    dialog.removeAttribute("open");
    dialog.querySelector(".ui-confirm-no").hidden = false;
    dialog.addEventListener("close", () => { details.open = false; summary.focus(); }, { once: true });
    dialog.showModal();
    return;
  }
  const no = event.target.closest(".ui-confirm-no");
  if (no) return no.closest("dialog").close();
  // Menus close when something else is touched.
  for (const menu of document.querySelectorAll("details.menu[open], details.bottombar-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Printing is for a browser that can be told to.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => { button.closest("details").open = false; window.print(); });
}

// Keys: "/" goes to the search box, Escape closes menus.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open], details.bottombar-more[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const goal = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (goal) { event.preventDefault(); goal.focus(); }
  }
});

// Where a row of tabs is wider than the screen, the chosen one is in sight.
const showChosenTabs = () => document.querySelectorAll(".ui-tabs [aria-current]").forEach((tab) => {
  const row = tab.closest(".ui-tabs");
  row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right;
});
showChosenTabs();
document.addEventListener("htmx:afterSettle", showChosenTabs);

// The list of errors is read first.
document.querySelector("[data-focus]")?.focus();

// When a part of the page could not be fetched, say so where messages stand.
const say = (text, tone = "bad") => {
  const place = document.getElementById("messages");
  const box = document.createElement("div");
  box.className = `ui-alert ui-alert--${tone}`;
  box.setAttribute("role", tone === "bad" ? "alert" : "status");
  box.textContent = text;
  place.replaceChildren(box);
  place.scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:responseError", () => say(document.getElementById("messages").dataset.failed));
document.addEventListener("htmx:sendError", () => say(document.getElementById("messages").dataset.offline));

// One box ticks all the boxes of its form that bear the name; without script they are ticked one by one.
for (const all of document.querySelectorAll("input[data-ticks]")) {
  const boxes = () => all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.ticks}"]`);
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
}
