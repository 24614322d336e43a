// The form to reveal a sealed bid: filled from what this browser kept when it was sealed, or from the file of it.

import { findOpening, readOpening, yuanOf } from "./opening.js";

const panel = document.querySelector("[data-reveal-bid]");
const form = panel.closest("form");
const { commitment } = panel.dataset;
const say = (name, shown) => (panel.querySelector(`[data-say="${name}"]`).hidden = !shown);

function fill(opening) {
  const values = { price_fen: yuanOf(opening.price_fen), units: opening.units, salt: opening.salt };
  for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
  say("found", true);
}

panel.hidden = false;
const kept = commitment && findOpening(commitment);
if (kept && !form.elements.namedItem("salt").value) fill(kept);
panel.querySelector("[data-opening]").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const opening = await readOpening(await file.text());
  const fits = opening && (!commitment || opening.commitment === commitment);
  say("found", false);
  say("other", !fits);
  if (fits) fill(opening);
});
