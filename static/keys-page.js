// The page of this browser's keys: shows the public half, makes a key, and leads to its registration.

import { adoptKey, findKey, fingerprint, isSupported, makeKey, toBase64, waiting } from "./sign.js";

const page = document.getElementById("keys");
const part = (name) => page.querySelector(`[data-${name}]`);
const say = (name) => page.querySelector(`[data-say="${name}"]`).textContent;

/** The public keys that count for this representative now, or undefined if that cannot be asked. */
async function registered() {
  const { known, name } = page.dataset;
  if (!known) return undefined;
  const response = await fetch(known);
  if (!response.ok) return undefined;
  const { rows } = await response.json();
  return new Set(rows.filter((one) => one.representative === name && one.status === "active").map((one) => one.public_key));
}

async function show() {
  const { origin, name, register } = page.dataset;
  const counted = await registered().catch(() => undefined);
  const counts = (key) => key && (counted === undefined || counted.has(toBase64(key.publicKey)));
  let key = await findKey(origin, name);
  let made = await findKey(origin, waiting(name));
  if (made && counted?.has(toBase64(made.publicKey))) [key, made] = [await adoptKey(origin, name), undefined];
  const shown = made ?? key;
  part("state").textContent = say(made ? "beside" : !key ? "none" : counts(key) ? "held" : "made");
  part("make").disabled = Boolean(shown && !counts(shown)) || Boolean(made);
  if (!shown) return;
  part("public").textContent = toBase64(shown.publicKey);
  part("fingerprint").textContent = (await fingerprint(shown.publicKey)).replace(/(.{4})(?=.)/g, "$1 ");
  part("register").hidden = !register || (!made && counts(key));
  part("register").href = `${register}?public_key=${encodeURIComponent(toBase64(shown.publicKey))}`;
}

async function make() {
  const { origin, name } = page.dataset;
  part("make").disabled = true;
  await makeKey(origin, (await findKey(origin, name)) ? waiting(name) : name);
  await show();
}

async function prepare() {
  if (!(await isSupported())) {
    part("state").textContent = say("no-support");
    return;
  }
  part("make").addEventListener("click", make);
  await show();
}

if (page) prepare();
