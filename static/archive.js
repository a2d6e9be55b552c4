// Conveniences of the public pages. All pages work without this script.

// --- Highlighting a citation together with its cards --------------------------------------------------------

const lit = new Set();

function partners(element) {
  const one = element.closest("[data-cards], .card");
  const cards = one?.dataset.cards?.split(" ") ?? (one ? [one.id] : []);
  return cards.flatMap((id) => [
    ...document.querySelectorAll(`#${CSS.escape(id)}, [data-cards~="${CSS.escape(id)}"]`),
  ]);
}

function light(element) {
  lit.forEach((other) => other.classList.remove("lit"));
  lit.clear();
  for (const partner of element instanceof Element ? partners(element) : []) {
    partner.classList.add("lit");
    lit.add(partner);
  }
}

for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => light(event.target));
document.addEventListener("focusout", () => light(null));

// --- Copying a clause: its address, a quotation with citation, or its text ----------------------------------

const copies = document.querySelector(".copies");

function clauseText(said) {
  const words = said.querySelector(".words, table").cloneNode(true);
  words.querySelectorAll(".label, caption, sup, .opened").forEach((mark) => mark.remove());
  const rows = [...(words.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent).join("\t"));
  return words.rows ? rows.join("\n") : words.textContent;
}

function copied(kind, link) {
  const text = clauseText(link.closest(".said"));
  if (kind !== "quotation") return kind === "text" ? text : link.href;
  const values = { text, place: link.dataset.place, url: link.href };
  return link.closest("[data-quotation]").dataset.quotation.replace(/\{(text|place|url)\}/g, (_, name) => values[name]);
}

function offerCopies(link) {
  document.querySelector(".copy[aria-expanded=true]")?.setAttribute("aria-expanded", "false");
  link?.after(copies);
  link?.setAttribute("aria-expanded", "true");
  copies.hidden = !link;
}

async function copy(kind, link) {
  offerCopies(null);
  link.focus();
  try {
    await navigator.clipboard.writeText(copied(kind, link));
  } catch {
    location.hash = link.hash;
    return;
  }
  document.querySelector("[data-status]").textContent = link.closest("[data-copied]").dataset.copied;
  link.dataset.said = link.closest("[data-copied]").dataset.copied;
  link.classList.add("copied");
  setTimeout(() => link.classList.remove("copied"), 2000);
}

if (copies && navigator.clipboard) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".copy");
    const choice = event.target.closest("[data-copies]");
    if (choice) copy(choice.dataset.copies, copies.previousElementSibling);
    else offerCopies(link?.getAttribute("aria-expanded") === "true" ? null : link);
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
  });
  copies.addEventListener("keydown", (event) => {
    if (event.key === "Escape") copies.previousElementSibling.focus();
  });
  document.addEventListener("focusin", (event) => {
    if (!copies.hidden && !copies.contains(event.target) && event.target !== document.body) offerCopies(null);
  });
}

// Copying leaves out the numbers of clauses and the marks of footnotes. A selection that begins in the words of a clause
// also leaves out the cards and the votes between clauses. All these become unselectable only now, because a selection by
// keyboard ends at what is unselectable.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  const begin = selection.getRangeAt(0).startContainer;
  const inWords = (begin instanceof Element ? begin : begin.parentElement).closest(".said > .words");
  const root = document.documentElement.classList;
  root.add("copying");
  root.toggle("copying-words", Boolean(inWords));
  setTimeout(() => root.remove("copying", "copying-words"));
  if (!inWords) return;
  event.clipboardData.setData("text/plain", selection.toString().replace(/\n{3,}/g, "\n\n").trim());
  event.preventDefault();
});

// --- Keys: "/" for search, "j" and "k" for the next and the previous clause, "n" and "p" for changes ----------

const keys = document.querySelector("[data-keys]");
const keysSwitch = keys.querySelector("input");
keys.hidden = false;
keysSwitch.checked = localStorage.getItem("keys") !== "off";
keysSwitch.addEventListener("change", () => localStorage.setItem("keys", keysSwitch.checked ? "on" : "off"));

function step(by, wanted) {
  const clauses = [...document.querySelectorAll(".text .clause, .compared .row, .hit")];
  const now = clauses.findIndex((clause) => clause.classList.contains("current"));
  const target = clauses.findIndex((clause) => clause.id && `#${clause.id}` === location.hash);
  const from = now >= 0 ? now : target >= 0 ? target : by > 0 ? -1 : clauses.length;
  const ahead = by > 0 ? clauses.slice(from + 1) : clauses.slice(0, from).reverse();
  const clause = ahead.find((one) => one.matches(wanted)) ?? clauses[from];
  if (!clause) return;
  clauses[now]?.classList.remove("current");
  clause.classList.add("current");
  clause.closest("details:not([open])")?.setAttribute("open", "");
  clause.tabIndex = -1;
  clause.focus({ preventScroll: true });
  clause.scrollIntoView({ block: "nearest" });
  if (clause.id) history.replaceState(null, "", `#${clause.id}`); // a hit has no address of its own
}

function keysApply(event) {
  if (!keysSwitch.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (!keysApply(event)) return;
  if (event.key === "/") document.querySelector("[data-search]")?.focus();
  else if (event.key === "j") step(1, "*");
  else if (event.key === "k") step(-1, "*");
  else if (event.key === "n") step(1, ".changed");
  else if (event.key === "p") step(-1, ".changed");
  else return;
  event.preventDefault();
});

// --- On wide pages the list of contents is open -------------------------------------------------------------

if (matchMedia("(min-width: 84.01rem)").matches) document.querySelector(".resolution:not(.in-two) > .contents details")?.setAttribute("open", "");

// --- A text in another language, or in two, opens at the same clause; the key "t" leads to it ----------------

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-same-clause]");
  if (link) link.hash = location.hash;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "t" || !keysApply(event)) return;
  const link = document.querySelector("[data-parallel]");
  if (!link) return;
  event.preventDefault();
  link.click();
});

// --- The language switch returns to the same clause --------------------------------------------------------

/* A click elsewhere and Escape close the menu of the header. */

const menu = document.querySelector("details.menu");
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.querySelector("form.language")?.addEventListener("submit", (event) => {
  const next = event.target.elements.next;
  next.value = next.value.split("#")[0] + location.hash;
});

// --- Printing unfolds everything ---------------------------------------------------------------------------

addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("details.more:not([open])")) {
    more.open = true;
    addEventListener("afterprint", () => (more.open = false), { once: true });
  }
});
