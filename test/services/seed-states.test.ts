import { type Json, type TestEmulator } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';
import { upload } from '../support/upload';

const IMAGE = '1a000000000040008000000000000001';
const image = (fields: string) =>
  `${BASE}\nimages:\n  - { name: i, uuid: ${IMAGE}, url: 'http://x/i.qcow2', size: 40G, actualSize: 1000M, ${fields} }`;

const imageOf = (emulator: TestEmulator): Promise<Json> => emulator.find(`/images/${IMAGE}`);
const statuses = async (emulator: TestEmulator) => {
  const found = await imageOf(emulator);
  const refs = found.backupStorageRefs.map(({ status }: Json) => status);
  return [found.status, ...refs];
};

describe('an image that is Ready on one storage, Deleted on the next and Downloading at 40 % on a third', () => {
  const seed = image(
    `backupStorages: [a, { name: c, status: Deleted }, { name: b, status: Downloading, progress: 40% }]`,
  );

  test('is Downloading, tells its progress, and has the rest of its bytes when their time is over', async () => {
    const emulator = await startSeed(
      seed.replace('size: 40G', 'job: 0000000000004000800000000000000b, size: 40G'),
    );
    expect(await statuses(emulator)).toEqual(['Downloading', 'Ready', 'Deleted', 'Downloading']);
    const progress = async () =>
      (await emulator.call('GET', '/task-progresses/0000000000004000800000000000000b')).body
        .inventories[0]?.content;
    expect(await progress()).toBe('40');
    emulator.advance(5_900);
    expect(await progress()).toBe('99');
    expect((await statuses(emulator))[0]).toBe('Downloading');
    emulator.advance(100);
    expect(await statuses(emulator)).toEqual(['Ready', 'Ready', 'Deleted', 'Ready']);
    const done = await emulator.get('/zstack/v1/api-jobs/0000000000004000800000000000000b');
    expect([done.status, done.body.inventory.uuid]).toEqual([200, IMAGE]);
  });

  test('has taken its room on every storage, and gives it back where it is expunged', async () => {
    const emulator = await startSeed(seed);
    const [all] = [
      await emulator.call('GET', '/backup-storage?sort=%2Bname&fields=availableCapacity'),
    ];
    const left = 10 * 2 ** 40 - 1000 * 2 ** 20;
    expect(all.body.inventories.map((each: Json) => each.availableCapacity)).toEqual([
      left,
      left,
      left,
    ]);
    emulator.advance(10_000);
    await emulator.make('PUT', `/images/${IMAGE}/actions`, { expungeImage: {} });
    const later = await emulator.call('GET', '/backup-storage?q=name=c');
    expect(later.body.inventories[0].availableCapacity).toBe(10 * 2 ** 40);
    expect(await statuses(emulator)).toEqual(['Ready', 'Ready', 'Ready']);
  });

  test('can be deleted meanwhile: its download ends in a failure, and nothing breaks', async () => {
    const emulator = await startSeed(seed);
    await emulator.call('DELETE', `/images/${IMAGE}`);
    expect((await statuses(emulator))[0]).toBe('Deleted');
    emulator.advance(60_000);
    expect(await statuses(emulator)).toEqual(['Deleted', 'Deleted', 'Deleted', 'Deleted']);
    expect(emulator.brokenLaws()).toEqual({});
  });
});

test('a download brings the sizes, the format and the content that the seed says', async () => {
  const emulator = await startSeed(
    image(`content: what-was-wanted, status: Downloading, progress: 0%, backupStorages: [a]`),
  );
  expect(await imageOf(emulator)).toMatchObject({ size: 0, actualSize: 0, md5Sum: null });
  emulator.advance(10_000);
  const found = await imageOf(emulator);
  expect(found).toMatchObject({ status: 'Ready', size: 40 * 2 ** 30, actualSize: 1000 * 2 ** 20 });
  const twin = await startSeed(image(`content: what-was-wanted, backupStorages: [a]`));
  expect(found.md5Sum).toBe((await imageOf(twin)).md5Sum);
});

