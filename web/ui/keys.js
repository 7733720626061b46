/**
 * Whose a key is: that of what has the focus, of the lab, or of the page round it. Pages listen
 * too, and see of a lab only the element: a notebook would delete its cell when somebody types "dd"
 * into a field of the lab, slides would move on.
 */

/** What takes keys itself. */
const TAKES = 'button, input, select, textarea, a, summary, [tabindex]';

/** Keys that stay the page's: those that leave. */
const LEAVES = ['Tab', 'Escape'];

const withControl = (/** @type {KeyboardEvent} */ event) =>
  event.ctrlKey || event.metaKey || event.altKey;

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether neither what has the focus nor the browser wants it
 */
export const isFree = (event) =>
  !withControl(event) && !(/** @type {Element} */ (event.composedPath()[0]).closest?.(TAKES));

/**
 * @param {ParentNode} root
 * @returns {boolean} whether a dialog stands before everything: a key that nothing in it takes comes
 *   from the page itself
 */
export const isCovered = (root = document) =>
  root.querySelector('dialog:modal') !== null ||
  [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot && isCovered(shadowRoot));

/** @param {KeyboardEvent} event */
const keep = (event) => {
  if (!isFree(event) && !withControl(event) && !LEAVES.includes(event.key)) event.stopPropagation();
};

/**
 * Keys that something inside of an element takes do not go on to the page.
 *
 * @param {HTMLElement} element
 */
export function keepKeys(element) {
  for (const type of /** @type {const} */ (['keydown', 'keypress', 'keyup'])) {
    element.addEventListener(type, keep);
  }
}
