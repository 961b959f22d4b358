// Lints openapi/openapi.json with redocly and spectral. They are large, and nothing else needs them: npx fetches them,
// from the registry that npm is set up for.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/prepare.mjs';

const document = join(root, 'openapi', 'openapi.json');
const LINTERS = [
  { pack: '@redocly/cli@2', program: 'redocly', words: ['--format=summary'] },
  {
    pack: '@stoplight/spectral-cli@6',
    program: 'spectral',
    words: ['--fail-severity=error', '-r', join(root, 'scripts', 'openapi-rules.yaml')],
  },
];

const failed = LINTERS.filter(({ pack, program, words }) => {
  console.log(`\n${program}:`);
  const npx = ['--yes', `--package=${pack}`, '--', program, 'lint', ...words, document];
  const { status } = spawnSync('npx', npx, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
