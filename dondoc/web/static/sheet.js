// Questions that are asked only under a condition come and go. Without this file they all stand there with their hint.
const number = (text) => {
  const plain = String(text ?? "").trim().replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
};
const answer = (form, code) => {
  const fields = [...form.elements].filter((field) => field.name === `a_${code}`);
  const chosen = fields.find((field) => field.type !== "radio" || field.checked);
  return chosen?.value ?? "";
};
const compare = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, "=": (a, b) => a === b,
  "!=": (a, b) => a !== b, ">=": (a, b) => a >= b, ">": (a, b) => a > b,
};
const holds = (form, code, wanted) => {
  const given = answer(form, code);
  if (given === "") return false;
  if (typeof wanted === "string") return given === wanted;
  if (Array.isArray(wanted)) return wanted.includes(given);
  return Object.entries(wanted).every(([sign, text]) => {
    const limit = /^-?\d/.test(text) ? Number(text) : number(answer(form, text));
    return number(given) !== null && limit !== null && compare[sign](number(given), limit);
  });
};
for (const form of document.querySelectorAll("form")) {
  const lines = [...form.querySelectorAll("[data-show-if]")];
  if (!lines.length) continue;
  const conditions = lines.map((line) => Object.entries(JSON.parse(line.dataset.showIf)));
  const show = () => lines.forEach((line, place) => {
    const wrong = line.querySelector(".ui-field--wrong");
    line.hidden = !wrong && !conditions[place].every(([code, wanted]) => holds(form, code, wanted));
  });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
