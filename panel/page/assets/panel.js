// What the panel does better with script than without. Every page works without it.

const within = (selector) => document.querySelector(selector);
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

// Keys: each does what a control on the page does, too.
const rows = () => [...document.querySelectorAll("tr.open a.whole")];
function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
// What is edited on the page itself has its form there; else a link leads to it.
function edit() {
  const at = within("[data-edit]");
  if (at?.matches("form")) at.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  else at?.click();
}
const jump = () => document.getElementById("jump")?.showPopover();
const keys = {
  "/": () => {
    const field = within("[data-search]") ?? within("main input[type=search]");
    if (field) field.focus();
    else jump();
  },
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click(),
  e: edit,
  "?": () => document.getElementById("keys")?.togglePopover(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "k" && !event.altKey && document.getElementById("jump")) {
      event.preventDefault();
      jump();
    }
    return;
  }
  if (typing(event.target) || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// The list of keys has those that do something on this page.
document.getElementById("keys")?.addEventListener("beforetoggle", () => {
  for (const key of document.querySelectorAll("[data-works]")) key.hidden = key.nextElementSibling.hidden = !within(key.dataset.works);
});

// A button says what the term that is chosen costs; without script the field alone says it.
for (const cost of document.querySelectorAll("[data-amount-of]")) {
  const field = document.getElementById(cost.dataset.amountOf);
  const say = () => { cost.textContent = cost.dataset.words.replace("@", field.selectedOptions[0].dataset.amount); };
  field.addEventListener("change", say);
  say();
}

// The button that turns the theme asks for the other of what is shown.
for (const button of document.querySelectorAll("[data-theme-turn]")) {
  const pinned = document.documentElement.dataset.theme;
  const dark = pinned ? pinned === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  button.value = dark ? "light" : "dark";
}

// A form is sent once; who comes back to the page may send it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Copy buttons: what stands in the element that data-copy names.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  const said = document.getElementById("said");
  if (said) said.textContent = button.dataset.copied ?? "";
});

// A button that writes its value on a line of its own into a field; without script there is none.
for (const button of document.querySelectorAll("[data-put]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-put]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.includes(button.dataset.put)) lines.push(button.dataset.put);
  field.value = lines.join("\n");
  field.focus();
});

// A button that writes the time zone of the browser into a field, where that is another.
for (const button of document.querySelectorAll("[data-zone]")) {
  const field = document.getElementById(button.dataset.zone);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === field.value) continue;
  button.querySelector("span").textContent = zone;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = zone;
    field.focus();
  });
}

// Of tabs that do not all fit, the one that is open is in sight.
function inSight() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const bar = tab.parentElement;
    bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
}
document.addEventListener("htmx:after:swap", inSight);
addEventListener("resize", inSight);
inSight();

// The bulk bar counts what is ticked; the box in the head ticks all.
function counted() {
  const bar = within("[data-bulk]");
  if (!bar) return;
  const ticked = document.querySelectorAll(bar.dataset.bulk || "input[name=id]:checked").length;
  bar.hidden = ticked === 0 && !bar.dataset.bulk;
  const count = bar.querySelector("[data-count]");
  const found = bar.querySelector("[data-found]");
  if (count) count.textContent = found?.checked ? found.dataset.found : String(ticked);
  if (count) count.parentElement.hidden = false;
  for (const all of document.querySelectorAll("[data-all]")) all.parentElement.hidden = false;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    for (const box of document.querySelectorAll("input[name=id]")) box.checked = event.target.checked;
  }
  counted();
});
document.addEventListener("htmx:after:swap", counted);
counted();

// What is wrong with a form is read first.
within("#wrong")?.focus();
