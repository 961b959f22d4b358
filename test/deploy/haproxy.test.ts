import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ADMIN_SESSION, type Json, ROOT, TestEmulator } from '../support/emulator';
import { HaProxy } from '../support/haproxy';
import { send, type Heard } from '../support/http-client';
import { needs } from '../support/tools';

const haproxy = needs('haproxy', ['-v']);
const SESSION = { Authorization: `OAuth ${ADMIN_SESSION}` };
const NAMES = Array.from({ length: 300 }, (_, number) => `job-${number}`);
const SETTINGS = { allowedHosts: '*.zstack.test' };

let replicas: TestEmulator[];
let proxy: HaProxy;

async function startFleet(): Promise<void> {
  replicas = await Promise.all([0, 1, 2].map(() => TestEmulator.start({ settings: SETTINGS })));
  proxy = await HaProxy.start(replicas.map(({ url }) => url));
}

afterEach(async () => {
  for (const replica of replicas) await replica.stop();
});

const zonesOf = (name: string): Promise<Heard> =>
  send('GET', `${proxy.url}/environments/${name}/zstack/v1/zones`, SESSION);

/** Which replica each name leads to, whether it has such a world or not. */
async function mapOf(names: readonly string[]): Promise<Map<string, string>> {
  const map = new Map<string, string>();
  for (const name of names) map.set(name, replicaOf(await zonesOf(name)));
  return map;
}

const replicaOf = ({ headers }: Heard): string => String(headers['x-emulator-replica']);

