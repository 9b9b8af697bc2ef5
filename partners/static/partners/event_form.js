// The form of an event works without this script. It saves the draft before the exit ends the session, and hides fields that
// other answers make unnecessary; hidden fields keep what was typed.
(function () {
  "use strict";
  var form = document.querySelector("[data-keeps-draft]");
  if (!form) return;
  var touched = false;
  form.addEventListener("input", function () { touched = true; });

  // Not form.action, which is the list of buttons named "action".
  document.addEventListener("hub:leaving", function (event) {
    if (!touched || !window.fetch) return;
    var data = new FormData(form);
    data.delete("picture");
    data.append("action", "save");
    event.detail.push(fetch(form.getAttribute("action"), { method: "POST", body: data, keepalive: true, redirect: "manual" }));
  });

  function box(name) {
    // A list of dates may be empty.
    var field = form.querySelector("[name='" + name + "']") || document.getElementById("id_" + name);
    return field && field.closest(".field");
  }

  function show(names, wanted) {
    names.forEach(function (name) {
      var found = box(name);
      // A field with an error is never hidden.
      if (found) found.hidden = !wanted && !found.classList.contains("invalid");
    });
  }

  function value(name) {
    var chosen = form.querySelector("[name='" + name + "']:checked");
    return chosen ? chosen.value : "";
  }

  function update() {
    var where = value("attendance");
    var known = value("place_shown") === "public";
    var rule = value("frequency");
    show(["saved_place", "venue_name", "street_address"], where !== "online" && known);
    show(["place_shown"], where !== "online");
    show(["city", "region", "postal_code", "directions"], where !== "online" && known);
    show(["public_area"], where !== "online" && !known);
    show(["online_url"], where !== "place");
    show(["start_time", "end_time"], !form.querySelector("[name='all_day']").checked);
    show(["weekdays"], rule === "weekly" || rule === "monthly_weekday");
    show(["month_positions"], rule === "monthly_weekday" || rule === "monthly_workday");
    show(["month_days"], rule === "monthly_date");
    show(["interval", "until", "count"], rule !== "" && rule !== "dates");
    show(["extra_dates", "exception_dates", "date_notes"], rule !== "");
    show(["date_places"], rule !== "" && where !== "online" && known);
  }

  form.addEventListener("change", update);
  update();
})();
