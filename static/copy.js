// A button beside identifiers and fingerprints that copies them as they are, without the spaces that help the eye.

const words = document.body.dataset;
const PLACES = ".facts dd > code, .facts dd > p > code, .lead > code, h1 > code, .serial";

function button(of) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "copy";
  made.title = words.copy;
  made.setAttribute("aria-label", `${words.copy} ${of.textContent.slice(0, 40)}`);
  made.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(of.textContent.replace(/[\s\u200b]+/g, ""));
    } catch {
      return; // the browser forbids it: the text can still be selected
    }
    made.dataset.done = words.copied;
    setTimeout(() => delete made.dataset.done, 1500);
  });
  return made;
}

if (navigator.clipboard && words.copy) {
  for (const code of document.querySelectorAll(PLACES)) {
    if (code.textContent.trim().length > 7) code.after(button(code));
  }
}
