// The locked screen still says that people wait: a number in the text and in the tab's title, nothing else.
"use strict";
(() => {
  const EVERY_MS = 5000;
  const title = document.title;
  async function look() {
    const answer = await fetch("/console/kunci/menunggu", { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!answer) return; // the network is away: the next look tells
    if (!answer.ok) return location.reload(); // the session has ended, or was opened in another tab
    const { waiting } = await answer.json();
    document.title = waiting ? `(${waiting}) ${title}` : title;
    document.getElementById("waiting").textContent = waiting ? `${waiting} orang menunggu petugas.` : "";
  }
  look();
  setInterval(look, EVERY_MS);
})();
