// Signing the entries of an upload one after the other. What was sent is sent as the same bytes if asked again.

import { envelopeOf, findKey } from "./sign.js";

const page = document.getElementById("many");
const { target, name, origin } = page.dataset;
const button = page.querySelector("[data-sign]");
const say = (key) => page.querySelector(`[data-say="${key}"]`).textContent;
const token = page.querySelector("[name=csrf_token]").value;

function status(tone, sentence) {
  const line = page.querySelector("[data-status]");
  line.className = `notice ${tone}`;
  line.textContent = sentence;
  line.hidden = false;
}

function mark(line, tone, text) {
  const badge = line.querySelector(".badge");
  badge.className = `badge ${tone}`;
  badge.textContent = text;
}

async function signAll(key) {
  button.disabled = true;
  let refused = 0;
  for (const line of page.querySelectorAll("[data-line]:not([data-done])")) {
    const body = await envelopeOf(line.querySelector("textarea").value, name, key);
    const headers = { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": token };
    let response;
    let answer;
    try {
      response = await fetch(target, { method: "POST", headers, body });
      answer = await response.json();
    } catch {
      button.disabled = false;
      return status("wait", say("offline"));
    }
    if (response.ok) {
      line.dataset.done = "";
      mark(line, "good", say("good"));
    } else {
      refused += 1;
      mark(line, "bad", `${say("bad")}：${answer.detail ?? answer.title}`);
    }
  }
  button.disabled = refused === 0;
  if (!refused) status("good", say("all"));
}

const key = name && (await findKey(origin, name));
if (key) {
  button.disabled = false;
  button.addEventListener("click", () => signAll(key));
} else {
  status("wait", say("no-key"));
}
