// Keys of the review desk. Every one presses a button or a link that is on the page; without this file they are there.
const SWITCH = "dondoc-phim-tat"; // one key may be switched off on a machine (WCAG 2.1.4), for all desks at once
const keysOff = () => localStorage.getItem(SWITCH) === "off";
const first = (...selectors) => selectors.map((one) => document.querySelector(one)).find(Boolean);

const rows = () => [...document.querySelectorAll("a[data-row]")];
const step = (way) => {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (way > 0 ? 0 : links.length - 1) : at + way];
  if (next) next.focus();
};
const openBack = () => {
  const back = document.querySelector(".entry-back");
  if (!back) return;
  back.open = true;
  back.scrollIntoView({ block: "nearest" });
  back.querySelector("input[type=checkbox], textarea")?.focus();
};
const approve = () => {
  const box = document.getElementById("duyet");
  if (!box) return;
  box.scrollIntoView({ block: "nearest" });
  const judged = box.querySelector("fieldset.judge button, .ui-form select, .ui-form input:not([type=hidden])");
  if (judged) judged.focus(); // a judgement is never made by a key
  else box.querySelector("button[type=submit], button")?.click();
};
let shown = -1;
const evidence = () => {
  const files = [...document.querySelectorAll("a[data-evidence]")];
  if (!files.length) return;
  shown = (shown + 1) % files.length;
  files[shown].focus();
  files[shown].click();
};
const help = () => {
  const keys = document.getElementById("phim-tat");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) { keys.scrollIntoView({ block: "nearest" }); keys.querySelector("summary").focus(); }
};
const onSheet = () => Boolean(document.querySelector(".review-looks, #duyet, .entry-back, a[data-act=next]"));
const KEYS = {
  n: () => (rows().length ? step(1) : first("a[data-act=next]")?.click()),
  p: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  d: () => onSheet() && approve(),
  t: () => onSheet() && openBack(),
  m: evidence,
  b: () => onSheet() && first(".ui-breadcrumbs a")?.click(),
  "?": help,
};
document.querySelector("a[data-act=back]")?.addEventListener("click", (event) => { event.preventDefault(); openBack(); });
if (location.hash === "#tra-lai") openBack();

const ready = () => {
  document.querySelectorAll(".plan-script").forEach((one) => one.classList.add("is-there"));
  const box = document.getElementById("bat-phim");
  if (box) box.checked = !keysOff();
};
document.addEventListener("change", (event) => {
  if (event.target.id === "bat-phim") localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
});
document.addEventListener("htmx:afterSettle", ready);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysOff()) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
ready();
