// The folder of references, which stays in this browser, and the buttons that copy a citation. All pages work without.

const folder = {
  most: 200,
  get items() {
    try {
      const kept = JSON.parse(localStorage.getItem("folder") ?? "[]");
      return Array.isArray(kept) ? kept.filter((item) => typeof item === "string") : [];
    } catch {
      return [];
    }
  },
  set items(items) {
    localStorage.setItem("folder", JSON.stringify([...new Set(items)].slice(0, this.most)));
    if (items.length) sessionStorage.removeItem("emptied folder");
    showFolder();
  },
};

function folderAddress(items, style) {
  const query = new URLSearchParams(items.map((item) => ["items", item]));
  if (style) query.set("style", style);
  return `${folderLink.dataset.address}${items.length ? `?${query}` : ""}`;
}

const folderLink = document.querySelector("[data-folder]");
const folderStatus = document.querySelector("[data-folder-status]");

/* Each button says what it would do, and each clause of a text that is in the folder is marked. */
function showFolder() {
  const items = folder.items;
  folderLink.hidden = items.length === 0;
  folderLink.href = folderAddress(items);
  folderLink.querySelector("[data-count]").textContent = items.length;
  for (const button of document.querySelectorAll("[data-put], [data-put-clause]")) {
    button.textContent = items.includes(itemOf(button)) ? folderLink.dataset.takes : folderLink.dataset.puts;
  }
  const whole = wholeItem();
  for (const link of document.querySelectorAll(".text .clause .copy")) {
    if (items.includes(`${whole}${link.hash}`)) link.dataset.kept = folderLink.dataset.kept;
    else delete link.dataset.kept;
  }
  for (const box of document.querySelectorAll("[data-keep]")) box.checked = items.includes(box.value);
}

function put(item) {
  const items = folder.items;
  const has = items.includes(item);
  if (!has && items.length >= folder.most) {
    showFolder();
    return say(folderLink.dataset.full);
  }
  folder.items = has ? items.filter((one) => one !== item) : [...items, item];
  say(`${has ? folderLink.dataset.removed : folderLink.dataset.added} · ${item}`);
}

/* Says it to the eye too, for some seconds at the foot of the window. */
let hiding;

function say(words) {
  folderLink.hidden = false;
  folderStatus.textContent = words;
  folderStatus.classList.remove("unseen");
  clearTimeout(hiding);
  hiding = setTimeout(() => folderStatus.classList.add("unseen"), 4000);
}

function wholeItem() {
  return document.querySelector("details.how-to-cite [data-put]")?.dataset.put;
}

/* What the key b puts into the folder: the clause that j and k have reached, or that the address names; otherwise the
   whole page. Among the hits of a search, it is that of the hit. Says it if the page has not what the address names. */
function itemHere() {
  const hit = document.querySelector(".hit.current [data-keep]");
  if (hit) return hit.value;
  const whole = wholeItem();
  const clause = document.querySelector(".text .clause.current") ?? document.querySelector(".text .clause:target");
  if (!whole || clause) return clause && `${whole}#${clause.id}`;
  const named = location.hash.slice(1);
  if (!named || document.getElementById(named)) return whole;
  say(`${folderLink.dataset.noPlace} · ${whole}#${named}`);
}

function itemOf(button) {
  const clause = button.closest(".clause"); // the menu of a clause
  return button.dataset.put ?? (clause && `${wholeItem()}#${clause.id}`);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "b" || typeof keysApply !== "function" || !keysApply(event)) return;
  const item = itemHere();
  if (!item) return;
  put(item);
  event.preventDefault();
});

/* A box beside a search hit says whether its clause is in the folder. Without this script, the ticked boxes of the page
   are sent. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keep]")) put(event.target.value);
});

document.querySelector("form[data-ticked]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(folderAddress(folder.items));
});

/* The references of the ticked paragraphs follow each tick, as the page of the folder has them. Without this script, the
   button leads to that page. */
const ticks = document.querySelector("form[data-tick]");
let asking = new AbortController();

function ticked() {
  return [...ticks.querySelectorAll("input[name=items]:checked")].map((box) => box.value);
}

async function showReferences() {
  asking.abort();
  asking = new AbortController();
  const shown = ticks.querySelector("[data-references]");
  const items = ticked();
  if (!items.length) {
    shown.hidden = true;
    return;
  }
  let page;
  try {
    const answer = await fetch(folderAddress(items), { signal: asking.signal });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // of an older tick, or without a connection
  }
  const list = page.querySelector(".bibliography") ?? document.createElement("ol");
  for (const each of list.querySelectorAll(".here, .unapi-id")) each.remove();
  shown.querySelector("[role=status]").textContent = page.querySelector(".count-line, main p").textContent.trim();
  shown.querySelector("ol").replaceWith(list);
  shown.hidden = false;
}

