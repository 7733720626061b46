/**
 * Text to the clipboard, and files to the disk.
 */

/**
 * @param {string} text
 * @returns {Promise<boolean>} false where the page may not: then the text must be shown
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} name of the file
 * @param {string} text
 * @param {string} type of media
 */
export function saveText(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
