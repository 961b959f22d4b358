// Says when src/query/zql/generated is not what src/query/zql/grammar/Zql.g4 makes; `--write` (npm run grammar)
// makes it. The generator is fetched only to make it: what it made is committed, with the grammar's sum.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

/** Makes TypeScript for antlr4ng; later ones may ask for another antlr4ng. */
const GENERATOR = 'antlr-ng@1.0.10';
const zql = join(root, 'src', 'query', 'zql');
const grammar = join(zql, 'grammar', 'Zql.g4');
const FILES = { 'ZqlParser.ts': 'zql-parser.ts' };

await orExplain(async () => {
  await ensureInstalled();
  const sum = createHash('sha256').update(readFileSync(grammar)).digest('hex');
  if (process.argv.includes('--write')) return write(sum);
  for (const name of Object.values(FILES)) {
    const text = readFileSync(join(zql, 'generated', name), 'utf8');
    if (text.includes(sum)) continue;
    throw new PreparationError(
      `src/query/zql/generated/${name} was made of another grammar. Run \`npm run grammar\` and commit the result.`,
    );
  }
});

function write(sum) {
  mkdirSync(join(root, '.build'), { recursive: true });
  const out = mkdtempSync(join(root, '.build', 'grammar-'));
  try {
    const { status, stderr } = spawnSync(
      'npm',
      ['exec', '--yes', `--package=${GENERATOR}`, '--', 'antlr-ng', ...flags(out), grammar],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] },
    );
    if (status !== 0 || /error/i.test(stderr)) {
      throw new PreparationError(`${GENERATOR} failed (exit ${status}):\n${stderr}`);
    }
    for (const [made, name] of Object.entries(FILES)) {
      const code = readFileSync(join(out, made), 'utf8').trim();
      const head = `// @ts-nocheck\n// Made of ../grammar/Zql.g4 by \`npm run grammar\` (${GENERATOR}); sha256 ${sum}\n`;
      writeFileSync(join(zql, 'generated', name), `${head}${code}\n`);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function flags(out) {
  return ['-Dlanguage=TypeScript', '--exact-output-dir', '--generate-listener=false', '-o', out];
}
