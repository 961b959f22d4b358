import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { EmulatorProcess, eventually, serveToTheEnd } from '../support/process';
// Its hook comes after the one that ends processes.
import { SmallDisk, withDisk } from '../support/full-disk';

const { runningLinux } = SEED.volumes;
const NO_SPACE = /no space left on the device: make room, then try again/;

async function control(
  emulator: EmulatorProcess,
  method: string,
  path: string,
  body?: string | ArrayBuffer,
): Promise<{ status: number; body: Json; milliseconds: number }> {
  const started = performance.now();
  const answer = await fetch(new URL(`/emulator/v1${path}`, emulator.url), {
    method,
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, body: parsed(text), milliseconds: performance.now() - started };
}

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const namesIn = async (emulator: EmulatorProcess, name: string): Promise<string[]> => {
  const url = new URL(`/environments/${name}/zstack/v1/images?fields=name`, emulator.url);
  const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
  const { inventories } = (await (await fetch(url, { headers })).json()) as Json;
  return inventories.map((image: Json) => image.name);
};

withDisk.test(
  `a start on a full disk moves nothing; what it cannot open is there when there is room ${withDisk.note}`,
  async () => {
    const disk = new SmallDisk(24);
    const data = join(disk.folder, 'data');
    const first = await EmulatorProcess.start(data);
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) {
      const made = JSON.stringify({ name, storage: 'file' });
      expect((await control(first, 'POST', '/environments', made)).status).toBe(200);
    }
    const expected = await namesIn(first, 'a');
    await first.end('SIGTERM');
    for (const left of [0, 40_000, 100_000]) {
      disk.makeRoom();
      disk.fill(left);
      const second = await EmulatorProcess.start(data);
      expect(existsSync(join(data, 'set-aside'))).toBe(false);
      const { body } = await control(second, 'GET', '/environments');
      expect(body.inventories.map(({ name }: Json) => name)).toEqual(['default', ...names]);
      // Without another start.
      disk.makeRoom();
      for (const name of names) expect(await namesIn(second, name)).toEqual(expected);
      await second.end('SIGTERM');
    }
  },
);

withDisk.test(
  `what finds no room is refused at once in one sentence, leaves nothing, and works when there is room ${withDisk.note}`,
  async () => {
    const disk = new SmallDisk(24);
    const data = join(disk.folder, 'data');
    const emulator = await EmulatorProcess.start(data);
    const make = (name: string, more: object = {}) =>
      control(
        emulator,
        'POST',
        '/environments',
        JSON.stringify({ name, storage: 'file', ...more }),
      );
    expect((await make('w')).status).toBe(200);
    const exported = await fetch(new URL('/emulator/v1/environments/w/export', emulator.url));
    const file = await exported.arrayBuffer();
    disk.fill();
    const before = readdirSync(join(data, 'environments')).toSorted();
    const tries = () => [
      make('new'),
      make('seeded', { from: { seed: { version: 1, zones: [{ name: 'z-{n}', count: 50 }] } } }),
      control(emulator, 'POST', '/environments/w/snapshots', '{"name":"s"}'),
      control(emulator, 'POST', '/environments/w/reset'),
      control(emulator, 'GET', '/environments/w/export'),
      control(emulator, 'PUT', '/environments/w/import', file),
      control(emulator, 'PUT', '/environments/imported/import', file),
    ];
    for (const { status, body, milliseconds } of await Promise.all(tries())) {
      expect([status, body.error?.details]).toEqual([503, expect.stringMatching(NO_SPACE)]);
      // At once, on any machine: nobody tries again and again.
      expect(milliseconds).toBeLessThan(20_000);
    }
    expect(readdirSync(join(data, 'environments')).toSorted()).toEqual(before);
    expect(readdirSync(join(data, 'temporary'))).toEqual([]);
    disk.makeRoom();
    for (const { status } of await Promise.all(tries())) expect(status).toBe(200);
    expect(await emulator.end('SIGTERM')).toBe(0);
  },
);

withDisk.test(
  `a first start without room says so in one sentence, and the next one with room works ${withDisk.note}`,
  async () => {
    for (const left of [0, 60_000, 300_000, 600_000]) {
      const disk = new SmallDisk(8);
      const data = join(disk.folder, 'data');
      mkdirSync(data);
      disk.fill(left);
      const { code, stderr } = await serveToTheEnd(['--data-dir', data, '--port', '0']);
      expect([code, stderr.trim().split('\n')]).toEqual([1, [expect.stringMatching(NO_SPACE)]]);
      disk.makeRoom();
      const emulator = await EmulatorProcess.start(data);
      expect((await emulator.createTemplate(runningLinux, { name: 'x' })).status).toBe(200);
      await emulator.end('SIGTERM');
    }
  },
);

withDisk.test(
  `the journal file goes on by itself when there is room, with whole lines only ${withDisk.note}`,
  async () => {
    const disk = new SmallDisk(2);
    const path = join(disk.folder, 'journal.jsonl');
    const emulator = await EmulatorProcess.start(':memory:', { EMULATOR_JOURNAL_FILE: path });
    const ask = (name: string) => emulator.get(`/v1/images?q=name=${name}`);
    const has = (name: string) => readFileSync(path, 'utf8').includes(`name=${name}"`) || undefined;
    await ask('first');
    await eventually(async () => has('first'));
    disk.fill(700);
    // The last page of the file, and what the disk rounds up, take some of them.
    for (let i = 0; i < 60; i++) await ask(`without-room-${i}`);
    await eventually(async () => /cannot be written now/.test(emulator.stderr) || undefined);
    disk.makeRoom();
    await eventually(async () => {
      await ask('later');
      return has('later');
    });
    await emulator.end('SIGTERM');
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    const asked = lines.map((line) => (JSON.parse(line) as { url: string }).url);
    // What came while there was none waited for it.
    for (let i = 0; i < 60; i++) expect(asked.join('\n')).toContain(`without-room-${i}`);
  },
);
