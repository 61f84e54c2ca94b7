// Keys inside, and where the focus goes when what had it is used up. Everything works without it.
"use strict";
(() => {
  const CONTROL = "a, button, summary, input, select, textarea";

  function choices() {
    return [...document.querySelectorAll(".choice")];
  }

  function beside(step) {
    const all = choices(), at = all.indexOf(document.activeElement);
    if (all.length) all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length].focus();
    return all.length > 0;
  }

  function pressed(selector) {
    const target = document.querySelector(selector);
    target?.click();
    return target !== null;
  }

  function act(key, inControl) {
    if (key === "ArrowRight") return beside(1);
    if (key === "ArrowLeft") return beside(-1);
    if (key === "ArrowUp") return pressed("[data-rise]");
    if (key === "ArrowDown") return pressed("[data-down]");
    if ((key === " " || key === "Enter") && !inControl) return pressed("[data-rise]");
    if (/^[0-9]$/.test(key)) return pressed(`[data-digit="${key}"]`);
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.repeat || document.querySelector("dialog[open]")) return;
    if (document.querySelector('#inside[aria-busy="true"]')) return;
    if (event.target.closest?.(".frame[tabindex], pre") && event.key.startsWith("Arrow")) return;
    const control = event.target.closest?.(CONTROL);
    if (act(event.key, control && !control.matches("[data-rise]"))) event.preventDefault();
  });

  document.addEventListener("htmx:before:request", () => {
    document.getElementById("inside")?.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", () => {
    document.getElementById("inside")?.removeAttribute("aria-busy");
  });

  // At the top, after an answer and in a new seat the focus goes to what is new.
  const TITLES = ["told-title", "answer-title", "inside-title"];
  const stage = () => `${location.pathname} ${TITLES.find((id) => document.getElementById(id))}`;
  let before = "";
  document.addEventListener("htmx:before:swap", () => {
    before = stage();
  });
  document.addEventListener("htmx:after:swap", () => {
    centre();
    const lost = document.activeElement === document.body;
    if (stage() === before && !lost) return;
    document.getElementById(stage().split(" ")[1])?.focus({ preventScroll: true });
  });

  // A lifted fog may be wider than its frame: the seat is kept in view.
  function centre() {
    const frame = document.querySelector(".lifted .frame");
    const pillar = frame?.querySelector(".pillar");
    if (!pillar) return;
    const seen = frame.getBoundingClientRect(), at = pillar.getBoundingClientRect();
    if (at.left < seen.left || at.right > seen.right) {
      frame.scrollLeft += (at.left + at.right - seen.left - seen.right) / 2;
    }
  }
  document.addEventListener("DOMContentLoaded", centre);
  window.addEventListener("resize", centre);
})();
