// Before anything is shown: a page to which Back or Forward leads after an exit covers itself and leaves again.
(function () {
  try {
    var entry = performance.getEntriesByType("navigation")[0];
    if (entry ? entry.type === "navigate" : performance.navigation.type === 0) {
      // By a link or a typed address the site opens as usual.
      sessionStorage.removeItem("left");
    } else if (sessionStorage.getItem("left")) {
      document.documentElement.classList.add("leaving");
      location.replace("/exit/");
    }
  } catch (error) {
    // The browser forbids the storage.
  }
})();
