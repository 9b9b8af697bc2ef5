// `make style` checks all style sheets with it. What differs from the standard configuration says why.
const block = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

export default {
  extends: "stylelint-config-standard",
  // Each disabling comment must still be needed.
  reportNeedlessDisables: true,
  rules: {
    // BEM in the admin, as in Wagtail's own style sheets; states that are values of a model's choices (in_review) keep their name.
    "selector-class-pattern": `^(${block}(__${block})?(--${block})?|[a-z]+(_[a-z]+)+)$`,
    // Browsers older than 2023 do not read (width >= 44rem).
    "media-feature-range-notation": "prefix",
    // Rules are grouped by component, and components by name: cascade layers order them, not specificity.
    "no-descending-specificity": null,
    // Names of fonts are written as their makers write them.
    "value-keyword-case": ["lower", { ignoreProperties: ["/^--font-/"] }],
  },
  overrides: [
    {
      // For browsers without cascade layers, such as Safari 12: they know neither `inset` nor the property without its prefix.
      files: ["portal/design/styles/00-foundation.css"],
      rules: {
        "declaration-block-no-redundant-longhand-properties": null,
        "property-no-vendor-prefix": null,
      },
    },
  ],
};
