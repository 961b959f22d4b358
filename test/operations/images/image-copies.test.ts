import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { imageStore, sftp, nearlyFull, disconnected } = SEED.backupStorages;
const { linux, deleted, windows } = SEED.images;
const NOBODY = 'f'.repeat(32);

/** A second site, with room. */
const second = async (emulator: TestEmulator, hostname = '10.9.0.1'): Promise<string> =>
  (
    await emulator.make('POST', '/backup-storage/image-store', {
      params: { name: 'second', hostname, username: 'root', password: 'x', url: '/second' },
    })
  ).uuid;

const KINDS = {
  sync: ['/images', 'syncImageFromImageStoreBackupStorage'],
  recovery: ['/backup-storage', 'recoveryImageFromImageStoreBackupStorage'],
} as const;
type Kind = keyof typeof KINDS;

const copy = (kind: Kind, image: string, from: string, to: string, more: object = {}) =>
  [
    'PUT',
    `${KINDS[kind][0]}/${image}/actions`,
    {
      [KINDS[kind][1]]: {
        srcBackupStorageUuid: from,
        dstBackupStorageUuid: to,
        name: 'copy',
        ...more,
      },
    },
  ] as const;
const image = (emulator: TestEmulator, uuid: string): Promise<Json> =>
  emulator.find(`/images/${uuid}`);
/** Begun, and not done: it takes its time. */
const begin = (emulator: TestEmulator, call: ReturnType<typeof copy>) => emulator.call(...call);
const ended = async (emulator: TestEmulator, { body }: Json): Promise<Json> =>
  emulator.get(new URL(body.location).pathname);

describe.each<Kind>(['sync', 'recovery'])('%s', (kind) => {
  test('makes a new image of the same bytes on the other store', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const source = await emulator.make('POST', '/images', {
      params: {
        name: 'source',
        url: 'http://x/a.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        platform: 'Windows',
        guestOsType: 'w',
        backupStorageUuids: [imageStore],
        systemTags: ['bootMode::UEFI', 'qemuga'],
      },
    });
    const [before, elsewhere] = [
      emulator.available('backup', there),
      emulator.available('backup', imageStore),
    ];
    const made = await emulator.make(
      ...copy(kind, source.uuid, imageStore, there, { name: 'far', description: 'away' }),
    );
    const { size, actualSize, md5Sum, format, mediaType, platform, guestOsType } = source;
    expect(made).toMatchObject({
      size,
      actualSize,
      md5Sum,
      format,
      mediaType,
      platform,
      guestOsType,
      name: 'far',
      description: 'away',
      status: 'Ready',
      state: 'Enabled',
      backupStorageRefs: [
        {
          backupStorageUuid: there,
          status: 'Ready',
          installPath: `zstore://${made.uuid}/${made.uuid}`,
        },
      ],
    });
    expect(made.uuid).not.toBe(source.uuid);
    expect(emulator.available('backup', there)).toBe(before - 2 ** 30);
    expect(emulator.available('backup', imageStore)).toBe(elsewhere);
    expect(await image(emulator, source.uuid)).toMatchObject({ status: 'Ready' });
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${made.uuid}`);
    expect(tags.body.inventories.map(({ tag }: Json) => tag).toSorted()).toEqual([
      'bootMode::UEFI',
      'qemuga',
    ]);
    // The bytes are the same ones.
    const sums = emulator.environment.database
      .prepare('select distinct content_id from images where uuid in (?, ?)')
      .all(source.uuid, made.uuid);
    expect(sums).toHaveLength(1);
  });

  test('makes of a clone an image that has bytes of its own', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const clone = await emulator.make('POST', `/image/clone/${linux}`, { params: {} });
    const before = emulator.available('backup', there);
    const made = await emulator.make(...copy(kind, clone.uuid, imageStore, there));
    expect(made.md5Sum).toBe(clone.md5Sum);
    expect(before - emulator.available('backup', there)).toBe(clone.actualSize);
    for (const step of ['DELETE', 'PUT'] as const) {
      await emulator.make(step, `/images/${made.uuid}${step === 'PUT' ? '/actions' : ''}`, {
        expungeImage: {},
      });
    }
    expect(emulator.available('backup', there)).toBe(before);
  });

  test.each<[string, string, string, string, string, string]>([
    ['', linux, imageStore, imageStore, 'SYS.1007', `target backup storage[uuid:${imageStore}]`],
    ['', linux, sftp, imageStore, 'SYS.1007', `backup storage[uuid:${sftp}] is no ImageStore`],
    ['', linux, imageStore, sftp, 'SYS.1007', `backup storage[uuid:${sftp}] is no ImageStore`],
    ['', linux, disconnected, nearlyFull, 'SYS.1007', `[${disconnected}] doesn't contain image`],
    ['', deleted, imageStore, nearlyFull, 'SYS.1007', `[${imageStore}] doesn't contain image`],
    ['', linux, imageStore, nearlyFull, 'BS.1003', 'unable to allocate a backup storage'],
    ['', linux, imageStore, disconnected, 'BS.1003', 'unable to allocate a backup storage'],
    [
      `update backup_storages set status = 'Disconnected' where uuid = '${imageStore}'`,
      linux,
      imageStore,
      nearlyFull,
      'SYS.1006',
      'because its status is Disconnected',
    ],
    ['', NOBODY, imageStore, nearlyFull, 'SYS.1003', 'not found'],
    ['', linux, NOBODY, nearlyFull, 'SYS.1003', 'not found'],
    ['', linux, imageStore, NOBODY, 'SYS.1003', 'not found'],
  ])('after `%s` of %s from %s to %s is refused', async (change, of, from, to, code, details) => {
    const emulator = await TestEmulator.start();
    if (change !== '') put(emulator, change);
    const refusal = await emulator.refused(...copy(kind, of, from, to));
    expect(refusal).toMatchObject({ code, details: expect.stringContaining(details) });
  });

  test('is for admin, and wants a name', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const call = copy(kind, linux, imageStore, there);
    expect((await emulator.refused(...call, ALICE_SESSION)).code).toBe('ID.1002');
    const nameless = copy(kind, linux, imageStore, there, { name: '' });
    expect((await emulator.refused(...nameless)).code).toBe('SYS.1007');
  });
});

