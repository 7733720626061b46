/** What is printed of finished runs: a table for people, JSON and CSV for programs. */

/**
 * @typedef {import('../engine/pool.js').Result} Result
 * @typedef {import('./plan.js').Planned} Planned
 * @typedef {{plan: Planned, result: Result}} Done
 */

/**
 * A table with aligned columns; numbers to the right.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const numeric = head.map((_, i) => rows.every((row) => /^([-\d.]|$)/.test(row[i])));
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((n) => '-'.repeat(n)).join('  '), ...rows.map(line)].join('\n');
}

/** @param {number | undefined} share "6.25 %" */
const percent = (share) =>
  share === undefined || Number.isNaN(share) ? '-' : `${(100 * share).toFixed(2)} %`;

/** @param {number | undefined} value */
const number = (value) =>
  value === undefined || Number.isNaN(value) ? '-' : String(Number(value.toPrecision(4)));

/**
 * "finished", or what else became of a run.
 * @param {Result} result
 */
function outcome({ end }) {
  if (!end) return 'not run';
  return end.reason === 'diverged' ? `diverged at update ${end.divergedAt}` : end.reason;
}

/**
 * One line for each run.
 * @param {Done[]} all
 */
export function runTable(all) {
  const classes = all.some(({ result }) => Number.isFinite(result.final.train?.error));
  const measure = (/** @type {Result['final'][keyof Result['final']]} */ final) =>
    classes ? percent(final?.error) : number(final?.loss);
  const what = classes ? 'error' : 'loss';
  const head = ['run', 'seed', 'updates', 'epochs', `train ${what}`, `test ${what}`];
  const rows = all.map(({ plan, result }) => [
    plan.id,
    String(plan.seed),
    String(result.end?.updates ?? 0),
    number(result.end?.epoch ?? 0),
    measure(result.final.train),
    measure(result.final.test),
    result.end?.hash ?? '-',
    outcome(result),
  ]);
  return table([...head, 'hash of the weights', 'result'], rows);
}

/**
 * One line for each group of runs that differ in the seed only: mean and standard deviation.
 * @param {Done[]} all
 */
export function seedTable(all) {
  const points = [...new Set(all.flatMap(({ plan }) => Object.keys(plan.point)))].filter(
    (path) => path !== 'seed',
  );
  /** @type {Map<string, Done[]>} */
  const groups = new Map();
  for (const done of all) {
    const key = JSON.stringify([done.plan.id, points.map((path) => done.plan.point[path])]);
    groups.set(key, [...(groups.get(key) ?? []), done]);
  }
  const rows = [...groups.values()].map((group) => {
    const { plan } = group[0];
    const finals = group.map(({ result }) => result.final);
    const diverged = group.filter(({ result }) => result.end?.reason === 'diverged').length;
    return [
      plan.id,
      ...points.map((path) => String(plan.point[path])),
      String(group.length),
      spread(finals.map((final) => final.train)),
      spread(finals.map((final) => final.test)),
      String(diverged),
    ];
  });
  return table(['run', ...points, 'seeds', 'train', 'test', 'diverged'], rows);
}

/**
 * "6.02 % ± 0.31": mean and standard deviation of errors, or of losses where there are no errors.
 * @param {({loss: number, error: number} | undefined)[]} finals
 */
function spread(finals) {
  const classes = finals.some((final) => Number.isFinite(final?.error));
  const values = finals
    .map((final) => (classes ? 100 * (final?.error ?? NaN) : (final?.loss ?? NaN)))
    .filter((value) => Number.isFinite(value));
  if (values.length === 0) return '-';
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  const text = classes ? `${mean.toFixed(2)} %` : number(mean);
  if (values.length < 2) return text;
  return `${text} ± ${classes ? Math.sqrt(variance).toFixed(2) : number(Math.sqrt(variance))}`;
}

/**
 * @param {string} name
 * @param {Done[]} all
 */
export function toJson(name, all) {
  const runs = all.map(({ plan, result }) => ({
    id: plan.id,
    seed: plan.seed,
    reason: result.end?.reason ?? 'not run',
    updates: result.end?.updates ?? 0,
    epoch: result.end?.epoch ?? 0,
    divergedAt: result.end?.divergedAt ?? -1,
    hash: result.end?.hash ?? null,
    final: result.final,
    spec: plan.spec,
    columns: result.columns,
  }));
  return JSON.stringify({ name, runs }, plain, 1);
}

/** Columns are lists, NaN is null as JSON has none, and data blocks only tell their size. */
const plain = (/** @type {string} */ _, /** @type {unknown} */ value) => {
  if (value instanceof Float64Array) return Array.from(value);
  if (ArrayBuffer.isView(value)) return { bytes: value.byteLength };
  return value;
};

/**
 * The traces of all runs, one below the other.
 * @param {Done[]} all
 */
export function toCsv(all) {
  const names = Object.keys(all.find(({ result }) => result.columns.update)?.result.columns ?? {});
  const points = [...new Set(all.flatMap(({ plan }) => Object.keys(plan.point)))];
  const head = ['run', 'seed', ...points.filter((path) => path !== 'seed'), ...names];
  const rows = all.flatMap(({ plan, result: { columns } }) =>
    Array.from({ length: columns.update?.length ?? 0 }, (_, i) => [
      plan.id,
      plan.seed,
      ...points.filter((path) => path !== 'seed').map((path) => plan.point[path]),
      ...names.map((name) => (Number.isNaN(columns[name][i]) ? '' : columns[name][i])),
    ]),
  );
  return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\n');
}

/** @param {unknown} cell */
function csvCell(cell) {
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
