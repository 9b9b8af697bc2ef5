// Loads the player of another host only after a click. Without this script the button is a link to the video's own page.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-player]"), function (box) {
    var button = box.querySelector("a.button");
    button.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      var frame = document.createElement("iframe");
      frame.src = box.dataset.player;
      frame.title = box.dataset.title;
      frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      // YouTube does not play without a Referer; the sentence beside the button says so.
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      box.classList.add("playing");
      box.textContent = "";
      box.appendChild(frame);
      frame.focus();
    });
  });
})();
