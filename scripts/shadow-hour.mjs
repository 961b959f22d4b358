/** `npm run shadow:hour`: random traffic through the shadow for an hour, or for as many seconds as are named. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const seconds = process.argv[2] ?? '3600';
if (!/^\d{1,6}$/.test(seconds)) {
  process.stderr.write(`'${seconds}' is no number of seconds\n`);
  process.exit(2);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(
  process.execPath,
  [jest, '--runInBand', 'test/shadow/random-traffic', '--reporters=default'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { SHADOW_SEED: String(process.hrtime()[1]), ...process.env, SHADOW_SECONDS: seconds },
  },
);
process.exit(status ?? 1);
