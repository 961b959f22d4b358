import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededDirectory } from '../support/data-directory';
import { EmulatorProcess, runCommand, temporaryFolder } from '../support/process';

let emulator: EmulatorProcess;
const url = () => emulator.url.replace('/zstack', '');
const run = (...words: string[]) => runCommand(words, { EMULATOR_URL: url() });

async function json<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...words, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

interface Inventory {
  readonly name: string;
  readonly images: number;
  readonly url: string;
}

beforeEach(async () => {
  emulator = await EmulatorProcess.start(await seededDirectory());
});

const names = async () => (await json<Inventory[]>('environments', 'list')).map(({ name }) => name);

test('an environment is made, looked at, and gone after its end', async () => {
  const made = await json<Inventory>('environments', 'create', 'run-17', '--from', 'default');
  expect(made).toMatchObject({
    name: 'run-17',
    storage: 'memory',
    images: 5,
    url: `${url()}/environments/run-17/zstack`,
  });
  expect(await json('environments', 'inspect', 'run-17')).toMatchObject({ name: 'run-17' });
  expect(await names()).toEqual(['default', 'run-17']);

  const deleted = await run('environments', 'delete', 'run-17');
  expect(deleted).toEqual({ code: 0, stdout: 'deleted run-17\n', stderr: '' });
  expect(await names()).toEqual(['default']);
});

test('people read a table and a card of what scripts read as JSON', async () => {
  const { stdout: table } = await run('environments', 'list');
  const [titles = '', row = ''] = table.split('\n');
  expect(titles).toMatch(/^NAME +STORAGE +MADE FROM +RELEASE +IMAGES +SIZE +LAST USED$/);
  expect(row).toMatch(/^default +file +seed default +5\.3 +5 +\d+\.\d [KM]iB +\S+Z$/);
  const { stdout: card } = await run('environments', 'inspect', 'default');
  expect(card).toMatch(/^made from +seed default$/m);
  expect(card).toContain(`${url()}/zstack\n`);
});

test('an environment has a port of its own on request, which its card tells', async () => {
  type Made = { port: number; portUrl: string };
  const made = await json<Made>('environments', 'create', 'tf', '--port', '0');
  expect(made.portUrl).toBe(`http://127.0.0.1:${made.port}/zstack`);
  expect((await fetch(`http://127.0.0.1:${made.port}/emulator/v1/clock`)).status).toBe(200);
  const { stdout: card } = await run('environments', 'inspect', 'tf');
  expect(card).toContain(`${made.portUrl}\n`);
  const taken = await run('environments', 'create', 'other', '--port', String(made.port));
  expect(taken).toMatchObject({
    code: 1,
    stderr: `port ${made.port} is that of the environment 'tf'\n`,
  });
  const wrong = await run('environments', 'create', 'other', '--port', '65536');
  expect(wrong).toMatchObject({
    code: 2,
    stderr: "--port is '65536': expected a number from 0 to 65535\n",
  });
});

test('a seed is read where the command runs: the emulator may run elsewhere', async () => {
  const seed = join(temporaryFolder(), 'shop.yaml');
  writeFileSync(seed, 'version: 1\nzones:\n  - name: shop\n');
  const made = await json<Inventory>('environments', 'create', 'shop', '--from-seed', seed);
  expect(made).toMatchObject({ images: 0 });

  writeFileSync(seed, '{"version":1,"zones":"nowhere"}');
  const refused = await run('environments', 'create', 'other', '--from-seed', seed);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^the seed cannot be used: .*zones/);

  const missing = await run('environments', 'create', 'other', '--from-seed', './missing.yaml');
  expect(missing).toEqual({ code: 1, stdout: '', stderr: 'there is no file ./missing.yaml\n' });
});

