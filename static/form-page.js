// A form to fill in: nothing typed is lost by the back button or a reload, and leaving with changes asks first.
// What was typed is kept in this tab only, by the form's address, and goes when the tab closes.

const form = document.querySelector("[data-form]");
const place = `form ${location.pathname}`;
const fields = () => [...form.elements].filter((one) => one.name && !["hidden", "password", "submit", "file"].includes(one.type));
const valueOf = (one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value);
const state = () => JSON.stringify(fields().map((one) => [one.name, one.type === "radio" ? one.value : "", valueOf(one)]));

const shown = state();
let leaving = false;

function restore() {
  const kept = sessionStorage.getItem(place);
  if (!kept || kept === state()) return;
  const values = new Map(JSON.parse(kept).map(([name, choice, value]) => [`${name} ${choice}`, value]));
  for (const one of fields()) {
    const value = values.get(`${one.name} ${one.type === "radio" ? one.value : ""}`);
    if (value === undefined) continue;
    if (typeof value === "boolean") one.checked = value;
    else one.value = value;
  }
}

// Only coming back or reloading restores: whoever opens the form anew gets it as it stands.
const [entry] = performance.getEntriesByType("navigation");
if (["back_forward", "reload"].includes(entry?.type)) restore();
else sessionStorage.removeItem(place);

form.addEventListener("input", () => sessionStorage.setItem(place, state()));
form.addEventListener("change", () => sessionStorage.setItem(place, state()));

// A file that is too large is not sent at all: the server would close the connection before it has read it.
const isTooLarge = (input) => input.files[0]?.size > Number(input.dataset.bytesMax);
const files = [...form.querySelectorAll("input[type=file][data-bytes-max]")];
for (const input of files) {
  input.addEventListener("change", () => {
    document.querySelector(`[data-too-large="${input.id}"]`).hidden = !isTooLarge(input);
  });
}

form.addEventListener("submit", (event) => {
  const tooLarge = files.find(isTooLarge);
  if (tooLarge) {
    event.preventDefault();
    tooLarge.focus();
    return;
  }
  leaving = true;
  sessionStorage.setItem(place, state());
});
addEventListener("pageshow", () => {
  leaving = false;
});
addEventListener("beforeunload", (event) => {
  if (!leaving && state() !== shown) event.preventDefault();
});
