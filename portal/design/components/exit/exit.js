// Leaving quickly: by the button, or by Shift three times within five seconds. Without this script the button is a link.
(function () {
  "use strict";
  var WINDOW = 5000;
  var link = document.querySelector("[data-exit]");
  if (!link) return;
  var root = document.documentElement;
  var timer = 0;
  var presses = [];
  var others = false;
  var status = document.querySelector(".exit-status");
  var channel;

  // Firefox keeps a page to which Back may lead together with the storage as it was when the page was left, so that page does not
  // know of a later exit. With this channel, and a message when somebody leaves, Firefox loads the page anew.
  try {
    channel = new window.BroadcastChannel("exit");
  } catch (error) {
    // Browsers that do not have it do not need it.
  }

  function remember() {
    // For this tab only, until it is closed: see after_exit.js.
    try {
      window.sessionStorage.setItem("left", "1");
      if (channel) channel.postMessage("left");
    } catch (error) {
      // The browser forbids the storage.
    }
  }

  function hasLeft() {
    try {
      return window.sessionStorage.getItem("left");
    } catch (error) {
      return null;
    }
  }

  function leave() {
    // Cover first: the next page may take a while to come.
    root.classList.add("leaving");
    remember();
    status.textContent = link.dataset.leaving;
    // A form of the workspace keeps its draft first, while the session lasts; the page is covered already.
    var waits = [];
    document.dispatchEvent(new CustomEvent("hub:leaving", { detail: waits }));
    if (!waits.length) return go();
    timer = window.setTimeout(go, 600);
    Promise.all(waits).then(go, go);
  }

  function go() {
    window.clearTimeout(timer);
    // replace(): this page does not stay behind the back button.
    window.location.replace(link.href);
  }

  function typing(target) {
    if (!target || target.isContentEditable || target.tagName === "TEXTAREA") return Boolean(target);
    return target.tagName === "INPUT" && !/^(radio|checkbox|button|submit|reset|image|file|range|color)$/.test(target.type);
  }

  function say(left) {
    status.textContent = left === 1 ? link.dataset.pressLeft : link.dataset.pressesLeft.replace("%s", left);
    status.dataset.left = left;
  }

  function reset() {
    presses = [];
    status.textContent = "";
    delete status.dataset.left;
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", function (event) {
    // Shift together with another key is typing or a shortcut, not a call for the exit.
    if (event.key === "Shift") others = false;
    else {
      others = true;
      reset();
    }
  });

  // So is Shift with the mouse or the wheel: it selects, opens a window, scrolls sideways.
  ["mousedown", "touchstart", "wheel"].forEach(function (name) {
    document.addEventListener(name, function () {
      others = true;
      if (presses.length) reset();
    }, { passive: true, capture: true });
  });

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift") return;
    if (others || typing(event.target)) return reset();
    var now = Date.now();
    presses = presses.filter(function (time) { return now - time < WINDOW; });
    presses.push(now);
    if (presses.length >= 3) return leave();
    say(3 - presses.length);
    window.setTimeout(function () {
      if (presses.length && Date.now() - presses[presses.length - 1] >= WINDOW) reset();
    }, WINDOW);
  });

  // The browser may bring a page back as it was, with Back or Forward: it is kept covered, so that nothing shows before this is known.
  window.addEventListener("pagehide", function (event) {
    if (event.persisted) root.classList.add("leaving");
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    if (hasLeft()) return go();
    root.classList.remove("leaving");
  });
})();
