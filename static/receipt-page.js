// A receipt checked in the reader's own browser. The seal appears only when everything holds, and says what was checked.
// The policy (the log's and the witnesses' keys) comes with the page; who trusts nobody compares it with a copy of their own.

import { verifyReceipt } from "./verify.js";

const page = document.getElementById("receipt");
const part = (name) => page.querySelector(`[data-${name}]`);

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new TextDecoder("utf-8", { fatal: true }).decode(await response.arrayBuffer());
}

async function check() {
  const outcome = (name, found) => {
    for (const one of page.querySelectorAll("[data-outcome]")) one.hidden = one.dataset.outcome !== name;
    const values = { index: found?.index, size: found?.size, witnesses: found?.witnesses.map((one) => one.name).join(", "), code: found?.code };
    for (const one of page.querySelectorAll("[data-value]")) one.textContent = values[one.dataset.value] ?? "";
  };
  try {
    const [receipt, policy] = await Promise.all([load(page.dataset.receipt), load(page.dataset.policy)]);
    const found = await verifyReceipt(receipt, policy);
    if (found.index !== Number(page.dataset.index)) throw Object.assign(new Error(), { code: "other_entry" });
    outcome(found.witnessed ? "witnessed" : "confirmed", found);
    part("seal").hidden = false;
  } catch (error) {
    outcome("failed", { code: error.code ?? error.message, witnesses: [] });
  }
}

if (page) check();
