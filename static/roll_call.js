// The roll call that a librarian types: counts at once, and ticks by keys. Without this script the page counts on
// the server.
(() => {
  "use strict";
  const form = document.getElementById("vote-form");
  if (!form) return;
  const KEYS = { y: "yes", n: "no", a: "abstain", x: "absent", Delete: "", Backspace: "" };
  const rows = [...form.querySelectorAll(".roll-states tbody tr")];
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const chosen = (row) => radios(row).find((radio) => radio.checked);

  form.querySelectorAll(".by-keys, .roll-tools").forEach((one) => { one.hidden = false; });

  const count = () => {
    const counts = {};
    for (const row of rows) {
      const value = chosen(row)?.value || "";
      counts[value] = (counts[value] || 0) + 1;
    }
    for (const line of form.querySelectorAll(".roll-counts [data-choice]")) {
      const choice = line.dataset.choice;
      const printed = form.elements[choice]?.value.trim() ?? "";
      const ticked = counts[choice] || 0;
      line.querySelector(".ticked").textContent = ticked;
      line.querySelector(".printed").textContent = printed === "" ? "—" : printed;
      const any = (counts.yes || 0) + (counts.no || 0) + (counts.abstain || 0) > 0;
      line.classList.toggle("differs", any && printed !== "" && Number(printed) !== ticked);
    }
  };

  const shown = () => rows.filter((row) => !row.hidden);
  const go = (row, step) => {
    const list = shown();
    const next = list[list.indexOf(row) + step];
    if (next) (chosen(next) || radios(next)[0]).focus();
  };

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".roll-states tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") { event.preventDefault(); go(row, 1); return; }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); go(row, event.key === "j" ? 1 : -1); return; }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!(key in KEYS)) return;
    event.preventDefault();
    const radio = radios(row).find((one) => one.value === KEYS[key]);
    radio.checked = true;
    radio.focus();
    count();
    go(row, 1);
  });

  const find = document.getElementById("find-state");
  find?.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.name.includes(words);
  });
  find?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();  // Enter goes to the first State found; it does not save the form
    const first = shown()[0];
    if (first) (chosen(first) || radios(first)[0]).focus();
  });

  for (const button of form.querySelectorAll("[data-rest]")) {
    button.addEventListener("click", () => {
      for (const row of rows) {
        if (chosen(row)?.value) continue;
        radios(row).find((radio) => radio.value === button.dataset.rest).checked = true;
      }
      count();
    });
  }

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
})();
