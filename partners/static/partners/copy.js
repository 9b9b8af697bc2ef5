// A button that copies the address of the page. Without this script the address can be copied from a field.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (box) {
    var input = box.querySelector("input");
    var button = document.createElement("button");
    var status = document.createElement("p");
    button.type = "button";
    button.className = "button secondary";
    button.textContent = box.dataset.label;
    status.setAttribute("role", "status");
    box.appendChild(button);
    box.appendChild(status);
    function done() {
      status.textContent = box.dataset.done;
    }
    button.addEventListener("click", function () {
      input.select();
      if (navigator.clipboard) navigator.clipboard.writeText(input.value).then(done);
      else if (document.execCommand("copy")) done();
    });
  });
})();
