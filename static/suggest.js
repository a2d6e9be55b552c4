// Suggestions while typing, in every search box of the page. The page works without this script.

function suggestIn(box, number) {
  const list = document.createElement("ul");
  let chosen = -1;
  let asked = "";
  let waiting;

  list.className = "suggested";
  list.id = `suggested-${number}`;
  list.role = "listbox";
  list.hidden = true;
  (box.closest(".row") ?? box).after(list);
  box.role = "combobox";
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-autocomplete", "list");

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === number)));
    if (number >= 0) box.setAttribute("aria-activedescendant", list.children[number].id);
    else box.removeAttribute("aria-activedescendant");
  }

  function offer(documents) {
    list.replaceChildren(
      ...documents.map((found, place) => {
        const item = document.createElement("li");
        const symbol = document.createElement("span");
        item.id = `${list.id}-${place}`;
        item.role = "option";
        item.dataset.url = found.url;
        symbol.className = "symbol";
        symbol.textContent = found.symbol;
        item.append(symbol, found.symbol ? ` ${found.title}` : found.title);
        return item;
      }),
    );
    choose(-1);
    show(documents.length > 0);
  }

  async function ask() {
    const typed = box.value.trim();
    asked = typed;
    if (!typed) return show(false);
    const answer = await fetch(`${box.form.action}suggest/?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || asked !== typed) return; // the words have changed since
    const { results } = await answer.json();
    if (document.activeElement === box && asked === typed) offer(results);
  }

  box.addEventListener("input", (event) => {
    if (event.isComposing) return; // an input method is still composing
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[data-url]");
    if (item && event.button === 0) location.assign(item.dataset.url);
  });
  box.addEventListener("blur", () => show(false));
  box.form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked = "";
    show(false);
  });
}

document.querySelectorAll("form.search [data-search]").forEach(suggestIn);
