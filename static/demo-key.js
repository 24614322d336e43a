// The demo only: fetches the key of the person whom the visitor has become, and keeps it like any other.

import { findKey, fromBase64, importKey, isSupported } from "./sign.js";

const meta = (name) => document.querySelector(`meta[name="registry-${name}"]`)?.content;

async function fetchKey() {
  if ((await isSupported()) && !(await findKey(meta("origin"), meta("representative")))) {
    const response = await fetch(meta("demo-key"));
    if (!response.ok) return;
    const { origin, representative, pkcs8 } = await response.json();
    // A key that was made while the answer was on its way stays.
    if (await findKey(origin, representative)) return;
    await importKey(origin, representative, fromBase64(pkcs8));
  }
}

fetchKey();
