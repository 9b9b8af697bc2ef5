// Offers the page in the reader's own language, in that language. No cookie, no redirect: only a link (design.md §8).
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll(".langs a[data-suggestion]"));
  var current = document.documentElement.lang;
  var wanted = navigator.languages || [navigator.language || ""];
  for (var i = 0; i < wanted.length; i++) {
    var code = wanted[i].split("-")[0].toLowerCase();
    if (code === current) return;
    var found = links.filter(function (link) { return link.hreflang === code; })[0];
    if (found) {
      var box = document.createElement("p");
      box.className = "suggestion";
      box.lang = code;
      var link = document.createElement("a");
      link.href = found.href;
      link.hreflang = code;
      link.textContent = found.dataset.suggestion;
      box.appendChild(link);
      var main = document.getElementById("main");
      main.insertBefore(box, main.firstChild);
      return;
    }
  }
})();
