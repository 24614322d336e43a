// Keeps the five levels of the book as they are now. Without it the page shows them as they were when it was loaded.

const SECONDS = 5;
const place = document.querySelector("[data-book]");
const note = document.querySelector("[data-book-note]");

// A request whose answer the browser reads as a document: no text is turned into markup here.
function page(address) {
  return new Promise((done, failed) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", address);
    asked.responseType = "document";
    asked.onload = () => (asked.status === 200 && asked.response ? done(asked.response) : failed(new Error(asked.status)));
    asked.onerror = failed;
    asked.send();
  });
}

async function refresh() {
  if (document.hidden || place.contains(document.activeElement)) return; // nobody looks, or somebody is about to pick
  try {
    const fresh = (await page(place.dataset.book)).querySelector("[data-book]");
    if (fresh.textContent !== place.textContent) place.replaceChildren(...fresh.childNodes);
    const clock = new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
    note.textContent = `${note.dataset.fresh} ${clock}`;
  } catch {
    note.textContent = note.dataset.failed;
  }
}

if (place && note) setInterval(refresh, SECONDS * 1000);
