import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';
import { needs } from '../support/tools';

const run = promisify(execFile);

/** What a harness says; it has to find nothing wrong. */
async function harness(path: string, ...words: string[]): Promise<string> {
  const script = join(ROOT, 'scripts', path);
  const { stdout } = await run(process.execPath, [script, ...words], { timeout: 280_000 }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

const short = (name: string) => harness(join('faults', `${name}.mjs`), '--short');

const compiler = needs('cc');
const strace = needs('strace');
const shell = needs('sh', ['-c', 'test -d /proc/self/fd']);

compiler.test(
  `at whichever write the disk fails, nothing is lost or half done ${compiler.note}`,
  async () => {
    expect(await short('disk')).toMatch(/acknowledged: [1-9]\d*\nwrong: 0\n$/);
  },
);

test('damaged files are refused in words, or used without a crash', async () => {
  expect(await short('damage')).toMatch(/damaged: default\.sqlite: [^]*wrong: 0\n$/);
});

test('a process that is killed under load has lost nothing that it acknowledged', async () => {
  // The counts come in the order in which they were first counted, and a job may be acknowledged first.
  const told = await short('kills');
  expect(told).toMatch(/^acknowledged writes lost: 0\n/);
  expect(told).toMatch(/\nwrites acknowledged: [1-9]/);
  expect(told).toMatch(/\nwrong: 0\n$/);
});

test('whatever is sent, it is answered in words, by a process that goes on', async () => {
  const told = await harness('fuzz.mjs', '--requests', '10000');
  expect(told).toMatch(/requests: 1\d{4}\n[^]*wrong: 0\n$/);
});

shell.test(`with few descriptors new clients are served ${shell.note}`, async () => {
  expect(await short('descriptors')).toMatch(/wrong: 0\n$/);
});

strace.test(
  `with EMULATOR_DURABILITY=power a power cut loses nothing that was answered ${strace.note}`,
  async () => {
    expect(await short('power')).toMatch(/power: power cuts: [1-9][^]*wrong: 0\n$/);
  },
);
