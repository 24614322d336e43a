// Small comforts on every page: "/" goes to the search box, and a form that came back with errors shows them first.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});
document.querySelector("[data-focus]")?.focus();
