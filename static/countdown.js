// Counts down to an instant by the registry's clock, which the page names, and not by this machine's. Without it the page
// shows what was left when it was loaded, and loads itself again.

const SECOND = 1000;
const AGAIN = 60 * SECOND;
const place = document.querySelector("[data-countdown]");

function words(left) {
  const [days, rest] = [Math.floor(left / 86400), left % 86400];
  const two = (number) => String(number).padStart(2, "0");
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  return days ? place.dataset.words.replace("{days}", days).replace("{clock}", clock) : clock;
}

// The registry's clock: what it said when it answered, and what has gone by since, whatever this machine calls the time.
let said = Number(place?.dataset.now);
let heard = performance.now();
const now = () => said + (performance.now() - heard);

function tell() {
  const left = Math.max(0, Math.ceil((Number(place.dataset.until) - now()) / SECOND));
  place.querySelector("[data-left]").textContent = words(left);
  const clock = new Date(now()).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
  place.querySelector("[data-clock]").textContent = clock;
  if (left) setTimeout(tell, SECOND - (now() % SECOND));
  else setTimeout(() => location.reload(), 2 * SECOND); // the page that follows says what comes next
}

// A machine that slept has lost count, so the registry is asked again now and then; its answer's own time is half way.
async function ask() {
  if (document.hidden) return;
  const asked = performance.now();
  try {
    const answer = await fetch(place.dataset.countdown, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) return;
    said = Date.parse((await answer.json()).shown_at);
    heard = (asked + performance.now()) / 2;
  } catch {
    // the count goes on from what was said last
  }
}

if (place) {
  tell();
  setInterval(ask, AGAIN);
  document.addEventListener("visibilitychange", ask);
}