test('what the call says of the boot mode holds for the copy', async () => {
  const emulator = await TestEmulator.start();
  const there = await second(emulator);
  const [method, path, body] = copy('sync', windows, imageStore, there);
  const made = await emulator.make(method, path, { ...body, systemTags: ['bootMode::Legacy'] });
  const { inventories } = (await emulator.call('GET', `/system-tags?q=resourceUuid=${made.uuid}`))
    .body;
  expect(inventories.map(({ tag }: Json) => tag)).toEqual(['bootMode::Legacy']);
});

describe('a copy on its way', () => {
  const away = (emulator: TestEmulator, uuid: string) =>
    emulator.control('PUT', `/backup-storage/${uuid}/agent`, { reachable: false });
  test.each<[string, (emulator: TestEmulator, there: string) => Promise<unknown>, string]>([
    ['the first storage falls silent', (emulator) => away(emulator, imageStore), 'Disconnected'],
    ['the second one falls silent', (emulator, there) => away(emulator, there), 'Disconnected'],
    [
      'the source is expunged',
      async (emulator) => {
        await emulator.call('DELETE', `/images/${linux}`);
        await emulator.call('PUT', `/images/${linux}/actions`, { expungeImage: {} });
      },
      `image[${linux}] not found on backup storage[${imageStore}]`,
    ],
    [
      'the second storage is deleted',
      (emulator, there) => emulator.call('DELETE', `/backup-storage/${there}`),
      'has been deleted',
    ],
    [
      'the first storage is deleted',
      (emulator) => emulator.call('DELETE', `/backup-storage/${imageStore}`),
      `image[${linux}] not found on backup storage[${imageStore}]`,
    ],
    [
      'the copy is deleted',
      async (emulator) => {
        const { uuid } = await emulator.find('/images?q=name=copy');
        await emulator.call('DELETE', `/images/${uuid}`);
      },
      'has been deleted',
    ],
    [
      'somebody fills the second storage',
      (emulator, there) =>
        emulator.control('POST', '/faults', {
          kind: 'fill',
          point: 'copy-image-between-image-stores/copy-image',
          resourceUuid: there,
        }),
      'no space left on device',
    ],
  ])('fails when %s, and leaves nothing', async (_what, disturb, details) => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const free = emulator.available('backup', there);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const job = await begin(emulator, copy('sync', linux, imageStore, there));
    expect(await emulator.find('/images?q=name=copy')).toMatchObject({
      status: 'Creating',
      backupStorageRefs: [{ backupStorageUuid: there, status: 'Creating' }],
    });
    expect(emulator.available('backup', there)).toBeLessThan(free);
    await disturb(emulator, there);
    emulator.advance(3_600_000);
    const { status, body } = await ended(emulator, job);
    expect([status, body.error.details]).toEqual([503, expect.stringContaining(details)]);
    expect(emulator.brokenLaws()).toEqual({});
    expect(await emulator.find('/images?q=name=copy')).toBeUndefined();
  });

  test('goes on when the source is only deleted', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await begin(emulator, copy('sync', windows, imageStore, there));
    await emulator.call('DELETE', `/images/${windows}`);
    emulator.advance(3_600_000);
    expect(await emulator.find('/images?q=name=copy')).toMatchObject({
      status: 'Ready',
      platform: 'Windows',
    });
  });
});