if (ticks) {
  ticks.addEventListener("change", showReferences);
  showReferences(); // a browser can keep ticks when the page is loaded again
}

// --- Copying ---------------------------------------------------------------------------------------------------

/* With italics where the program that pastes knows HTML, otherwise as plain text. */
async function copyWords(html, text, button) {
  const both = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) };
  try {
    await navigator.clipboard.write([new ClipboardItem(both)]);
  } catch {
    return;
  }
  button.dataset.said = folderLink.dataset.copied;
  folderStatus.classList.add("unseen"); // the button shows it
  folderStatus.textContent = folderLink.dataset.copied;
  setTimeout(() => delete button.dataset.said, 2000);
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".copy")) showFolder(); // the menu has moved to this clause
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-put], [data-put-clause]")) put(itemOf(button));
  if (button.matches("[data-put-clause]")) button.closest(".clause").querySelector(".copy").focus(); // the menu is closed
  if (button.matches("[data-cite-clause]")) {
    location.assign(`${button.dataset.citeClause}?${new URLSearchParams({ of: itemOf(button) })}`);
  }
  if (button.matches("[data-copy]")) {
    const cited = button.closest("dd, li, p").querySelector("[data-cited]");
    copyWords(cited.innerHTML, cited.textContent, button);
  }
  if (button.matches("[data-copy-all]")) {
    const all = [...document.querySelectorAll(".bibliography [data-cited]")];
    const numbered = document.querySelector(".bibliography[data-numbered]");
    const before = (place) => (numbered ? `[${place + 1}] ` : "");
    const html = all.map((cited, place) => `<p>${before(place)}${cited.innerHTML}</p>`).join("");
    copyWords(html, all.map((cited, place) => before(place) + cited.textContent).join("\n"), button);
  }
  if (button.matches("[data-copy-address]")) {
    const [address] = location.href.split("#"); // without the button that had the focus
    const link = Object.assign(document.createElement("a"), { href: address, textContent: address });
    copyWords(link.outerHTML, address, button);
  }
  if (button.matches("[data-put-ticked]")) {
    folder.items = [...folder.items, ...ticked()];
    if (ticked().length) say(folderLink.dataset.added);
  }
});

// --- The page of the folder ------------------------------------------------------------------------------------

/* The page shows the items of its address. If they are those of this browser, what the page's buttons change changes
   them here too: the next page of the folder, which the button leads to, is then kept. A folder that somebody else has
   sent changes nothing here. */
function showOwnFolder() {
  const page = document.querySelector("[data-basket-page]");
  if (!page) return;
  const shown = [...page.querySelectorAll("input[name=items]")].map((input) => input.value);
  if (sessionStorage.getItem("changes folder") === "yes") folder.items = shown;
  sessionStorage.removeItem("changes folder");
  const kept = folder.items;
  if (!location.search && kept.length) return location.replace(folderAddress(kept));
  if (!shown.length) return offerBack(page);
  const own = kept.length === shown.length && kept.every((item, place) => item === shown[place]);
  page.querySelector("[data-empty]").hidden = !own;
  page.querySelector("[data-put-all]").hidden = shown.every((item) => kept.includes(item));
  page.addEventListener("submit", () => own && sessionStorage.setItem("changes folder", "yes"));
  page.querySelector("[data-empty]").addEventListener("click", () => {
    sessionStorage.setItem("emptied folder", JSON.stringify(folder.items));
    folder.items = [];
    location.assign(folderAddress([]));
  });
  page.querySelector("[data-put-all]").addEventListener("click", () => {
    folder.items = [...folder.items, ...shown];
    showOwnFolder();
  });
}

/* An emptied folder can be had back until something is put into it, or the window is closed. */
function offerBack(page) {
  const emptied = JSON.parse(sessionStorage.getItem("emptied folder") ?? "[]");
  if (!emptied.length) return;
  const button = page.querySelector("[data-back]");
  button.hidden = false;
  button.focus();
  button.addEventListener("click", () => {
    folder.items = emptied;
    location.assign(folderAddress(emptied));
  });
}

for (const button of document.querySelectorAll("[data-put], [data-put-ticked]")) button.hidden = false;
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy], [data-copy-all], [data-copy-address]")) button.hidden = false;
}
showFolder();
showOwnFolder();
addEventListener("storage", showFolder);
