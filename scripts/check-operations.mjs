// Compares the lists of operations (listed.ts) with those that are declared beside them; `--write` (npm run operations)
// mends them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, sep } from 'node:path';
import { build } from 'esbuild';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

/** Folders of src whose modules declare operations, and what the list needs of `api`. */
const FOLDERS = {
  'api/operations': '../listed-operation.js',
  'control/operations': '../../api/listed-operation.js',
  'control/environments': '../../api/listed-operation.js',
};

/** The text of a list: an entry for each operation that a module below the folder exports, those of images first. */
async function list(folder, types) {
  const names = readdirSync(join(root, 'src', folder), { recursive: true })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !/^(index|listed)\.ts$/.test(name))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const modules = await load(join(root, 'src', folder), names);
  const found = new Set();
  const entries = names.flatMap((name) =>
    Object.entries(modules[name]()).flatMap(([exported, value]) => {
      if (!isOperation(value) || found.has(value.name)) return [];
      found.add(value.name);
      return [{ name, exported, operation: value }];
    }),
  );
  const texts = entries.toSorted(byPlace).map(entryOf);
  return `// Made by \`npm run operations\` of the declarations in this folder: not changed by hand.
import type { ListedOperation } from '${types}';

export const LISTED: readonly ListedOperation[] = [
${texts.join('\n')}
];
`;
}

/** Those of images first, then by families and by their names. */
function byPlace(one, other) {
  const [a, b] = [one, other].map(({ name, operation }) =>
    [name.startsWith('images/') ? 0 : 1, dirname(name), operation.name].join(' '),
  );
  return a < b ? -1 : 1;
}

const isOperation = (value) =>
  typeof value === 'object' &&
  value !== null &&
  typeof value.kind === 'string' &&
  typeof value.name === 'string' &&
  value.paths?.length > 0;

function entryOf({ name, exported, operation }) {
  const { family, kind, method, paths, bodyKey, flow } = operation;
  const from = JSON.stringify(`./${name.replace(/\.ts$/, '.js')}`);
  const fields = { name: operation.name, family, kind, method, paths, bodyKey, flow: flow?.name };
  const told = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
  return `  { ${told.join(', ')}, load: () => (require(${from}) as typeof import(${from})).${exported} },`.replaceAll(
    '"',
    "'",
  );
}

/** What each of these modules exports, compiled as it is now. */
async function load(folder, names) {
  const takers = names.map(
    (name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}`)})`,
  );
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: `module.exports = { ${takers.join(',\n')} };`, resolveDir: folder },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  });
  // `__dirname` is the folder.
  const loaded = new Module(join(folder, 'all.js'));
  loaded.filename = loaded.id;
  loaded.paths = [join(root, 'node_modules')];
  loaded._compile(outputFiles[0].text, loaded.filename);
  return loaded.exports;
}

await orExplain(async () => {
  await ensureInstalled();
  for (const [folder, types] of Object.entries(FOLDERS)) {
    const name = `src/${folder}/listed.ts`;
    const file = join(root, name);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const current = await list(folder, types);
    if (committed === current) continue;
    if (!process.argv.includes('--write')) {
      throw new PreparationError(
        `${name} does not list the operations as they are declared. Run \`npm run operations\` and commit the result.`,
      );
    }
    writeFileSync(file, current);
    console.log(`wrote ${name}`);
  }
});
