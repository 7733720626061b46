/**
 * Text to the clipboard, and files to the disk.
 */

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
