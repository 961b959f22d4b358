import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';
import { needs } from '../support/tools';

const haproxy = needs('haproxy', ['-v']);
const versitygw = needs('versitygw', ['--version']);
// Whichever is missing skips it.
const both = haproxy.test === test ? versitygw : haproxy;

both.test(`a fleet keeps what it promises, in its short form ${both.note}`, async () => {
  const words = [join(ROOT, 'scripts', 'test-fleet.mjs'), '--short'];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  expect(stdout).toMatch(/^7 passed, 0 failed$/m);
});
