// Small things a page needs that HTML alone cannot say. Everything works without them.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const posting = new Set();

  // A second click on a form whose POST is on its way would do the same thing twice. Another
  // form's POST waits for this one (hx-sync) and then acts on the new revision (editor.js).
  document.addEventListener("submit", (event) => {
    if (!posting.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener("htmx:before:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    // What the report fetches by itself, nothing else waits for.
    if (sourceElement.id === "why" || sourceElement.id === "idle") return;
    if (request.method === "POST") posting.add(sourceElement);
    document.getElementById("workshop")?.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", (event) => {
    posting.delete(event.detail.ctx.sourceElement);
    document.getElementById("workshop")?.removeAttribute("aria-busy");
  });

  // An error's message goes when something else has worked.
  document.addEventListener("htmx:before:swap", () => {
    document.getElementById("notice")?.replaceChildren();
  });

  // A fresh verdict is brought into view; the focus goes to it, for those who listen.
  document.addEventListener("htmx:after:swap", (event) => {
    const action = event.detail.ctx.request.action;
    const report = document.getElementById("report");
    if (report && /\/check(\?|$)/.test(action)) {
      report.focus({ preventScroll: true });
      // What failed is in the tower: the page stays there.
      if (report.classList.contains("solved")) report.scrollIntoView({ block: "nearest" });
    }
    if (/\/hint(\?|$)/.test(action)) {
      document.querySelector("#hints li:last-child")?.scrollIntoView({ block: "nearest" });
    }
    reveal();
    follow();
  });

  // Focus that stood in the tower goes along to the chosen column.
  function follow() {
    const cell = document.activeElement?.closest?.("#frame td:not(.chosen)");
    cell?.parentElement.querySelector(".chosen a")?.focus({ preventScroll: true });
  }

  // The chosen position stays inside the tower's frame.
  function reveal() {
    const frame = document.getElementById("frame");
    const cell = frame?.querySelector(".tokens .chosen");
    if (!cell) return;
    const seen = frame.getBoundingClientRect(), at = cell.getBoundingClientRect();
    const label = frame.querySelector("th").getBoundingClientRect().width;
    const before = at.left - seen.left - label, after = at.right - seen.right;
    if (before < 0) frame.scrollLeft += before;
    else if (after > 0) frame.scrollLeft += after;
  }

  // Pointing at a column shows where the selected head looks from there.
  function peek(event) {
    const at = event.target.closest?.("#frame td[data-at]")?.dataset.at;
    for (const fan of document.querySelectorAll(".fan")) {
      fan.classList.toggle("peek", at !== undefined && fan.dataset.at === at
        && !fan.classList.contains("chosen"));
    }
  }
  document.addEventListener("pointerover", peek);
  document.addEventListener("focusin", peek);

  // The source: its numbers grow with it, and a complaint leads to its line.
  document.addEventListener("input", (event) => {
    if (event.target.id !== "source") return;
    const lines = event.target.value.split("\n").length;
    event.target.rows = Math.max(lines + 1, 8);
    event.target.parentElement.querySelector(".numbers").textContent =
      Array.from({ length: lines }, (_, i) => i + 1).join("\n");
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-line]");
    const source = document.getElementById("source");
    if (!link || !source) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const lines = source.value.split("\n"), at = Number(link.dataset.line) - 1;
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    source.focus();
    source.setSelectionRange(start, start + (lines[at] ?? "").length);
  }, true);

  document.addEventListener("DOMContentLoaded", reveal);
})();
