// The sheet editor shows what fits the kind that is chosen. Without this file everything stands there.
for (const chooser of document.querySelectorAll("select[data-chooses]")) {
  const parts = [...document.querySelectorAll("[data-fits]")];
  const show = () => parts.forEach((part) => {
    const wrong = part.querySelector(".ui-field--wrong");
    part.hidden = !wrong && !part.dataset.fits.split(" ").includes(chooser.value);
  });
  chooser.addEventListener("change", show);
  show();
}
// A choice that opens what can be said of it needs no second press.
for (const form of document.querySelectorAll("form[data-sends-itself]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector(".ui-actions").hidden = true;
}
// A number is compared; an answer that is chosen needs no number beside it.
for (const what of document.querySelectorAll("select[data-compares]")) {
  const beside = [...what.closest(".ui-field").parentElement.children].slice(1);
  const show = () => beside.forEach((field) => {
    field.hidden = !what.value.endsWith("#") && !field.classList.contains("ui-field--wrong");
  });
  what.addEventListener("change", show);
  show();
}
