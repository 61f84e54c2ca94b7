// A picture of the tower as PNG, drawn by the browser from the SVG that the server makes.
"use strict";
(() => {
  // How much larger than the SVG, and the longest side in pixels that every browser can draw.
  const SCALE = 2, MOST = 12000;

  function drawn(image) {
    const canvas = document.createElement("canvas");
    const scale = Math.min(SCALE, MOST / Math.max(image.naturalWidth, image.naturalHeight));
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  function keep(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-picture]");
    if (!button) return;
    const image = new Image();
    image.src = button.dataset.picture;
    await image.decode();
    keep(await drawn(image), button.dataset.name);
  });
})();
