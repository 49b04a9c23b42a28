// The public door's only script: it keeps drafts on the device and works for the fast way in. Every page works without it.
const DAY = 24 * 60 * 60 * 1000;
const STEP = 500;

const keyOf = (form) => `chengxin-draft-${form.dataset.drafts}`;

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

function drafts(form) {
  const key = keyOf(form);
  const fields = read(key);
  const drafted = form.querySelectorAll("[data-draft]");
  for (const field of drafted) {
    if (!field.value && fields[field.name]) field.value = fields[field.name];
    field.addEventListener("input", () => keep(key, { ...read(key), [field.name]: field.value }));
  }
  const status = form.querySelector("[data-status]");
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    status.textContent = form.dataset.offline;
    status.hidden = false;
  });
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  for (const button of document.querySelectorAll("[data-forget]")) {
    button.addEventListener("click", () => {
      forget(key);
      for (const field of drafted) field.value = "";
    });
  }
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (each) => each.toString(16).padStart(2, "0")).join("");

// The number of an ALTCHA challenge, found by trying; in pieces, so that typing goes on meanwhile.
async function solve({ algorithm, challenge, salt, maxnumber }) {
  const encoder = new TextEncoder();
  for (let start = 0; start <= maxnumber; start += STEP) {
    const tried = Array.from({ length: Math.min(STEP, maxnumber - start + 1) }, async (_, add) => {
      const digest = await crypto.subtle.digest(algorithm, encoder.encode(salt + (start + add)));
      return hex(digest) === challenge;
    });
    const found = (await Promise.all(tried)).indexOf(true);
    if (found >= 0) return start + found;
  }
  return null;
}

async function prove(field) {
  if (!globalThis.crypto?.subtle) return; // without it the slow way is open
  try {
    const asked = await (await fetch(field.dataset.challenge, { credentials: "omit" })).json();
    const number = await solve(asked);
    if (number === null) return;
    const { algorithm, challenge, salt, signature } = asked;
    field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  } catch {
    // A lost connection: the slow way is open.
  }
}

for (const form of document.querySelectorAll("form[data-drafts]")) drafts(form);
for (const done of document.querySelectorAll("[data-drafts-done]")) forget(`chengxin-draft-${done.dataset.draftsDone}`);
for (const field of document.querySelectorAll("input[data-challenge]")) prove(field);
