// The locked screen still says that people wait, and rings for each new one: a number, no names.
"use strict";
(() => {
  const EVERY_MS = 5000;
  const RUNG = "pst.lock"; // until when was rung; it outlives a wrong PIN, and the desk's own pages forget it
  const title = document.title;
  async function look() {
    const answer = await fetch("/console/kunci/menunggu", { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!answer) return; // the network is away: the next look tells
    if (!answer.ok) return location.reload(); // the session has ended, or was opened in another tab
    const { waiting, newest } = await answer.json();
    document.title = waiting ? `(${waiting}) ${title}` : title;
    const words = waiting ? `${waiting} orang menunggu petugas.` : "";
    document.getElementById("waiting").textContent = words;
    const rung = sessionStorage.getItem(RUNG);
    sessionStorage.setItem(RUNG, Math.max(newest, Number(rung)));
    if (rung !== null && newest > Number(rung)) pstBell.ring("Ada yang menunggu petugas", words, "/console/");
  }
  look();
  setInterval(look, EVERY_MS);
})();
