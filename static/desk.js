// Conveniences of the librarian's desk: keyboard, mouse and progress. The desk works without this script.
"use strict";

// --- Bringing in: files and folders dropped on the zone ---------------------------------------------------------

async function* filesIn(entry) {
  if (entry.isFile) { yield await new Promise((resolve, reject) => entry.file(resolve, reject)); return; }
  const reader = entry.createReader();
  for (;;) { // readEntries returns at most a hundred entries at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) yield* filesIn(one);
  }
}

const zone = document.querySelector("#drop .zone");
if (zone) {
  const input = zone.querySelector("input[type=file]");
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const type of ["dragleave", "drop"]) {
    zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.remove("over"); });
  }
  zone.addEventListener("drop", async (event) => {
    // Takes the files of a folder and of its subfolders. All entries are read first: they are gone after the event.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const dropped = new DataTransfer();
    for (const entry of entries) for await (const file of filesIn(entry)) dropped.items.add(file);
    input.files = dropped.files;
    list();
  });
  input.addEventListener("change", list);
  const chosenFiles = document.getElementById("chosen-files");
  const leaveOut = chosenFiles.dataset.leaveOut;

  function list() {
    chosenFiles.replaceChildren(...[...input.files].map((file, index) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "quiet", textContent: "×" });
      button.setAttribute("aria-label", `${leaveOut} ${file.name}`);
      button.addEventListener("click", () => {
        const left = new DataTransfer();
        [...input.files].forEach((one, place) => { if (place !== index) left.items.add(one); });
        input.files = left.files;
        list();
        (chosenFiles.querySelector("button") || input).focus();
      });
      item.append(`${file.name} (${Math.ceil(file.size / 1024)} KB) `, button);
      return item;
    }));
  }
}

// --- Progress: asks the server until nothing is left, then reloads the page -------------------------------------

