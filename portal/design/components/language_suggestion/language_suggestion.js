// Offers the page in the reader's own language, in that language: the first of the browser's languages that the hub speaks.
// No cookie, no redirect: only a link, which she may leave alone. Who comes from another page of this site has chosen already.
(function () {
  "use strict";
  if (document.referrer.indexOf(location.origin + "/") === 0) return;
  // What browsers call the languages that the hub calls "hmn": White Hmong, Green Hmong, and an older code of the latter.
  var same = { mww: "hmn", hnj: "hmn", blu: "hmn" };
  var links = Array.prototype.slice.call(document.querySelectorAll(".language-switcher a[data-suggestion]"));
  var current = document.documentElement.lang;
  var wanted = navigator.languages || [navigator.language || ""];

  function link_in(code) {
    return links.filter(function (link) { return link.hreflang === code; })[0];
  }

  for (var i = 0; i < wanted.length; i++) {
    var whole = wanted[i].toLowerCase();
    var base = whole.split("-")[0];
    base = same[base] || base;
    if (whole === current || base === current) return;
    var found = link_in(whole) || link_in(base);
    if (found) {
      var box = document.createElement("p");
      box.className = "language-suggestion";
      box.lang = found.hreflang;
      box.dir = found.dir;
      var link = document.createElement("a");
      link.href = found.href;
      link.hreflang = found.hreflang;
      link.textContent = found.dataset.suggestion;
      box.appendChild(link);
      var main = document.getElementById("main");
      var heading = main.querySelector("h1");
      if (heading) heading.parentNode.insertBefore(box, heading.nextSibling);
      else main.insertBefore(box, main.firstChild);
      return;
    }
  }
})();
