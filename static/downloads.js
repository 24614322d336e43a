// A download that says how far it is: the file is written while it travels, so a hundred thousand rows take a while.

const note = (link) => link.closest(".tooling")?.querySelector("[data-progress-note]");
const language = document.documentElement.lang;
const sizeOf = (bytes) => `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;
const NEW_LINE = 10;

function lines(chunk) {
  let count = 0;
  for (const byte of chunk) count += byte === NEW_LINE;
  return count;
}

async function read(response, tell) {
  const parts = [];
  let [size, rows] = [0, 0];
  for (let reader = response.body.getReader(), part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    rows += lines(part.value);
    tell(size, rows);
  }
  return new Blob(parts, { type: response.headers.get("Content-Type") });
}

async function download(link) {
  const place = note(link);
  const isText = link.href.includes("format=csv");
  const say = (size, rows) => {
    const text = isText ? place.dataset.fetching : place.dataset.writing;
    place.textContent = text.replace("{rows}", Math.max(rows - 1, 0).toLocaleString(language)).replace("{size}", sizeOf(size));
  };
  place.hidden = false;
  say(0, 0);
  const response = await fetch(link.href, { credentials: "same-origin" });
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  if (!response.ok || !name) throw new Error(`${response.status}`);
  const address = URL.createObjectURL(await read(response, say));
  const saving = document.createElement("a");
  Object.assign(saving, { href: address, download: name });
  saving.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-progress]");
  if (!link || !note(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  download(link).catch(() => {
    note(link).hidden = false;
    note(link).textContent = note(link).dataset.failed;
  });
});
