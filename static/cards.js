// Opens the cited words inside a card. On narrow pages, and inside an excerpt, it also opens the card itself, below the
// words that cite. Without this script, the words lead to their card, and the card leads to the page of the excerpt.

// A page with two texts has less room beside them.
const narrow = matchMedia(document.querySelector(".parallel") ? "(max-width: 76rem)" : "(max-width: 60rem)");
const openers = new WeakMap(); // what was opened → the link that opened it
const returns = new WeakMap(); // the link of a card → the words at which the reader opened it
const places = new WeakMap(); // a card away from its list → the mark of its place there
let numbered = 0;

const isOpen = (link) => link.getAttribute("aria-expanded") === "true";
const cardsOf = (cite) => cite.dataset.cards.split(" ").map((id) => document.getElementById(id)).filter(Boolean);

// --- An excerpt inside its card -----------------------------------------------------------------------------

// The ids of an excerpt become unique, because the page can have the same ids.
function renumbered(excerpt) {
  const own = (id) => `x${numbered}-${id}`;
  numbered += 1;
  excerpt.id = own("excerpt");
  for (const one of excerpt.querySelectorAll("[id]")) one.id = own(one.id);
  for (const one of excerpt.querySelectorAll('a[href^="#"]')) one.hash = own(one.getAttribute("href").slice(1));
  for (const one of excerpt.querySelectorAll("[data-cards]")) {
    one.dataset.cards = one.dataset.cards.split(" ").map(own).join(" ");
  }
  return excerpt;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return renumbered(document.adoptNode(page.querySelector("[data-excerpt]")));
}

async function openExcerpt(link) {
  if (link.hasAttribute("aria-busy")) return;
  if (!link.hasAttribute("aria-controls")) {
    link.setAttribute("aria-busy", "true");
    try {
      const excerpt = await fetched(link.href);
      prepare(excerpt);
      excerpt.querySelector(".closes").hidden = false;
      excerpt.hidden = true;
      openers.set(excerpt, link);
      link.closest(".card").append(excerpt);
      link.setAttribute("aria-controls", excerpt.id);
    } catch {
      location.assign(link.href);
      return;
    } finally {
      link.removeAttribute("aria-busy");
    }
  }
  cover(link);
  document.getElementById(link.getAttribute("aria-controls")).hidden = false;
  link.setAttribute("aria-expanded", "true");
}

function closeExcerpt(link) {
  document.getElementById(link.getAttribute("aria-controls")).hidden = true;
  link.setAttribute("aria-expanded", "false");
  uncover(link);
}

const toggle = (link) => (isOpen(link) ? closeExcerpt(link) : openExcerpt(link));

// --- What is open in the margin covers what is below it, so that the text does not move ---------------------

function cover(element) {
  const beside = element.closest(".part > .clause > :is(.beside, .votes)");
  if (!beside || beside.matches(".covering")) return;
  beside.style.setProperty("--height", `${beside.getBoundingClientRect().height}px`);
  beside.classList.add("covering");
}

function uncover(element) {
  const beside = element.closest(".covering");
  if (!beside?.querySelector("details[open], .opens[aria-expanded=true]")) beside?.classList.remove("covering");
}

document.addEventListener("click", (event) => {
  const summary = event.target.closest(":is(.beside, .votes) summary");
  if (summary) cover(summary);
});
document.addEventListener("toggle", (event) => event.target.open || uncover(event.target), { capture: true });

// --- A card below the words that cite -----------------------------------------------------------------------

const opensBelow = (cite) => cite.closest(".excerpt") || (narrow.matches && cite.closest(".part"));

function closeCards(cite) {
  const box = document.getElementById(cite.getAttribute("aria-controls"));
  for (const card of [...box.children]) places.get(card).replaceWith(card);
  box.remove();
  cite.setAttribute("aria-expanded", "false");
  cite.removeAttribute("aria-controls");
}

