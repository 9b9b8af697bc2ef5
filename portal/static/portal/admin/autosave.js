/* What is typed while autosave sends the form is saved by the next autosave, and leaving the page warns of it. Wagtail takes
   the form as it stands when the answer arrives for what was saved (https://github.com/wagtail/wagtail/issues/13863). */
(() => {
  const NOT_TYPED = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id", "next"];
  let sent = null;

  const typed = (data, without) =>
    JSON.stringify(
      [...data]
        .filter(([name]) => !without.includes(name) && !name.startsWith("comments-"))
        .map(([name, value]) => [name, value instanceof File ? [value.name, value.size, value.type] : value]),
    );

  document.addEventListener("w-autosave:save", (event) => {
    sent = event.detail.formData;
  });

  // Wagtail listens on the form, and so before.
  document.addEventListener("w-autosave:success", (event) => {
    const without = [...NOT_TYPED, ...Object.keys(event.detail.data.field_updates || {})];
    if (sent && typed(sent, without) !== typed(new FormData(event.target), without)) {
      event.target.dataset.wUnsavedForceValue = "true";
    }
    sent = null;
  });
})();
