/** The page as one file, with the experiment that is shown chosen in it. */

/** Where the page's address is kept in a file that was saved. */
const KEPT = 'data-query';

/** @returns {string} the query that a saved file brings along, '' elsewhere */
export const keptQuery = () => document.documentElement.getAttribute(KEPT) ?? '';

/**
 * @param {object} options
 * @param {string} options.query
 * @param {string} options.file address of the file, where this page is not that file itself
 * @param {boolean} options.single whether it is
 * @returns {Promise<Blob>}
 */
export async function savedPage({ query, file, single }) {
  const source = single ? ownSource() : await fetched(file);
  const plain = source.replace(/(<html\b[^>]*?)\s+data-query="[^"]*"/, '$1');
  const value = query.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const chosen = plain.replace(/<html\b/, () => `<html ${KEPT}="${value}"`);
  return new Blob([chosen], { type: 'text/html' });
}

/** The document as it came: what scripts have put into it goes. */
function ownSource() {
  const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  for (const added of copy.querySelectorAll('[data-added]')) added.remove();
  copy.removeAttribute('data-scheme');
  return `<!doctype html>\n${copy.outerHTML}\n`;
}

/** @param {string} file */
async function fetched(file) {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${response.status}: ${file}`);
  return response.text();
}
