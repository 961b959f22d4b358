// `npm run migrations -- --name what-it-does`: drizzle-kit writes the migration that the schema in src/persistence asks
// for, and after it the newest schema as one script (lib/newest-schema.mjs). The arguments are drizzle-kit's own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled();
  const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  const { status } = spawnSync(process.execPath, [kit, 'generate', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new PreparationError(`drizzle-kit generate failed (exit ${status})`);
  const { NEWEST, newestSchema } = await import('./lib/newest-schema.mjs');
  mkdirSync(dirname(NEWEST), { recursive: true });
  writeFileSync(NEWEST, newestSchema());
});
