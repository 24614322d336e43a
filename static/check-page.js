// A receipt checked from its file alone: nothing is sent anywhere. The seal appears only when everything holds.

import { Tampering, parseNote, verifyReceipt } from "./verify.js";

const LARGEST = 1_000_000;
const place = document.getElementById("check");
const result = document.querySelector("[data-result]");
const policy = place.querySelector("[data-policy]");
const input = place.querySelector("input[type=file]");
let last;

const all = (name) => result.querySelectorAll(`[data-${name}]`);

function show(outcome, found = {}) {
  result.hidden = false;
  const holds = outcome === "witnessed" || outcome === "confirmed";
  for (const one of all("outcome")) one.hidden = one.dataset.outcome !== outcome;
  for (const one of all("facts")) one.hidden = !holds;
  for (const one of all("value")) one.textContent = found[one.dataset.value] ?? "";
  result.querySelector("[data-text]").value = found.text ?? "";
  result.querySelector("[data-seal]").hidden = !holds;
}

/** What a leaf says: its own two lines, then the envelope. */
function readLeaf(leaf) {
  const [, line] = leaf.split("\n", 2);
  const head = JSON.parse(line);
  const { text, signatures } = parseNote(leaf.split("\n").slice(2).join("\n"));
  const entry = JSON.parse(text.split("\n")[1]);
  const names = [...new Set(signatures.map((one) => one.name))].join(", ");
  return { kind: entry.kind, outcome: head.result, recorded: head.recorded_at, signers: names, text };
}

async function check(file) {
  last = file;
  if (file.size > LARGEST) return show("unread");
  const receipt = await file.text();
  if (!receipt.startsWith("c2sp.org/tlog-proof@")) return show("unread");
  try {
    const found = await verifyReceipt(receipt, policy.value);
    const witnesses = found.witnesses.map((one) => one.name).join(", ");
    show(found.witnessed ? "witnessed" : "confirmed", { ...found, ...readLeaf(found.leaf), witnesses });
  } catch (error) {
    show("failed", { code: error instanceof Tampering ? error.code : "unreadable" });
  }
}

input.addEventListener("change", () => input.files[0] && check(input.files[0]));
policy.addEventListener("input", () => last && check(last));
place.addEventListener("dragover", (event) => event.preventDefault());
place.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
});
