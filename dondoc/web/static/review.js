// The review desk: what its keys do (keys.js listens to them), and the part in which a sheet is sent back.
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
  const files = [...document.querySelectorAll("details[data-evidence]")];
  if (!files.length) return;
  shown = (shown + 1) % files.length;
  files.forEach((file, at) => { file.open = at === shown; });
  files[shown].querySelector("summary").focus();
  files[shown].scrollIntoView({ block: "nearest" });
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
  "?": toggleKeyHelp,
};
document.querySelector("a[data-act=back]")?.addEventListener("click", (event) => { event.preventDefault(); openBack(); });
if (location.hash === "#tra-lai") openBack();

listenToKeys((letter) => {
  KEYS[letter]?.();
  return letter in KEYS;
});
