// Small comforts on every page: "/" goes to the search box, and a form that came back with errors shows them first.

import "./copy.js";
import "./downloads.js";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});
document.querySelector("[data-focus]")?.focus();

// A second click on a button that sends a form does nothing; coming back to the page makes it work again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (sent.has(event.target)) return event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => sent.delete(form)));

// One open drop-down at a time; a click beside it or the escape key closes it.
const drops = () => document.querySelectorAll("details.drop[open]");
document.addEventListener("click", (event) => {
  for (const one of drops()) if (!one.contains(event.target)) one.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of drops()) {
    one.open = false;
    one.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
