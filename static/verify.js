// Checking a receipt in the reader's own browser: C2SP tlog-proof, tlog-checkpoint, tlog-cosignature, tlog-policy.
// The verdicts on Ed25519 are those of the server: A and R canonical and not of small order, S < L, no cofactor.
// ML-DSA-44 cosignatures are not checked here: no browser knows them yet; they count for nothing and are named as unread.

import { concat, fromBase64, keyId, sha256, toBase64, toHex } from "./sign.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
// The y of the eight points of small order; two of them stand for two points each, told apart by the sign of x.
const SMALL_ORDER = new Set([
  0n, 1n, P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]);
const encoder = new TextEncoder();

/** Something in a receipt does not hold; `code` says what. */
export class Tampering extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Whether an Ed25519 signature holds under the strict rule. */
export async function verifyEd25519(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (!isStrictPoint(publicKey) || !isStrictPoint(signature.subarray(0, 32))) return false;
  if (littleEndian(signature.subarray(32)) >= L) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

/** Whether these bytes could be a point that the strict rule lets through: canonical, and not of small order. */
export function isStrictPoint(bytes) {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  return y < P && !SMALL_ORDER.has(y);
}

/** The root of a tree to which an inclusion proof leads (RFC 6962). */
export async function rootFromInclusion(leafHash, proof, index, size) {
  if (!(index >= 0 && index < size)) throw new Tampering("inclusion_proof");
  let [hash, at, last] = [leafHash, BigInt(index), BigInt(size) - 1n];
  for (const sibling of proof) {
    if (last === 0n) throw new Tampering("inclusion_proof");
    if (at & 1n || at === last) {
      hash = await nodeHash(sibling, hash);
      while (!(at & 1n) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last !== 0n) throw new Tampering("inclusion_proof");
  return hash;
}

/** SHA-256 over 0x00 and the leaf. */
export const leafHash = (leaf) => sha256(concat(Uint8Array.of(0), leaf));
const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

/** Check a receipt against a policy; return what it shows, or throw `Tampering`. */
export async function verifyReceipt(receipt, policyText) {
  const policy = parsePolicy(policyText);
  const { index, path, leaf, checkpoint } = parseProof(receipt);
  const head = await verifyCheckpoint(checkpoint, policy);
  const root = await rootFromInclusion(await leafHash(leaf), path, index, head.size);
  if (toHex(root) !== toHex(head.root)) throw new Tampering("inclusion_proof");
  return { index, hashes: path.length, leaf: new TextDecoder().decode(leaf), ...head, root: toHex(head.root) };
}

/** Check the log's signature and the witnesses' on a checkpoint; return size, root, who cosigned, and if it suffices. */
export async function verifyCheckpoint(checkpoint, policy) {
  const { text, signatures } = parseNote(checkpoint);
  const [origin, size, root] = text.split("\n");
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size ?? "")) throw new Tampering("checkpoint");
  let signed = false;
  for (const key of policy.logs) {
    if (key.type !== 1) continue;
    for (const one of await linesOf(signatures, key)) {
      if (!(await verifyEd25519(key.publicKey, encoder.encode(text), one))) throw new Tampering("note_signature");
      signed = signed || key.name === origin;
    }
  }
  if (!signed) throw new Tampering("log_signature_missing");
  const witnesses = await cosignersOf(text, signatures, policy);
  const witnessed = policy.isMet(new Set(witnesses.map((one) => one.name)));
  return { origin, size: Number(size), root: strictBase64(root, 32), witnesses, witnessed };
}

async function cosignersOf(text, signatures, policy) {
  const found = [];
  for (const [name, key] of policy.witnesses) {
    if (key.type !== 4) continue;
    for (const one of await linesOf(signatures, key)) {
      const time = Number(new DataView(one.buffer, one.byteOffset).getBigUint64(0));
      const message = encoder.encode(`cosignature/v1\ntime ${time}\n${text}`);
      if (!(await verifyEd25519(key.publicKey, message, one.subarray(8)))) throw new Tampering("cosignature");
      found.push({ name, key: key.name, time });
    }
  }
  return found;
}

async function linesOf(signatures, key) {
  const id = toHex(await keyId(key.name, key.publicKey, key.type));
  return signatures.filter((one) => one.name === key.name && toHex(one.bytes.subarray(0, 4)) === id).map((one) => one.bytes.slice(4));
}

/** Read a tlog-proof: `extra` is the leaf. */
export function parseProof(receipt) {
  const at = receipt.indexOf("\n\n");
  const lines = receipt.slice(0, Math.max(at, 0)).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Tampering("proof_header");
  const extra = lines.shift() ?? "";
  const index = lines.shift() ?? "";
  if (!extra.startsWith("extra ") || !/^index (0|[1-9][0-9]{0,15})$/.test(index)) throw new Tampering("proof_header");
  const path = lines.map((one) => strictBase64(one, 32));
  return { index: Number(index.slice(6)), path, leaf: strictBase64(extra.slice(6)), checkpoint: receipt.slice(at + 2) };
}

/** Read a signed note: its text with the last newline, and its signature lines. */
export function parseNote(note) {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new Tampering("note_layout");
  const signatures = note.slice(at + 2, -1).split("\n").map((line) => {
    const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line);
    if (!match) throw new Tampering("note_signature");
    return { name: match[1], bytes: strictBase64(match[2]) };
  });
  return { text: note.slice(0, at + 1), signatures };
}

/** Read a tlog-policy: the log's keys, the witnesses by name, and the rule of who must have cosigned. */
export function parsePolicy(text) {
  const policy = { logs: [], witnesses: new Map(), isMet: () => true };
  const groups = new Map();
  const met = (name, seen) => {
    const group = groups.get(name);
    return group ? group.members.filter((one) => met(one, seen)).length >= group.needed : seen.has(name);
  };
  for (const line of text.split("\n").map((one) => one.trim())) {
    const [word, name, ...rest] = line.split(/[ \t]+/);
    if (!word || word.startsWith("#")) continue;
    if (word === "log") policy.logs.push(parseVkey(name));
    else if (word === "witness") policy.witnesses.set(name, parseVkey(rest[0]));
    else if (word === "group") {
      const [count, ...members] = rest;
      const needed = count === "any" ? 1 : count === "all" ? members.length : Number(count);
      if (!Number.isInteger(needed) || needed < 1 || needed > members.length) throw new Tampering("policy");
      groups.set(name, { needed, members });
    } else if (word === "quorum") policy.isMet = (seen) => name === "none" || met(name, seen);
    else throw new Tampering("policy");
  }
  return policy;
}

/** Read a verifier key: `<name>+<key id>+<base64 of type and key>`. */
export function parseVkey(text) {
  const [name, , ...rest] = (text ?? "").split("+");
  const bytes = strictBase64(rest.join("+"));
  return { name, type: bytes[0], publicKey: bytes.slice(1) };
}

function strictBase64(text, length) {
  let bytes;
  try {
    bytes = fromBase64(text ?? "");
  } catch {
    throw new Tampering("base64");
  }
  if (toBase64(bytes) !== text || (length !== undefined && bytes.length !== length)) throw new Tampering("base64");
  return bytes;
}

function littleEndian(bytes) {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}
