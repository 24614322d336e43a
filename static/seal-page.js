// The form of a sealed bid: price and units never leave this browser; their hash does.

import { commitmentOf, fenOf, keepOpening, newSalt, unitsOf } from "./opening.js";

const panel = document.querySelector("[data-seal-bid]");
const form = panel.closest("form");
const part = (name) => panel.querySelector(`[data-${name}]`);
const say = (name, shown) => (panel.querySelector(`[data-say="${name}"]`).hidden = !shown);
const field = (name) => form.elements.namedItem(name);

function save(opening) {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(opening)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: `bid-${opening.commitment.slice(0, 12)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function seal() {
  const [price, units] = [fenOf(part("price").value), unitsOf(part("units").value)];
  say("unreadable", !price || !units);
  if (!price || !units) return part(price ? "units" : "price").focus();
  const opening = { auction: field("auction").value.trim(), account: field("account").value, price_fen: price, units, salt: newSalt() };
  opening.commitment = await commitmentOf(opening);
  keepOpening(opening);
  field("commitment").value = opening.commitment;
  say("sealed", true);
  save(opening);
}

/** A hash of something else than what the form now says would make the bid void. */
function unseal() {
  field("commitment").value = "";
  say("sealed", false);
}

panel.hidden = false;
part("seal").addEventListener("click", seal);
for (const one of [part("price"), part("units"), field("auction"), field("account")]) one.addEventListener("input", unseal);
