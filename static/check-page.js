// A receipt or a certificate checked from its file alone: nothing is sent anywhere. The seal appears only when everything
// holds. A certificate is the receipt of an entry that used units for good, or with it that of the one that confirmed it.

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

const HEADER = "c2sp.org/tlog-proof@v1\n";
const CONFIRMED_BY = { "credits.retire": "credits.confirm_retirement", "allowances.cancel": "allowances.confirm_cancellation" };

/** Show what the entries of a file used for good, if they are a certificate; else nothing, for it is a receipt. */
function showCertificate(asked, confirmed) {
  const made = asked?.outcome === "accepted" && Object.hasOwn(CONFIRMED_BY, asked.kind);
  for (const one of all("certificate")) one.hidden = !made;
  if (!made) return;
  const final = Boolean(confirmed) || (asked.kind === "credits.retire" && asked.body.pending === null);
  for (const one of all("final")) one.hidden = (one.dataset.final === "yes") !== final;
  const { asset, units, target, beneficiary, purpose, note } = asked.body;
  const whom = beneficiary?.name ?? beneficiary?.participant ?? beneficiary?.commitment;
  const said = { units: `${units.toLocaleString("en")} ${asset}`, target, whom, purpose, note, reference: confirmed?.body.reference };
  for (const one of all("said")) {
    one.textContent = said[one.dataset.said] ?? "";
    one.closest("div").hidden = !one.textContent;
  }
}

/** Whether the second entry of a file confirms what the first asked for. */
const confirms = (asked, other) =>
  asked.outcome === "accepted" && other.outcome === "accepted" && Object.hasOwn(CONFIRMED_BY, asked.kind) && other.kind === CONFIRMED_BY[asked.kind] && other.body.pending === asked.id;

/** What a leaf says: its own two lines, then the envelope. */
function readLeaf(leaf) {
  const [, line] = leaf.split("\n", 2);
  const head = JSON.parse(line);
  const { text, signatures } = parseNote(leaf.split("\n").slice(2).join("\n"));
  const entry = JSON.parse(text.split("\n")[1]);
  const names = [...new Set(signatures.map((one) => one.name))].join(", ");
  const { kind, id, body } = entry;
  return { kind, id, body, outcome: head.result, recorded: head.recorded_at, signers: names, text };
}

async function check(file) {
  last = file;
  if (file.size > LARGEST) return show("unread");
  const text = await file.text();
  showCertificate();
  if (!text.startsWith("c2sp.org/tlog-proof@")) return show("unread");
  try {
    const [receipt, second, ...more] = text.split(new RegExp(`^(?=${HEADER})`, "m"));
    if (more.length) throw new Tampering("certificate");
    const found = await verifyReceipt(receipt, policy.value);
    const asked = readLeaf(found.leaf);
    const other = second && (await verifyReceipt(second, policy.value));
    const confirmed = other && readLeaf(other.leaf);
    if (confirmed && !(confirms(asked, confirmed) && other.origin === found.origin)) throw new Tampering("certificate");
    const witnesses = found.witnesses.map((one) => one.name).join(", ");
    const witnessed = found.witnessed && (!other || other.witnessed);
    show(witnessed ? "witnessed" : "confirmed", { ...found, ...asked, witnesses });
    showCertificate(asked, confirmed);
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
