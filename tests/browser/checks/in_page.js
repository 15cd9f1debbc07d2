// Runs in every page before anything of its own: how the other checks name elements and tell whether they are seen.
globalThis.uld = {
  // A selector that finds the element again, short enough to read, with the beginning of its text.
  name(element) {
    const parts = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (at.id) {
        parts.unshift(`#${at.id}`);
        break;
      }
      const tag = at.localName;
      const classes = [...at.classList].map((name) => `.${name}`).join("");
      const alike = at.parentElement ? [...at.parentElement.children].filter((one) => one.localName === tag) : [];
      const place = alike.length > 1 ? `:nth-of-type(${alike.indexOf(at) + 1})` : "";
      parts.unshift(`${tag}${classes}${place}`);
    }
    const text = element.textContent.replace(/\s+/g, " ").trim();
    const said = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return parts.slice(-4).join(" > ") + (said ? ` (${said})` : "");
  },

  // Laid out and not hidden; an element of no size, as a mark for links, is not seen.
  seen(element) {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 0 && box.height > 0;
  },

  // There for screen readers only: clipped to a dot, or moved off the page until it has the focus.
  forReadersOnly(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const out = style.position === "absolute" || style.position === "fixed";
      if (out && (style.clipPath !== "none" || style.clip !== "auto" || (box.width <= 1 && box.height <= 1))) return true;
      if (out && (box.right <= 0 || box.bottom + scrollY <= 0)) return true;
    }
    return false;
  },

  // Every element with letters of its own that people see.
  texts() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !parent.closest("style, script, title, desc, template")) found.add(parent);
    }
    return [...found].filter((one) => uld.seen(one) && !uld.forReadersOnly(one));
  },

  openAll() {
    for (const details of document.querySelectorAll("details")) details.open = true;
  },

  // The nearest ancestor that scrolls or cuts sideways, if any.
  holder(element) {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return at;
    }
    return null;
  },

  // Where the letters of an element's own end on the right; a long word may leave the box of its element.
  lettersEnd(element) {
    const range = document.createRange();
    const ends = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).map((node) => {
      range.selectNodeContents(node);
      return range.getBoundingClientRect().right;
    });
    return Math.max(...ends, -Infinity);
  },

  // Texts that leave the box of their paragraph, cell or item; by how many pixels.
  spilling() {
    return uld.texts().flatMap((one) => {
      if (one instanceof SVGElement) return [];
      let box = one;
      while (getComputedStyle(box).display.startsWith("inline")) box = box.parentElement;
      const over = Math.round(uld.lettersEnd(one) - box.getBoundingClientRect().right);
      return over > 1 && getComputedStyle(box).overflowX === "visible" ? [[one, over]] : [];
    });
  },

  // What reaches over the right edge of the page, innermost elements only.
  stickingOut(width) {
    const all = [...document.body.querySelectorAll("*")].filter((one) => {
      const right = Math.max(one.getBoundingClientRect().right, uld.lettersEnd(one));
      return right > width + 1 && uld.seen(one) && !uld.holder(one);
    });
    const outer = new Set(all.map((one) => one.parentElement));
    return all.filter((one) => !outer.has(one));
  },

  // What holds more than it shows, and does not let people scroll to it (on paper nobody scrolls).
  cutting(paper) {
    return [...document.body.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      const cuts = ["hidden", "clip"].includes(style.overflowX) || (paper && ["auto", "scroll"].includes(style.overflowX));
      return cuts && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && uld.seen(one) && !uld.forReadersOnly(one);
    });
  },
};
