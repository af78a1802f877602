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
