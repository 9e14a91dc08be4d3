// What every page has: keys, the theme, news that goes away. The pages work without it.

const news = document.getElementById("news");
let leaving;

export function tell(message) {
  news.textContent = message;
  clearTimeout(leaving);
  leaving = setTimeout(() => { news.textContent = ""; }, 5000);
}

// What the last form came to is told once.
function tellNews() {
  const said = document.querySelector("#sheet[data-news]");
  if (said) tell(said.dataset.news);
}
tellNews();

const typing = (target) => target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");

// ── Theme ──────────────────────────────────────────────────────────────────────────────────
const THEMES = ["auto", "dark", "light"];

function switchTheme() {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
  root.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
  const button = document.querySelector(".switch [name=theme]");
  const after = THEMES[(THEMES.indexOf(next) + 1) % THEMES.length];
  button.value = after;
  button.title = `Theme: ${next}. Change it (t)`;
  button.setAttribute("aria-label", `Theme: ${next}. Change to ${after}`);
  tell(`Theme: ${next === "auto" ? "as the system has it" : next}`);
}

document.querySelector(".switch").addEventListener("submit", (event) => {
  event.preventDefault();
  switchTheme();
});

// ── Keys ───────────────────────────────────────────────────────────────────────────────────
const help = document.getElementById("keys");
const helpButton = document.querySelector(".keys-button");
helpButton.hidden = false;
helpButton.addEventListener("click", () => help.showModal());

// Lines of a list, or cards of a reading: what j and k go through.
const stops = () => [...document.querySelectorAll(".card, a.line, button.line")].filter((each) => each.offsetParent);

const inHandNow = () => stops().findIndex((each) => each === document.activeElement || each.contains(document.activeElement));

function step(by) {
  const all = stops();
  if (!all.length) return;
  const now = inHandNow();
  const to = all[Math.min(all.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by))];
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

const current = () => document.activeElement?.closest(".card");

// A key of a card presses the button, or goes to the field, that names it.
function onCard(key) {
  // What was decided leaves the queue: its Undo stands in the list of decisions.
  const undo = key === "u" && document.querySelector(".history [data-key=u]");
  const wanted = current()?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? undo;
  if (!wanted) return false;
  const fold = wanted.closest("details");
  if (fold) fold.open = true;
  if (wanted.matches("button")) wanted.click();
  else wanted.focus();
  return true;
}

let going = false;
const KEYS = {
  "?": () => help.showModal(),
  "/": () => document.getElementById("quick")?.focus(),
  m: () => {
    const name = document.getElementById("save-as");
    name?.focus();
    return Boolean(name);
  },
  v: () => {
    const more = document.querySelector("#elsewhere [data-key=v]");
    more?.focus();
    more?.click();
    return Boolean(more);
  },
  t: switchTheme,
  j: () => step(1),
  k: () => step(-1),
  f: () => {
    const all = [...document.querySelectorAll(".furniture")];
    const open = !all.some((each) => each.open);
    all.forEach((each) => { each.open = open; });
  },
  Enter: () => {
    const open = document.activeElement?.matches(".card") && document.activeElement.querySelector("a.open");
    if (open) open.click();
    return Boolean(open);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key !== "Escape") return;
    event.target.blur();
    event.target.closest(".card")?.focus();
    return;
  }
  if (help.open || document.body.dataset.picking) return;
  if (going) {
    going = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (event.key === "g") { going = true; setTimeout(() => { going = false; }, 1500); return; }
  const done = KEYS[event.key] ? KEYS[event.key]() !== false : onCard(event.key);
  if (done) event.preventDefault();
});

// A certainty that is pointed at is meant: no second press. By keys one goes past others first.
let pointed;
document.addEventListener("pointerdown", (event) => { pointed = event.target.closest?.("select[data-key]"); });
document.addEventListener("keydown", (event) => {
  pointed = undefined;
  if (event.key !== "Enter" || !event.target.matches?.("select[data-key]")) return;
  event.preventDefault();
  const same = event.target.selectedOptions[0]?.defaultSelected;
  if (!event.repeat && !same) event.target.form.requestSubmit();
});
document.addEventListener("change", (event) => {
  if (pointed && event.target === pointed) event.target.form.requestSubmit();
});

// Filters answer at once, a date a while after its last change: while it is typed, it is another.
const facets = (target) => target.closest?.("#facets");
let typed;
document.addEventListener("change", (event) => {
  const form = facets(event.target);
  if (!form) return;
  clearTimeout(typed);
  const ask = () => { if (form.isConnected) form.requestSubmit(); };
  if (event.target.type === "date") typed = setTimeout(ask, 1500);
  else ask();
});
document.addEventListener("submit", () => clearTimeout(typed), true);
// What cannot be searched for or decided leaves the page as it is; two who decide at once are asked.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.status >= 500) return;
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  if (answer.getElementById("conflict")) return;
  event.detail.shouldSwap = false;
  tell(answer.querySelector("#sheet p")?.textContent ?? `The reading room answered ${xhr.status}.`);
});

// ── After a decision the page stands as it did, with the card it was about in hand ─────────
let held;
let inElsewhere;
document.addEventListener("htmx:beforeRequest", (event) => {
  const card = event.target.closest?.(".card");
  inElsewhere = document.activeElement.closest("#elsewhere");
  held = card && { id: card.id, place: stops().indexOf(card), top: card.getBoundingClientRect().top };
});
document.addEventListener("htmx:afterSettle", () => {
  // One that left the queue leaves its place to the next.
  const card = held && (document.getElementById(held.id) ?? stops()[held.place]);
  if (card) {
    card.focus({ preventScroll: true });
    scrollBy(0, card.getBoundingClientRect().top - held.top);
  }
  held = undefined;
  // What was pressed to fetch the rest is gone with it.
  if (inElsewhere) document.getElementById("elsewhere").focus();
  document.getElementById("conflict")?.focus();
  inElsewhere = undefined;
  tellNews();
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  const lost = requestConfig.verb === "get" ? "" : "It was not kept. ";
  tell(`${lost}The reading room answered ${xhr.status}.`);
});
document.addEventListener("htmx:sendError", () => tell("The reading room does not answer. Is it still running?"));

// ── Back where one was: the card of an address, or the line that was left by it ────────────
const left = `left:${location.pathname}${location.search}`;
addEventListener("pagehide", () => sessionStorage.setItem(left, inHandNow()));
addEventListener("load", () => {
  const [entry] = performance.getEntriesByType("navigation");
  const back = entry?.type === "back_forward" && stops()[Number(sessionStorage.getItem(left) ?? -1)];
  const to = back || document.querySelector(".card:target");
  if (!to || document.activeElement !== document.body) return;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
});
