// 键盘: j and k walk through the rows of a list, Enter opens the one chosen, / goes to the search, ? tells of the keys.
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

const acts = {
  j: () => choose(1),
  k: () => choose(-1),
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

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) document.querySelector("dialog.keys")?.showModal();
  const open = document.querySelectorAll(".tabs details[open]");
  for (const each of open) if (!each.contains(event.target)) each.open = false;
});
