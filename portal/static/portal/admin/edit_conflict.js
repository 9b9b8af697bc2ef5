/* Who confirms the dialog about another person's newer version has been told of it: the server does not tell it again. */
(() => {
  let newer = "";

  document.addEventListener("w-swap:json", (event) => {
    const sessions = event.detail?.data?.other_sessions || [];
    newer = String(sessions.find((session) => session.revision_id)?.revision_id || newer);
  });

  // Before Wagtail, which then presses the button again.
  document.addEventListener(
    "w-dialog:confirmed",
    (event) => {
      const form = document.querySelector("[data-edit-form]");
      if (!newer || !form || event.target.id !== "w-save-confirmation-dialog") return;
      const told = form.elements.namedItem("told_revision_id") || document.createElement("input");
      Object.assign(told, { type: "hidden", name: "told_revision_id", value: newer });
      form.append(told);
    },
    true,
  );
})();
