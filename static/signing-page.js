// The page to check and sign: computes the digest again, signs with this browser's key, posts, and leads to the receipt.

import { adoptKey, envelopeOf, findKey, fingerprint, isSupported, sha256, toBase64, toHex, waiting } from "./sign.js";

const page = document.getElementById("signing");
const part = (name) => page.querySelector(`[data-${name}]`);
const say = (name) => page.querySelector(`[data-say="${name}"]`).textContent;
const { target, name, origin, digest, receipt, form, signIn } = page.dataset;
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
  // A text that registers the key that waits here is signed by both: one vouches, the other shows that it is here.
  const made = await findKey(origin, waiting(name));
  const keys = made && text.includes(`"${toBase64(made.publicKey)}"`) ? [key, made] : [key];
  const prints = await Promise.all(keys.map(async (one) => (await fingerprint(one.publicKey)).slice(0, 16)));
  part("key").textContent = `${say("has-key")} · ${name} · ${prints.join(" + ")}`;
  const button = part("sign");
  button.disabled = false;
  button.addEventListener("click", () => sign(keys, button));
}

/** What proves that this page is ours, as the present session's pages carry it. */
async function freshToken() {
  const field = /name="csrf_token" value="([^"]+)"/.exec(await (await fetch(form)).text());
  return field?.[1] ?? "";
}

let token = page.querySelector("[name=csrf_token]").value;
let isStale = false;

async function sign(keys, button) {
  button.disabled = true;
  status("info", say("signing"));
  let envelope = part("envelope").value;
  for (const key of keys) envelope = await envelopeOf(text, name, key, envelope);
  let response;
  let answer;
  try {
    if (isStale) token = await freshToken();
    const headers = { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": token };
    response = await fetch(target, { method: "POST", headers, body: envelope });
    answer = await response.json();
  } catch {
    // Ed25519 is deterministic, so signing again sends the same bytes: whatever has happened, it counts once.
    button.disabled = false;
    return status("wait", say("offline"));
  }
  if (response.status === 401 || answer.code === "form_expired") {
    isStale = true;
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
