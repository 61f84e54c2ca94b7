// The reading line moves without a request: what it hides is on the page already.
"use strict";
(() => {
  // Half-layers shown; null for all.
  let line = null;

  const slider = () => document.getElementById("at");
  const top = () => Number(slider().max);
  const asked = () => {
    const at = new URLSearchParams(location.search).get("at");
    return at === null || !/^\d{1,5}$/.test(at) ? null : Number(at);
  };

  // An address with the line where it stands now; a check shows its mistake whole.
  function lined(address) {
    const url = new URL(address, location.href);
    if (line === null || url.pathname.endsWith("/check")) url.searchParams.delete("at");
    else url.searchParams.set("at", line);
    return url.pathname + url.search + url.hash;
  }

  function step(link, possible) {
    link.classList.toggle("off", !possible);
    if (possible) link.removeAttribute("aria-disabled");
    else link.setAttribute("aria-disabled", "true");
  }

  function show() {
    if (!slider()) return;
    if (line !== null && line >= top()) line = null;
    const at = line ?? top();
    let edge = false;
    for (const part of document.querySelectorAll("#middle [data-level]")) {
      part.classList.toggle("later", Number(part.dataset.level) > at);
      if (part.dataset.row === undefined) continue;
      const first = line !== null && !edge && Number(part.dataset.level) <= at;
      part.classList.toggle("edge", first);
      edge ||= first;
    }
    slider().value = at;
    const words = document.querySelector(`#levels option[value="${at}"]`).label;
    const said = document.getElementById("computed");
    if (said.textContent !== words) said.textContent = words;
    step(document.getElementById("line-down"), at > 0);
    step(document.getElementById("line-up"), at < top());
  }

  function move(to) {
    line = to;
    show();
    history.replaceState(history.state, "", lined(location.href));
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "at") move(Number(event.target.value));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#line a[data-move]");
    if (!link ) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const at = line ?? top(), up = link.dataset.move === "1";
    const stops = [...document.querySelectorAll("#levels option[data-stop]")].map((one) => Number(one.value));
    move((up ? stops.find((stop) => stop > at) : stops.findLast((stop) => stop < at)) ?? at);
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "line") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Links were written when the line stood elsewhere: they lead on with the line as it is now.
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (slider() && new URL(request.action, location.href).pathname.startsWith(location.pathname)) {
      request.action = lined(request.action);
    }
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (/\/check(\?|$)/.test(event.detail.ctx.request.action)) line = null;
    show();
  });
  window.addEventListener("popstate", () => { line = asked(); });
  document.addEventListener("DOMContentLoaded", () => { line = asked(); show(); });
})();
