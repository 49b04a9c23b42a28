// The public door's only script: it keeps drafts on the device and works for the fast way in. Every page works without it.
import { keepDrafts } from "./drafts.js";

const STEP = 500;

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

keepDrafts();
for (const field of document.querySelectorAll("input[data-challenge]")) prove(field);
