import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { ceph, imageStore, sftp } = SEED.backupStorages;

/** Another Ceph cluster, and an image on the first one. */
async function prepared() {
  const emulator = await TestEmulator.start();
  const { uuid: there } = await emulator.make('POST', '/backup-storage/ceph', {
    params: { name: 'second', monUrls: ['root:x@10.9.0.1'] },
  });
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'moved',
      url: 'http://x/a.qcow2#size=4G&actualSize=1G',
      format: 'qcow2',
      backupStorageUuids: [ceph],
    },
  });
  return { emulator, there: there as string, image };
}

const migrate = (image: string, from: string, to: string) =>
  [
    'PUT',
    `/backup-storage/images/${image}/actions`,
    { backupStorageMigrateImage: { srcBackupStorageUuid: from, dstBackupStorageUuid: to } },
  ] as const;
const trashOf = async (emulator: TestEmulator, uuid: string): Promise<Json[]> =>
  (await emulator.call('GET', `/backup-storage/trash?uuid=${uuid}`)).body.inventories;

describe('an image moves', () => {
  test('with its uuid and its sum; what it leaves is trash that is cleaned up', async () => {
    const { emulator, there, image } = await prepared();
    const [here, far] = [emulator.available('backup', ceph), emulator.available('backup', there)];
    const moved = await emulator.make(...migrate(image.uuid, ceph, there));
    expect(moved).toMatchObject({
      uuid: image.uuid,
      status: 'Ready',
      md5Sum: image.md5Sum,
      size: image.size,
      backupStorageRefs: [
        {
          backupStorageUuid: there,
          status: 'Ready',
          installPath: `ceph://bak-t-${there}/${image.uuid}`,
        },
      ],
    });
    expect(emulator.available('backup', there)).toBe(far - 2 ** 30);
    expect(emulator.available('backup', ceph)).toBe(here);
    const [left] = await trashOf(emulator, ceph);
    expect(left).toMatchObject({
      resourceUuid: image.uuid,
      resourceType: 'ImageVO',
      trashType: 'MigrateImage',
      installPath: image.backupStorageRefs[0].installPath,
      size: 2 ** 30,
    });
    const clean = { cleanUpTrashOnBackupStorage: {} };
    await emulator.call('PUT', `/backup-storage/${ceph}/trash/actions`, clean);
    expect(emulator.available('backup', ceph)).toBe(here + 2 ** 30);
  });

  test('back only when what it left there is cleaned up', async () => {
    const { emulator, there, image } = await prepared();
    await emulator.make(...migrate(image.uuid, ceph, there));
    const [left] = await trashOf(emulator, ceph);
    const path = image.backupStorageRefs[0].installPath;
    expect(await emulator.refused(...migrate(image.uuid, there, ceph))).toMatchObject({
      code: 'SYS.1006',
      details: `found trashId(${left?.trashId}) in BackupStorage [${ceph}] for the migrate installPath[${path}]. Please clean it first by 'APICleanUpTrashOnBackupStorageMsg' if you insist to migrate the image[${image.uuid}]`,
    });
    const clean = { cleanUpTrashOnBackupStorage: {} };
    await emulator.call('PUT', `/backup-storage/${ceph}/trash/actions`, clean);
    const back = await emulator.make(...migrate(image.uuid, there, ceph));
    expect(back.backupStorageRefs).toMatchObject([{ backupStorageUuid: ceph, installPath: path }]);
  });

  test('away from its clone, which keeps the bits that lie in the trash', async () => {
    const { emulator, there, image } = await prepared();
    const clone = await emulator.make('POST', `/image/clone/${image.uuid}`, { params: {} });
    const [here, far] = [emulator.available('backup', ceph), emulator.available('backup', there)];
    await emulator.make(...migrate(image.uuid, ceph, there));
    expect(emulator.available('backup', ceph)).toBe(here);
    const clean = [
      'PUT',
      `/backup-storage/${ceph}/trash/actions`,
      { cleanUpTrashOnBackupStorage: {} },
    ];
    const cleanUp = () => emulator.call(...(clean as ['PUT', string, object]));
    const [result] = (await cleanUp()).body.results;
    expect(result.error.details).toContain(`is still in using by image [${clone.uuid}]`);
    // The clone goes, too: as a whole image, and nothing is left of it.
    const moved = await emulator.make(...migrate(clone.uuid, ceph, there));
    expect(moved.backupStorageRefs[0].installPath).toBe(`ceph://bak-t-${there}/${clone.uuid}`);
    expect(emulator.available('backup', there)).toBe(far - 2 ** 31);
    expect(await trashOf(emulator, ceph)).toMatchObject([{ resourceUuid: image.uuid }]);
    await cleanUp();
    expect(emulator.available('backup', ceph)).toBe(here + 2 ** 30);
  });

  test('or its clone does, and leaves nothing while the image has the bits', async () => {
    const { emulator, there, image } = await prepared();
    const clone = await emulator.make('POST', `/image/clone/${image.uuid}`, { params: {} });
    await emulator.make(...migrate(clone.uuid, ceph, there));
    expect(await trashOf(emulator, ceph)).toEqual([]);
    await emulator.make('DELETE', `/images/${image.uuid}`);
    await emulator.make('PUT', `/images/${image.uuid}/actions`, { expungeImage: {} });
    expect(await emulator.find(`/images/${clone.uuid}`)).toMatchObject({ status: 'Ready' });
  });

  test('and a storage that goes then leaves the bits of the clone behind', async () => {
    const { emulator, there, image } = await prepared();
    const clone = await emulator.make('POST', `/image/clone/${image.uuid}`, { params: {} });
    await emulator.make(...migrate(image.uuid, ceph, there));
    await emulator.call('DELETE', `/backup-storage/${ceph}`);
    const left = emulator.environment.database
      .prepare(
        "select json_extract(metadata, '$.ref.takenBytes') from unclaimed_images where image_uuid = ?",
      )
      .pluck()
      .all(clone.uuid);
    expect(left).toEqual([2 ** 30]);
  });

  test('without what was exported of it', async () => {
    const { emulator, there, image } = await prepared();
    const free = emulator.available('backup', ceph);
    await emulator.call('PUT', `/backup-storage/${ceph}/actions`, {
      exportImageFromBackupStorage: { imageUuid: image.uuid },
    });
    const moved = await emulator.make(...migrate(image.uuid, ceph, there));
    expect(moved.backupStorageRefs[0].exportUrl).toBeNull();
    expect(emulator.available('backup', ceph)).toBe(free);
  });
});

