// The page of this browser's key: shows the public half, or makes a key.

import { findKey, fingerprint, isSupported, makeKey, toBase64 } from "./sign.js";

const page = document.getElementById("keys");
const part = (name) => page.querySelector(`[data-${name}]`);
const say = (name) => page.querySelector(`[data-say="${name}"]`).textContent;

async function show(publicKey) {
  part("state").textContent = say("held");
  part("public").textContent = toBase64(publicKey);
  part("fingerprint").textContent = (await fingerprint(publicKey)).replace(/(.{4})(?=.)/g, "$1 ");
  part("make").disabled = true;
}

async function prepare() {
  const { origin, name } = page.dataset;
  if (!(await isSupported())) {
    part("state").textContent = say("no-support");
    return;
  }
  const key = await findKey(origin, name);
  if (key) {
    await show(key.publicKey);
    return;
  }
  part("state").textContent = say("none");
  part("make").disabled = false;
  part("make").addEventListener("click", async () => show(await makeKey(origin, name)), { once: true });
}

if (page) prepare();
