// 键盘: j and k walk through the rows of a list, Enter opens the one chosen, x ticks it, / goes to the search, ? tells of
// the keys. A box that is named `data-ticks-all` ticks every row of the page.
const rows = () => [...document.querySelectorAll("main .table tbody tr")].filter((row) => row.querySelector("th a"));
let chosen = -1;

const choose = (step) => {
  const all = rows();
  if (!all.length) return;
  all[chosen]?.classList.remove("chosen");
  chosen = Math.min(Math.max(chosen + step, 0), all.length - 1);
  all[chosen].classList.add("chosen");
  all[chosen].querySelector("th a").focus();
};

const boxOf = (row) => row?.querySelector("input[type=checkbox][name=pk]");

const tick = () => {
  const box = boxOf(rows()[chosen]);
  if (box) box.checked = !box.checked;
};

const acts = {
  j: () => choose(1),
  k: () => choose(-1),
  x: tick,
  "/": () => document.querySelector("form.filters [type=search]")?.focus(),
  "?": () => document.querySelector("dialog.keys")?.showModal(),
};

const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-ticks-all]")) return;
  for (const box of rows().map(boxOf)) if (box) box.checked = event.target.checked;
});

for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) document.querySelector("dialog.keys")?.showModal();
  const open = document.querySelectorAll(".tabs details[open]");
  for (const each of open) if (!each.contains(event.target)) each.open = false;
});