test('a snapshot brings back what was there, in its environment and in a new one', async () => {
  const taken = await json<Inventory>('snapshot', 'take', 'default', 'before');
  expect(taken).toMatchObject({ name: 'before', environment: 'default' });
  const imaged = await emulator.createTemplate('d0000000000040008000000000000001', { name: 'new' });
  expect(imaged.status).toBe(200);
  expect(await json('environments', 'inspect', 'default')).toMatchObject({ images: 6 });

  const again = ['environments', 'create', 'again', '--from-snapshot', 'default/before'];
  expect(await json<Inventory>(...again)).toMatchObject({ name: 'again', images: 5 });
  const restored = await run('snapshot', 'restore', 'default', 'before');
  expect(restored).toEqual({ code: 0, stdout: 'default is as it was at before\n', stderr: '' });
  expect(await json('environments', 'inspect', 'default')).toMatchObject({ images: 5 });

  expect(await json<Inventory[]>('snapshot', 'list', 'default')).toHaveLength(1);
  const gone = await run('snapshot', 'delete', 'default', 'before');
  expect(gone.stdout).toBe('deleted before of default\n');
  const { stdout } = await run('snapshot', 'list', 'default');
  expect(stdout).toBe('default has no snapshots\n');
});

test('a reset takes an environment back to what it was made from', async () => {
  await emulator.createTemplate('d0000000000040008000000000000001', { name: 'new' });
  expect(await json('environments', 'reset', 'default')).toMatchObject({ images: 5 });
});

test('a refusal is told with what to do next, and with exit code 1', async () => {
  expect(await run('environments', 'inspect', 'nope')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      "there is no environment 'nope'\n'zstack-emulator environments list' shows which there are.\n",
  });
  const snapshot = await run('snapshot', 'restore', 'default', 'nope');
  expect(snapshot.stderr).toBe(
    "the environment 'default' has no snapshot 'nope'\n'zstack-emulator snapshot list default' shows which there are.\n",
  );
  const twice = await run('environments', 'create', 'default');
  expect(twice).toMatchObject({ code: 1, stderr: "there is an environment 'default' already\n" });
});

test('what was deleted before one that is not there is told', async () => {
  await run('environments', 'create', 'one');
  const { code, stdout, stderr } = await run('environments', 'delete', 'one', 'nope', 'default');
  expect({ code, stdout }).toEqual({ code: 1, stdout: 'deleted one\n' });
  expect(stderr).toContain("there is no environment 'nope'");
});

test.each([
  [['environments', 'create', 'x', '--from', 'a', '--from-seed', 'b']],
  [['environments', 'create', 'x', '--from-snapshot', 'no-environment']],
  [['environments', 'create', 'x', '--storage', 'tape']],
  [['environments', 'inspect', '..']],
  [['environments', 'list', '--url', 'nonsense']],
])('wrong usage has exit code 2 and changes nothing: %j', async (words) => {
  const { code, stdout, stderr } = await run(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/\n +at /);
  expect(await names()).toEqual(['default']);
});

test('each address that the start prints names the emulator', async () => {
  for (const address of [url(), `${url()}/`, emulator.url, `${url()}/emulator/v1`]) {
    const { stdout } = await runCommand(['environments', 'list', '--url', address]);
    expect(stdout).toContain('default');
  }
});

test('an emulator with a token is used with it only', async () => {
  const token = 'a-long-secret';
  const guarded = await EmulatorProcess.start(':memory:', { EMULATOR_CONTROL_TOKEN: token });
  const address = guarded.url.replace('/zstack', '');
  const list = (...more: string[]) => ['environments', 'list', '--url', address, ...more];
  const refused = await runCommand(list());
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('EMULATOR_CONTROL_TOKEN');
  const wrong = await runCommand(list('--token', 'another-secret'));
  expect(wrong.code).toBe(1);
  expect((await runCommand(list('--token', token))).code).toBe(0);
  const byVariable = await runCommand(list(), { EMULATOR_CONTROL_TOKEN: token });
  expect(byVariable.code).toBe(0);
});

test('where nobody listens, it is said how to start an emulator', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  const ended = await runCommand(['environments', 'list', '--url', `http://127.0.0.1:${port}`]);
  expect(ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `no emulator answers at http://127.0.0.1:${port}.\nStart one with 'zstack-emulator serve --port ${port}', or say with --url (or EMULATOR_URL) where it listens.\n`,
  });
});

test('a server that is no emulator is told apart', async () => {
  const other = createServer((_request, response) => response.end('<html>hello</html>'));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const ended = await runCommand(['environments', 'list', '--url', `http://127.0.0.1:${port}`]);
  other.close();
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('is no emulator');
});
