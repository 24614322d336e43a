// Checks every receipt that a page names, in the reader's own browser, and only then shows the seal.

import { isSupported } from "./sign.js";
import { verifyReceipt } from "./verify.js";

const AT_ONCE = 6;
const place = document.querySelector("[data-verify]");
const status = document.querySelector("[data-verify-status]");
const say = (name) => document.querySelector(`[data-say="${name}"]`)?.textContent ?? name;

async function textOf(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new TypeError(`${response.status}`);
  return response.text();
}

/** Check one receipt and mark it; return whether it holds. */
async function check(link, policy) {
  const shown = await verifyReceipt(await textOf(link.dataset.receipt), policy).catch((error) => {
    if (error instanceof TypeError) throw error;
    return undefined;
  });
  const holds = shown !== undefined && String(shown.index) === link.dataset.index;
  const own = link.nextElementSibling;
  own.textContent = say(holds ? "holds" : "breaks");
  own.className = holds ? "badge good" : "badge bad";
  return holds;
}

function tell(name, tone) {
  status.hidden = false;
  status.className = `notice ${tone}`;
  status.textContent = say(name);
}

async function run(links) {
  if (!(await isSupported())) return tell("no-support", "wait");
  tell("checking", "wait");
  const policy = await textOf(place.dataset.policy);
  const waiting = [...links];
  const verdicts = [];
  const work = async () => {
    for (let link = waiting.shift(); link; link = waiting.shift()) verdicts.push(await check(link, policy));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const good = verdicts.length === links.length && verdicts.every(Boolean);
  tell(good ? "good" : "bad", good ? "good" : "bad");
  place.hidden = !good;
}

const links = document.querySelectorAll("[data-receipt]");
if (place && status && links.length) run(links).catch(() => tell("offline", "wait"));
