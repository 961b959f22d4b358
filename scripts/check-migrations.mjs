// Fails when the schema in src/persistence asks for a migration that migrations/ does not have, or when the newest
// schema is not what all of them make. drizzle-kit generates into a copy, so nothing in the working tree changes.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { NEWEST, newestSchema } from './lib/newest-schema.mjs';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled();
  // Inside the project, so that the copied configuration finds node_modules and its imports.
  mkdirSync(join(root, '.build'), { recursive: true });
  const work = mkdtempSync(join(root, '.build', 'migrations-'));
  try {
    compare(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (existsSync(NEWEST) && readFileSync(NEWEST, 'utf8') === newestSchema()) return;
  throw new PreparationError(
    `${relative(root, NEWEST)} is not what the migrations make: run \`npm run migrations\`, and commit it.`,
  );
});

function compare(work) {
  const committed = join(root, 'migrations');
  const copy = join(work, 'out');
  mkdirSync(copy);
  if (existsSync(committed)) cpSync(committed, copy, { recursive: true });
  const before = sqlFiles(copy);
  generateInto(work, copy);
  const added = sqlFiles(copy).filter((name) => !before.includes(name));
  if (added.length === 0) return;
  const statements = added.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
  throw new PreparationError(
    `The schema differs from migrations/. This migration is missing:\n\n${statements}\n\n` +
      'Run `npm run migrations`, review the result and commit it.',
  );
}

function generateInto(work, copy) {
  const config = join(work, 'drizzle.config.ts');
  const out = relative(root, copy).replaceAll('\\', '/');
  writeFileSync(
    config,
    `import config from '../../drizzle.config';\nexport default { ...config, out: './${out}' };\n`,
  );
  const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  // No terminal: where drizzle-kit would ask about a rename, it fails instead of waiting.
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [kit, 'generate', `--config=${relative(root, config)}`, '--name=check'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (status === 0 && !/error/i.test(stderr)) return;
  throw new PreparationError(`drizzle-kit generate failed (exit ${status}):\n${stdout}${stderr}`);
}

function sqlFiles(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.sql'));
}
