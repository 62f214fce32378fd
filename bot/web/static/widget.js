// One script tag on the office's site: a button that opens the chat in a panel. Everything else stays in the iframe.
"use strict";
(() => {
  const home = new URL(document.currentScript.src).origin;
  if (document.getElementById("pst-bot")) return; // the tag may stand twice in a template
  const narrow = window.matchMedia("(max-width: 480px)");
  const host = document.createElement("div");
  host.id = "pst-bot";
  const root = host.attachShadow({ mode: "open" }); // the site's style sheet cannot reach in
  const button = document.createElement("button");
  const panel = document.createElement("div");
  let frame = null;

  // Styles through the DOM, not a <style> element: those pass a strict content security policy.
  const style = (node, rules) => Object.assign(node.style, rules);
  function place() {
    style(button, {
      position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", minHeight: "52px", padding: "0 22px",
      border: "0", borderRadius: "26px", background: "#0b5ca8", color: "#fff", font: "600 16px system-ui, sans-serif",
      cursor: "pointer", boxShadow: "0 4px 16px rgba(16,42,67,.35)",
    });
    const size = narrow.matches
      ? { inset: "0", width: "100%", height: "100%", borderRadius: "0" }
      : { inset: "auto 16px 16px auto", width: "390px", height: "min(640px, calc(100vh - 32px))", borderRadius: "14px" };
    style(panel, Object.assign({ position: "fixed", zIndex: "2147483001", overflow: "hidden", background: "#fff",
      boxShadow: "0 12px 48px rgba(16,42,67,.35)" }, size));
  }
  function open() {
    if (!frame) {
      frame = document.createElement("iframe"); // loaded only when wanted: the site's own page stays light
      frame.title = "Percakapan dengan asisten BPS";
      frame.src = home + "/chat/embed";
      style(frame, { width: "100%", height: "100%", border: "0", display: "block" });
      panel.append(frame);
    }
    panel.hidden = false;
    button.hidden = true;
    button.setAttribute("aria-expanded", "true");
    frame.focus();
  }
  function close() {
    panel.hidden = true;
    button.hidden = false;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  button.type = "button";
  button.textContent = "Tanya BPS";
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", open);
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Percakapan dengan asisten BPS");
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  window.addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === home;
    if (ours && event.data && event.data.pst === "close") close();
  });
  narrow.addEventListener("change", place);
  place();
  root.append(button, panel);
  document.body.append(host);
})();
