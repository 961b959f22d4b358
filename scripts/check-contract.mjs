// The checks of the real system's interceptors, as data in contract/checks: each names the test that holds it, or
// why it differs here. Fails on one with neither, on a test that does not exist, and when docs/fidelity.md
// does not say what the data says; `--write` (npm run docs) mends the document. Fails, too, on evidence of cases
// that have changed since, and where docs/coverage.md does not say what the list of operations and the evidence do or
// knows of no test that drives an operation.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import coverage from './lib/coverage-page.cjs';
import source from './lib/load-source.cjs';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

const FOLDER = join(root, 'contract', 'checks');
const PAGE = join(root, 'docs', 'fidelity.md');
const texts = new Map();
let names;
const PLACE = /(<!-- checks -->)[^]*?(<!-- \/checks -->)/;

await orExplain(async () => {
  await ensureInstalled();
  const classes = await readClasses();
  const faults = [
    ...classes.flatMap(faultsOf),
    ...source
      .loadSource('verify/report/stale.ts')
      .staleEvidence()
      .map(
        (one) =>
          `${one} Of the emulator \`WRITE_EVIDENCE=1 npm test -- verify-the-emulator\` writes it anew; of a cloud \`verify --evidence\` does.`,
      ),
  ];
  if (faults.length > 0) throw new PreparationError(faults.join('\n'));
  await inStep(PAGE, 'contract/checks says', (page) => rendered(page, classes));
  await inStep(coverage.PAGE, 'the operations and their evidence are', (page) =>
    coverage.describeCoverage(coverage.marksOf(page)),
  );
  const undriven = coverage.undrivenIn(readFileSync(coverage.PAGE, 'utf8'));
  if (undriven.length > 0 && !process.argv.includes('--write')) {
    throw new PreparationError(
      `docs/coverage.md knows no test of ${undriven.join(', ')}. Write one, run \`npm run coverage\` and commit the result.`,
    );
  }
});

/** Mends a page that is not what it is made from, or says so. */
async function inStep(path, made, render) {
  const page = readFileSync(path, 'utf8');
  const wanted = await render(page);
  if (wanted === page) return;
  const name = relative(root, path);
  if (!process.argv.includes('--write')) {
    throw new PreparationError(
      `${name} is not what ${made}. Run \`npm run docs\` and commit the result.`,
    );
  }
  writeFileSync(path, wanted);
  console.log(`wrote ${name}`);
}

/** Files of contract/checks, each `{ class, source, release, checks }`, in the order of their names. */
async function readClasses() {
  const [{ load: parse }, { z }] = await Promise.all([import('js-yaml'), import('zod')]);
  const text = z.string().trim().min(1);
  const check = z.strictObject({
    /** In which case it refuses, in our words. */
    when: text,
    /** A refusal: its code, the format with the places of its arguments, the code of its cause. */
    code: z
      .string()
      .regex(/^[A-Z][A-Z\d_.]*\.\d{4}$/)
      .optional(),
    text: text.optional(),
    cause: text.optional(),
    /** What happens in place of a refusal: the call succeeds without an effect, a value is set. */
    does: text.optional(),
    /** First release that has it, where that is not all of 4.3 to 5.3. */
    since: text.optional(),
    /** `file › words`: the words stand in that file. */
    test: text.optional(),
    differs: text.optional(),
  });
  const shape = z.strictObject({
    class: text,
    source: text,
    release: text,
    note: text.optional(),
    /** By message, or by the method where several messages share it; checks in the order of the code. */
    checks: z.record(text, z.array(check).min(1)),
  });
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => {
      const { success, data, error } = shape.safeParse(
        parse(readFileSync(join(FOLDER, name), 'utf8')),
      );
      if (!success)
        throw new PreparationError(`contract/checks/${name}: ${z.prettifyError(error)}`);
      if (!data.class.endsWith(`.${basename(name, '.yaml')}`)) {
        throw new PreparationError(
          `contract/checks/${name} is named otherwise than ${data.class}.`,
        );
      }
      return data;
    });
}

