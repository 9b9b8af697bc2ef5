// What a reader would see, measured in the page: window.measure, for the tests only.
(function () {
  "use strict";

  function shown(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  }

  function describe(element) {
    const text = (element.innerText || element.value || element.id || "").trim().replace(/\s+/g, " ").slice(0, 60);
    return `<${element.tagName.toLowerCase()} class="${element.className}"> “${text}”`;
  }

  // Out of sight until it has focus (the skip link), or for screen readers, or the form's trap.
  function aside(element) {
    return element.closest(".skip-link, .visually-hidden, .honeypot") !== null;
  }

  // A region that scrolls by itself and can be reached by the keyboard may be wider than the window (WCAG 1.4.10).
  function scrolls(element) {
    return element.closest(".table-scroll, [role=region][tabindex='0']") !== null;
  }

  // A link among other words is set in a line of text (WCAG 2.5.8 "Inline"): its height is the line's.
  function inSentence(link) {
    if (link.tagName !== "A" || !getComputedStyle(link).display.startsWith("inline")) return false;
    const block = link.closest("p, li, dd, dt, td, th, figcaption, blockquote, h1, h2, h3, summary, legend, label, small, .demo-notice");
    if (!block) return false;
    let words = block.textContent;
    for (const other of block.querySelectorAll("a")) words = words.replace(other.textContent, "");
    return /\p{L}/u.test(words);
  }

  function holdsText(element) {
    return [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  }

  // Texts in a box that hides what overflows it, beyond its edge. Ornaments may be cut.
  function hidden(box) {
    const edge = box.getBoundingClientRect();
    return [box, ...box.querySelectorAll("*")].filter((element) => {
      if (!holdsText(element) || !shown(element) || scrolls(element)) return false;
      const range = document.createRange();
      range.selectNodeContents(element);
      return [...range.getClientRects()].some(
        (text) => text.right > edge.right + 1 || text.left < edge.left - 1 || text.bottom > edge.bottom + 2 || text.top < edge.top - 2,
      );
    }).map((element) => `hidden by its box: ${describe(element)}`);
  }

  function colour(value) {
    const parts = value.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  }

  function luminance(rgb) {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function ground(element) {
    for (let place = element; place; place = place.parentElement) {
      const found = colour(getComputedStyle(place).backgroundColor);
      if (found.alpha > 0.99) return found.rgb;
    }
    return [255, 255, 255];
  }

  // The style that draws a ring: the element's own, or that of the pseudo-element with which a link covers its card.
  function ring(element) {
    return [null, "::after"]
      .map((pseudo) => getComputedStyle(element, pseudo))
      .find((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  }

  // What a link covers by its pseudo-element, else its own box.
  function area(element) {
    const over = getComputedStyle(element, "::after");
    const card = over.position === "absolute" && over.content !== "none" && element.closest(".card");
    return (card || element).getBoundingClientRect();
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  const opened = new Set();
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("details[open]").forEach((fold) => opened.add(fold)));

  window.measure = {
    // The page as it was when it came, whatever a test has pressed, opened or styled; the keyboard begins at its beginning.
    anew() {
      document.adoptedStyleSheets = [];
      document.documentElement.removeAttribute("style");
      for (const fold of document.querySelectorAll("details")) fold.open = opened.has(fold);
      for (const seen of document.querySelectorAll("[data-seen]")) delete seen.dataset.seen;
      const first = document.createElement("a");
      first.href = "#";
      document.body.prepend(first);
      first.focus({ preventScroll: true });
      first.remove();
      scrollTo(0, 0);
    },

    wider() {
      return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
    },

    // Text or controls that lie outside the window, or that a box hides.
    cut() {
      const found = [];
      const width = document.documentElement.clientWidth;
      for (const element of document.body.querySelectorAll("*")) {
        if (aside(element) || scrolls(element) || !shown(element)) continue;
        const style = getComputedStyle(element);
        const control = /^(INPUT|SELECT|TEXTAREA|BUTTON|IMG|VIDEO|IFRAME)$/.test(element.tagName);
        if (holdsText(element) || control) {
          const box = element.getBoundingClientRect();
          if (box.left < -1 || box.right > width + 1) found.push(`outside the window: ${describe(element)}`);
        }
        const hides = /hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY);
        if (hides && !control) found.push(...hidden(element));
      }
      return found;
    },

    // Targets smaller than 44 × 44 CSS pixels (WCAG 2.5.5); a choice is as large as its row.
    small() {
      const found = [];
      const targets = "a[href], button, summary, select, textarea, input:not([type=hidden])";
      for (const element of document.body.querySelectorAll(targets)) {
        if (aside(element) || !shown(element) || inSentence(element)) continue;
        const box = area(element);
        let { width, height } = box;
        if (/^(checkbox|radio)$/.test(element.type)) {
          const label = element.labels[0].getBoundingClientRect();
          width = Math.max(box.right, label.right) - Math.min(box.left, label.left);
          height = Math.max(box.bottom, label.bottom) - Math.min(box.top, label.top);
        }
        if (height < 43.5 || width < 43.5) found.push(`${Math.round(width)} × ${Math.round(height)}: ${describe(element)}`);
      }
      return found;
    },

    headings() {
      return [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
        .filter((heading) => heading.checkVisibility() || heading.closest("details"))
        .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]);
    },

    // Whether an element is in the window and nothing lies over it. Answers "" or what is wrong.
    covered(element) {
      const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
      if (!boxes.length) return `has no box: ${describe(element)}`;
      const box = boxes[0];
      const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
      const tall = box.height > innerHeight * 0.5;
      for (const [across, down] of points) {
        const x = box.left + box.width * across;
        const y = box.top + box.height * down;
        if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
          if (tall) continue;
          return `outside the window: ${describe(element)}`;
        }
        const top = document.elementFromPoint(x, y);
        // At a rounded corner stands what holds the element.
        if (top && !top.contains(element) && !element.contains(top) && !(element.labels && [...element.labels].some((label) => label.contains(top))))
          return `${describe(element)} lies under ${describe(top)}`;
      }
      return "";
    },

    // How focus shows: "" or what is wrong (WCAG 2.4.7, 2.4.13, 1.4.11).
    focusShown(element) {
      const style = ring(element);
      if (!style) return `has no ring: ${describe(element)}`;
      const around = parseFloat(style.outlineOffset) >= 0 ? element.parentElement : element;
      const ratio = contrast(colour(style.outlineColor).rgb, ground(around));
      return ratio < 3 ? `its ring has ${ratio.toFixed(1)}:1: ${describe(element)}` : "";
    },

    // How much of the window's height stays covered by what does not scroll away.
    covering() {
      let height = 0;
      for (const element of document.body.querySelectorAll("*")) {
        if (!/fixed|sticky/.test(getComputedStyle(element).position) || aside(element) || !shown(element)) continue;
        height = Math.max(height, element.getBoundingClientRect().height);
      }
      return height / innerHeight;
    },

    // Controls that forced colours leave without an edge (WCAG 1.4.11).
    edgeless() {
      const controls = ".button, .exit, main input:not([type=checkbox]):not([type=radio]):not([type=hidden]), select, textarea";
      return [...document.querySelectorAll(controls)].filter((element) => {
        const style = getComputedStyle(element);
        const drawn = (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1;
        return !aside(element) && shown(element) && !["Top", "Right", "Bottom", "Left"].every(drawn);
      }).map(describe);
    },

    shown(selector) {
      return [...document.querySelectorAll(selector)].some(shown);
    },
  };
})();
