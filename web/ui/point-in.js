/**
 * Where an event points inside of an element, in the element's own pixels: slides scale all that
 * is on them, and pages zoom.
 *
 * @param {MouseEvent} event
 * @param {HTMLElement} element
 * @returns {{x: number, y: number}}
 */
export function pointIn({ clientX, clientY }, element) {
  const { left, top } = element.getBoundingClientRect();
  const scale = scaleOf(element);
  return { x: (clientX - left) / scale, y: (clientY - top) / scale };
}

/**
 * How many pixels of the window a pixel of the element is.
 *
 * @param {HTMLElement} element
 */
export const scaleOf = (element) =>
  element.getBoundingClientRect().width / element.offsetWidth || 1;