const progress = document.getElementById("progress");
if (progress && Number(progress.dataset.left) > 0) {
  const ask = async () => {
    try {
      const answer = await fetch(progress.dataset.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      progress.querySelector("progress").max = state.total;
      progress.querySelector("progress").value = state.done;
      progress.querySelector(".done").textContent = state.done;
      for (const [kind, rows] of [["submission", state.submissions], ["fetch", state.fetches]]) {
        for (const row of rows) {
          const cell = document.querySelector(`#${kind}-${row.id} .state`);
          if (cell && !cell.querySelector(".why")) {
            cell.textContent = row.label;
            if (row.recognised) cell.append(document.createElement("br"), row.recognised);
          }
        }
      }
      if (state.left === 0) { location.reload(); return; }
      setTimeout(ask, 700);
    } catch {
      setTimeout(ask, 3000);
    }
  };
  setTimeout(ask, 400);
}

// --- Mending ----------------------------------------------------------------------------------------------------

const rows = [...document.querySelectorAll("#rows .row")];
const mend = document.getElementById("mend");
let chosen = null;
let typed = null; // {row, tool}: the clause and the tool of words that are typed but not stored

function nameOf(row) {
  return row.dataset.path || `footnote:${row.dataset.footnote}`;
}

function choose(row, { focus = true } = {}) {
  if (!row) return;
  if (chosen) chosen.classList.remove("chosen");
  chosen = row;
  row.classList.add("chosen");
  follow(row);
  if (focus) row.focus({ preventScroll: false });
  const undo = document.getElementById("undo");
  if (undo) undo.elements.back.value = row.id;
  if (!mend) return;
  mend.elements.chosen.value = nameOf(row);
  mend.elements.back.value = row.id;
  fill();
}

// Scrolls the original to the lines of the chosen row, or to its page if no lines are shown.
function follow(row) {
  const original = document.querySelector(".desk .original");
  const place = row.dataset.path || `footnote ${row.dataset.footnote}`;
  let first = null;
  for (const line of original.querySelectorAll(".lines li")) {
    const here = (line.dataset.places || "").split(",").includes(place);
    line.classList.toggle("here", here);
    if (here && !first && !line.closest("details:not([open])")) first = line;
  }
  const target = first || document.getElementById(`page-${row.dataset.page}`);
  if (target && getComputedStyle(original).position === "sticky") original.scrollTop = target.offsetTop;
}

// Shows the fields of the chosen tool, and fills them from the chosen row.
function fill() {
  const tool = mend.elements.operation.selectedOptions[0];
  const fields = tool.dataset.fields.split(" ");
  for (const part of mend.querySelectorAll("[data-field]")) part.hidden = !fields.includes(part.dataset.field);
  if (!chosen) return;
  const words = chosen.querySelector(".words");
  const text = textOf(words);
  mend.elements.kind.value = chosen.dataset.kind in kinds() ? chosen.dataset.kind : mend.elements.kind.value;
  mend.elements.label.value = tool.value === "number" ? chosen.dataset.label : "";
  // Words that were typed for this clause with this tool are not overwritten.
  if (!(typed && typed.row === chosen && typed.tool === tool.value)) mend.elements.text.value = tool.value === "words" ? text : "";
  if (["insert", "move", "from_footnote"].includes(tool.value) && chosen.dataset.path) mend.elements.after.value = chosen.dataset.path;
  let first = null;
  for (const option of mend.elements.mark.options) {
    option.hidden = option.dataset.path !== chosen.dataset.path;
    if (!option.hidden && !first) first = option;
  }
  if (first) first.selected = true;
  else mend.elements.mark.selectedIndex = -1;
  place(words, text);
}

function firstField() {
  const first = mend.querySelector("[data-field]:not([hidden]) :is(input:not([type=checkbox]), select, textarea)");
  return first || mend.querySelector("button");
}

function kinds() {
  return Object.fromEntries([...mend.elements.kind.options].map((option) => [option.value, true]));
}

// The text of a clause without its footnote marks.
function textOf(words) {
  return [...words.childNodes].filter((node) => node.nodeName !== "SUP").map((node) => node.textContent).join("");
}

// Converts a position in the page to an offset in characters, as the server counts them. JavaScript counts UTF-16
// units, and a rare character has two.
function offsetIn(words, node, offset) {
  let units = 0;
  for (const piece of words.childNodes) {
    if (piece.nodeName === "SUP") { if (piece.contains(node)) break; continue; }
    if (piece.contains(node)) { units += node.nodeType === Node.TEXT_NODE ? offset : 0; break; }
    units += piece.textContent.length;
  }
  return [...textOf(words).slice(0, units)].length;
}

// Fills the fields for positions and words from the selection.
function place(words, text) {
  for (const name of ["at", "to_at", "start", "until", "begins", "behind", "exact"]) mend.elements[name].value = "";
  const selection = getSelection();
  if (!selection.rangeCount || !words.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const characters = [...text];
  const start = offsetIn(words, range.startContainer, range.startOffset);
  const end = offsetIn(words, range.endContainer, range.endOffset);
  mend.elements.at.value = mend.elements.to_at.value = mend.elements.until.value = String(end);
  mend.elements.begins.value = characters.slice(end, end + 10).join("");
  mend.elements.behind.value = characters.slice(Math.max(0, end - 10), end).join("");
  if (end > start) {
    mend.elements.exact.value = characters.slice(start, end).join("");
    mend.elements.start.value = String(start);
  }
}

if (mend) {
  // Typed words replace the position of the click.
  mend.elements.begins.addEventListener("input", () => { mend.elements.at.value = ""; });
  mend.elements.behind.addEventListener("input", () => { for (const name of ["at", "to_at", "until"]) mend.elements[name].value = ""; });
  mend.elements.exact.addEventListener("input", () => { mend.elements.start.value = ""; });
  mend.elements.operation.addEventListener("change", fill);
  mend.elements.chosen.addEventListener("change", () => {
    choose(rows.find((row) => nameOf(row) === mend.elements.chosen.value), { focus: false });
  });
  mend.elements.to.addEventListener("change", () => { mend.elements.to_at.value = ""; });
  mend.elements.text.addEventListener("input", () => { typed = { row: chosen, tool: mend.elements.operation.value }; });
  mend.addEventListener("submit", () => { typed = null; });
  // Enter submits the form from a list too, as it does from a field.
  mend.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("select")) { event.preventDefault(); mend.requestSubmit(); }
  });
}

