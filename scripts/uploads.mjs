// `npm run uploads -- kills`: a kill before every step that an upload and a download take on the disk.
// `npm run uploads -- random [RUNS]`: random slices, kills, full disks and restarts against a model; 200 by default.
// `npm run uploads -- large [SLICES]`: a sparse image in slices of 64 MiB; 1024 of them (64 GiB) by default.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/prepare.mjs';

const [what = '', count] = process.argv.slice(2);
const forms = {
  kills: { UPLOADS_EVERY_STEP: '1' },
  random: { UPLOADS_RUNS: count ?? '200' },
  large: { UPLOADS_SLICES: count ?? '1024' },
};
const form = forms[what];
if (form === undefined || (count !== undefined && !/^[1-9]\d*$/.test(count))) {
  console.error(`npm run uploads -- ${Object.keys(forms).join(' | ')} [how many]`);
  process.exit(1);
}
const test = spawn(
  process.execPath,
  [join(root, 'scripts', 'test.mjs'), `test/uploads/${what}.test.ts`],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...form } },
);
test.on('exit', (code) => process.exit(code ?? 1));
