import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

const SCRIPT = join(ROOT, 'scripts', 'test-clients.mjs');
const run = (env: NodeJS.ProcessEnv) =>
  promisify(execFile)(process.execPath, [SCRIPT, '--only', 'go-program'], {
    env,
    maxBuffer: 2 ** 24,
  });

const go = needs('go', ['version']);

go.test(
  `a client in Go lives an image by session and by access key, in every form ${go.note}`,
  async () => {
    const { stdout } = await run(process.env);
    const forms = stdout.split(/^-- /m).slice(1);
    expect(forms).toHaveLength(4);
    for (const form of forms) {
      for (const how of ['session', 'access key']) {
        expect(form).toContain(`${how}: delete and expunge: nothing is left`);
      }
    }
  },
);

test('without Go the client suite is skipped, and says why', async () => {
  const { stdout } = await run({ PATH: temporaryFolder() });
  expect(stdout).toMatch(/^Skipped: .* Go is not installed/);
});
