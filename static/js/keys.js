// Keys press what is on the page: an element with data-key="c" is clicked by c.
"use strict";
(() => {
  const TYPING = "input, textarea, select, [contenteditable]";
  const NAMED = { "?": '[data-dialog="keys"]', "1": "#tab-step", "2": "#tab-source", "3": "#tab-attention" };

  function example(step) {
    const all = [...document.querySelectorAll("a.example")];
    const at = all.findIndex((link) => link.getAttribute("aria-current"));
    return all[at < 0 ? 0 : at + step];
  }

  function pressed(key) {
    if (key === "[") return example(-1);
    if (key === "]") return example(1);
    return document.querySelector(NAMED[key] ?? `[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.(TYPING);
    if (typing?.id === "source" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      typing.form.requestSubmit();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (document.querySelector('#workshop[aria-busy="true"]')) return;
    const inFrame = event.target.closest?.(".scroll");
    if (inFrame && event.key.startsWith("Arrow")) return;
    const target = pressed(event.key);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // Dialogs: a link to one opens it, its closing link shuts it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    const closer = event.target.closest?.("[data-close]");
    if (!opener && !closer) return;
    event.preventDefault();
    const dialog = closer ? closer.closest("dialog") : document.getElementById(opener.dataset.dialog);
    if (dialog.open) dialog.close();
    else dialog.showModal();
  });
})();
