// A reading: cards beside their words, tied both ways, and words selected to correct a claim.

import { tell } from "/static/room.js";

const GAP = 8; // pixels between cards
const wide = matchMedia("(min-width: 62.01rem)");
const sheet = () => document.querySelector(".paper");
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// ── The margin: each card as near to its words as the others let it ────────────────────────
// The card in hand stands at its words; those before it are pushed up, those after it down.
// One that the mouse is at stays where it is: nothing moves away from under a pointer.
let inHand;
let byPointer = false;
addEventListener("pointerdown", () => { byPointer = true; }, true);
addEventListener("keydown", () => { byPointer = false; }, true);

function arrange() {
  const paper = sheet();
  if (!paper) return;
  if (!wide.matches || matchMedia("print").matches) {
    paper.classList.remove("floating");
    return;
  }
  paper.classList.add("floating");
  const origin = paper.getBoundingClientRect().top;
  const cards = all(".card", paper).map((card) => {
    const ref = document.getElementById(`text-${card.dataset.claim}`);
    const at = (ref ?? card.closest(".row")).getBoundingClientRect().top - origin;
    return { card, want: at - 6, height: card.offsetHeight };
  });
  const held = cards.findIndex(({ card }) => card === inHand);
  let floor = 0;
  for (const each of cards) {
    each.top = Math.max(each.want, floor);
    floor = each.top + each.height + GAP;
  }
  if (held >= 0) {
    const now = parseFloat(cards[held].card.style.top);
    cards[held].top = byPointer && now >= 0 ? now : cards[held].want;
    for (let i = held - 1; i >= 0; i -= 1) {
      cards[i].top = Math.min(cards[i].top, cards[i + 1].top - cards[i].height - GAP);
    }
    for (let i = held + 1; i < cards.length; i += 1) {
      cards[i].top = Math.max(cards[i].want, cards[i - 1].top + cards[i - 1].height + GAP);
    }
  }
  let last = 0;
  for (const { card, top, height } of cards) {
    card.style.top = `${top}px`;
    last = Math.max(last, top + height);
  }
  paper.style.minHeight = `${last + 24}px`;
}

// ── Ties ───────────────────────────────────────────────────────────────────────────────────
function tie(claim) {
  const on = claim ? new Set(claim.split(" ")) : new Set();
  for (const each of all(".card, [data-c], [data-w]")) {
    const mine = (each.dataset.claim ?? each.dataset.c ?? each.dataset.w).split(" ");
    each.classList.toggle("on", mine.some((one) => on.has(one)));
  }
}

// Where statements overlap, the one that begins last is meant: it is the innermost.
const claimAt = (target) => target.closest?.(".card")?.dataset.claim ?? target.closest?.("[data-c]")?.dataset.c;

document.addEventListener("mouseover", (event) => {
  if (document.body.dataset.picking) return;
  const claim = claimAt(event.target) ?? (document.activeElement && claimAt(document.activeElement));
  tie(claim);
});
document.addEventListener("focusin", (event) => {
  if (document.body.dataset.picking) return;
  tie(claimAt(event.target));
  inHand = event.target.closest(".card") ?? all(".card").find((card) => card.dataset.claim === claimAt(event.target));
  if (!byPointer) arrange();
});
document.addEventListener("click", (event) => {
  const said = event.target.closest?.(".said[data-c]");
  if (!said || document.body.dataset.picking || !getSelection().isCollapsed) return;
  byPointer = false;
  all(".card").find((card) => card.dataset.claim === said.dataset.c)?.focus({ preventScroll: true });
});

// ── Selecting words ────────────────────────────────────────────────────────────────────────
// Offsets count code points, as everywhere in Reportedly; the DOM counts UTF-16 units.
const points = (text) => Array.from(text).length;

function offsetAt(node, offset) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!holder || node.nodeType !== Node.TEXT_NODE) return undefined;
  return Number(holder.dataset.at) + points(node.data.slice(0, offset));
}

function rangeOf(leaves, start, end) {
  const range = document.createRange();
  for (const leaf of leaves) {
    const text = leaf.firstChild;
    if (!text) continue;
    const from = Number(leaf.dataset.at);
    const letters = Array.from(text.data);
    const unit = (at) => letters.slice(0, at - from).join("").length;
    if (from <= start && start < from + letters.length) range.setStart(text, unit(start));
    if (from < end && end <= from + letters.length) range.setEnd(text, unit(end));
  }
  return range;
}

