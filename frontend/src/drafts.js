// 草稿: what is typed into a form stays on the device until it was sent, for a day at most. Every form works without it.
// A form names its draft (`data-drafts`); a page says which draft was sent (`data-drafts-done`). At the desk, drafts are
// of one person, one matter and one version of it: whoever else sits down, or signs out, leaves none behind. The page
// for signing in sets aside what is left of somebody who was signed out.
const PREFIX = "chengxin-draft-";
const DESK = `${PREFIX}desk-`;
const DAY = 24 * 60 * 60 * 1000;

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && Date.now() - kept.at < DAY) return kept.fields;
    localStorage.removeItem(key);
  } catch {
    // Where nothing may be kept, nothing is.
  }
  return {};
}

function keep(key, fields) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // As above.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

// Who was signed out without leaving finds drafts again after signing in anew in the same tab; until then they stand in
// no storage that another tab reads, and they go with the tab.
export function setAside() {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(DESK))) {
      sessionStorage.setItem(key, localStorage.getItem(key));
      localStorage.removeItem(key);
    }
  } catch {
    sweep(() => false);
  }
}

function bringBack(own) {
  try {
    for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(DESK))) {
      if (key.startsWith(own) && !localStorage.getItem(key)) localStorage.setItem(key, sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    }
  } catch {
    // As above.
  }
}

// Forget every draft of the desk that `stays` does not hold for; what has passed its day goes in any case.
export function sweep(stays) {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(DESK))) {
      if (!stays(key)) forget(key);
      else read(key);
    }
  } catch {
    // As above.
  }
}

function drafts(form) {
  const key = PREFIX + form.dataset.drafts;
  const fields = read(key);
  const drafted = form.querySelectorAll("[data-draft]");
  const status = form.querySelector("[data-status]");
  const say = (words) => {
    status.textContent = words;
    status.hidden = false;
  };
  for (const field of drafted) {
    const kept = fields[field.name];
    // What a form begins with yields to what was typed over it, where the form says so.
    if (kept !== undefined && kept !== field.value && (!field.value || form.dataset.restored)) {
      field.value = kept;
      if (form.dataset.restored) say(form.dataset.restored);
    }
    field.addEventListener("input", () => keep(key, { ...read(key), [field.name]: field.value }));
  }
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say(form.dataset.offline);
  });
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  for (const button of document.querySelectorAll("[data-forget]")) {
    button.addEventListener("click", () => {
      forget(key);
      for (const field of drafted) field.value = form.dataset.restored ? field.defaultValue : "";
    });
  }
}

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-drafts]")) drafts(form);
  for (const done of document.querySelectorAll("[data-drafts-done]")) forget(PREFIX + done.dataset.draftsDone);
}

// The desk: drafts of the person who sits here, of matters as they stand; on leaving, none.
export function keepDraftsOfDesk() {
  const own = document.querySelector("meta[name=drafts]")?.content;
  if (own) bringBack(PREFIX + own);
  if (own) sweep((key) => key.startsWith(PREFIX + own));
  for (const shown of document.querySelectorAll("[data-drafts-of]")) {
    const [of, now] = [PREFIX + shown.dataset.draftsOf, PREFIX + shown.dataset.draftsNow];
    sweep((key) => !key.startsWith(of) || key.startsWith(now));
  }
  for (const leave of document.querySelectorAll("form[data-leave]")) {
    leave.addEventListener("submit", () => sweep(() => false));
  }
  keepDrafts();
}
