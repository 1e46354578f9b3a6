// Keys of a page, as its elements declare them.
//
//   <a href="…" data-key="g f" data-key-says="Go to Focus">   two keys, one after the other
//   <button data-key="f">Failure demand</button>              says its own words in the list
//   <tr data-row>                                             j and k go through these
//
// A key first looks within the row that has the focus, then on the page. Keys
// rest while somebody types, and can be turned off for good (WCAG 2.1.4).

const OFF = "cynosure-keys-off";
const PATIENCE = 1200; // milliseconds between two keys of one
let before = "";
let forget = 0;

const on = () => {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true; // storage is closed to us: the keys stay as they are
  }
};

const turn = (wanted) => {
  try {
    if (wanted) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // Storage is closed to us: the choice holds nowhere, and nothing else breaks.
  }
};

const typing = (target) =>
  target.isContentEditable ||
  target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

const seen = (element) => element.checkVisibility() && !element.disabled;

const find = (keys, within) =>
  [...within.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find(seen);

const begins = (keys) => document.querySelector(`[data-key^="${CSS.escape(keys)} "]`) !== null;

const row = () => document.activeElement.closest("[data-row]");

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(seen);
  if (!rows.length) return false;
  const at = rows.indexOf(row());
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  const target = next.querySelector("a, button, input") ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function act(element) {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [tabindex]")) element.focus();
  else element.click();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    show();
    return;
  }
  if (!on() || event.key.length > 1) return;
  const keys = before ? `${before} ${event.key}` : event.key;
  before = "";
  clearTimeout(forget);
  const meant = (row() && find(keys, row())) || find(keys, document);
  if (meant) {
    event.preventDefault();
    act(meant);
  } else if (begins(keys)) {
    before = keys;
    forget = setTimeout(() => (before = ""), PATIENCE);
  } else if ((keys === "j" && step(1)) || (keys === "k" && step(-1))) {
    event.preventDefault();
  }
}

function make(tag, words = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function listed() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    const says = element.dataset.keySays || element.getAttribute("aria-label") || element.textContent.trim();
    if (seen(element) && !found.has(element.dataset.key)) found.set(element.dataset.key, says);
  }
  const rooms = [...found].filter(([keys]) => keys.startsWith("g "));
  const here = [...found].filter(([keys]) => !keys.startsWith("g "));
  if (document.querySelector("[data-row]")) here.push(["j", "Next row"], ["k", "Row before"]);
  return [...here, ["?", "These keys"], ...rooms];
}

function show() {
  const dialog = make("dialog", "", { class: "keys", "aria-labelledby": "keys-title" });
  dialog.append(make("h2", "Keys of this page", { id: "keys-title" }));
  const list = make("dl");
  for (const [keys, says] of listed()) {
    const line = make("div");
    const pressed = make("dd");
    for (const key of keys.split(" ")) pressed.append(make("kbd", key));
    line.append(make("dt", says), pressed);
    list.append(line);
  }
  const form = make("form", "", { method: "dialog" });
  const label = make("label", "Keys act on this device");
  const box = make("input", "", { type: "checkbox" });
  box.checked = on();
  box.addEventListener("change", () => turn(box.checked));
  label.prepend(box);
  form.append(label, make("button", "Close", { class: "button", autofocus: "" }));
  dialog.append(list, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.documentElement.dataset.scripted = "";
document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens-keys]")) show();
});
for (const button of document.querySelectorAll("[data-opens-keys]")) button.hidden = false;
