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

// A click on a citation unfolds its card.
document.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-cards]");
  for (const id of cite ? cite.dataset.cards.split(" ") : []) {
    document.getElementById(id)?.closest("details")?.setAttribute("open", "");
  }
});

// --- Copying a citation of a clause ------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".copy");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const article = link.closest("[data-citation]");
  const citation = article.dataset.citation.replace("{place}", link.dataset.place).replace("{url}", link.href);
  try {
    await navigator.clipboard.writeText(citation);
  } catch {
    location.hash = link.hash;
    return;
  }
  history.replaceState(null, "", link.hash);
  document.querySelector("[data-status]").textContent = article.dataset.copied;
  link.dataset.said = article.dataset.copied;
  link.classList.add("copied");
  setTimeout(() => link.classList.remove("copied"), 2000);
});

// --- Keys: "/" for search, "j" and "k" for the next and the previous clause --------------------------------

const keys = document.querySelector("[data-keys]");
const keysSwitch = keys.querySelector("input");
keys.hidden = false;
keysSwitch.checked = localStorage.getItem("keys") !== "off";
keysSwitch.addEventListener("change", () => localStorage.setItem("keys", keysSwitch.checked ? "on" : "off"));

function step(by) {
  const clauses = [...document.querySelectorAll(".text .clause")];
  if (!clauses.length) return;
  const now = clauses.findIndex((clause) => clause.classList.contains("current"));
  const target = location.hash && clauses.findIndex((clause) => `#${clause.id}` === location.hash);
  const from = now >= 0 ? now : target >= 0 && location.hash ? target : by > 0 ? -1 : clauses.length;
  const clause = clauses[Math.min(Math.max(from + by, 0), clauses.length - 1)];
  clauses[now]?.classList.remove("current");
  clause.classList.add("current");
  clause.tabIndex = -1;
  clause.focus({ preventScroll: true });
  clause.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${clause.id}`);
}

document.addEventListener("keydown", (event) => {
  if (!keysSwitch.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "/") document.querySelector("[data-search]")?.focus();
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else return;
  event.preventDefault();
});

// --- On wide pages the list of contents is open -------------------------------------------------------------

if (matchMedia("(min-width: 84.01rem)").matches) document.querySelector(".contents details")?.setAttribute("open", "");

// --- The language switch returns to the same clause --------------------------------------------------------

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
