// Returns what a person can't see whole below an element, as a list of sentences.
// Follows the page as it is drawn: through shadow roots and slots.
(root) => {
  const SLACK = 1; // Pixels; browsers round.
  // An editor scrolls its lines by itself, and actions with long names are shortened.
  const THEIRS = ".cm-editor, ha-service-picker";
  const screen = { left: 0, right: document.documentElement.clientWidth };
  const found = new Set();

  const quoted = (text) => `“${text.trim().replace(/\s+/g, " ").slice(0, 60)}”`;

  const clips = (overflow) => overflow === "hidden" || overflow === "clip";
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";

  // What of an element's content shows: the bounds its ancestors and itself set.
  const boundsWithin = (element, style, bounds) => {
    const box = element.getBoundingClientRect();
    const within = { ...bounds };
    if (style.display === "contents" || style.display === "inline") return within;
    if (style.overflowX !== "visible") {
      within.left = Math.max(within.left, box.left);
      within.right = Math.min(within.right, box.right);
    }
    if (clips(style.overflowY)) {
      within.top = Math.max(within.top, box.top);
      within.bottom = Math.min(within.bottom, box.bottom);
    } else if (scrolls(style.overflowY)) {
      within.top = -Infinity;
      within.bottom = Infinity;
    }
    return within;
  };

  const checkText = (node, bounds) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width <= SLACK || box.height <= SLACK) continue;
      if (box.left < bounds.left - SLACK || box.right > bounds.right + SLACK) {
        found.add(`${quoted(node.data)} is cut off at the side`);
      } else if (box.bottom - box.height / 4 > bounds.bottom || box.top + box.height / 4 < bounds.top) {
        found.add(`${quoted(node.data)} is cut off below or above`);
      }
    }
  };

  const children = (element) => {
    if (element.shadowRoot) return element.shadowRoot.childNodes;
    if (element.tagName === "SLOT") {
      const assigned = element.assignedNodes();
      return assigned.length ? assigned : element.childNodes;
    }
    return element.childNodes;
  };

  const visit = (node, bounds) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) checkText(node, bounds);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (["STYLE", "SCRIPT", "svg"].includes(node.tagName) || node.matches(THEIRS)) return;
    const style = getComputedStyle(node);
    if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return;
    const box = node.getBoundingClientRect();
    const drawn = style.display !== "contents";
    // One pixel is the usual size of what only screen readers read.
    if (drawn && style.overflow !== "visible" && (box.width <= SLACK || box.height <= SLACK)) return;
    if (drawn && scrolls(style.overflowX) && node.scrollWidth > node.clientWidth + SLACK) {
      found.add(`${quoted(node.textContent || node.localName)} has to be scrolled sideways`);
    }
    const within = boundsWithin(node, style, bounds);
    for (const child of children(node)) visit(child, within);
  };

  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth + SLACK) found.add("The page has to be scrolled sideways");
  visit(root, { ...screen, top: -Infinity, bottom: Infinity });
  return [...found];
};