// Offers the documents that the typed words can mean.
const cited = document.getElementById("target");
if (cited) {
  const list = document.getElementById("documents");
  let asked = "";
  cited.addEventListener("input", async () => {
    const words = asked = cited.value.trim();
    if (!words) { list.replaceChildren(); return; }
    const answer = await fetch(`${cited.dataset.url}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || words !== asked) return; // an answer to earlier words
    const { documents } = await answer.json();
    list.replaceChildren(...documents.map((one) => new Option(one.title, one.key)));
  });
}

// Connects the sentence that says what is wrong with its field.
const wrong = document.getElementById("wrong");
function pointAtWrong() {
  const field = wrong?.parentElement.querySelector("input:not([type=hidden], [type=checkbox]), select, textarea");
  const beside = wrong?.previousElementSibling?.matches("input, select, textarea") ? wrong.previousElementSibling : field;
  if (!beside) return;
  beside.setAttribute("aria-invalid", "true");
  beside.setAttribute("aria-describedby", "wrong");
  beside.focus();
}

// The browser asks before it leaves a page with words that are typed but not stored.
const correct = document.getElementById("correct");
let corrected = false;
if (correct) {
  correct.addEventListener("input", (event) => { corrected = true; correct.elements.back.value = event.target.id; });
  correct.addEventListener("submit", () => { corrected = false; });
}
addEventListener("beforeunload", (event) => { if (typed || corrected) event.preventDefault(); });

for (const row of rows) {
  row.addEventListener("mouseup", () => choose(row, { focus: false }));
  row.addEventListener("focus", () => { if (chosen !== row) choose(row, { focus: false }); });
}

document.addEventListener("keydown", (event) => {
  if (!rows.length || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, button, summary, a")) {
    if (event.key === "Escape" && chosen) chosen.focus();
    return;
  }
  const index = rows.indexOf(chosen);
  if (event.key === "j") choose(rows[Math.min(rows.length - 1, index + 1)]);
  else if (event.key === "k") choose(rows[Math.max(0, index - 1)]);
  else if (event.key === "e") choose(rows.find((row, place) => place > index && row.querySelector(".warning")) || rows.find((row) => row.querySelector(".warning")));
  else if (event.key === "z") document.getElementById("undo")?.requestSubmit();
  else if (event.key === "h") document.getElementById("signs")?.requestSubmit();
  else if (event.key === "p") publish();
  else if (mend && chosen) {
    const tool = [...mend.elements.operation.options].find((option) => option.dataset.key === event.key);
    if (!tool) return;
    tool.selected = true;
    fill();
    firstField().focus();
    if (firstField().matches("input")) firstField().select();
  } else return;
  event.preventDefault();
});

// Publishes the proof. If it has findings, goes to the box that says "all the same".
function publish() {
  const form = document.getElementById("publish");
  const despite = form?.querySelector(".despite input");
  if (despite && !despite.checked) despite.focus();
  else if (form && !form.querySelector("button").disabled) form.requestSubmit();
}

// Returns to the place where the librarian was.
function comeBack(place) {
  if (rows.includes(place)) { choose(place); return; }
  const details = place.closest("details");
  details?.setAttribute("open", "");
  (place === details ? details.querySelector("summary") : place).focus();
}

// Fills the form again with a mend that was refused, except the position, which may have changed.
function refill(given) {
  if (given.operation === "facts") {
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("fact-")) document.getElementById(name).value = value;
    }
    comeBack(document.getElementById(given.back) || document.getElementById("facts"));
    return;
  }
  const row = rows.find((one) => nameOf(one) === given.chosen);
  if (!mend || !row) return;
  mend.elements.operation.value = given.operation;
  choose(row, { focus: false });
  for (const part of mend.querySelectorAll("[data-field]:not([hidden]) :is(input, select, textarea)")) {
    if (part.type === "checkbox") part.checked = part.name in given;
    else if (part.type === "radio") part.checked = part.value === given[part.name];
    else if (part.name in given) part.value = given[part.name];
  }
  firstField().focus();
}

if (rows.length) {
  if (mend) {
    fill();
    // The tools cover the lower part of the page. The chosen row must not be behind them.
    const tools = document.getElementById("tools");
    new ResizeObserver(() => {
      const covers = getComputedStyle(tools).position === "sticky";
      document.documentElement.style.scrollPaddingBottom = covers ? `${tools.offsetHeight}px` : "";
      chosen?.scrollIntoView({ block: "nearest" });
    }).observe(tools);
  }
  const back = location.hash && document.getElementById(location.hash.slice(1));
  const given = document.getElementById("given");
  // Messages move into the form, because the page has scrolled back to its place and its top is out of sight.
  const said = document.querySelector(".messages");
  if (said && mend && (given || back)) mend.prepend(said);
  if (given) { refill(JSON.parse(given.textContent)); pointAtWrong(); }
  else if (back) comeBack(back);
}
