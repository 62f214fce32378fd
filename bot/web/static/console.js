// What an officer types stays in this browser until the desk has it; a lost connection is said, an ended session left.
"use strict";
(() => {
  const ANSWER_MS = 8000; // without a word from the desk by then, the officer is told
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const byId = (id) => document.getElementById(id);
  const user = () => (byId("pst-who") ? byId("pst-who").dataset.user : "");
  const isBox = (element) => element.classList && element.classList.contains("pst-box");
  const timers = {};

  // Kept by officer, conversation and box: another officer at this computer does not find it.
  const name = (box, part) => ["pst", user(), box.dataset.conversation, box.id, part].join(".");
  const keep = (box, part, value) =>
    value ? localStorage.setItem(name(box, part), JSON.stringify(value)) : localStorage.removeItem(name(box, part));
  const kept = (box, part) => JSON.parse(localStorage.getItem(name(box, part)) || "null");

  function hint(box, words, warn) {
    const line = byId(box.id + "-hint");
    line.textContent = words;
    line.classList.toggle("warn", Boolean(warn));
  }
  // The same words sent again carry the same key, so a reply whose receipt was lost is not sent twice.
  function attempt(box, wanted) {
    const last = kept(box, "attempt");
    if (last && last.text === wanted.text && last.canned === wanted.canned) return { ...last, ...wanted };
    const fresh = { key: newKey(), ...wanted };
    keep(box, "attempt", fresh);
    return fresh;
  }
  function send(box, answered) {
    const attached = kept(box, "canned");
    const text = box.value.trim();
    if (!text && !attached) return box.focus();
    hint(box, "Mengirim …");
    clearTimeout(timers[box.id]);
    const late = () => hint(box, "Belum terkirim. Teks tetap tersimpan di sini; kirim lagi nanti.", true);
    timers[box.id] = setTimeout(late, ANSWER_MS);
    emitEvent(box.dataset.event, attempt(box, { text, canned: attached ? attached.id : "", answered }));
  }
  function showChip() {
    const chip = byId("pst-chip");
    const attached = byId("pst-reply") && kept(byId("pst-reply"), "canned");
    if (!chip) return;
    chip.hidden = !attached;
    chip.textContent = attached ? "Lampiran: " + attached.file + " ✕ (klik untuk membatalkan)" : "";
  }

  window.pstBoxes = {
    restore() {
      for (const box of document.querySelectorAll(".pst-box")) box.value = kept(box, "draft") || "";
      showChip();
    },
    attach(file) {
      keep(byId("pst-reply"), "canned", file);
      showChip();
    },
    done(id, key) {
      const box = byId(id);
      clearTimeout(timers[id]);
      const last = kept(box, "attempt");
      if (!last || last.key !== key) return;
      keep(box, "attempt", null);
      keep(box, "canned", null);
      if (box.value.trim() === last.text) box.value = ""; // what was typed meanwhile stays
      keep(box, "draft", box.value);
      hint(box, id === "pst-note" ? "Tersimpan." : "Terkirim.");
      showChip();
      box.focus();
    },
    refused(id, words) {
      clearTimeout(timers[id]);
      hint(byId(id), words, true);
    },
    focus() {
      setTimeout(() => byId("pst-reply").focus(), 100); // it becomes visible with the next update of the page
    },
  };

  document.addEventListener("input", ({ target }) => {
    if (isBox(target)) keep(target, "draft", target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (!isBox(event.target)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(event.target, event.shiftKey && event.target.id === "pst-reply");
    }
  });
  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest ? target.closest("button, .pst-chip") : null;
    if (!pressed) return;
    if (pressed.id === "pst-reply-send") send(byId("pst-reply"), false);
    if (pressed.id === "pst-reply-answered") send(byId("pst-reply"), true);
    if (pressed.id === "pst-note-send") send(byId("pst-note"), false);
    if (pressed.id === "pst-chip") window.pstBoxes.attach(null);
  });
  // Whoever logs out leaves nothing typed behind; a session that has ended by itself does.
  document.addEventListener("submit", ({ target }) => {
    if (!target.action.endsWith("/keluar")) return;
    const mine = Object.keys(localStorage).filter((key) => key.startsWith("pst." + user() + "."));
    mine.forEach((key) => localStorage.removeItem(key));
  });

  // The transcript follows the newest line, unless the officer has scrolled up to read.
  let away = false;
  window.pstLog = {
    follow() {
      const log = byId("pst-log");
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

  // Files dropped on or pasted into the reply box, and the camera of a phone, go the way of a chosen file.
  function upload(files) {
    const chooser = getElement(window.pstUpload);
    if (!chooser) setTimeout(() => upload(files), 100); // the page is still being put together: the file is not lost
    else if (files.length) chooser.$refs.qRef.addFiles(files);
  }
  const overReply = (event) => event.target.closest && event.target.closest(".pst-reply");
  document.addEventListener("dragover", (event) => {
    if (!overReply(event) || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    overReply(event).classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (overReply(event)) overReply(event).classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!overReply(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    overReply(event).classList.remove("over");
    upload([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (event.target.id !== "pst-reply" || !event.clipboardData.files.length) return;
    event.preventDefault();
    upload([...event.clipboardData.files]);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.id !== "pst-photo") return;
    const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/jpeg,image/png" });
    camera.setAttribute("capture", "environment");
    camera.addEventListener("change", () => upload([...camera.files]));
    camera.click();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#pst-copy")) copy(event.target.closest("#pst-copy"));
  });
  // The clipboard is there on https and this computer only; elsewhere the words are marked, ready for Ctrl+C.
  async function copy(button) {
    const source = document.getElementById(button.dataset.from);
    getSelection().selectAllChildren(source);
    const done = navigator.clipboard && (await navigator.clipboard.writeText(source.textContent).then(() => true, () => false));
    document.getElementById("pst-copied").textContent = done ? "Tersalin." : "Sudah ditandai: tekan Ctrl+C.";
  }

  // A lost connection is said at once. A refused socket only says "connection lost"; whether the session has ended or is
  // locked is asked here.
  let lost = null;
  function sayLost() {
    if (lost) return;
    lost = Object.assign(document.createElement("div"), { id: "pst-lost", role: "alert" });
    const at = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    lost.textContent = "Sambungan terputus sejak " + at + ". Yang Anda ketik tersimpan di peramban ini.";
    document.body.append(lost);
  }
  setInterval(() => {
    if (!window.socket) return;
    if (!window.socket.connected) sayLost();
    else if (lost) {
      lost.remove();
      lost = null;
    }
  }, 500);
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
// A form marked data-keep: what is typed stays in this tab until the desk has it, over a lock or a login in between.
(() => {
  const TRIES = 50; // a dialog's boxes come with the next update of the page
  const user = () => (document.getElementById("pst-who") ? document.getElementById("pst-who").dataset.user : "");
  const key = (form) => "pst.form." + user() + "." + form; // another officer at this computer does not find it
  const kept = (form) => JSON.parse(sessionStorage.getItem(key(form)) || "{}");
  const NOT_TYPED = ["password", "checkbox", "file"];
  const labelOf = (box) => box.getAttribute("aria-label") || box.name;
  const unsaved = (form) => document.querySelector(`[data-keep="${form}"] > .pst-unsaved`);
  function forget(form) {
    sessionStorage.removeItem(key(form));
    if (unsaved(form)) unsaved(form).remove();
  }
  function put(box, value) {
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true })); // so that the desk's side of the box knows it too
  }
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("[data-keep]");
    const label = labelOf(target);
    if (!form || !label || NOT_TYPED.includes(target.type)) return;
    const values = { ...kept(form.dataset.keep), [label]: target.value };
    sessionStorage.setItem(key(form.dataset.keep), JSON.stringify(values));
  });
  document.addEventListener("click", ({ target }) => {
    const given = target.closest("[data-keep] [data-forget]");
    if (given) forget(given.closest("[data-keep]").dataset.keep);
  });
  document.addEventListener("submit", ({ target }) => {
    if (!target.action.endsWith("/keluar")) return;
    const mine = Object.keys(sessionStorage).filter((each) => each.startsWith(key("")));
    mine.forEach((each) => sessionStorage.removeItem(each));
  });
  function restore(form, tries) {
    const boxes = document.querySelectorAll(`[data-keep="${form}"] :is(input, textarea)`);
    if (!boxes.length && tries) return setTimeout(() => restore(form, tries - 1), 100);
    const values = kept(form);
    const before = new Map();
    for (const box of boxes) {
      const value = values[labelOf(box)];
      if (value === undefined || value === box.value) continue;
      before.set(box, box.value);
      put(box, value);
    }
    if (before.size && !unsaved(form)) sayUnsaved(form, before);
  }
  // What was put back looks like what is stored; who does not want it any more gets the stored words again.
  function sayUnsaved(form, before) {
    const line = Object.assign(document.createElement("div"), { className: "pst-unsaved" });
    line.setAttribute("role", "status");
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "pst-button small" });
    drop.textContent = "Buang ketikan";
    drop.addEventListener("click", () => {
      before.forEach((value, box) => put(box, value));
      forget(form);
    });
    line.append("Belum disimpan: ini ketikan Anda sebelumnya.", drop);
    document.querySelector(`[data-keep="${form}"]`).prepend(line);
  }
  // after what the page is drawing now, which would put the stored words back
  window.pstForm = { restore: (form) => setTimeout(() => restore(form, TRIES)), clear: forget };
})();
