/* Links of the summary lead into the editor: they open the tab and the section, and put the cursor into the field. */
(() => {
  const CONTROLS =
    'input:not([type="hidden"]):not([disabled]), textarea:not([disabled]), select:not([disabled]), [contenteditable="true"], button:not([disabled])';

  const placeOf = (address) => {
    if (!address.includes(":w:")) return document.getElementById(address.slice(1));
    const path = new URLSearchParams(address.split(":w:")[1] || "").get("contentpath") || "";
    let found = null;
    let scope = document;
    for (const part of path.split(".").filter(Boolean)) {
      const next = scope.querySelector(`[data-contentpath="${CSS.escape(part)}"]`);
      if (!next) break;
      found = next;
      scope = next;
    }
    return found;
  };

  const focusIn = (place) => {
    const controls = [place, ...place.querySelectorAll(CONTROLS)].filter((one) => one.matches(CONTROLS) && one.offsetParent !== null);
    const first = controls.find((one) => one.matches("input, textarea, select, [contenteditable]")) || controls[0];
    place.scrollIntoView({ block: "center" });
    if (first) first.focus({ preventScroll: true });
  };

  // The schedule stands in a dialog, which opens in its own time.
  const showDialog = (dialog, place) => {
    dialog.dispatchEvent(new Event("w-dialog:show"));
    requestAnimationFrame(() => requestAnimationFrame(() => focusIn(place)));
  };

  const show = (place) => {
    const dialog = place.closest('[data-controller~="w-dialog"]');
    if (dialog) {
      showDialog(dialog, place);
      return;
    }
    const tab = place.closest('[role="tabpanel"]');
    if (tab && tab.hidden) {
      const label = document.querySelector(`[role="tab"][aria-controls="${tab.id}"]`);
      if (label) label.click();
    }
    for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    }
    const inner = place.querySelector('[data-panel-toggle][aria-expanded="false"]');
    if (inner) inner.click();
    focusIn(place);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-publish-field]");
    if (!link) return;
    const place = placeOf(link.getAttribute("href"));
    if (!place) return;
    event.preventDefault();
    show(place);
  });

  window.addEventListener("load", () => {
    const refused = document.querySelector("[data-publish-refused]");
    if (refused) refused.focus();
  });
})();