test('an image that is Downloading and not yet anywhere goes at once when it is deleted', async () => {
  const emulator = await startSeed(image(`status: Downloading, backupStorages: [a, b]`));
  await emulator.call('DELETE', `/images/${IMAGE}`);
  expect(await imageOf(emulator)).toBeUndefined();
  emulator.advance(60_000);
  expect(emulator.brokenLaws()).toEqual({});
});

test('the long job of a seeded download can be canceled, and then nothing of it is left', async () => {
  const emulator = await startSeed(
    image(
      `status: Downloading, longJob: { uuid: a0000000000040008000000000000001 }, backupStorages: [a]`,
    ),
  );
  const job = '/longjobs/a0000000000040008000000000000001';
  expect(await emulator.find(job)).toMatchObject({
    name: 'i',
    state: 'Running',
    jobName: 'APIAddImageMsg',
    targetResourceUuid: IMAGE,
  });
  await emulator.call('PUT', `${job}/actions`, { cancelLongJob: {} });
  expect((await emulator.find(job)).state).toBe('Canceled');
  expect(await imageOf(emulator)).toBeUndefined();
  const [{ availableCapacity }] = (await emulator.call('GET', '/backup-storage?q=name=a')).body
    .inventories;
  expect(availableCapacity).toBe(10 * 2 ** 40);
});

test('a seeded long job ends well when its download does', async () => {
  const emulator = await startSeed(
    image(
      `status: Downloading, progress: 50%, longJob: { uuid: a0000000000040008000000000000001 }, backupStorages: [a]`,
    ),
  );
  emulator.advance(5_000);
  expect(await emulator.find('/longjobs/a0000000000040008000000000000001')).toMatchObject({
    state: 'Succeeded',
    executeTime: 10,
  });
});

