// Sound and notification of this browser: switched on with the bell, used by the desk's pages and by the locked screen.
"use strict";
(() => {
  let audio = null;

  const wanted = () => localStorage.getItem("pst.bell") === "on";
  function beep() {
    audio = audio || new AudioContext();
    audio.resume();
    for (const [start, pitch] of [[0, 880], [0.18, 1175]]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.25, audio.currentTime + start);
      volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.3);
    }
  }
  // No name and no question: a notification is seen by whoever stands at the screen.
  function ring(title, words, address) {
    if (!wanted()) return;
    beep();
    if (!window.Notification || Notification.permission !== "granted") return;
    const shown = new Notification(title, { body: words, tag: address });
    shown.onclick = () => {
      window.focus();
      location.href = address;
    };
  }
  document.addEventListener("click", () => audio && audio.resume());
  window.pstBell = { wanted, beep, ring };
})();
