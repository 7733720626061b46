/** The numbers of a lab's runs, for a spreadsheet (CSV) and for programs (JSON). Pure. */

/** @typedef {import('./lab.js').Lab} Lab */

/**
 * A row for each row that a run has measured (RFC 4180).
 *
 * @param {Lab} lab
 * @returns {string}
 */
export function asCsv({ race }) {
  const runs = race?.runs ?? [];
  const names = [...new Set(runs.flatMap(({ trace }) => trace.names))];
  const rows = runs.flatMap(({ id, rule, seed, hash, trace }) => {
    const columns = names.map((name) => trace.column(name));
    return Array.from({ length: trace.length }, (_, row) => [
      ...[id, rule, seed, hash],
      ...columns.map((column) => (Number.isFinite(column[row]) ? column[row] : '')),
    ]);
  });
  const all = [['run', 'rule', 'seed', 'hash', ...names], ...rows];
  return all.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/**
 * Everything with which the runs can be made again (`spusk run` takes a spec), and what they
 * measured.
 *
 * @param {Lab} lab
 */
export function asJson({ experiment, settings, seed, seeds, race, data }) {
  const runs = (race?.runs ?? []).map((run) => ({
    run: run.id,
    rule: run.rule,
    seed: run.seed,
    // The learner's own files are nobody else's.
    spec: data ? { ...run.spec, data: { name: run.spec.data?.name } } : run.spec,
    updates: run.updates,
    hash: run.hash,
    divergedAt: run.divergedAt,
    columns: Object.fromEntries(
      run.trace.names.map((name) => [
        name,
        // JSON has neither infinities nor NaN.
        Array.from(run.trace.column(name), (value) => (Number.isFinite(value) ? value : null)),
      ]),
    ),
  }));
  return { format: 'spusk-runs', v: 1, experiment: experiment.id, settings, seed, seeds, runs };
}

/** @param {string | number} field */
function quoted(field) {
  const text = String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
