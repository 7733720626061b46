/** How a lab looks, to be compared with how it looks elsewhere. */
import assert from 'node:assert/strict';

/** Where every visible part of a lab is, and how its letters look. */
export const measure = async () => {
  await customElements.whenDefined('spusk-lab');
  const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
  await lab.ready;
  await lab.updateComplete;
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const outer = lab.getBoundingClientRect();
  /** @type {any[]} */
  const seen = [];
  const walk = (/** @type {ShadowRoot} */ root) => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('*'))) {
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width <= 1 && height <= 1) continue; // a slot, what only screen readers see
      // In quirks mode Firefox counts it without its strut; what is in it and after it stays there.
      if (element.localName === 'math') continue;
      const style = getComputedStyle(element);
      seen.push(
        [
          ...[element.localName, element.id],
          ...[left - outer.left, top - outer.top, width, height].map((n) => Math.round(4 * n) / 4),
          ...[style.fontSize, style.fontWeight, style.fontStyle, style.color, style.textTransform],
          ...[
            style.letterSpacing,
            style.textAlign,
            style.direction,
            style.whiteSpace,
            style.cursor,
          ],
        ].join(' '),
      );
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(lab.renderRoot);
  return seen;
};

/**
 * The same, but for what rounding does to places.
 *
 * @param {string[]} found
 * @param {string[]} expected
 * @param {string} [where]
 */
export function sameLooks(found, expected, where = '') {
  const NUMBER = /(?<= )-?\d+(\.\d+)?(?= )/g;
  const words = (/** @type {string[]} */ list) => list.map((line) => line.replace(NUMBER, 'n'));
  const numbers = (/** @type {string[]} */ list) =>
    list.flatMap((line) => line.match(NUMBER) ?? []).map(Number);
  assert.deepEqual(words(found), words(expected), where || undefined);
  const places = numbers(expected);
  const moved = numbers(found).map((n, k) => Math.abs(n - places[k]));
  assert.ok(Math.max(...moved) <= 0.5, `${where} moved by ${Math.max(...moved)} pixels`);
}
