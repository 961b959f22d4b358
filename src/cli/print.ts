import { inRed, printable } from '../core/terminal.js';

/** Prints a value for scripts. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints a line; what went wrong stands out on a terminal. */
export function printLine(text: string, isWrong = false): void {
  const shown = printable(text);
  process.stdout.write(`${isWrong ? inRed(shown, process.stdout) : shown}\n`);
}

type Row = Readonly<Record<string, unknown>>;

/** Columns of a table: their titles, and how a row fills each. */
export type Columns = Readonly<Record<string, (row: Row) => unknown>>;

/** Prints rows in columns as wide as their contents; `none` when there are none. */
export function printTable(rows: readonly Row[], columns: Columns, none: string): void {
  if (rows.length === 0) {
    printLine(none);
    return;
  }
  const cells = [
    Object.keys(columns),
    ...rows.map((row) => Object.values(columns).map((fill) => text(fill(row)))),
  ];
  const widths = Object.keys(columns).map((_, i) =>
    Math.max(...cells.map((line) => (line[i] ?? '').length)),
  );
  for (const line of cells) {
    printLine(
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** Prints one row, a line a column. */
export function printCard(row: Row, columns: Columns): void {
  const width = Math.max(...Object.keys(columns).map((title) => title.length));
  for (const [title, fill] of Object.entries(columns)) {
    printLine(`${title.padEnd(width)}  ${text(fill(row))}`.trimEnd());
  }
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