function pick(button) {
  const card = button.closest(".card");
  const form = button.form;
  const field = button.dataset.field;
  const claim = card.dataset.claim;
  const inTitle = Boolean(card.closest(".head"));
  const leaves = all(inTitle ? ".head [data-at]" : ".body [data-at]");
  const words = [];
  for (const leaf of leaves) {
    const from = Number(leaf.dataset.at);
    for (const found of leaf.textContent.matchAll(/[^\s“”"]+/g)) {
      const start = from + points(leaf.textContent.slice(0, found.index));
      const last = words.at(-1);
      if (last && last.end === start) last.end += points(found[0]);
      else words.push({ start, end: start + points(found[0]) });
    }
  }
  const marked = leaves.filter((leaf) =>
    field === "speaker" ? leaf.dataset.w?.split(" ").includes(claim) : leaf.closest(`[data-c~="${claim}"]`));
  const startsAt = marked.length ? Number(marked[0].dataset.at) : words[0]?.start ?? 0;
  let first = Math.max(0, words.findIndex((word) => word.end > startsAt));
  let last = first;
  if (field === "content" && marked.length) {
    const end = Number(marked.at(-1).dataset.at) + points(marked.at(-1).textContent);
    last = Math.max(first, words.findLastIndex((word) => word.start < end));
  }

  const banner = document.createElement("div");
  banner.className = "banner";
  banner.setAttribute("role", "dialog");
  banner.setAttribute("aria-label", field === "speaker" ? "Who says it" : "The words of the statement");
  banner.tabIndex = -1;
  const told = document.createElement("q");
  const hint = document.createElement("span");
  hint.textContent = "Select with the mouse, or ← → move the end, Shift ← → the beginning, ↑ ↓ both.";
  const keep = document.createElement("button");
  keep.className = "primary";
  keep.textContent = "Keep (Enter)";
  const leave = document.createElement("button");
  leave.textContent = "Leave (Esc)";
  banner.append(field === "speaker" ? "Said by" : "Says", " ", told, keep, leave, hint);
  sheet().append(banner);
  document.body.dataset.picking = field;
  banner.focus({ preventScroll: true });

  let chosen;
  const show = (start, end) => {
    chosen = { start, end };
    const range = rangeOf(leaves, start, end);
    CSS.highlights?.set("picked", new Highlight(range));
    told.textContent = range.cloneContents().textContent.replace(/^\d+/, "");
    const box = range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight - 80) scrollBy({ top: box.top - innerHeight / 3 });
  };
  const showWords = () => show(words[first].start, words[last].end);
  const bySelection = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const start = offsetAt(range.startContainer, range.startOffset);
    const end = offsetAt(range.endContainer, range.endOffset);
    if (start === undefined || end === undefined || end <= start) return;
    first = Math.max(0, words.findIndex((word) => word.end > start));
    last = Math.max(first, words.findLastIndex((word) => word.start < end));
    show(start, end);
  };
  const close = () => {
    banner.remove();
    CSS.highlights?.delete("picked");
    delete document.body.dataset.picking;
    document.removeEventListener("keydown", byKey, true);
    document.removeEventListener("selectionchange", bySelection);
    getSelection().removeAllRanges();
    card.focus({ preventScroll: true });
  };
  const save = () => {
    const { start, end } = chosen;
    close();
    form.elements.start.disabled = form.elements.end.disabled = false;
    form.elements.start.value = start;
    form.elements.end.value = end;
    const hidden = document.createElement("button");
    hidden.hidden = true;
    hidden.name = "action";
    hidden.value = field;
    form.append(hidden);
    hidden.click();
  };
  const clamp = (value) => Math.min(words.length - 1, Math.max(0, value));
  function byKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const both = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target !== leave) save();
    else if (by && event.shiftKey) { first = clamp(Math.min(first + by, last)); showWords(); }
    else if (by) { last = clamp(Math.max(last + by, first)); showWords(); }
    else if (both) { first = clamp(first + both); last = clamp(Math.max(first, last + both)); showWords(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  keep.addEventListener("click", save);
  leave.addEventListener("click", close);
  document.addEventListener("keydown", byKey, true);
  document.addEventListener("selectionchange", bySelection);
  if (words.length) showWords();
  else { close(); tell("There are no words to select."); }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".pick");
  if (button) pick(button);
});

// ── Begin, and again whenever the page changes ─────────────────────────────────────────────
function begin() {
  for (const button of all(".pick")) button.hidden = false;
  inHand = document.querySelector(".card:focus, .card:target");
  arrange();
}
// htmx would carry the places of the old cards over to the new, which the policy forbids.
document.addEventListener("htmx:beforeSwap", () => { for (const card of all(".card")) card.removeAttribute("style"); });
document.addEventListener("htmx:afterSettle", begin);
document.addEventListener("toggle", arrange, true);
addEventListener("resize", arrange);
addEventListener("beforeprint", () => sheet()?.classList.remove("floating"));
addEventListener("afterprint", arrange);
wide.addEventListener("change", arrange);
begin();
