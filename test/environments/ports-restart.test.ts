import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededDirectory } from '../support/data-directory';
import type { Json } from '../support/emulator';
import { freePort, occupied } from '../support/listener';
import { EmulatorProcess, temporaryFolder } from '../support/process';

const hostCall = async (emulator: EmulatorProcess, method: string, path: string, body?: object) => {
  const url = `${new URL(emulator.url).origin}/emulator/v1/environments${path}`;
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  return (await answer.json()) as Json;
};

const reaches = async (port: number): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}/emulator/v1/journal`);
  return `${answer.status}`;
};

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'ports are kept through a restart after %s, also where any free one was asked for',
  async (signal) => {
    const folder = await seededDirectory();
    const first = await EmulatorProcess.start(folder);
    const ports: number[] = [];
    for (const [name, port] of [
      ['any', 0],
      ['given', await freePort()],
    ] as const) {
      const made = await hostCall(first, 'POST', '', { name, port, storage: 'file' });
      ports.push(made.inventory.port);
    }
    await first.end(signal);
    const second = await EmulatorProcess.start(folder);
    const { inventories } = await hostCall(second, 'GET', '');
    expect(inventories.map(({ name, port, problem }: Json) => [name, port, problem])).toEqual([
      ['default', null, null],
      ['any', ports[0], null],
      ['given', ports[1], null],
    ]);
    for (const port of ports) expect(await reaches(port)).toBe('200');
    expect(await second.end('SIGTERM')).toBe(0);
  },
  900_000,
);

test('a port that another program has taken meanwhile keeps no world from starting', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder);
  const { inventory } = await hostCall(first, 'POST', '', { name: 'a', port: 0, storage: 'file' });
  await first.end('SIGTERM');
  const { port } = inventory;
  await occupied(port);
  const second = await EmulatorProcess.start(folder);
  const problem = `port ${port} is in use: choose another one, or 0 for any free one`;
  expect((await hostCall(second, 'GET', '/a')).inventories).toMatchObject([{ port, problem }]);
  expect(second.stderr).toContain(`the environment 'a' is not reached at its own port: ${problem}`);
  const byPath = await second.get('/v1/zones');
  expect(byPath.status).toBe(200);
});

test('the default environment has a port of its own where its seed says so, and keeps it', async () => {
  const folder = temporaryFolder();
  const seed = join(temporaryFolder(), 'ported.yaml');
  writeFileSync(seed, 'version: 1\nport: 0\n');
  const first = await EmulatorProcess.start(folder, { EMULATOR_SEED: seed });
  const [{ port }] = (await hostCall(first, 'GET', '/default')).inventories;
  expect(await reaches(port)).toBe('200');
  await first.end('SIGTERM');
  const second = await EmulatorProcess.start(folder, { EMULATOR_SEED: seed });
  expect((await hostCall(second, 'GET', '/default')).inventories).toMatchObject([{ port }]);
  expect(await reaches(port)).toBe('200');
});