describe('SyncImage', () => {
  const sync = (uuid: string) =>
    ['PUT', `/backup-storage/image-store/${uuid}/actions`, { syncImage: {} }] as const;

  test('takes over what a storage left there, once', async () => {
    const emulator = await TestEmulator.start();
    const first = await second(emulator);
    const made = await emulator.make(...copy('sync', linux, imageStore, first));
    await emulator.call('DELETE', `/backup-storage/${first}`);
    expect(await image(emulator, made.uuid)).toBeUndefined();
    const again = await second(emulator);
    const free = emulator.available('backup', again);
    expect((await emulator.call(...sync(again))).status).toBe(200);
    expect(await image(emulator, made.uuid)).toMatchObject({
      name: 'copy',
      status: 'Ready',
      md5Sum: made.md5Sum,
      backupStorageRefs: [{ backupStorageUuid: again }],
    });
    expect(emulator.available('backup', again)).toBe(free - made.actualSize);
    const before = emulator.world();
    expect((await emulator.call(...sync(again))).status).toBe(200);
    expect(emulator.world()).toEqual(before);
  });

  test('leaves alone what has another image’s uuid by now', async () => {
    const emulator = await TestEmulator.start();
    const first = await second(emulator);
    const made = await emulator.make(...copy('sync', linux, imageStore, first));
    await emulator.call('DELETE', `/backup-storage/${first}`);
    await emulator.make('POST', '/images', {
      params: {
        name: 'another',
        resourceUuid: made.uuid,
        url: 'http://x/other.qcow2',
        format: 'qcow2',
        backupStorageUuids: [imageStore],
      },
    });
    const again = await second(emulator);
    const before = emulator.world();
    expect((await emulator.call(...sync(again))).status).toBe(200);
    expect(emulator.world()).toEqual(before);
  });

  test('is for admin, and of an ImageStore that answers', async () => {
    const emulator = await TestEmulator.start();
    expect((await emulator.refused(...sync(imageStore), ALICE_SESSION)).code).toBe('ID.1002');
    expect((await emulator.refused(...sync(sftp))).code).toBe('SYS.1003');
    expect((await emulator.refused(...sync(disconnected))).details).toContain(
      'because its status is Disconnected',
    );
  });
});

test.each(['create-image-in-database', 'copy-image'])('a copy fails whole at %s', async (step) => {
  const emulator = await TestEmulator.start();
  const there = await second(emulator);
  const point = `copy-image-between-image-stores/${step}`;
  await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
  const before = { ...emulator.world(), faults: undefined };
  const { status } = await emulator.call(...copy('sync', linux, imageStore, there));
  expect(status).toBe(503);
  expect({ ...emulator.world(), faults: undefined }).toEqual(before);
});
