/**
 * Text to the clipboard, files to the disk, the page to the printer: what a page round a frame can
 * forbid.
 */

/** Milliseconds in which a browser that prints says so. */
const PATIENCE = 500;

/**
 * @param {string} text
 * @param {HTMLTextAreaElement | null} [field] that shows it
 * @returns {Promise<boolean>} false where the page may not: then the text must be shown, and is
 *   selected in its field
 */
export async function copyText(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (!field) return false;
    // Frames and pages without https may not, but the old way often works there.
    field.focus();
    field.select();
    return document.execCommand?.('copy') ?? false;
  }
}

/**
 * @param {string} name of the file
 * @param {Blob} blob
 */
export function saveBlob(name, blob) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // Browsers read it later; a minute is enough for any.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * @param {string} name of the file
 * @param {string} text
 * @param {string} type of media
 */
export const saveText = (name, text, type) => saveBlob(name, new Blob([text], { type }));

/** @returns {Promise<boolean>} false where the page may not print: nobody else tells */
export async function printPage() {
  let begun = false;
  const begin = () => (begun = true);
  window.addEventListener('beforeprint', begin);
  window.print();
  const end = performance.now() + PATIENCE;
  while (!begun && performance.now() < end) await new Promise((later) => setTimeout(later, 20));
  window.removeEventListener('beforeprint', begin);
  return begun;
}

/** Whether the page stands in a frame, which may have to do without all this. */
export const isFramed = () => window !== window.top;
