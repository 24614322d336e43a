// Keeps the five levels of the book as they are now. Without it the page shows them as they were when it was loaded.

const SECONDS = 5;
const place = document.querySelector("[data-book]");
const note = document.querySelector("[data-book-note]");

async function refresh() {
  if (document.hidden || place.contains(document.activeElement)) return; // nobody looks, or somebody is about to pick
  try {
    const answer = await fetch(place.dataset.book, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-book]");
    if (!fresh) throw new Error("no book");
    if (fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.children);
    note.textContent = `${note.dataset.fresh} ${new Date().toLocaleTimeString(document.documentElement.lang, { timeZone: "Asia/Shanghai", hour12: false })}`;
  } catch {
    note.textContent = note.dataset.failed;
  }
}

if (place && note) setInterval(refresh, SECONDS * 1000);
