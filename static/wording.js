// Opens below a clause what changed in it since the text before. Without this script, the sign leads to the history page.

const boxes = new WeakMap(); // the sign of a clause → the box below the clause

async function fetchedChange(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const stage = page.getElementById(decodeURIComponent(link.hash.slice(1)));
  const box = Object.assign(document.createElement("div"), { className: "difference", lang: document.documentElement.lang });
  box.append(...stage.querySelectorAll(`[data-path="${CSS.escape(link.dataset.path)}"], .with-it`));
  const history = Object.assign(document.createElement("a"), { href: link.href, textContent: link.closest("[data-more]").dataset.more });
  const more = document.createElement("p");
  more.append(history);
  box.append(more);
  return box;
}

async function toggleChange(link) {
  if (link.hasAttribute("aria-busy")) return;
  if (!boxes.has(link)) {
    link.setAttribute("aria-busy", "true");
    try {
      const box = await fetchedChange(link);
      box.hidden = true;
      link.after(box);
      boxes.set(link, box);
    } catch {
      location.assign(link.href);
      return;
    } finally {
      link.removeAttribute("aria-busy");
    }
  }
  const box = boxes.get(link);
  box.hidden = !box.hidden;
  link.setAttribute("aria-expanded", String(!box.hidden));
}

for (const link of document.querySelectorAll(".since")) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".since");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  toggleChange(link);
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest(".difference, .since[aria-expanded=true]");
  if (event.key === "Escape" && box) {
    const link = box.matches(".since") ? box : box.previousElementSibling;
    toggleChange(link);
    link.focus();
    event.preventDefault();
  }
  if (event.key !== " " || !event.target.matches(".since")) return;
  event.preventDefault();
  event.target.click();
});

// Key "h" opens the change of the current clause. keysApply is in archive.js.
document.addEventListener("keydown", (event) => {
  if (event.key !== "h" || !keysApply(event)) return;
  const clause = document.querySelector(".text .clause.current") ?? document.querySelector(".text .clause:target");
  const link = clause?.querySelector(".since");
  if (!link) return;
  link.click();
  link.focus();
});