/** Where the ring of bench/fleet leads. */
async function simulated(names: readonly string[]): Promise<string[]> {
  const code = `import { Ring } from ${JSON.stringify(String(pathToFileURL(join(ROOT, 'bench', 'fleet', 'ring.mjs'))))};
    const ring = new Ring([1, 2, 3]);
    console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => 'replica-' + (ring.serverOf(name) - 1))));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    code,
  ]);
  return JSON.parse(stdout) as string[];
}

const sharesOf = (map: ReadonlyMap<string, string>): number[] =>
  ['replica-0', 'replica-1', 'replica-2'].map(
    (replica) => [...map.values()].filter((each) => each === replica).length,
  );

async function make(name: string): Promise<void> {
  const answer = await send('POST', `${proxy.url}/emulator/v1/environments`, {}, { name });
  expect([name, answer.status]).toEqual([name, 200]);
}

const namesAt = async ({ url }: TestEmulator): Promise<string[]> => {
  const { body } = await send('GET', `${url}/emulator/v1/environments`, {});
  return body.inventories.map(({ name }: Json) => name);
};

haproxy.describe(`HAProxy before three replicas ${haproxy.note}`, () => {
  test('worlds are spread, and one is reached where it was made, by every way of naming it', async () => {
    await startFleet();
    const names = NAMES.slice(0, 60);
    for (const name of names) await make(name);
    const held = await Promise.all(replicas.map(namesAt));
    expect(held.flat().filter((name) => name !== 'default')).toHaveLength(60);
    for (const own of held) expect(own.length).toBeGreaterThan(10);

    for (const name of names.slice(0, 12)) {
      const ways: [path: string, headers: Record<string, string>][] = [
        [`/environments/${name}/zstack/v1/zones`, {}],
        ['/zstack/v1/zones', { 'X-Emulator-Environment': name }],
        ['/zstack/v1/zones', { Host: `${name}.localhost:8080` }],
        ['/zstack/v1/zones', { Host: `${name}.zstack.test` }],
        [`/emulator/v1/environments/${name}`, {}],
        [`/emulator/v1/environments/${name}/clock`, {}],
        ['/emulator/v1/clock', { 'X-Emulator-Environment': name }],
      ];
      for (const [path, headers] of ways) {
        const answer = await send('GET', `${proxy.url}${path}`, { ...SESSION, ...headers });
        expect([name, path, headers, answer.status]).toEqual([name, path, headers, 200]);
        expect(held[Number(replicaOf(answer).at(-1))]).toContain(name);
      }
    }
  });

  test('what names no world is the default one, always at the same replica; lists are asked of any', async () => {
    await startFleet();
    const ask = async (path: string) => {
      const answers: string[] = [];
      for (let time = 0; time < 6; time++) {
        const answer = await send('GET', `${proxy.url}${path}`, SESSION);
        expect([path, answer.status]).toEqual([path, 200]);
        answers.push(replicaOf(answer));
      }
      return new Set(answers).size;
    };
    for (const path of [
      '/zstack/v1/zones',
      '/emulator/v1/clock',
      '/environments/default/zstack/v1/zones',
    ]) {
      expect([path, await ask(path)]).toEqual([path, 1]);
    }
    for (const path of ['/emulator/v1/environments', '/healthz', '/']) {
      expect([path, await ask(path)]).toEqual([path, 3]);
    }
  });

  test('a creation too large to be looked at to its end is led by the header', async () => {
    await startFleet();
    const zones = Array.from({ length: 2_000 }, (_, number) => ({
      name: `a zone of the number ${number}`,
    }));
    const from = { seed: { version: 1, zones } };
    for (const name of ['large-1', 'large-2', 'large-3']) {
      const headers = { 'X-Emulator-Environment': name };
      const made = await send('POST', `${proxy.url}/emulator/v1/environments`, headers, {
        from,
        name,
      });
      expect([made.status, JSON.stringify(from).length > 65_536]).toEqual([200, true]);
      const own = await send('GET', `${proxy.url}/emulator/v1/environments/${name}`, {});
      expect([own.status, replicaOf(own)]).toEqual([200, replicaOf(made)]);
    }
  });

  test('a header that is no name is refused, and leads nowhere', async () => {
    await startFleet();
    for (const name of ['../default', 'a b', 'x'.repeat(64), '']) {
      const headers = { ...SESSION, 'X-Emulator-Environment': name };
      const answer = await send('GET', `${proxy.url}/zstack/v1/zones`, headers);
      expect([name, answer.status, answer.text]).toEqual([
        name,
        400,
        'X-Emulator-Environment is no name of an environment',
      ]);
    }
  });

  test('when a replica goes only its share moves, to both others, and comes back with it', async () => {
    await startFleet();
    const before = await mapOf(NAMES);
    for (const share of sharesOf(before)) expect(share).toBeGreaterThan(60);
    // The simulation of docs/fleet.md has a ring of its own, which must be this one.
    expect([...before.values()]).toEqual(await simulated(NAMES));

    await replicas[1]?.stop();
    await proxy.until([true, false, true]);
    const without = await mapOf(NAMES);
    const others = [...before].filter(([, replica]) => replica !== 'replica-1');
    expect(others.map(([name]) => [name, without.get(name)])).toEqual(others);
    const gained = sharesOf(without).map((share, index) => share - (sharesOf(before)[index] ?? 0));
    expect(gained[0]).toBeGreaterThan(10);
    expect(gained[2]).toBeGreaterThan(10);

    const port = new URL(replicas[1]?.url ?? '').port;
    replicas[1] = await TestEmulator.start({ settings: { ...SETTINGS, port } });
    await proxy.until([true, true, true]);
    expect(await mapOf(NAMES)).toEqual(before);
  });

  test('a replica that is drained by hand gets nothing new', async () => {
    await startFleet();
    await proxy.command('set server worlds/replica-2 state drain');
    expect(sharesOf(await mapOf(NAMES))[2]).toBe(0);
    await proxy.command('set server worlds/replica-2 state ready');
    expect(sharesOf(await mapOf(NAMES))[2]).toBeGreaterThan(60);
  });

  test('what no replica has taken is sent to the next one; what one has taken is sent to no other', async () => {
    await startFleet();
    const map = await mapOf(NAMES.slice(0, 30));
    await replicas[0]?.stop();
    // Before the proxy has noticed: it finds nobody there, and goes on.
    for (const [name, replica] of map) {
      if (replica !== 'replica-0') continue;
      expect(['replica-1', 'replica-2']).toContain(replicaOf(await zonesOf(name)));
    }

    const [name = ''] = [...map].find(([, replica]) => replica === 'replica-1') ?? [];
    await make(name);
    const own = `/emulator/v1/environments/${name}`;
    const rule = { kind: 'dropAfter', operation: 'QueryZone' };
    expect((await send('POST', `${proxy.url}${own}/faults`, {}, rule)).status).toBe(200);
    // On a connection that was used before, the proxy ends it without a word: the client may know better.
    const dropped = await zonesOf(name).catch((error: Error) => error.message);
    expect(['socket hang up', 502]).toContain(
      typeof dropped === 'string' ? dropped : dropped.status,
    );
    const journals = await Promise.all(
      [1, 2].map((index) => send('GET', `${replicas[index]?.url}${own}/journal`, {})),
    );
    const asked = journals.map(({ body }) => body.inventories?.length ?? 0);
    expect(asked).toEqual([1, 0]);
  });
});
