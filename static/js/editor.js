// The editor's forms: what htmx and the browser leave undone. Everything works without it.
"use strict";
(() => {
  const FORMS = /\/(edit|undo|redo|reset)(\?|$)/;

  // A change may have waited for the one before it: it belongs to the draft as it is now.
  document.addEventListener("htmx:before:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (request.method !== "POST" || !FORMS.test(request.action)) return;
    if (!sourceElement.isConnected) {
      event.preventDefault();
      return;
    }
    const now = document.getElementById("workshop")?.dataset.revision;
    if (now && request.body?.has?.("revision")) request.body.set("revision", now);
  });

  // What a player has unfolded stays so when the page is morphed.
  window.htmx?.config.morphIgnore.push("open");

  // A field that was touched keeps its own state when the page is morphed: give it the page's.
  document.addEventListener("htmx:after:swap", () => {
    for (const select of document.querySelectorAll(".editor select")) {
      const chosen = [...select.options].findIndex((option) => option.defaultSelected);
      if (chosen >= 0 && select.selectedIndex !== chosen) select.selectedIndex = chosen;
    }
    for (const field of document.querySelectorAll('.editor input[type="text"]')) {
      if (field.value !== field.defaultValue && field !== document.activeElement) {
        field.value = field.defaultValue;
      }
    }
    // A button that used up the budget is disabled now, and so can no longer hold the focus.
    const held = document.activeElement;
    if (held === document.body || held?.disabled) {
      document.getElementById("step-title")?.focus({ preventScroll: true });
    }
  });
})();