test.each<[string, (image: string, there: string) => Parameters<typeof migrate>, string]>([
  ['', (image) => [image, ceph, ceph], 'Source BS and Destination BS cannot be the same.'],
  [
    `update backup_storages set state = 'Disabled' where uuid = '${ceph}'`,
    (image, there) => [image, ceph, there],
    'Source BS and Destination BS must not be Disabled.',
  ],
  [
    '',
    (_image, there) => [SEED.images.deleted, ceph, there],
    `Image[uuid:${SEED.images.deleted}] is not in status Ready, cannot migrate it.`,
  ],
  [
    '',
    (_image, there) => [SEED.images.linux, ceph, there],
    `Image[uuid:${SEED.images.linux}] is not in source backup storage[uuid:${ceph}]`,
  ],
  [
    '',
    (image) => [image, ceph, imageStore],
    'Cannot migrate image from Ceph to ImageStoreBackupStorage.',
  ],
  [
    '',
    (_image, there) => [SEED.images.linux, sftp, there],
    'Cannot migrate image from SftpBackupStorage to Ceph.',
  ],
])('after `%s` it is refused', async (change, call, details) => {
  const { emulator, there, image } = await prepared();
  if (change !== '') put(emulator, change);
  const refusal = await emulator.refused(...migrate(...call(image.uuid, there)));
  expect(refusal).toMatchObject({ code: 'SYS.1007', details });
});

test('one that lies on both is refused, and others than admin', async () => {
  const { emulator, there } = await prepared();
  const { uuid } = await emulator.make('POST', '/images', {
    params: {
      name: 'both',
      url: 'http://x/b.raw',
      format: 'raw',
      backupStorageUuids: [ceph, there],
    },
  });
  expect((await emulator.refused(...migrate(uuid, ceph, there))).details).toBe(
    `Image[uuid:${uuid}] is already in destination backup storage[uuid:${there}]`,
  );
  expect((await emulator.refused(...migrate(uuid, ceph, there), ALICE_SESSION)).code).toBe(
    'ID.1002',
  );
});

