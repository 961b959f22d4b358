import { connect } from 'node:net';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { create } from '../support/environments';
import { EmulatorProcess, eventually } from '../support/process';

const entriesOf = async (url: string, name = 'default'): Promise<Json[]> => {
  const answer = await fetch(`${url}/emulator/v1/environments/${name}/journal`);
  return ((await answer.json()) as Json).inventories;
};
const nobody = (url: string, environment: string, params: object) =>
  fetch(`${url}/environments/${environment}/zstack/v1/tags`, {
    method: 'POST',
    headers: { Authorization: 'OAuth nosuchsession' },
    body: JSON.stringify({ params }),
  });

test('requests without an account do not end the process, however many and large they are', async () => {
  const emulator = await EmulatorProcess.start(':memory:', {
    NODE_OPTIONS: '--max-old-space-size=96',
    EMULATOR_JOURNAL_BYTES: '8M',
  });
  const url = new URL(emulator.url).origin;
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    await fetch(`${url}/emulator/v1/environments`, {
      method: 'POST',
      body: JSON.stringify({ name }),
    });
  }
  const value = 'a'.repeat(1_000_000);
  for (let i = 0; i < 120; i++) {
    const answer = await nobody(url, names[i % names.length] ?? '', { name: 'x', value });
    expect(answer.status).toBe(503);
    await answer.text();
  }
  // Some 50 KB each: all of them have room.
  expect(await entriesOf(url, 'a')).toHaveLength(30);
  await emulator.end('SIGTERM');
});

test('who floods one world takes nothing from the journals of the others', async () => {
  const emulator = await TestEmulator.start({ settings: { journalBytes: '1M' } });
  for (const name of ['quiet', 'loud']) await create(emulator, { name });
  for (let i = 0; i < 5; i++) await nobody(emulator.url, 'quiet', { name: `q${i}`, value: 'v' });
  for (let i = 0; i < 100; i++) {
    await nobody(emulator.url, 'loud', { name: `l${i}`, value: 'v'.repeat(40_000) });
  }
  const loud = await entriesOf(emulator.url, 'loud');
  expect((await entriesOf(emulator.url, 'quiet')).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  expect(loud.length).toBeGreaterThan(10);
  expect(loud.length).toBeLessThan(40);
  expect(loud.at(-1).id).toBe(100);
  // A journal that is forgotten, or whose world goes, gives its room to the others.
  await fetch(`${emulator.url}/emulator/v1/environments/loud`, { method: 'DELETE' });
  for (let i = 0; i < 20; i++) {
    await nobody(emulator.url, 'quiet', { name: `m${i}`, value: 'v'.repeat(40_000) });
  }
  expect((await entriesOf(emulator.url, 'quiet')).length).toBeGreaterThan(10);
});

test.each([
  ['one long text', { name: 'x', value: 'a'.repeat(900_000) }],
  ['many texts', { name: 'x', systemTags: Array.from({ length: 90_000 }, (_, i) => `t${i}`) }],
  ['many fields', Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, i]))],
  ['a field that is none', JSON.parse('{"name":"x","__proto__":{"admin":true}}') as object],
])('parameters are kept as far as there is room: %s', async (_what, params) => {
  const emulator = await TestEmulator.start();
  await nobody(emulator.url, 'default', params);
  const before = emulator.environment.journal.bytes;
  expect(before).toBeLessThan(80_000);
  const { body } = await emulator.control('POST', '/journal/verify', {
    operation: 'CreateTag',
    match: { value: 'other' },
  });
  expect(body.inventory).toMatchObject({ matches: false, count: 0 });
  expect(JSON.stringify(body.inventory.nearestMisses).length).toBeLessThan(20_000);
});

test('parameters that are nested without end are kept to some depth', async () => {
  const emulator = await TestEmulator.start();
  const nested = `${'['.repeat(2000)}${']'.repeat(2000)}`;
  await fetch(`${emulator.url}/zstack/v1/tags`, {
    method: 'POST',
    headers: { Authorization: 'OAuth nosuchsession' },
    body: `{"params":{"name":"x","value":${nested}}}`,
  });
  const { status } = await emulator.control('POST', '/journal/verify', { operation: 'CreateTag' });
  expect(status).toBe(200);
});

test('what the guard refuses wakes no world, and stands in no journal', async () => {
  const emulator = await TestEmulator.start();
  const made = await create(emulator, { name: 'x' });
  const refused = await fetch(`${emulator.url}/emulator/v1/environments/x/clock`, {
    headers: { Origin: 'http://evil.example' },
  });
  expect(refused.status).toBe(403);
  const { body } = await emulator.anonymous.get('/emulator/v1/environments/x');
  expect(body.inventories[0].lastUsedDate).toBe(made.lastUsedDate);
  expect(await entriesOf(emulator.url, 'x')).toEqual([]);
});

test('a client that goes away in the middle of a body is no defect of the emulator', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const { hostname, port, origin } = new URL(emulator.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `PUT /zstack/v1/images/${SEED.images.linux}/actions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"upd`,
    () => socket.destroy(),
  );
  const [entry] = await eventually(async () => {
    const entries = await entriesOf(origin);
    return entries.length > 0 ? entries : undefined;
  });
  expect(entry).toMatchObject({ method: 'PUT', status: 0 });
  await emulator.end('SIGTERM');
  expect(emulator.stderr).toBe('');
});
