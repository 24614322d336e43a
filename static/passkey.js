// Passkeys in forms: a form with data-passkey asks its address for a challenge, lets the browser answer, and sends the
// answer in its field "passkey". data-passkey-make makes a new passkey instead. The signing page uses `answerTo`.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Whether this browser knows passkeys at all. */
export const isSupported = () => typeof PublicKeyCredential !== "undefined";

async function challengeFrom(address, token) {
  const response = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!response.ok || response.redirected) throw new Error("no challenge");
  return response.json();
}

/** Let a passkey answer the challenge of an address; return what the server reads, as JSON. */
export async function answerTo(address, token) {
  const publicKey = await challengeFrom(address, token);
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.allowCredentials = (publicKey.allowCredentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const { id, rawId, response } = await navigator.credentials.get({ publicKey });
  return JSON.stringify({
    id,
    rawId: toText(rawId),
    type: "public-key",
    response: {
      authenticatorData: toText(response.authenticatorData),
      clientDataJSON: toText(response.clientDataJSON),
      signature: toText(response.signature),
      userHandle: response.userHandle ? toText(response.userHandle) : null,
    },
  });
}

/** Make a passkey as the address asks; return what the server reads, as JSON. */
async function make(address, token) {
  const publicKey = await challengeFrom(address, token);
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.user.id = toBytes(publicKey.user.id);
  publicKey.excludeCredentials = (publicKey.excludeCredentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const { id, rawId, response } = await navigator.credentials.create({ publicKey });
  return JSON.stringify({
    id,
    rawId: toText(rawId),
    type: "public-key",
    response: {
      attestationObject: toText(response.attestationObject),
      clientDataJSON: toText(response.clientDataJSON),
    },
  });
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (!isSupported()) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { form } = button;
    for (const field of form.querySelectorAll("[data-code]")) field.required = false;
    if (!form.reportValidity()) return;
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const work = "make" in button.dataset ? make : answerTo;
      form.elements.passkey.value = await work(button.dataset.passkey, form.elements.csrf_token.value);
      form.submit();
    } catch {
      failed.hidden = false; // the person closed the browser's question, or there is no passkey for this site
    }
  });
}