function faultsOf({ class: className, checks }) {
  return Object.entries(checks).flatMap(([message, rows]) =>
    rows.flatMap((row, index) =>
      [...whatIsWrong(row), ...whatIsOver(message, row)].map(
        (fault) => `${className} ${message} ${index + 1} (${row.when}): ${fault}`,
      ),
    ),
  );
}

/** Why a check is not held, in a list that is empty for one that is. */
function whatIsWrong({ code, text, does, test, differs }) {
  if (
    (does === undefined) === (code === undefined) ||
    (code === undefined) !== (text === undefined)
  ) {
    return ['has either `does`, or `code` and `text`'];
  }
  if (test === undefined) {
    return differs === undefined ? ['names neither a test nor why it differs'] : [];
  }
  const [file, words, ...rest] = test.split(' › ');
  if (!words || rest.length > 0) return [`'${test}' is not of the form \`file › words\``];
  if (!existsSync(join(root, file))) return [`there is no ${file}`];
  return textOf(file).includes(words) ? [] : [`${file} does not say '${words}'`];
}

/** What a row says of an operation that is not emulated: its own, or the one that it names. */
function whatIsOver(message, { differs = '' }) {
  const own = /^API(\w+?)(?:Msg|Message)$/.exec(message)?.[1];
  const isOwn = differs.startsWith('the operation is not emulated');
  if (isOwn && own === undefined) return ['says of no message which operation is not emulated'];
  const named = [...differs.matchAll(/\b([A-Z]\w+) is not emulated/g)].map(([, name]) => name);
  return [...(isOwn ? [own] : []), ...named]
    .filter((name) => emulated().has(name))
    .map((name) => `${name} is emulated now`);
}

/** The names of all operations that are emulated, as the OpenAPI document has them. */
function emulated() {
  if (names) return names;
  const named = /"(?:title|operationId)": ?"(\w+)"|- `(\w+)`:/g;
  const found = [...textOf(join('openapi', 'openapi.json')).matchAll(named)];
  names = new Set(found.map(([, name, within]) => name ?? within));
  return names;
}

/** A test file's text, with what a formatter may have broken into lines joined. */
function textOf(file) {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const read = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
  texts.set(file, read);
  return read;
}

/** The page with its tables: one of the classes, and for each class one of what differs. */
async function rendered(page, classes) {
  if (!PLACE.test(page)) throw new PreparationError('docs/fidelity.md has no place for checks.');
  const row = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const table = (head, rows) => [row(head), row(head.map(() => '-')), ...rows.map(row)].join('\n');
  const all = classes.map(({ checks, ...rest }) => ({
    ...rest,
    rows: Object.entries(checks).flatMap(([message, rows]) =>
      rows.map((check) => ({ message, ...check })),
    ),
  }));
  const overview = table(
    ['class', 'checks', 'held', 'different'],
    all.map(({ class: name, rows }) => {
      const different = rows.filter(({ differs }) => differs !== undefined).length;
      return [`\`${name}\``, rows.length, rows.length - different, different];
    }),
  );
  const differences = all
    .map(({ class: name, rows }) => ({ name, rows: rows.filter(({ differs }) => differs) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => {
      const lines = rows.map(({ message, when, code, text, does, differs }) => [
        message,
        when,
        does ?? `${code} \`${text.replaceAll('`', "'")}\``,
        differs,
      ]);
      return `#### ${name.split('.').at(-1)}\n\n${table(['of', 'when', 'real system', 'here'], lines)}`;
    });
  const { format, resolveConfig } = await import('prettier');
  const body = [overview, ...differences].join('\n\n');
  const text = page.replace(PLACE, (_all, from, to) => `${from}\n\n${body}\n\n${to}`);
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}
