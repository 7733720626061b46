/**
 * Keeps what was computed from something that does not change, as long as that lives: series are
 * made anew when they grow, so a picture of 100,000 rows is only worked out once.
 *
 * @template {object} Thing
 * @template Options
 * @template Result
 * @param {(thing: Thing, options: Options) => Result} compute
 * @returns {(thing: Thing, options: Options) => Result} the same, but asked twice it remembers the
 *   latest options
 */
export function remember(compute) {
  /** @type {WeakMap<Thing, {key: string, result: Result}>} */
  const known = new WeakMap();
  return (thing, options) => {
    const key = JSON.stringify(options);
    const before = known.get(thing);
    if (before?.key === key) return before.result;
    const result = compute(thing, options);
    known.set(thing, { key, result });
    return result;
  };
}
