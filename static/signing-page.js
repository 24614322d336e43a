// The page to check and sign: computes the digest again, signs with this browser's key, posts, and leads to the receipt.

import { answerTo, isSupported as knowsPasskeys } from "./passkey.js";
import { adoptKey, envelopeOf, findKey, fingerprint, isSupported, sha256, toBase64, toHex, waiting } from "./sign.js";

const page = document.getElementById("signing");
const part = (name) => page.querySelector(`[data-${name}]`);
const say = (name) => page.querySelector(`[data-say="${name}"]`).textContent;
const { target, name, origin, digest, receipt, form, signIn, keys: known, now } = page.dataset;
const CLOCK_MS = 120_000; // further apart than this, codes of an authenticator are refused
const text = part("text").value;

function status(tone, sentence, href) {
  const line = part("status");
  line.className = `notice ${tone}`;
  line.textContent = sentence;
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = href;
    if (href === signIn) link.target = "_blank"; // this page still holds what is to be signed
    line.append(" ", link);
  }
  line.hidden = false;
}

async function prepare() {
  // The page was made a moment ago; coming back to it later says nothing about the clock.
  const [entry] = performance.getEntriesByType("navigation");
  if (entry?.type !== "back_forward" && Math.abs(Date.now() - performance.now() - Number(now)) > CLOCK_MS) {
    part("clock").textContent = say("clock");
    part("clock").hidden = false;
  }
  const found = toHex(await sha256(new TextEncoder().encode(text)));
  if (found !== digest) return status("bad", say("mismatch"));
  part("digest-same").hidden = false;
  // Those who came without a key are shown the other way at once.
  const without = (reason) => {
    part("key").textContent = say(reason);
    page.querySelector(".offline").open = true;
  };
  if (!(await isSupported())) return without("no-support");
  const key = name && (await findKey(origin, name));
  if (!key) return without("no-key");
  if (known && !known.split(" ").includes(toBase64(key.publicKey))) return without("other-key");
  // A text that registers the key that waits here is signed by both: one vouches, the other shows that it is here.
  const made = await findKey(origin, waiting(name));
  const keys = made && text.includes(`"${toBase64(made.publicKey)}"`) ? [key, made] : [key];
  const prints = await Promise.all(keys.map(async (one) => (await fingerprint(one.publicKey)).slice(0, 16)));
  part("key").textContent = `${say("has-key")} · ${name} · ${prints.join(" + ")}`;
  const button = part("sign");
  button.disabled = false;
  button.addEventListener("click", () => sign(keys, button, byCode));
  const other = part("with-passkey");
  if (other && knowsPasskeys()) {
    other.hidden = other.disabled = false;
    other.addEventListener("click", () => sign(keys, button, byPasskey));
  }
}

const presence = part("presence");
let isPresent = !presence;

async function byCode() {
  const code = part("code").value.trim();
  return code ? [presence.dataset.presence, code] : [presence.dataset.demo, ""];
}

async function byPasskey() {
  try {
    return [presence.dataset.presence, await answerTo(presence.dataset.challenge, token)];
  } catch {
    return [null, "no-passkey"];
  }
}

/** Show that the person is here, for this text; once shown it holds for some minutes, and so for another try. */
async function show(proofOf) {
  const [address, body] = await proofOf();
  if (!address) return say(body || "code-missing");
  const headers = { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": token };
  const response = await fetch(address, { method: "POST", headers, body, redirect: "manual" });
  isPresent = response.ok || response.type === "opaqueredirect"; // the demo answers by leading on
  if (isPresent) return null;
  if (response.status === 401) return null; // the journal's answer, next, says what to do
  const answer = await response.json();
  if (answer.code === "form_expired") return null; // likewise: another session has begun meanwhile
  part("code").value = "";
  return answer.detail;
}

/** What proves that this page is ours, as the present session's pages carry it. */
async function freshToken() {
  const field = /name="csrf_token" value="([^"]+)"/.exec(await (await fetch(form)).text());
  return field?.[1] ?? "";
}

let token = page.querySelector("[name=csrf_token]").value;
let isStale = false;

async function sign(keys, button, proofOf) {
  button.disabled = true;
  status("info", say("signing"));
  let envelope = part("envelope").value;
  for (const key of keys) envelope = await envelopeOf(text, name, key, envelope);
  let response;
  let answer;
  try {
    if (isStale) token = await freshToken();
    const missing = isPresent ? null : await show(proofOf);
    if (missing) {
      button.disabled = false;
      return status("wait", missing);
    }
    const headers = { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": token };
    response = await fetch(target, { method: "POST", headers, body: envelope });
    answer = await response.json();
  } catch {
    // Ed25519 is deterministic, so signing again sends the same bytes: whatever has happened, it counts once.
    button.disabled = false;
    return status("wait", say("offline"));
  }
  if (answer.code === "presence_needed") {
    isPresent = false;
    button.disabled = false;
    return status("wait", answer.detail);
  }
  if (response.status === 401 || answer.code === "form_expired") {
    isStale = true;
    isPresent = !presence; // another session has to show it anew
    button.disabled = false;
    return status("wait", say("signed-out"), signIn);
  }
  if (response.ok) {
    if (keys.length > 1 && answer.index != null) await adoptKey(origin, name);
    status("good", `${say("sent")} ${answer.index ?? ""}`);
    location.assign(answer.next ?? answer.receipt ?? receipt.replace("{id}", answer.id));
  } else {
    status("bad", answer.detail ?? answer.title, answer.facts?.receipt);
    if (response.status >= 429) button.disabled = false;
  }
}

prepare();
