/** What a run came to: a table by folder, and what nobody saw with its lines. */

const SEEN = new Set(['seen', 'late']);

/** `judged`: mutants with their `result`. */
export function reportOf(judged) {
  const folders = new Map();
  for (const { file, result } of judged) {
    const [, folder] = file.split('/');
    const row = folders.get(folder) ?? { all: 0, seen: 0, unreached: 0, unsure: 0 };
    row.all++;
    if (SEEN.has(result.outcome)) row.seen++;
    if (result.outcome === 'unreached') row.unreached++;
    if (result.outcome === 'unseen' && result.ran < result.of) row.unsure++;
    folders.set(folder, row);
  }
  const total = { all: 0, seen: 0, unreached: 0, unsure: 0 };
  for (const row of folders.values())
    for (const name of Object.keys(total)) total[name] += row[name];
  const rows = [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const cells = [...rows, ['all', total]].map(([folder, { all, seen, unreached, unsure }]) => [
    folder,
    String(all),
    String(seen),
    `${all === 0 ? 100 : Math.round((100 * seen) / all)} %`,
    String(unreached),
    String(unsure),
  ]);
  const seconds = judged.map(({ result }) => result.seconds).toSorted((a, b) => a - b);
  return [
    table(['folder', 'mutants', 'seen', 'rate', 'reached by no test', 'not all tests run'], cells),
    '',
    `seconds a mutant: ${quantile(seconds, 0.5)} at the median, ${quantile(seconds, 0.9)} at the 90th percentile`,
    '',
    ...judged.filter(({ result }) => !SEEN.has(result.outcome)).map(unseen),
  ].join('\n');
}

export const quantile = (sorted, part) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;

export const oneLine = (text) => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
};

/** One that nobody saw, as a line that an editor can follow. */
export function unseen({ file, line, operator, name, original, replacement, result }) {
  const what = name ?? `${operator}: ${oneLine(original)} -> ${oneLine(replacement)}`;
  const { ran, of, whole } = result;
  const tests = of === 0 ? 'no test reaches it' : `${ran} of ${of} files of tests stayed green`;
  const built = whole === undefined ? '' : `, and ${whole} of the built program`;
  return `${file}:${line} ${what} (${tests}${built})`;
}

/** A table as prettier lays it out. */
export function table(heads, rows) {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}
