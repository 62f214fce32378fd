// The officer's reply stays in this browser until the desk has it; and a session that has ended leaves the page.
"use strict";
(() => {
  const ANSWER_MS = 8000; // without a word from the desk by then, the officer is told
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const box = () => document.getElementById("pst-reply");
  const name = (part) => "pst." + part + "." + box().dataset.conversation;
  let timer = null;

  function hint(words, warn) {
    const line = document.getElementById("pst-reply-hint");
    line.textContent = words;
    line.classList.toggle("warn", Boolean(warn));
  }
  // The same words sent again carry the same key, so a reply whose receipt was lost is not sent twice.
  function attempt(text) {
    const last = JSON.parse(sessionStorage.getItem(name("attempt")) || "null");
    if (last && last.text === text) return last;
    const fresh = { key: newKey(), text };
    sessionStorage.setItem(name("attempt"), JSON.stringify(fresh));
    return fresh;
  }
  function send() {
    const text = box().value.trim();
    if (!text) return box().focus();
    hint("Mengirim …");
    clearTimeout(timer);
    timer = setTimeout(() => hint("Belum terkirim. Teks tetap tersimpan di sini; tekan Kirim lagi.", true), ANSWER_MS);
    emitEvent("pst_reply", attempt(text));
  }
  window.pstReply = {
    restore() {
      box().value = sessionStorage.getItem(name("draft")) || "";
    },
    done(key) {
      clearTimeout(timer);
      const last = JSON.parse(sessionStorage.getItem(name("attempt")) || "null");
      if (!last || last.key !== key) return;
      sessionStorage.removeItem(name("attempt"));
      if (box().value.trim() === last.text) box().value = ""; // what was typed meanwhile stays
      sessionStorage.setItem(name("draft"), box().value);
      hint("Terkirim.");
      box().focus();
    },
    focus() {
      // The box becomes visible with the next update of the page.
      setTimeout(() => box().focus(), 100);
    },
    refused(words) {
      clearTimeout(timer);
      hint(words, true);
    },
  };
  // The transcript follows the newest line, unless the officer has scrolled up to read.
  let away = false;
  window.pstLog = {
    follow() {
      const log = document.getElementById("pst-log");
      if (log && !away) setTimeout(() => (log.scrollTop = log.scrollHeight), 50);
    },
  };
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target.id === "pst-log") away = target.scrollHeight - target.scrollTop - target.clientHeight > 150;
    },
    true,
  );
  document.addEventListener("input", (event) => {
    if (event.target.id === "pst-reply") sessionStorage.setItem(name("draft"), event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "pst-reply" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#pst-send")) send();
  });

  // A refused socket only says "connection lost"; whether the session has ended or is locked is asked here.
  const leaveIfEnded = (answer) => {
    if (answer && (answer.type === "opaqueredirect" || answer.status === 401)) location.reload();
  };
  setInterval(async () => {
    if (!window.socket || window.socket.connected) return;
    leaveIfEnded(await fetch(location.pathname, { redirect: "manual", cache: "no-store" }).catch(() => null));
  }, 3000);

  // Keys and pointers are signs of life; without one for ten minutes the screen locks.
  const ALIVE_MS = 60000;
  let told = Date.now();
  async function alive() {
    if (Date.now() - told < ALIVE_MS) return;
    told = Date.now();
    leaveIfEnded(await fetch("/console/hadir", { method: "POST" }).catch(() => null));
  }
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"])
    document.addEventListener(kind, alive, { capture: true, passive: true });
})();
// A form marked data-keep: what is typed stays in this tab until the desk has it, over a login in between.
(() => {
  const key = (form) => "pst.form." + form;
  const kept = (form) => JSON.parse(sessionStorage.getItem(key(form)) || "{}");
  document.addEventListener("input", ({ target }) => {
    const form = target.dataset && target.dataset.field && target.closest("[data-keep]");
    if (!form) return;
    const values = { ...kept(form.dataset.keep), [target.dataset.field]: target.value };
    sessionStorage.setItem(key(form.dataset.keep), JSON.stringify(values));
  });
  window.pstForm = {
    restore(form) {
      emitEvent("pst_kept_" + form, kept(form));
    },
    clear(form) {
      sessionStorage.removeItem(key(form));
    },
  };
})();
