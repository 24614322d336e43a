// Signing in the browser: keys that never leave it, and the line that a C2SP signed note carries for them.
// No dependencies and no page in here: this file can be read as a whole by whoever signs with it.

const DATABASE = "registry-keys";
const STORE = "keys";
const PKCS8_HEAD = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
const encoder = new TextEncoder();

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
export const toHex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** Join byte arrays. */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, one) => size + one.length, 0));
  parts.reduce((at, one) => (whole.set(one, at), at + one.length), 0);
  return whole;
}

/** The first 4 bytes of SHA-256 over name, newline, signature type and public key. */
export async function keyId(name, publicKey, type = 1) {
  return (await sha256(concat(encoder.encode(`${name}\n`), Uint8Array.of(type), publicKey))).slice(0, 4);
}

/** The hexadecimal SHA-256 of a public key, as it is printed on the document that vouches for it. */
export const fingerprint = async (publicKey) => toHex(await sha256(publicKey));

/** Whether this browser can make and keep Ed25519 keys. */
export async function isSupported() {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return typeof indexedDB !== "undefined";
  } catch {
    return false;
  }
}

/** Make a key for a representative of the log with this origin, keep it non-extractable, return the public half. */
export async function makeKey(origin, name) {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  await keep(origin, name, { privateKey: pair.privateKey, publicKey });
  return publicKey;
}

/** Keep a key that came as PKCS8; from here on it is non-extractable too. Only the demo's keys ever come this way. */
export async function importKey(origin, name, pkcs8) {
  if (pkcs8.length !== 48 || PKCS8_HEAD.some((one, at) => one !== pkcs8[at])) throw new Error("not an Ed25519 key");
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  // The public half of a private key is only to be had from an extractable copy, which is forgotten at once.
  const copy = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", copy);
  const publicKey = fromBase64(x.replaceAll("-", "+").replaceAll("_", "/"));
  await keep(origin, name, { privateKey, publicKey });
  return publicKey;
}

/** The key that this browser keeps for a representative: `{privateKey, publicKey}`, or undefined. */
export const findKey = (origin, name) => inStore("readonly", (store) => store.get([origin, name]));

/** Forget a key. Nobody can bring it back. */
export const forgetKey = (origin, name) => inStore("readwrite", (store) => store.delete([origin, name]));

/** Where a key is kept that was made beside the one that counts, until it is registered. */
export const waiting = (name) => `${name} waiting`;

/** Let the waiting key, now registered, take the place of the one before; return it. */
export async function adoptKey(origin, name) {
  const key = await findKey(origin, waiting(name));
  await keep(origin, name, key);
  await forgetKey(origin, waiting(name));
  return key;
}

/** Sign a note's text (which ends in a newline) and return the signature line, with its newline. */
export async function signNote(text, name, key) {
  if (!text.endsWith("\n")) throw new Error("a note's text ends in a newline");
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", key.privateKey, encoder.encode(text)));
  return `— ${name} ${toBase64(concat(await keyId(name, key.publicKey), signature))}\n`;
}

/** Sign a text, or add the signature to an envelope that others have signed before; twice by one key changes nothing. */
export async function envelopeOf(text, name, key, envelope = "") {
  if (envelope && !envelope.startsWith(`${text}\n— `)) throw new Error("the envelope is of another text");
  const line = await signNote(text, name, key);
  return envelope.includes(`\n${line}`) ? envelope : (envelope || `${text}\n`) + line;
}

const keep = (origin, name, key) => inStore("readwrite", (store) => store.put(key, [origin, name]));

async function inStore(mode, work) {
  const database = await settled(Object.assign(indexedDB.open(DATABASE, 1), {
    onupgradeneeded: (event) => event.target.result.createObjectStore(STORE),
  }));
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
