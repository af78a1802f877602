// Keys of one letter, for every desk: one switch a machine (WCAG 2.1.4), the list of keys, what presses them.
// Every one does what a button or a link of the page does; without this file they are there.
const KEY_SWITCH = "dondoc-phim-tat";
const keysAreOff = () => localStorage.getItem(KEY_SWITCH) === "off";

const toggleKeyHelp = () => {
  const keys = document.getElementById("phim-tat");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) { keys.scrollIntoView({ block: "nearest" }); keys.querySelector("summary").focus(); }
};

// press(letter) does the act of a letter and says whether it has one; `isBusy` tells where letters are typed.
const listenToKeys = (press, isBusy = () => false) => document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysAreOff()) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]") || isBusy(event.target)) return;
  if (press(event.key.toLowerCase())) event.preventDefault();
});

const showKeys = () => {
  document.querySelectorAll(".plan-script").forEach((one) => one.classList.add("is-there"));
  const box = document.getElementById("bat-phim");
  if (box) box.checked = !keysAreOff();
};
document.addEventListener("change", (event) => {
  if (event.target.id === "bat-phim") localStorage.setItem(KEY_SWITCH, event.target.checked ? "on" : "off");
});
document.addEventListener("htmx:afterSettle", showKeys);
showKeys();
