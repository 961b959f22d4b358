// docs/coverage.md: what tests drive (two columns that only a run of all tests can tell), and what can be read at any
// time from the list of operations, the facts and the evidence in contract/.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { load } = require('js-yaml');
const { loadSource } = require('./load-source.cjs');

const ROOT = path.join(__dirname, '..', '..');
const PAGE = path.join(ROOT, 'docs', 'coverage.md');

/** What a page of before says of driven and refused, as lines of `NAME driven` and `NAME refused`. */
function marksOf(page) {
  const marks = new Set();
  for (const [name, driven, refused] of rowsIn(page)) {
    if (driven === 'yes') marks.add(`${name} driven`);
    if (refused === 'yes') marks.add(`${name} refused`);
  }
  return marks;
}

/** Names of what a page says that no test drives. */
const undrivenIn = (page) =>
  rowsIn(page)
    .filter(([, driven]) => driven === 'no')
    .map(([name]) => name);

/** The cells of a page's lines, from the operation's name on. */
const rowsIn = (page) =>
  page.split('\n').map((line) =>
    line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim()),
  );

/** The page, of marks as `marksOf` gives them. */
function describeCoverage(marks) {
  const { LISTED_OPERATIONS: OPERATIONS } = loadSource('api/operations/index.ts');
  const { LISTED_CONTROL: CONTROL_OPERATIONS } = loadSource('control/operations/index.ts');
  const { LISTED_HOST: HOST_OPERATIONS } = loadSource('control/environments/index.ts');
  const { KNOWN_OPERATIONS } = loadSource('contract/known-operations.ts');
  const { MESSAGE_CLASSES } = loadSource('domain/message-class.ts');
  const inCatalog = new Set(loadSource('verify/facts/facts.ts').readFacts().operations.keys());
  const targets = evidence();
  const yes = (is) => (is ? 'yes' : 'no');
  const families = new Map();
  const emulated = new Set(OPERATIONS.map(({ name }) => name));
  const declared = new Set(KNOWN_OPERATIONS.map(({ name }) => name));
  const known = [...KNOWN_OPERATIONS, ...OPERATIONS.filter(({ name }) => !declared.has(name))];
  const ours = [...CONTROL_OPERATIONS, ...HOST_OPERATIONS];
  for (const { name, family } of [...known, ...ours]) {
    const isOurs = family === 'emulator' || family === 'environments';
    const row =
      emulated.has(name) || isOurs
        ? [
            name,
            yes(marks.has(`${name} driven`)),
            yes(marks.has(`${name} refused`)),
            isOurs ? 'our own' : inCatalog.has(name) ? 'yes' : 'closed: not in the open source',
            ...targets.map(({ stateOf }) => (isOurs ? '' : stateOf(name))),
          ]
        : [name, 'missing', '', inCatalog.has(name) ? 'known' : 'closed', ...targets.map(() => '')];
    families.set(family, [...(families.get(family) ?? []), row]);
  }
  const sections = [...families.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([family, rows]) =>
        `## ${family}\n\n${table(
          rows.toSorted(([a], [b]) => (a < b ? -1 : 1)),
          [...HEADS, ...targets.map(({ name }) => name)],
        )}`,
    );
  const everyName = new Set([
    ...known.map(({ name }) => name),
    ...reservedNames(),
    ...MESSAGE_CLASSES.map(({ operation }) => operation),
  ]);
  return `# Coverage

Generated from the list of operations and a run of all tests by \`npm run coverage\`: do not edit.
Of ${everyName.size} operations of the real system that are known, ${emulated.size} are emulated; the others answer SYS.1014 with their
name. The tables below have the families that the emulator is about, the last one what clients ask for.

- driven: a test calls it and it succeeds; refused: a test has it refused or failing, and looks at the
  error and at the world after;
- contract: its path, body key, parameters, limits and result keys are compared with the catalog of
  the real system's declarations;
- ${targets.map(({ name }) => name).join(', ')}: what \`verify\` has found out, by the evidence in contract/evidence
  ([verifying](verify.md)): every case proven; how many cases are proven where some are not; none where nothing says
  what it must do.

${sections.join('\n')}
## What clients ask for

Read from runs of the vendor's clients (contract/clients.yaml). What a running emulator was asked for, and has not, its
[client report](control.md) tells.

${table(clientRows(emulated, everyName), ['client', 'operations', 'emulated', 'not emulated'])}`;
}

/** What has been found out of each target that lies in contract/evidence: the emulator's modes as one, then clouds. */
function evidence() {
  const folder = path.join(ROOT, 'contract', 'evidence');
  const unproven = load(
    readFileSync(path.join(ROOT, 'contract', 'cases', 'unproven.yaml'), 'utf8'),
  );
  const files = new Map();
  for (const name of readdirSync(folder).toSorted()) {
    const { cases } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    const target = name.startsWith('emulator') ? 'verified' : path.parse(name).name;
    files.set(target, [...(files.get(target) ?? []), cases]);
  }
  return [...files].map(([name, all]) => ({ name, stateOf: (one) => stateIn(all, one, unproven) }));
}

function stateIn(all, operation, unproven) {
  const letters = all.flatMap((cases) =>
    Object.values(cases[operation] ?? {}).map((text) => text.slice(0, 1)),
  );
  const proven = letters.filter((letter) => letter === 'p').length;
  if (letters.length === 0) return 'none';
  if (letters.includes('d')) return `differs: ${proven} of ${letters.length}`;
  if (operation in unproven) return `refusals: ${proven}`;
  return proven === letters.length ? `proven: ${proven}` : `${proven} of ${letters.length}`;
}

/** Names of what is reserved: each stands behind its method. */
function reservedNames() {
  const text = readFileSync(path.join(ROOT, 'src', 'contract', 'reserved-operations.txt'), 'utf8');
  return [...text.matchAll(/ (?:GET|POST|PUT|DELETE) (\w+)/g)].map(([, name]) => name);
}

/** What clients ask for, counted. */
function clientRows(emulated, everyName) {
  const clients = load(readFileSync(path.join(ROOT, 'contract', 'clients.yaml'), 'utf8'));
  return Object.entries(clients).map(([client, names]) => {
    const unknown = names.filter((name) => !everyName.has(name));
    if (unknown.length > 0) throw new Error(`contract/clients.yaml: ${unknown} of ${client}`);
    const missing = names.filter((name) => !emulated.has(name)).toSorted();
    const counts = [names.length, names.length - missing.length].map(String);
    return [client, ...counts, missing.join(', ')];
  });
}

const HEADS = ['operation', 'driven', 'refused', 'contract'];

/** A table as prettier lays it out. */
function table(rows, heads = HEADS) {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join(
    '\n',
  );
}

module.exports = { PAGE, describeCoverage, marksOf, undrivenIn };
