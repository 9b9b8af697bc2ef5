/* Wagtail gives no name to a field that is a block by itself (https://github.com/wagtail/wagtail/issues/11179), nor to an
   editor of formatted text (https://github.com/wagtail/wagtail/issues/14205): the heading above is its name (WCAG 4.1.2). */
(() => {
  const FIELDS = 'input:not([type="hidden"]), textarea:not([aria-hidden]), select, [role="textbox"]';
  const form = document.querySelector("[data-edit-form]");
  if (!form) return;

  const words = (element) => element.textContent.replace(/[*\s]+/g, " ").trim();

  const nameOf = (field) => {
    const wrapper = field.closest("[data-draftail-editor-wrapper]");
    const input = wrapper && wrapper.parentElement.querySelector("[data-draftail-input]");
    const label = input && input.id && form.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    if (label) return words(label);
    const names = [];
    for (let panel = field.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const heading = panel.querySelector("[data-panel-heading]");
      const type = heading && (heading.querySelector(".c-sf-block__type") || heading.querySelector("[data-panel-heading-text]"));
      if (type && words(type)) names.push(words(type));
      if (names.length === 2) break;
    }
    return names.reverse().join(": ");
  };

  const complete = () => {
    for (const field of form.querySelectorAll(FIELDS)) {
      if (field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby")) continue;
      if (field.labels && field.labels.length) continue;
      const name = nameOf(field);
      if (name) field.setAttribute("aria-label", name);
    }
  };

  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(complete, 200);
  }).observe(form, { childList: true, subtree: true });
  complete();
})();
