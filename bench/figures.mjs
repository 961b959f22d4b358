// A table of figures: printed, and with `--write` put into docs/performance.md between its marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'performance.md');

export function putFigures(name, machine, head, rows, args) {
  if (args.includes('--json')) {
    console.log(JSON.stringify({ machine, head, rows }));
    return;
  }
  const widths = head.map((_title, i) =>
    Math.max(...[head, ...rows].map((row) => String(row[i]).length)),
  );
  const line = (row) => `| ${row.map((cell, i) => String(cell).padEnd(widths[i])).join(' | ')} |`;
  const table = [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
  const text = `${machine}\n\n${table.join('\n')}`;
  console.log(text);
  if (!args.includes('--write')) return;
  const page = readFileSync(PAGE, 'utf8');
  const pattern = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  if (!pattern.test(page)) throw new Error(`docs/performance.md has no place for ${name}`);
  writeFileSync(
    PAGE,
    page.replace(pattern, (_all, from, to) => `${from}\n\n${text}\n\n${to}`),
  );
  console.error('wrote docs/performance.md');
}
