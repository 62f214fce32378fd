// What rings, the picker of canned replies, and the arrow keys in lists.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const user = () => byId("pst-who").dataset.user;
  const read = (key) => JSON.parse(localStorage.getItem(key) || "null");

  // -- Sound and notification: for somebody new in the queue, and for a message to a conversation one holds oneself
  const { wanted, beep, ring } = window.pstBell;
  const plain = document.title;
  sessionStorage.removeItem("pst.lock"); // what waits now is rung here

  function isOpenHere(conversation) {
    return document.hasFocus() && location.pathname.endsWith("/percakapan/" + conversation);
  }
  window.pstWatch = {
    see(now) {
      const key = "pst." + user() + ".told";
      const told = read(key);
      localStorage.setItem(key, JSON.stringify(now)); // first, so that another tab does not ring as well
      document.title = now.waiting.length ? "(" + now.waiting.length + ") " + plain : plain;
      if (!told) return;
      const fresh = now.waiting.filter((number) => !told.waiting.includes(number));
      if (fresh.length) ring("Ada yang menunggu petugas", "Nomor " + fresh.join(", "), "/console/");
      for (const [conversation, seq] of Object.entries(now.heard)) {
        const before = told.heard[conversation];
        if (before !== undefined && seq > before && !isOpenHere(conversation))
          ring("Pesan baru", "Dalam percakapan yang Anda pegang", "/console/percakapan/" + conversation);
      }
    },
  };
  function showBell() {
    const bell = byId("pst-bell");
    if (bell && bell.getAttribute("aria-pressed") !== String(wanted())) bell.setAttribute("aria-pressed", String(wanted()));
  }
  setInterval(showBell, 300);
  document.addEventListener("click", ({ target }) => {
    if (target.id !== "pst-bell") return;
    localStorage.setItem("pst.bell", wanted() ? "off" : "on");
    if (wanted()) {
      beep();
      if (window.Notification && Notification.permission === "default") Notification.requestPermission();
    }
    showBell();
  });

  // -- Canned replies: a list that is filtered by typing
  function make(tag, words, into) {
    const element = document.createElement(tag);
    element.textContent = words;
    if (into) into.append(element);
    return element;
  }
  function insert(reply) {
    const box = byId("pst-reply");
    box.focus();
    box.setRangeText(reply.text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (reply.file) window.pstBoxes.attach({ id: reply.id, file: reply.file });
  }
  window.pstCanned = {
    show(replies) {
      const dialog = make("dialog", "");
      dialog.className = "pst-picker";
      const label = make("label", replies.length ? "Pilih balasan" : "Belum ada balasan siap pakai.", dialog);
      const filter = document.createElement("input");
      filter.type = "search";
      filter.setAttribute("role", "combobox");
      filter.setAttribute("aria-expanded", "true");
      filter.setAttribute("aria-controls", "pst-canned-list");
      label.append(filter);
      const list = make("ul", "", dialog);
      list.id = "pst-canned-list";
      list.setAttribute("role", "listbox");
      let shown = [];
      let chosen = 0;
      function choose(index) {
        chosen = Math.max(0, Math.min(shown.length - 1, index));
        [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
        if (list.children[chosen]) list.children[chosen].scrollIntoView({ block: "nearest" });
      }
      function draw() {
        const words = filter.value.toLowerCase();
        shown = replies.filter((reply) => (reply.title + " " + reply.text).toLowerCase().includes(words));
        list.replaceChildren();
        for (const reply of shown) {
          const item = make("li", "", list);
          item.setAttribute("role", "option");
          make("strong", reply.title + (reply.file ? " (berkas: " + reply.file + ")" : ""), item);
          make("span", reply.text, item);
          item.addEventListener("click", () => take(reply));
        }
        choose(0);
      }
      function take(reply) {
        dialog.close();
        if (reply) insert(reply);
      }
      filter.addEventListener("input", draw);
      dialog.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          choose(chosen + step);
        } else if (event.key === "Enter") {
          event.preventDefault();
          take(shown[chosen]);
        }
      });
      dialog.addEventListener("close", () => {
        dialog.remove();
        byId("pst-reply").focus();
      });
      document.body.append(dialog);
      draw();
      dialog.showModal();
      filter.focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target.id === "pst-reply" && !event.target.value) {
      event.preventDefault();
      emitEvent("pst_canned");
    }
  });
  document.addEventListener("click", ({ target }) => {
    if (target.id === "pst-canned-open") emitEvent("pst_canned");
  });

  // -- Voice notes: how fast they are played; a player that has loaded nothing yet begins at its default
  document.addEventListener("click", ({ target }) => {
    if (!target.dataset || !target.dataset.speed) return;
    const voice = target.closest(".pst-voice");
    const player = voice.querySelector("audio");
    player.defaultPlaybackRate = player.playbackRate = Number(target.dataset.speed);
    for (const each of voice.querySelectorAll("[data-speed]")) each.setAttribute("aria-pressed", String(each === target));
  });

  // -- Arrow keys walk through the rows of a list
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest ? event.target.closest("a.pst-row") : null;
    if (!step || !row) return;
    const rows = [...document.querySelectorAll("a.pst-row")];
    const next = rows[rows.indexOf(row) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
