/**
 * A spec as the lines that native programs read: "optimizer.lr 0.01" for every field.
 *
 * @param {object} spec
 * @returns {string[]}
 */
export function fieldLines(spec) {
  /** @type {string[]} */
  const lines = [];
  /** @param {unknown} value @param {string} path */
  const walk = (value, path) => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, field] of Object.entries(value)) walk(field, path ? `${path}.${key}` : key);
    } else {
      lines.push(`${path === 'loss' ? 'loss.name' : path} ${value}`);
    }
  };
  walk(spec, '');
  /* A field that names a kind comes before the numbers of that kind. */
  const names = lines.filter((line) => /\.(name|layer) /.test(line));
  const rest = lines.filter((line) => !/\.(name|layer) /.test(line));
  return [...names, ...rest];
}

/**
 * What tests/parity/native.c reads.
 *
 * @param {object} spec
 * @param {number} updates how long to train
 */
export function nativeLines(spec, updates) {
  return [...fieldLines(spec), `train ${updates}`, ''].join('\n');
}
