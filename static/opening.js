// What a sealed bid was before it was sealed: five lines under one hash, kept here until they are revealed.
// Nothing of it is sent before the reveal. The rule that checks it is `commitment_of` in registry/areas/trading.

import { sha256, toHex } from "./sign.js";

const place = (commitment) => `opening ${commitment}`;
const FORM = { price_fen: /^[1-9][0-9]*$/, units: /^[1-9][0-9]*$/, salt: /^[0-9a-f]{32}$/ };

/** A salt of 16 random bytes, in hexadecimal. */
export const newSalt = () => toHex(crypto.getRandomValues(new Uint8Array(16)));

/** SHA-256 in hexadecimal of auction, account, price in fen, units and salt, each ended by a line feed. */
export async function commitmentOf({ auction, account, price_fen: price, units, salt }) {
  const lines = [auction, account, price, units, salt].map((line) => `${line}\n`).join("");
  return toHex(await sha256(new TextEncoder().encode(lines)));
}

/** Keep an opening in this browser. */
export const keepOpening = (opening) => localStorage.setItem(place(opening.commitment), JSON.stringify(opening));

/** The opening that this browser keeps for a commitment, or null. */
export function findOpening(commitment) {
  const kept = localStorage.getItem(place(commitment));
  return kept ? JSON.parse(kept) : null;
}

/** The opening that a file holds, if it is whole and hashes to what it says; else null. */
export async function readOpening(text) {
  try {
    const opening = JSON.parse(text);
    const isWhole = Object.entries(FORM).every(([name, form]) => form.test(String(opening[name])));
    return isWhole && (await commitmentOf(opening)) === opening.commitment ? opening : null;
  } catch {
    return null;
  }
}

/** Yuan as typed, as fen in digits; null for anything but a price above zero with at most two decimals. */
export function fenOf(typed) {
  const found = /^([0-9]{1,12})(?:\.([0-9]{1,2}))?$/.exec(typed.trim().replaceAll(",", ""));
  if (!found) return null;
  const digits = `${found[1]}${(found[2] ?? "").padEnd(2, "0")}`.replace(/^0+/, "");
  return digits || null;
}

/** A whole number above zero as typed, in digits; null for anything else. */
export function unitsOf(typed) {
  const digits = typed.trim().replaceAll(",", "");
  return /^[1-9][0-9]{0,15}$/.test(digits) ? digits : null;
}

/** Fen in digits as yuan with two decimals. */
export function yuanOf(fen) {
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
