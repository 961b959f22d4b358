import { SEED, TestEmulator, type Json } from '../support/emulator';
import { Client, create, exported, imported, worldOf } from '../support/environments';

const { runningLinux, data } = SEED.volumes;
const { imageStore, sftp } = SEED.backupStorages;
const FAULT = { operation: 'QueryZone', kind: 'fail', code: 'SYS.1000', details: 'by rule' };

async function twins() {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'a' });
  await create(emulator, { name: 'b' });
  await create(emulator, { name: 'noise' });
  return {
    emulator,
    a: new Client(emulator, 'a'),
    b: new Client(emulator, 'b'),
    noise: new Client(emulator, 'noise'),
  };
}

/** Things whose answers show identifiers, sequences, times, chance and capacity. */
async function tell(client: Client): Promise<Json[]> {
  const image = await client.template(runningLinux, { name: 'one' });
  const snapshot = await client.make('POST', `/volumes/${data}/volume-snapshots`, {
    params: { name: 's' },
  });
  await client.make('PUT', `/images/${image.uuid}/actions`, { updateImage: { name: 'two' } });
  const added = await client.make('POST', '/images', {
    params: {
      name: 'x',
      url: 'http://x/a.qcow2',
      format: 'qcow2',
      backupStorageUuids: [imageStore],
    },
  });
  await client.call('DELETE', `/images/${image.uuid}`);
  const storages = await client.list('/backup-storage');
  const events = await client.control('GET', '/events');
  return [image, snapshot, added, storages, events.body];
}

test('two copies give the same answers to the same calls, whatever happens in a third', async () => {
  const { emulator, a, b, noise } = await twins();
  const first = await tell(a);
  for (let i = 0; i < 10; i++) await noise.template(runningLinux, { name: `n${i}` });
  await noise.control('POST', '/clock/advance', { by: '40d' });
  const second = await tell(b);
  expect(second).toEqual(first);
  // Only the address that calls came to tells them apart.
  const text = (name: string) =>
    JSON.stringify(worldOf(emulator, name)).replaceAll(`/environments/${name}`, '');
  expect(text('b')).toBe(text('a'));
  // They really have sequences and chance: what follows differs from what was.
  expect(await tell(b)).not.toEqual(first);
});

test.each<[string, (client: Client) => Promise<unknown>]>([
  ['images', (client) => client.template(runningLinux, { name: 'mine' })],
  [
    'the clock',
    async (client) => {
      await client.control('POST', '/clock/advance', { by: '90d' });
    },
  ],
  [
    'the mode of the clock',
    (client) => client.control('PUT', '/clock', { mode: 'offset', time: '2030-01-01T00:00:00Z' }),
  ],
  ['fault rules', (client) => client.control('POST', '/faults', FAULT)],
  ['the progression', (client) => client.control('PUT', '/progression', { mode: 'manual' })],
  [
    'the global configuration',
    (client) =>
      client.make('PUT', '/global-configurations/image/deletionPolicy/actions', {
        updateGlobalConfig: { value: 'Never' },
      }),
  ],
  [
    'configuration of resources',
    (client) =>
      client.call('PUT', `/resource-configurations/image/deletionPolicy/${SEED.zone}/actions`, {
        updateResourceConfig: { value: 'Direct' },
      }),
  ],
  [
    'states of storages',
    (client) =>
      client.make('PUT', `/backup-storage/${sftp}/actions`, {
        changeBackupStorageState: { stateEvent: 'disable' },
      }),
  ],
  [
    'accounts and sessions',
    (client) =>
      client.make('POST', '/accounts', { params: { name: 'bob', password: 'b'.repeat(128) } }),
  ],
  ['bytes of volumes', (client) => client.control('POST', `/volumes/${data}/writes`, { bytes: 7 })],
  ['requests', (client) => client.call('GET', '/zones')],
])('%s of one environment are no business of another', async (_what, act) => {
  const { emulator, a, b } = await twins();
  const stateOf = async (client: Client) => ({
    world: worldOf(emulator, client.environment),
    journal: (await client.control('GET', '/journal')).text,
    clock: (await client.control('GET', '/clock')).text,
    progression: (await client.control('GET', '/progression')).text,
  });
  const source = new Client(emulator, 'default');
  const before = [await stateOf(a), await stateOf(b), await stateOf(source)];
  await act(a);
  expect([await stateOf(b), await stateOf(source)]).toEqual(before.slice(1));
  expect(await stateOf(a)).not.toEqual(before[0]);
});

test('what waits in one environment does not fall due by the clock of another', async () => {
  const { a, b } = await twins();
  for (const client of [a, b]) await client.control('PUT', '/progression', { mode: 'timed' });
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  for (const client of [a, b]) await client.call('POST', path, { params: { name: 'slow' } });
  await a.control('POST', '/clock/advance', { by: '10d' });
  const statusOf = async (client: Client) => (await client.list('/images?q=name=slow'))[0].status;
  expect([await statusOf(a), await statusOf(b)]).toEqual(['Ready', 'Creating']);
});

test('the journal and the metrics count requests of their own environment', async () => {
  const { a, b } = await twins();
  for (let i = 0; i < 3; i++) await a.call('GET', '/zones');
  await b.call('GET', '/images');
  const [ofA, ofB] = [await a.control('GET', '/metrics'), await b.control('GET', '/metrics')];
  const counts = (text: string) =>
    text
      .split('\n')
      .filter((line) => /request_seconds_count.*operation="Query(Zone|Image)"/.test(line));
  expect(counts(ofA.text)).toEqual([expect.stringMatching(/"QueryZone".* 3$/)]);
  expect(counts(ofB.text)).toEqual([expect.stringMatching(/"QueryImage".* 1$/)]);
  await a.control('DELETE', '/journal');
  expect((await b.control('GET', '/journal')).text).toContain('QueryImage');
});

test('a fault rule of one environment fires there alone', async () => {
  const { a, b } = await twins();
  await a.control('POST', '/faults', FAULT);
  expect((await a.call('GET', '/zones')).status).toBe(503);
  expect((await b.call('GET', '/zones')).status).toBe(200);
});

test('a reset, a deletion or an import of one environment is no business of another', async () => {
  const { emulator, a, b } = await twins();
  await b.template(runningLinux, { name: 'mine' });
  const before = worldOf(emulator, 'b');
  await a.template(runningLinux, { name: 'yours' });
  await a.control('POST', '/reset');
  await imported(emulator, 'a', await exported(emulator, 'noise'));
  await emulator.anonymous.delete('/emulator/v1/environments/a');
  expect(worldOf(emulator, 'b')).toEqual(before);
});