describe('on its way', () => {
  async function begun() {
    const { emulator, there, image } = await prepared();
    const free = emulator.available('backup', there);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body: job } = await emulator.call(...migrate(image.uuid, ceph, there));
    return { emulator, there, image, free, job: new URL(job.location).pathname };
  }
  const silent = (uuid: string) => (emulator: TestEmulator) =>
    emulator.control('PUT', `/backup-storage/${uuid}/agent`, { reachable: false });

  test('it is Migrating, and nothing else is done with it', async () => {
    const { emulator, image } = await begun();
    expect(await emulator.find(`/images/${image.uuid}`)).toMatchObject({
      status: 'Migrating',
      backupStorageRefs: [{ backupStorageUuid: ceph, status: 'Migrating' }],
    });
    const vm = await emulator.call('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: image.uuid,
        cpuNum: 1,
        memorySize: 2 ** 30,
        zoneUuid: SEED.zone,
      },
    });
    expect(vm.status).toBe(503);
    emulator.advance(3_600_000);
    expect((await emulator.find(`/images/${image.uuid}`)).status).toBe('Ready');
  });

  test.each<
    [
      string,
      (emulator: TestEmulator, there: string, image: string) => Promise<unknown>,
      string,
      object,
    ]
  >([
    [
      'the first storage falls silent',
      silent(ceph),
      'its status is Disconnected',
      { status: 'Ready', backupStorageRefs: [{ backupStorageUuid: ceph, status: 'Ready' }] },
    ],
    [
      'the second one falls silent',
      (emulator, there) => silent(there)(emulator),
      'its status is Disconnected',
      { status: 'Ready' },
    ],
    [
      'the second one is deleted',
      (emulator, there) => emulator.call('DELETE', `/backup-storage/${there}`),
      'cannot find',
      { status: 'Ready' },
    ],
    [
      'the first one is deleted',
      (emulator) => emulator.call('DELETE', `/backup-storage/${ceph}`),
      'cannot find',
      { isGone: true },
    ],
    [
      'the image is deleted',
      (emulator, _there, image) => emulator.call('DELETE', `/images/${image}`),
      'has been deleted',
      { status: 'Deleted', backupStorageRefs: [{ backupStorageUuid: ceph, status: 'Deleted' }] },
    ],
  ])('it fails when %s', async (_what, disturb, details, left) => {
    const { emulator, there, image, free, job } = await begun();
    expect((await emulator.find(`/images/${image.uuid}`)).status).toBe('Migrating');
    await disturb(emulator, there, image.uuid);
    emulator.advance(3_600_000);
    const { status, body } = await emulator.get(job);
    expect([status, body.error.details]).toEqual([503, expect.stringContaining(details)]);
    expect(body.error.details).toContain(`Failed to migrate Image ${image.uuid} from BS ${ceph}`);
    expect(emulator.brokenLaws()).toEqual({});
    const found = (await emulator.find(`/images/${image.uuid}`)) ?? { isGone: true };
    expect(found).toMatchObject(left);
    const after = emulator.available('backup', there);
    expect([free, undefined]).toContain(after);
  });
});

test('at each of its steps it fails whole', async () => {
  const { emulator, there, image } = await prepared();
  for (const step of ['allocate-destination', 'copy-image']) {
    const before = { ...emulator.world(), faults: undefined };
    const point = `migrate-image/${step}`;
    const rule = await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
    expect(rule.status).toBe(200);
    expect((await emulator.call(...migrate(image.uuid, ceph, there))).status).toBe(503);
    const { images, ...after } = { ...emulator.world(), faults: undefined } as Json;
    const { images: _dates, ...rest } = before as Json;
    expect({ ...after, image_backup_storage_refs: undefined }).toEqual({
      ...rest,
      image_backup_storage_refs: undefined,
    });
    expect(images.find((one: Json) => one.uuid === image.uuid).status).toBe('Ready');
  }
});

test('as a long job it is kept, and can be called off', async () => {
  const { emulator, there, image } = await prepared();
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  const job = await emulator.make('POST', '/longjobs', {
    params: {
      jobName: 'APIBackupStorageMigrateImageMsg',
      jobData: JSON.stringify({
        imageUuid: image.uuid,
        srcBackupStorageUuid: ceph,
        dstBackupStorageUuid: there,
      }),
    },
  });
  expect((await emulator.find(`/images/${image.uuid}`)).status).toBe('Migrating');
  const free = emulator.available('backup', there);
  await emulator.call('PUT', `/longjobs/${job.uuid}/actions`, { cancelLongJob: {} });
  expect(await emulator.find(`/longjobs/${job.uuid}`)).toMatchObject({ state: 'Canceled' });
  expect(emulator.available('backup', there)).toBe(free + 2 ** 30);
  expect(await emulator.find(`/images/${image.uuid}`)).toMatchObject({
    status: 'Ready',
    backupStorageRefs: [{ backupStorageUuid: ceph, status: 'Ready' }],
  });
});

describe('the candidates', () => {
  const candidates = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
    (
      await emulator.call('GET', `/backup-storage/${uuid}/migration-candidates`)
    ).body.inventories.map((one: Json) => one.uuid);

  test('are other Ceph storages that can take it', async () => {
    const { emulator, there } = await prepared();
    expect(await candidates(emulator, ceph)).toEqual([there]);
    expect(await candidates(emulator, there)).toEqual([ceph]);
    expect(await candidates(emulator, imageStore)).toEqual([]);
    await emulator.control('PUT', `/backup-storage/${there}/agent`, { reachable: false });
    expect(await candidates(emulator, ceph)).toEqual([]);
    await emulator.control('PUT', `/backup-storage/${there}/agent`, { reachable: true });
    await emulator.make('PUT', `/backup-storage/${there}/actions`, {
      reconnectBackupStorage: {},
    });
    await emulator.make('PUT', `/backup-storage/${there}/actions`, {
      changeBackupStorageState: { stateEvent: 'disable' },
    });
    expect(await candidates(emulator, ceph)).toEqual([]);
  });

  test('are told to admin, of a storage that is there', async () => {
    const emulator = await TestEmulator.start();
    const ask = (uuid: string) => ['GET', `/backup-storage/${uuid}/migration-candidates`] as const;
    expect((await emulator.refused(...ask('f'.repeat(32)))).code).toBe('SYS.1003');
    expect((await emulator.refused(...ask(ceph), undefined, ALICE_SESSION)).code).toBe('ID.1002');
  });
});
