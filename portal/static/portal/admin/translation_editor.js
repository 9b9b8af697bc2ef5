/* The side-by-side editor is wagtail-localize's. It lacks the languages of its parts (WCAG 3.1.2), the name of the file's
   field (4.1.2), names that tell one "Edit" from the next (2.4.9), and headings that skip no level (1.3.1). */
(() => {
  const FIRST_WORDS = 60;
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;
  const { sourceLocale, locale } = JSON.parse(editor.dataset.props);

  const complete = () => {
    for (const source of editor.querySelectorAll("li > p")) {
      source.lang = sourceLocale.code;
      const part = source.parentElement;
      for (const words of part.querySelectorAll(":scope > div > p, textarea")) words.lang = locale.code;
      for (const field of part.querySelectorAll("textarea")) {
        field.setAttribute("aria-label", `${locale.displayName}: ${source.textContent.slice(0, FIRST_WORDS)}`);
      }
      for (const button of part.querySelectorAll("button")) {
        const name = button.textContent.trim();
        if (name) button.setAttribute("aria-label", `${name}: ${source.textContent.slice(0, FIRST_WORDS)}`);
      }
    }
    for (const heading of editor.querySelectorAll("h3, h4")) {
      heading.setAttribute("aria-level", Number(heading.tagName[1]) - 1);
    }
    for (const file of editor.querySelectorAll('input[type="file"]')) {
      const button = file.closest("div").querySelector("button");
      file.setAttribute("aria-label", button ? button.textContent.trim() : "PO");
    }
  };

  new MutationObserver(complete).observe(editor, { childList: true, subtree: true, characterData: true });
  complete();
})();
