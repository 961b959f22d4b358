import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { allOperations } from '../../src/api/operations';
import { SETTINGS } from '../../src/app/config';
import { ROOT, SEED, TestEmulator, seedText } from '../support/emulator';

const run = promisify(execFile);
const read = (...names: string[]) => readFileSync(join(ROOT, ...names), 'utf8');
const readme = read('README.md');

/** The shell example that follows a marker `<!-- example: name -->`. */
function example(name: string): string {
  const [, code = ''] =
    new RegExp(`<!-- example: ${name} -->\\s+\`\`\`sh\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (code === '') throw new Error(`the README has no example '${name}'`);
  return code;
}

test('the first examples work as they are pasted, and the answer shown has the fields of a real one', async () => {
  const emulator = await TestEmulator.start();
  const paste = async (name: string) => {
    const code = example(name).replaceAll('http://127.0.0.1:8080', emulator.url);
    const { stdout } = await run('sh', ['-c', code]);
    return JSON.parse(stdout) as { inventory: object; inventories: object[] };
  };
  const created = await paste('create');
  const found = await paste('query');
  expect(found.inventories).toEqual([created.inventory]);

  const [, shown = '{}'] = /<!-- answer: create -->\s+```text\n([^]*?)```/.exec(readme) ?? [];
  const shownFields = JSON.parse(shown) as { inventory: object };
  expect(Object.keys(shownFields.inventory)).toEqual(Object.keys(created.inventory));
});

test('the table of settings names every variable and flag', () => {
  const rows = read('docs', 'settings.md').replaceAll(/ +\|/g, ' |');
  for (const { variable, flag } of Object.values(SETTINGS)) {
    expect(rows).toContain(`| \`${variable}\` | \`${flag.split(' ')[0]}\` |`);
  }
});

// The page of the coverage, which is made of a run of the tests, lists them all.
test('what is said to be emulated is emulated, and of each family something is said', () => {
  const section = read('docs', 'operations.md');
  const named = section.match(/\b[A-Z][a-z0-9A-Z]*[a-z]\b/g) ?? [];
  const verbs =
    /^(Add|Attach|Batch|Calculate|Cancel|Change|Check|Clean|Create|Delete|Destroy|Detach|Export|Expunge|Get|LogIn|LogOut|Migrate|Query|Reboot|Reconnect|Recover|Renew|Rerun|Reset|Resume|Revert|Revoke|Set|Share|Start|Stop|Submit|Sync|Trigger|Update|Validate)[A-Z]/;
  const operations = new Set(allOperations().map(({ name }) => name));
  const meant = named.filter((name) => verbs.test(name));
  expect(meant.length).toBeGreaterThan(100);
  expect(meant.filter((name) => !operations.has(name))).toEqual([]);
  const families = new Map(allOperations().map(({ name, family }) => [family, name]));
  const said = section.toLowerCase();
  const words = (family: string) => family.split('-').map((word) => word.replace(/s$/, ''));
  expect(
    [...families.keys()].filter((family) => !words(family).some((word) => said.includes(word))),
  ).toEqual([]);
});

test('the uuids of the default world that README and its page name are there', () => {
  const page = `${readme}${read('docs', 'default-world.md')}`;
  const seed = seedText('default.yaml');
  for (const uuid of [...Object.values(SEED.volumes), ...Object.values(SEED.backupStorages)]) {
    expect(seed).toContain(uuid);
  }
  const named = page.match(/\b(?:d0|bac)[0-9a-f]{29,30}\b/g) ?? [];
  for (const uuid of named) expect(seed).toContain(uuid);
});

test('the README is short, and links of it and of the pages lead somewhere', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(121);
  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => join('docs', name))];
  const broken = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
  expect(broken).toEqual([]);
});
