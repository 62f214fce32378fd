// The citizen's chat page: no framework, no build step, and no innerHTML, so that nothing typed can become markup.
"use strict";
(() => {
  const LONGEST = 10000; // characters the service accepts in one message
  const LATE_MS = 10000; // an answer later than this is called delayed
  const PAUSES_MS = [1000, 2000, 4000, 8000, 15000]; // between tries on a bad network; the last one repeats
  const TRY_MS = 40000; // one try on a 2G network, a 25 s long poll included
  const WHO = { bot: "Asisten otomatis", officer: "Petugas" };
  const SAID = {
    late: "Jawaban tertunda, pesan Anda tersimpan.",
    waiting: "Menunggu petugas. Sambil menunggu, Anda tetap boleh bertanya.",
    officer: "Anda sedang dilayani petugas.",
    offline: "Tidak ada sambungan internet. Pesan Anda disimpan dan dikirim begitu tersambung.",
    unreachable: "Layanan belum dapat dihubungi. Pesan Anda disimpan dan dicoba lagi.",
  };
  const at = (id) => document.getElementById(id);
  const [log, pendingBox, text, scroll, status] = ["log", "pending", "text", "scroll", "status"].map(at);

  /* Storage: a private window or a strict iframe may forbid it; then memory serves until the page closes. */
  const storage = (kind) => {
    try {
      window[kind].setItem("pst.try", "1");
      window[kind].removeItem("pst.try");
      return window[kind];
    } catch (refused) {
      const kept = new Map();
      return {
        getItem: (key) => (kept.has(key) ? kept.get(key) : null),
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
      };
    }
  };
  const device = storage("localStorage");
  const tab = storage("sessionStorage");

  let session = device.getItem("pst.session");
  let pending = JSON.parse(tab.getItem("pst.pending") || "[]"); // {key, text, token, after, state, why}
  let seen = 0; // the highest seq shown
  let lastFrom = null;
  let unansweredSince = null;
  let mode = "ok";
  let reachable = true;
  let sending = false;
  let polling = null; // AbortController of the running poll
  let unread = 0;
  let shownDay = "";

  /* ---- talking to the service ---- */
  class Refused extends Error {
    constructor(response, body) {
      super((body && body.error && body.error.message) || "Permintaan ditolak.");
      this.status = response.status;
      this.after = Number(response.headers.get("Retry-After")) || 0;
    }
  }
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function call(path, options, abort) {
    const control = abort || new AbortController();
    const timer = setTimeout(() => control.abort(), TRY_MS);
    try {
      const headers = Object.assign({}, options.headers);
      if (session) headers.Authorization = "Bearer " + session;
      const answer = await fetch(path, Object.assign({ cache: "no-store" }, options, { headers, signal: control.signal }));
      const body = await answer.json().catch(() => null);
      if (!answer.ok) throw new Refused(answer, body);
      reachable = true;
      return body;
    } finally {
      clearTimeout(timer);
    }
  }

  async function ensureSession() {
    if (session) return;
    session = (await call("/chat/sessions", { method: "POST" })).session;
    device.setItem("pst.session", session);
    seen = 0;
    poll();
  }
  function dropSession() {
    session = null;
    seen = 0;
    device.removeItem("pst.session");
    if (polling) polling.abort();
    drawShut();
    // What was under way belongs to no conversation now: it is sent again in a new one.
    pending.forEach((item) => Object.assign(item, { after: 0, state: item.token ? "refused" : "waiting" }));
    savePending();
  }

  /* ---- sending ---- */
  // As the service stores it, so that our own words are known again in its list.
  const clean = (typed) => typed.replace(/\r\n?/g, "\n").replace(/[\0-\b\v-\x1f\x7f-\x9f]/g, "").trim();

  function say(typed, token) {
    pending.push({ key: newKey(), text: clean(typed), token: token || null, after: seen, state: "waiting", why: "" });
    at("welcome").hidden = true;
    unansweredSince = Date.now();
    savePending();
    toBottom();
    flush();
  }
  function savePending() {
    tab.setItem("pst.pending", JSON.stringify(pending));
    drawPending();
  }
  async function sendOne(item) {
    item.state = "sending";
    drawPending();
    await ensureSession();
    await call("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": item.key },
      body: JSON.stringify(item.token ? { button: item.token } : { text: item.text }),
    });
    item.state = "sent";
  }
  async function flush() {
    if (sending) return;
    sending = true;
    let tries = 0;
    // One after the other: the order in which they were written is the order in which they arrive.
    for (let item = nextWaiting(); item; item = nextWaiting()) {
      try {
        await sendOne(item);
        tries = 0;
      } catch (fault) {
        if (fault instanceof Refused && fault.status === 401) {
          dropSession();
          if (tries++ > 2) await pause(PAUSES_MS[4]);
        } else if (fault instanceof Refused && fault.status < 500 && fault.status !== 429) {
          Object.assign(item, { state: "refused", why: fault.message });
        } else {
          item.state = "failed";
          reachable = fault instanceof Refused && fault.status === 429;
          savePending();
          drawStatus();
          await wakeable(Math.max(PAUSES_MS[Math.min(tries++, 4)], (fault.after || 0) * 1000));
          pending.filter((one) => one.state === "failed").forEach((one) => (one.state = "waiting"));
        }
      }
      savePending();
      drawStatus();
      if (item.state !== "sent") toBottom(); // what could not be sent must not hide below the edge
    }
    sending = false;
  }
  const nextWaiting = () => pending.find((item) => item.state === "waiting");
  const sleepers = new Set();
  const wake = () => sleepers.forEach((done) => done());
  async function wakeable(ms) {
    let done;
    const woken = new Promise((resolve) => sleepers.add((done = resolve)));
    await Promise.race([pause(ms), woken]);
    sleepers.delete(done);
  }

  /* ---- receiving ---- */
  async function poll() {
    let tries = 0;
    const mine = session;
    let wait = 0; // the first look returns at once, so that a page never opens empty for 25 s
    log.setAttribute("aria-live", "off"); // the history is not read aloud
    while (session && session === mine) {
      try {
        polling = new AbortController();
        const news = await call("/chat/messages?after=" + seen + "&wait=" + wait, {}, polling);
        if (session !== mine) return;
        show(news);
        if (news.length || wait === 0) await askStatus();
        if (wait === 0) setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
        wait = 25;
        tries = 0;
      } catch (fault) {
        if (session !== mine) return;
        if (fault instanceof Refused && fault.status === 401) return forgetQuietly();
        reachable = false;
        drawStatus();
        await wakeable(PAUSES_MS[Math.min(tries++, 4)]);
      }
      drawStatus();
    }
  }
  function forgetQuietly() {
    dropSession();
    flush();
  }
  // The office has closed the web chat: only a conversation that is not at its end may go on.
  const root = document.documentElement;
  const isShut = root.classList.contains("shut");
  function drawShut() {
    if (isShut) root.classList.toggle("shut", !session || mode === "closed");
  }
  async function askStatus() {
    const wasFor = session;
    const told = await call("/chat/status", {});
    if (session === wasFor) mode = told.status;
    drawShut();
  }
  function show(news) {
    const wasLow = isLow();
    for (const message of news) {
      if (message.seq <= seen) continue;
      seen = message.seq;
      if (message.from === "user") settle(message);
      draw(message);
      lastFrom = message.from;
    }
    if (!news.length) return;
    at("welcome").hidden = true;
    unansweredSince = lastFrom === "user" ? unansweredSince || Date.now() : null;
    if (wasLow || lastFrom === "user") toBottom();
    else at("newest").hidden = false;
    if (document.hidden) {
      unread += news.filter((message) => message.from !== "user").length;
      document.title = (unread ? "(" + unread + ") " : "") + title;
    }
  }
  // The list carries no keys: the oldest message of ours with the same words, written before it came, is the one.
  function settle(message) {
    const found = pending.findIndex((item) => item.after < message.seq && item.text === message.text.trim());
    if (found < 0) return;
    pending.splice(found, 1);
    savePending();
  }

  /* ---- from the panel on another site to the page ----
     Browsers keep a storage for each site that shows the panel, so the page itself would open empty. The session goes from window
     to window, never in an address: an address could be copied, or sent to somebody to make them write into a stranger's conversation. */
  const here = location.origin;
  function carry(link) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const page = window.open(here + "/");
      window.addEventListener("message", (asked) => {
        if (!session || asked.source !== page || asked.origin !== here || asked.data !== "pst.whose") return;
        page.postMessage({ session }, here);
      });
    });
  }
  function takeOver() {
    if (embedded || !window.opener) return;
    window.addEventListener("message", (told) => {
      if (told.source !== window.opener || told.origin !== here || !told.data.session || told.data.session === session) return;
      // A conversation that the page has already stays the device's; this tab shows the other one.
      if (!session) device.setItem("pst.session", told.data.session);
      session = told.data.session;
      seen = 0;
      shownDay = log.textContent = "";
      if (polling) polling.abort();
      drawShut();
      poll();
    });
    window.opener.postMessage("pst.whose", here); // reaches nobody but a window of our own
  }

  /* ---- drawing ---- */
  const make = (tag, className, words) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (words !== undefined) node.textContent = words;
    return node;
  };
  const LINK = /(^|[\s(])(https:\/\/[^\s<>"]+|(?:[a-z0-9-]+\.)+go\.id(?:\/[^\s<>"]*)?)/gi;
  const BOLD = /(^|[\s(])\*([^*\n]+)\*(?=$|[\s).,;:!?])/g;

  function linked(node, words) {
    let from = 0;
    for (let hit = LINK.exec(words); hit; hit = LINK.exec(words)) {
      const address = hit[2].replace(/[.,;:!?)\]*]+$/, "");
      const start = hit.index + hit[1].length;
      const link = make("a", "", address);
      link.href = /^https:/i.test(address) ? address : "https://" + address;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      if (embedded && link.host === location.host && link.pathname === "/") carry(link);
      node.append(words.slice(from, start), link);
      from = LINK.lastIndex = start + address.length;
    }
    node.append(words.slice(from));
  }
  function marked(node, words) {
    let from = 0;
    for (let hit = BOLD.exec(words); hit; hit = BOLD.exec(words)) {
      const start = hit.index + hit[1].length;
      linked(node, words.slice(from, start));
      linked(node.appendChild(make("b")), hit[2]);
      from = start + hit[2].length + 2;
    }
    linked(node, words.slice(from));
  }
  function draw(message) {
    const when = new Date(message.at);
    const day = when.toLocaleDateString("id-ID", { weekday: "long", day: "numeric", month: "long" });
    if (day !== shownDay && day !== today()) log.append(make("div", "msg system", day));
    shownDay = day;
    const row = make("div", "msg " + message.from);
    if (WHO[message.from]) row.append(make("p", "who", WHO[message.from]));
    const bubble = row.appendChild(make("p", "bubble"));
    if (message.from === "user") bubble.textContent = message.text;
    else marked(bubble, message.text);
    if (message.file) {
      const link = make("a", "file", "Berkas: " + message.file.name);
      link.href = message.file.url;
      link.download = message.file.name;
      bubble.append(link);
    }
    if (message.buttons.length) row.append(choices(message.buttons));
    const meta = row.appendChild(make("div", "meta"));
    const clock = meta.appendChild(make("time", "", when.toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" })));
    clock.dateTime = message.at;
    if (message.from === "user") meta.append(make("span", "", "terkirim"));
    log.append(row);
  }
  const today = () => new Date().toLocaleDateString("id-ID", { weekday: "long", day: "numeric", month: "long" });

  function choices(buttons) {
    document.querySelectorAll("#log .choices").forEach((group) => group.classList.add("old"));
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Pilihan jawaban");
    for (const one of buttons) {
      const button = group.appendChild(make("button", "", one.title));
      button.type = "button";
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-pressed") === "true") return; // a second tap on slow glass
        button.setAttribute("aria-pressed", "true");
        say(one.title, one.token);
        text.focus({ preventScroll: true });
      });
    }
    return group;
  }
  const STATES = { waiting: "menunggu giliran", sending: "mengirim", sent: "terkirim", failed: "gagal, dicoba lagi" };

  function drawPending() {
    pendingBox.textContent = "";
    for (const item of pending) {
      const bad = item.state === "failed" || item.state === "refused";
      const row = make("div", "msg user" + (bad ? " failed" : ""));
      row.append(make("p", "bubble", item.text));
      const meta = row.appendChild(make("div", "meta"));
      meta.append(make("span", "", STATES[item.state] || item.why || "tidak terkirim"));
      if (item.state === "failed") meta.append(action("Kirim ulang", () => wake()));
      if (item.state === "refused") meta.append(action("Ubah", () => takeBack(item)));
      pendingBox.append(row);
    }
  }
  function action(words, run) {
    const button = make("button", "", words);
    button.type = "button";
    button.addEventListener("click", run);
    return button;
  }
  function takeBack(item) {
    pending = pending.filter((one) => one !== item);
    savePending();
    text.value = [item.text, text.value].filter(Boolean).join("\n");
    typed();
    text.focus();
  }
  function drawStatus() {
    const late = unansweredSince && Date.now() - unansweredSince >= LATE_MS;
    const stuck = pending.some((item) => item.state === "failed");
    let words = "";
    if (!navigator.onLine) words = SAID.offline;
    else if (!reachable) words = SAID.unreachable;
    else if (mode === "waiting" || mode === "officer") words = SAID[mode];
    else if (mode === "delayed" || late) words = SAID.late;
    const [low, before] = [isLow(), status.textContent];
    if (before !== words) status.textContent = words; // an unchanged line is not announced again
    status.classList.toggle("calm", reachable && (mode === "waiting" || mode === "officer"));
    at("typing").hidden = !unansweredSince || Boolean(words) || stuck;
    if (low && words !== before) toBottom(); // the line took room from the conversation
  }
  const isLow = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  function toBottom() {
    at("newest").hidden = true;
    requestAnimationFrame(() => (scroll.scrollTop = scroll.scrollHeight));
  }

  /* ---- the box to write in ---- */
  function typed() {
    tab.setItem("pst.draft", text.value);
    text.style.height = "auto";
    text.style.height = Math.min(text.scrollHeight + 3, 136) + "px";
    const over = text.value.length - LONGEST;
    const hint = at("hint");
    hint.classList.toggle("warn", over > 0);
    hint.textContent =
      over > 0 ? "Terlalu panjang " + over + " huruf. Bagilah menjadi beberapa pesan." : "Enter mengirim, Shift+Enter membuat baris baru.";
    at("send").disabled = over > 0;
  }
  function submit(event) {
    event.preventDefault();
    if (!clean(text.value) || text.value.length > LONGEST) return text.focus();
    say(text.value, null);
    text.value = "";
    typed();
    text.focus();
  }
  function erase() {
    at("sure").close();
    if (session) call("/chat/sessions", { method: "DELETE" }).catch(() => {}); // offline it simply runs out
    ["pst.draft", "pst.pending"].forEach((key) => tab.removeItem(key));
    pending = [];
    dropSession();
    [mode, lastFrom, unansweredSince, shownDay] = ["ok", null, null, ""];
    log.textContent = text.value = "";
    at("welcome").hidden = false;
    typed();
    drawStatus();
    text.focus();
  }

  /* ---- wiring ---- */
  const title = document.title;
  at("form").addEventListener("submit", submit);
  text.addEventListener("input", typed);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  at("newest").addEventListener("click", toBottom);
  document.querySelectorAll("#welcome button").forEach((one) =>
    one.addEventListener("click", () => (say(one.textContent, null), text.focus({ preventScroll: true }))),
  );
  at("forget").addEventListener("click", () => ((at("menu").open = false), at("sure").showModal()));
  at("keep").addEventListener("click", () => at("sure").close());
  at("erase").addEventListener("click", erase);
  window.addEventListener("online", () => (wake(), polling && polling.abort(), drawStatus()));
  window.addEventListener("offline", drawStatus);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) [unread, document.title] = [0, title];
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (at("menu").open) at("menu").open = false;
    else if (embedded && !at("sure").open) leave();
  });
  const embedded = document.documentElement.classList.contains("embed") && window.parent !== window;
  const leave = () => window.parent.postMessage({ pst: "close" }, "*"); // says nothing but "close"
  at("close").hidden = !embedded;
  at("close").addEventListener("click", leave);
  setInterval(drawStatus, 1000);

  text.value = tab.getItem("pst.draft") || "";
  pending.forEach((item) => item.state !== "sent" && item.state !== "refused" && (item.state = "waiting"));
  typed();
  savePending();
  if (pending.length) at("welcome").hidden = true;
  if (session) poll();
  takeOver();
  flush();
})();
