// The browser's own print window.
"use strict";
document.getElementById("print").addEventListener("click", () => window.print());