// The box floats below the line of the words. So the rest of the line stays where it is.
function openCards(cite) {
  const box = Object.assign(document.createElement("ul"), {
    className: "cards opened",
    id: `opened-${(numbered += 1)}`,
    lang: document.documentElement.lang,
    dir: "ltr",
  });
  for (const card of cardsOf(cite)) {
    if (card.parentElement.matches(".opened")) closeCards(openers.get(card.parentElement));
    places.set(card, document.createComment(""));
    card.before(places.get(card));
    box.append(card);
  }
  (cite.closest(".scroll, h1, h2") ?? cite.closest("b, sup") ?? cite).after(box);
  openers.set(box, cite);
  cite.setAttribute("aria-expanded", "true");
  cite.setAttribute("aria-controls", box.id);
}

function closeAllCards() {
  for (const box of [...document.querySelectorAll(".opened")].reverse()) closeCards(openers.get(box));
}

// --- In the margin, the words lead to their cards, and open what the cards open ------------------------------

function unfold(card) {
  const folded = card.closest("details:not([open])");
  if (!folded) return;
  cover(card);
  folded.open = true;
}

const opensOf = (card) => [...card.querySelectorAll(".opens")].filter((link) => link.closest(".card") === card);

async function toggleInMargin(cite, links) {
  const open = !links.every(isOpen);
  await Promise.all(links.filter((link) => isOpen(link) !== open).map(toggle));
  if (!open) return;
  for (const link of links) returns.set(link, cite);
  links[0].focus({ preventScroll: true });
  links[0].closest(".card").scrollIntoView({ block: "nearest" });
}

// The reader keeps the place in the text: the page scrolls only as far as the card needs.
function show(card, cite) {
  returns.set(card, cite);
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${card.id}`);
}

// --- What the reader does -----------------------------------------------------------------------------------

function prepare(root) {
  for (const link of root.querySelectorAll(".opens")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }
  prepareCites(root);
}

function prepareCites(root) {
  for (const cite of root.querySelectorAll("[data-cards]")) {
    if (opensBelow(cite)) cite.setAttribute("aria-expanded", "false");
    else cite.removeAttribute("aria-expanded");
  }
}

// Closes what the element has opened, or the innermost opened thing around it. The focus returns to the opener.
function closeAround(element) {
  const own = element.closest(":is(.opens, [data-cards])[aria-expanded=true]");
  const opener = own ?? openers.get(element.closest(".excerpt, .opened"));
  const words = returns.get(element.closest(".card"));
  if (!opener) words?.focus();
  if (!opener) return Boolean(words);
  if (opener.matches(".opens")) closeExcerpt(opener);
  else closeCards(opener);
  (returns.get(opener) ?? opener).focus();
  return true;
}

function follow(link) {
  if (link.matches(".closes")) return closeAround(link);
  if (link.matches(".opens")) {
    returns.delete(link);
    return toggle(link);
  }
  if (opensBelow(link)) return isOpen(link) ? closeCards(link) : openCards(link);
  const cards = cardsOf(link);
  cards.forEach(unfold);
  const links = cards.flatMap(opensOf);
  return links.length ? toggleInMargin(link, links) : show(cards[0], link);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest(".opens, .closes, :is(.part, .excerpt) [data-cards]");
  if (!link) return;
  follow(link);
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && closeAround(event.target)) event.preventDefault();
  if (event.key !== " " || !event.target.matches(".opens")) return;
  event.preventDefault();
  event.target.click();
});

// Key "o" opens the next card of the current clause. keysApply is in archive.js.
document.addEventListener("keydown", (event) => {
  if (event.key !== "o" || !keysApply(event)) return;
  const clause = document.querySelector(".text .clause.current") ?? document.querySelector(".text .clause:target");
  const closed = "[aria-expanded=false]";
  const next = clause?.querySelector(narrow.matches ? `.words [data-cards]${closed}` : `.beside .opens${closed}`);
  if (!next) return;
  unfold(next);
  next.click();
  next.focus();
});

narrow.addEventListener("change", () => {
  closeAllCards();
  prepareCites(document);
});
addEventListener("beforeprint", closeAllCards);
prepare(document);