describe('an image that is being made of a volume', () => {
  const VM = `
vmInstances:
  - { name: v, zone: z, image: i, systemTags: [qemuga], rootVolume: { primaryStorage: p, size: 20G, actualSize: 500M } }
volumes:
  - { name: data, primaryStorage: p, size: 5G, actualSize: 500M, content: the-data }
`;

  test('of a root volume is Ready when its bytes are there, with the tags of its VM', async () => {
    const emulator = await startSeed(
      `${BASE}${VM}images:\n  - { name: i, uuid: ${IMAGE}, volume: ROOT-for-v, status: Creating, progress: 20%, backupStorages: [a] }`,
    );
    expect(await imageOf(emulator)).toMatchObject({
      status: 'Creating',
      size: 20 * 2 ** 30,
      url: expect.stringMatching(/^volume:\/\//),
    });
    emulator.advance(4_000);
    expect(await statuses(emulator)).toEqual(['Ready', 'Ready']);
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${IMAGE}`);
    expect(tags.body.inventories.map(({ tag }: Json) => tag)).toContain('qemuga');
  });

  test('of a data volume is Ready from the first storage on, while the second still gets it', async () => {
    const emulator = await startSeed(
      `${BASE}${VM}images:\n  - { name: i, uuid: ${IMAGE}, mediaType: DataVolumeTemplate, volume: data, backupStorages: [a, { name: b, status: Creating }] }`,
    );
    expect(await statuses(emulator)).toEqual(['Ready', 'Ready', 'Creating']);
    emulator.advance(5_000);
    expect(await statuses(emulator)).toEqual(['Ready', 'Ready', 'Ready']);
  });

  test.each([
    [
      'a data volume',
      'volume: data',
      /a RootVolumeTemplate is made of a root volume; 'data' holds data/,
    ],
    ['no volume', "url: 'http://x/y'", /is made of a volume: `volume` names it/],
    ['an unknown volume', 'volume: other', /no volume of the seed is called 'other'/],
    [
      'a volume that its storage cannot take it from',
      'volume: ROOT-for-v, backupStorages: [c]',
      /no LocalStorageBackupStorageMediator supporting/,
    ],
  ])('of %s is refused', async (_what, fields, message) => {
    const storages = fields.includes('backupStorages') ? '' : ', backupStorages: [a]';
    const seed = `${BASE}${VM}images:\n  - { name: i, size: 1G, status: Creating, ${fields}${storages} }`;
    await expect(startSeed(seed)).rejects.toThrow(message);
  });
});

test('an upload waits for its client, and its image goes when nobody comes', async () => {
  const emulator = await startSeed(
    `${BASE}images:\n  - { name: i, uuid: ${IMAGE}, url: 'upload://x', status: Downloading, backupStorages: [a] }`,
  );
  const [ref] = (await imageOf(emulator)).backupStorageRefs;
  const bytes = Buffer.alloc(2 ** 20, 7);
  const size = String(bytes.length);
  const address = `${emulator.url}${new URL(ref.installPath).pathname}`;
  const headers = { 'X-IMAGE-UUID': IMAGE, 'X-IMAGE-SIZE': size };
  expect(await upload(address, { headers, bytes })).toMatchObject({ status: 200 });
  expect(await statuses(emulator)).toEqual(['Ready', 'Ready']);

  const alone = await startSeed(
    `${BASE}images:\n  - { name: i, uuid: ${IMAGE}, url: 'upload://x', status: Downloading, backupStorages: [a] }`,
  );
  alone.advance(60_000);
  expect(await imageOf(alone)).toBeUndefined();
});

test('in a world that waits for a hand, what is half done waits too', async () => {
  const emulator = await startSeed(
    `progression: { mode: manual }\n${image(`status: Downloading, progress: 40%, backupStorages: [a]`)}`,
  );
  emulator.advance(1_000_000);
  expect((await statuses(emulator))[0]).toBe('Downloading');
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  emulator.advance(6_000);
  expect((await statuses(emulator))[0]).toBe('Ready');
});

test('what says that nothing works on it stays as it is, and can be deleted', async () => {
  const emulator = await startSeed(
    image(`status: Downloading, progress: none, backupStorages: [a]`),
  );
  emulator.advance(1_000_000_000);
  expect((await statuses(emulator))[0]).toBe('Downloading');
  await emulator.call('DELETE', `/images/${IMAGE}`);
  expect(await imageOf(emulator)).toBeUndefined();
});

test('VMs, storages and snapshots on their way arrive; those that nothing works on do not', async () => {
  const emulator = await startSeed(`${BASE.replace(
    'latency: 0 }\n  - { name: b',
    'latency: 0, status: Connecting, progress: 50% }\n  - { name: b',
  ).replace('totalCapacity: 10T }\nbackup', 'totalCapacity: 10T, status: Connecting }\nbackup')}
vmInstances:
  - { name: starting, zone: z, hostUuid: '05700000000040008000000000000009', state: Starting, rootVolume: { primaryStorage: p, size: 1G } }
  - { name: stopping, zone: z, hostUuid: '05700000000040008000000000000009', state: Stopping, progress: 75%, rootVolume: { primaryStorage: p, size: 1G } }
  - { name: stuck, zone: z, state: Starting, progress: none, rootVolume: { primaryStorage: p, size: 1G } }
snapshots:
  - { name: s, volume: ROOT-for-stuck, size: 1M, status: Creating }
`);
  const states = async () => {
    const asked = ['vm-instances', 'backup-storage', 'primary-storage', 'volume-snapshots'];
    const all = await Promise.all(asked.map((path) => emulator.call('GET', `/${path}`)));
    return all
      .flatMap(({ body }) => body.inventories)
      .map(({ name, state, status = state }: Json) => [name, status]);
  };
  expect(Object.fromEntries(await states())).toMatchObject({
    starting: 'Starting',
    stopping: 'Stopping',
    stuck: 'Starting',
    a: 'Connecting',
    p: 'Connecting',
    s: 'Creating',
  });
  emulator.advance(2_000);
  expect(Object.fromEntries(await states())).toMatchObject({
    starting: 'Running',
    stopping: 'Stopped',
    stuck: 'Starting',
    a: 'Connected',
    // No cluster has it, so no host can mount it.
    p: 'Disconnected',
    s: 'Ready',
  });
});
