import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { imageStore, sftp, disconnected, elsewhere } = SEED.backupStorages;

const store = async (emulator: TestEmulator, n: number): Promise<string> => {
  const { uuid } = await emulator.make('POST', '/backup-storage/image-store', {
    params: {
      name: `store-${n}`,
      hostname: `10.9.0.${n}`,
      username: 'root',
      password: 'x',
      url: '/bs',
    },
  });
  await emulator.make('POST', `/zones/${SEED.zone}/backup-storage/${uuid}`);
  return uuid;
};
const group = (emulator: TestEmulator, name = 'g', more = {}): Promise<Json> =>
  emulator.make('POST', '/image-replication-groups', { params: { name, ...more } });
const add = (uuid: string, backupStorageUuids: readonly string[]) =>
  ['POST', `/image-replication-groups/${uuid}`, { params: { backupStorageUuids } }] as const;
const addImage = (emulator: TestEmulator, to: string, name = 'new'): Promise<Json> =>
  emulator.make('POST', '/images', {
    params: {
      name,
      url: `http://x/${name}.qcow2#size=4G&actualSize=1G`,
      format: 'qcow2',
      backupStorageUuids: [to],
    },
  });
const refsOf = async (emulator: TestEmulator, uuid: string): Promise<Json[]> =>
  (await emulator.find(`/images/${uuid}`)).backupStorageRefs.map((ref: Json) => [
    ref.backupStorageUuid,
    ref.status,
  ]);

/** Three stores, two of them and the seed's in a group. */
async function grouped() {
  const emulator = await TestEmulator.start();
  const [one, two] = [await store(emulator, 1), await store(emulator, 2)];
  const { uuid } = await group(emulator);
  await emulator.call(...add(uuid, [imageStore, one, two]));
  return { emulator, uuid: uuid as string, one, two };
}

describe('a group', () => {
  test('is made, found with its storages, and removed without them', async () => {
    const emulator = await TestEmulator.start();
    const made = await group(emulator, 'g', { description: 'both sites' });
    expect(made).toMatchObject({
      name: 'g',
      description: 'both sites',
      state: 'Enabled',
      backupStorageRefs: [],
    });
    const one = await store(emulator, 1);
    const { body } = await emulator.call(...add(made.uuid, [imageStore, one, one]));
    expect(body.inventories).toMatchObject([
      { replicationGroupUuid: made.uuid, backupStorageUuid: imageStore },
      { replicationGroupUuid: made.uuid, backupStorageUuid: one },
    ]);
    const found = await emulator.find(`/image-replication-groups/${made.uuid}`);
    expect(found).toEqual({ ...made, backupStorageRefs: body.inventories });
    const path = '/image-replication-groups?q=backupStorageRef.backupStorageUuid=';
    expect(await emulator.find(`${path}${one}`)).toEqual(found);
    expect(await emulator.find(`${path}${sftp}`)).toBeUndefined();
    const named = '/image-replication-groups?q=backupStorage.name=store-1';
    expect(await emulator.find(named)).toEqual(found);
    await emulator.make('DELETE', `/image-replication-groups/${made.uuid}`);
    expect(await emulator.find(named)).toBeUndefined();
    expect((await emulator.find(`/backup-storage/${one}`)).status).toBe('Connected');
    // A second time there is nothing to do.
    await emulator.make('DELETE', `/image-replication-groups/${made.uuid}`);
  });

  test('loses a storage that is deleted, and its tags with it', async () => {
    const { emulator, uuid, one, two } = await grouped();
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'ImageReplicationGroupVO', resourceUuid: uuid, tag: 'x' },
    });
    await emulator.call('DELETE', `/backup-storage/${one}`);
    const { backupStorageRefs } = await emulator.find(`/image-replication-groups/${uuid}`);
    expect(backupStorageRefs.map((ref: Json) => ref.backupStorageUuid)).toEqual([imageStore, two]);
    await emulator.make('DELETE', `/image-replication-groups/${uuid}`);
    expect(await emulator.find(`/user-tags?q=resourceUuid=${uuid}`)).toBeUndefined();
  });

  test('takes image stores of a zone, each in one group', async () => {
    const emulator = await TestEmulator.start();
    const [{ uuid }, other] = [await group(emulator), await group(emulator, 'other')];
    const one = await store(emulator, 1);
    await emulator.call(...add(uuid, [one]));
    for (const [storages, details] of [
      [[sftp], `Backup storage[uuids:${sftp}] is not of type ImageStore`],
      [[elsewhere], `Backup storage[uuids:${elsewhere}] is not attached to any Zone`],
      [
        [imageStore, one],
        `One or more backup storage[uuids:${imageStore},${one}] has been added to replication group[uuid:${other.uuid}]`,
      ],
    ] as const) {
      const refusal = await emulator.refused(...add(other.uuid, storages));
      expect(refusal).toMatchObject({ code: 'SYS.1007', details });
    }
    expect((await emulator.refused(...add('f'.repeat(32), [one]))).code).toBe('SYS.1003');
    expect((await emulator.refused(...add(uuid, ['f'.repeat(32)]))).code).toBe('SYS.1003');
    expect((await emulator.refused(...add(uuid, []))).code).toBe('SYS.1007');
  });

  test('is admin’s alone', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await group(emulator);
    for (const call of [
      ['POST', '/image-replication-groups', { params: { name: 'x' } }],
      ['GET', '/image-replication-groups'],
      ['DELETE', `/image-replication-groups/${uuid}`],
      add(uuid, [imageStore]),
    ] as const) {
      const [method, path, body] = call;
      expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('ID.1002');
    }
  });
});

test('the uuid of a group is no other’s', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await group(emulator);
  const params = { name: 'other', resourceUuid: uuid };
  for (const [path, more] of [
    ['/image-replication-groups', {}],
    [`/image/clone/${SEED.images.windows}`, {}],
    ['/images', { url: 'http://x/a.qcow2', format: 'qcow2', backupStorageUuids: [imageStore] }],
  ] as const) {
    const body = { params: { ...params, ...more } };
    expect(await emulator.refused('POST', path, body)).toMatchObject({
      details: expect.stringContaining(`Duplicate entry '${uuid}' for key 'PRIMARY'`),
    });
  }
});

describe('an image that comes to a storage of a group', () => {
  test('comes to the others by itself, with its bytes', async () => {
    const { emulator, one, two } = await grouped();
    const free = [imageStore, one, two].map((uuid) => emulator.available('backup', uuid));
    const image = await addImage(emulator, one);
    emulator.advance(0);
    expect(new Map(await refsOf(emulator, image.uuid))).toEqual(
      new Map([imageStore, one, two].map((uuid) => [uuid, 'Ready'])),
    );
    expect([imageStore, one, two].map((uuid) => emulator.available('backup', uuid))).toEqual(
      free.map((bytes) => bytes - 2 ** 30),
    );
    const { backupStorageRefs } = await emulator.find(`/images/${image.uuid}`);
    for (const ref of backupStorageRefs) {
      expect(ref.installPath).toMatch(new RegExp(`^zstore://${image.uuid}/`));
    }
  });

  test('may be a template, a copy, or what an older storage left', async () => {
    const { emulator, one, two } = await grouped();
    const three = await store(emulator, 3);
    const template = await emulator.createTemplate(SEED.volumes.stoppedWindows, {
      name: 't',
      backupStorageUuids: [one],
    });
    const source = await addImage(emulator, three, 'source');
    const copy = await emulator.make('PUT', `/images/${source.uuid}/actions`, {
      syncImageFromImageStoreBackupStorage: {
        srcBackupStorageUuid: three,
        dstBackupStorageUuid: two,
        name: 'copy',
      },
    });
    emulator.advance(0);
    for (const { uuid } of [template.body.inventory, copy]) {
      expect(await refsOf(emulator, uuid)).toHaveLength(3);
    }
    // It is in no group.
    expect(await refsOf(emulator, source.uuid)).toEqual([[three, 'Ready']]);
  });

  test('may be a clone: elsewhere it has bytes of its own', async () => {
    const { emulator, one, two } = await grouped();
    const three = await store(emulator, 3);
    const image = await addImage(emulator, one);
    emulator.advance(0);
    const { uuid } = await group(emulator, 'late');
    await emulator.call(...add(uuid, [three]));
    const free = [one, two].map((on) => emulator.available('backup', on));
    const { body } = await emulator.call('POST', `/image/clone/${image.uuid}`, { params: {} });
    await emulator.call('DELETE', `/images/${image.uuid}`);
    await emulator.call('PUT', `/images/${image.uuid}/actions`, { expungeImage: {} });
    emulator.advance(0);
    const clone = body.inventory.uuid;
    expect(await refsOf(emulator, clone)).toHaveLength(3);
    expect([one, two].map((on) => emulator.available('backup', on))).toEqual(free);
    // What was there before the group was: its clone comes to the others.
    const old = await emulator.call('POST', `/image/clone/${SEED.images.windows}`, { params: {} });
    const { uuid: cloned, actualSize } = old.body.inventory;
    emulator.advance(0);
    expect(await refsOf(emulator, cloned)).toHaveLength(3);
    expect([one, two].map((on) => emulator.available('backup', on))).toEqual(
      free.map((bytes) => bytes - actualSize),
    );
  });

  test('may be cloned on its way: the clone comes there by itself', async () => {
    const { emulator, one, two } = await grouped();
    await emulator.control('PUT', '/progression', { mode: 'manual', resourceUuid: two });
    const image = await addImage(emulator, one);
    emulator.advance(0);
    expect(await refsOf(emulator, image.uuid)).toContainEqual([two, 'Creating']);
    const { body } = await emulator.call('POST', `/image/clone/${image.uuid}`, { params: {} });
    const clone = body.inventory.uuid;
    await emulator.control('PUT', '/progression', { mode: 'immediate' });
    emulator.advance(3_600_000);
    for (const uuid of [image.uuid, clone]) {
      expect((await refsOf(emulator, uuid)).map(([, status]) => status)).toEqual(
        Array(3).fill('Ready'),
      );
    }
  });

  test('and is deleted while one of them is away comes there when it is recovered', async () => {
    const { emulator, one, two } = await grouped();
    await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
    const image = await addImage(emulator, one);
    emulator.advance(0);
    await emulator.make('DELETE', `/images/${image.uuid}`);
    emulator.advance(3_600_000);
    await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: true });
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, image.uuid)).toHaveLength(2);
    await emulator.make('PUT', `/images/${image.uuid}/actions`, { recoverImage: {} });
    emulator.advance(0);
    expect(await refsOf(emulator, image.uuid)).toContainEqual([two, 'Ready']);
  });

  test('may be one that SyncImage takes over; one that it has already is left alone', async () => {
    const emulator = await TestEmulator.start();
    const [one, two] = [await store(emulator, 1), await store(emulator, 2)];
    const { uuid } = await group(emulator);
    await emulator.call(...add(uuid, [one, two]));
    const image = await addImage(emulator, one);
    emulator.advance(0);
    await emulator.call('DELETE', `/backup-storage/${two}`);
    const again = await store(emulator, 2);
    await emulator.call(...add(uuid, [again, imageStore]));
    const sync = { syncImage: {} };
    const path = (of: string) => `/backup-storage/image-store/${of}/actions`;
    expect((await emulator.call('PUT', path(again), sync)).status).toBe(200);
    emulator.advance(0);
    expect(new Map(await refsOf(emulator, image.uuid))).toEqual(
      new Map([one, again, imageStore].map((on) => [on, 'Ready'])),
    );
    // What the first one left lies where another one is by now, which has it.
    await emulator.call('DELETE', `/backup-storage/${one}`);
    const moved = { updateImageStoreBackupStorage: { hostname: '10.9.0.1' } };
    await emulator.make('PUT', path(again), moved);
    const before = emulator.world();
    expect((await emulator.call('PUT', path(again), sync)).status).toBe(200);
    expect(emulator.world()).toEqual(before);
  });

  test('waits once for each, whoever else gets it', async () => {
    const { emulator, two } = await grouped();
    await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
    const image = await addImage(emulator, imageStore);
    emulator.advance(0);
    expect(await refsOf(emulator, image.uuid)).toHaveLength(2);
    const { inventories } = (await emulator.control('GET', '/tasks')).body;
    const waiting = inventories.filter(({ flow }: Json) => flow === 'replicate-image');
    expect(waiting).toMatchObject([{ subject: `${image.uuid}-${two}` }]);
  });

  test('goes on to the others when all that it was added to have it', async () => {
    const { emulator, one } = await grouped();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    put(emulator, `update backup_storages set latency_milliseconds = 60000 where uuid = '${sftp}'`);
    await emulator.call('POST', '/images', {
      params: {
        name: 'slow',
        url: 'http://x/slow.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        backupStorageUuids: [imageStore, sftp],
      },
    });
    emulator.advance(30_000);
    const { uuid } = await emulator.find('/images?q=name=slow');
    expect(await refsOf(emulator, uuid)).toEqual([
      [imageStore, 'Ready'],
      [sftp, 'Downloading'],
    ]);
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, uuid)).toContainEqual([one, 'Ready']);
  });

  test('before the storage was in it stays where it is; so does one of a group that is Disabled', async () => {
    const { emulator, uuid, one } = await grouped();
    emulator.advance(0);
    expect(await refsOf(emulator, SEED.images.windows)).toEqual([[imageStore, 'Ready']]);
    await emulator.control('PUT', `/backup-storage/${one}/agent`, { reachable: false });
    const waiting = await addImage(emulator, imageStore, 'waiting');
    emulator.advance(0);
    put(emulator, `update image_replication_groups set state = 'Disabled' where uuid = '${uuid}'`);
    await emulator.control('PUT', `/backup-storage/${one}/agent`, { reachable: true });
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, waiting.uuid)).not.toContainEqual([one, 'Ready']);
    const image = await addImage(emulator, one);
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, image.uuid)).toEqual([[one, 'Ready']]);
  });

  test('waits for a storage that is away, and for room', async () => {
    const { emulator, one, two } = await grouped();
    await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
    put(
      emulator,
      // A GiB of it is reserved.
      `update backup_storages set available_capacity = ${2 ** 31}, system_used_capacity = total_capacity - ${2 ** 31} where uuid = '${one}'`,
    );
    const image = await addImage(emulator, imageStore);
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, image.uuid)).toEqual([[imageStore, 'Ready']]);
    await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: true });
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, image.uuid)).toEqual([
      [imageStore, 'Ready'],
      [two, 'Ready'],
    ]);
    put(
      emulator,
      `update backup_storages set available_capacity = total_capacity, system_used_capacity = 0 where uuid = '${one}'`,
    );
    emulator.advance(3_600_000);
    expect(await refsOf(emulator, image.uuid)).toHaveLength(3);
  });

  test.each<
    [
      string,
      (emulator: TestEmulator, image: string, two: string, group: string) => unknown,
      (two: string) => Json,
    ]
  >([
    ['nothing happens', () => undefined, (two) => [two, 'Ready']],
    [
      'the other falls silent and comes back',
      async (emulator, _image, two) => {
        await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
        emulator.advance(30_000);
        await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: true });
      },
      (two) => [two, 'Ready'],
    ],
    [
      'the group is removed',
      (emulator, _image, _two, uuid) =>
        emulator.call('DELETE', `/image-replication-groups/${uuid}`),
      (two) => [two, 'Ready'],
    ],
    [
      'the image is deleted there',
      (emulator, image, two) =>
        emulator.call('DELETE', `/images/${image}?backupStorageUuids=${two}`),
      (two) => [two, 'Deleted'],
    ],
    [
      'the image is deleted there, which then falls silent',
      async (emulator, image, two) => {
        await emulator.call('DELETE', `/images/${image}?backupStorageUuids=${two}`);
        await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
        emulator.advance(120_000);
        await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: true });
      },
      (two) => [two, 'Deleted'],
    ],
    [
      'the image is deleted where it came from, and the other falls silent',
      async (emulator, image, two) => {
        await emulator.call('DELETE', `/images/${image}?backupStorageUuids=${imageStore}`);
        await emulator.control('PUT', `/backup-storage/${two}/agent`, { reachable: false });
        emulator.advance(120_000);
        expect((await emulator.find(`/images/${image}`)).status).toBe('Deleted');
      },
      () => undefined,
    ],
    [
      'the image is deleted there and expunged',
      async (emulator, image, two) => {
        await emulator.call('DELETE', `/images/${image}?backupStorageUuids=${two}`);
        await emulator.call('PUT', `/images/${image}/actions`, { expungeImage: {} });
      },
      () => undefined,
    ],
    [
      'the other is deleted',
      (emulator, _image, two) => emulator.call('DELETE', `/backup-storage/${two}`),
      () => undefined,
    ],
  ])('on its way, when %s', async (_what, disturb, expected) => {
    const emulator = await TestEmulator.start();
    const two = await store(emulator, 2);
    const { uuid } = await group(emulator);
    await emulator.call(...add(uuid, [imageStore, two]));
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    put(emulator, `update backup_storages set latency_milliseconds = 60000 where uuid = '${two}'`);
    await emulator.call('POST', '/images', {
      params: {
        name: 'slow',
        url: 'http://x/slow.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        backupStorageUuids: [imageStore],
      },
    });
    emulator.advance(20_000);
    const other = await emulator.find('/images?q=name=slow');
    const refs = await refsOf(emulator, other.uuid);
    expect(refs.find(([on]) => on === two)).toEqual([two, 'Creating']);
    await disturb(emulator, other.uuid, two, uuid);
    emulator.advance(7_200_000);
    const after = await refsOf(emulator, other.uuid);
    expect(after.find(([on]) => on === two)).toEqual(expected(two));
    expect(emulator.brokenLaws()).toEqual({});
  });
});

test('an image that is expunged where it came from before its first copy is there is gone', async () => {
  const emulator = await TestEmulator.start();
  const two = await store(emulator, 2);
  const { uuid } = await group(emulator);
  await emulator.call(...add(uuid, [imageStore, two]));
  await emulator.control('PUT', '/progression', { mode: 'timed' });
  put(emulator, `update backup_storages set latency_milliseconds = 60000 where uuid = '${two}'`);
  await emulator.call('POST', '/images', {
    params: {
      name: 'slow',
      url: 'http://x/slow.qcow2#size=4G&actualSize=1G',
      format: 'qcow2',
      backupStorageUuids: [imageStore],
    },
  });
  emulator.advance(20_000);
  const image = await emulator.find('/images?q=name=slow');
  await emulator.call('DELETE', `/images/${image.uuid}?backupStorageUuids=${imageStore}`);
  const expunge = { expungeImage: { backupStorageUuids: [imageStore] } };
  await emulator.call('PUT', `/images/${image.uuid}/actions`, expunge);
  emulator.advance(7_200_000);
  expect(await emulator.find(`/images/${image.uuid}`)).toBeUndefined();
  expect(emulator.brokenLaws()).toEqual({});
});

describe('the quota of ImageStores', () => {
  const limit = (maxCapacity: number, uuids?: readonly string[]) =>
    [
      'PUT',
      '/backup-storage/image-store/actions',
      { setImageStoreBackupStorageQuota: { maxCapacity, uuids } },
    ] as const;
  const capacities = async (emulator: TestEmulator, uuid: string) => {
    const { totalCapacity, availableCapacity } = await emulator.find(`/backup-storage/${uuid}`);
    return [totalCapacity, availableCapacity];
  };

  test('is less than what their disks hold, and goes again', async () => {
    const emulator = await TestEmulator.start();
    const one = await store(emulator, 1);
    const [total, available] = await capacities(emulator, imageStore);
    await emulator.call(...limit(2 ** 40, [imageStore]));
    expect(await capacities(emulator, imageStore)).toEqual([
      2 ** 40,
      available - (total - 2 ** 40),
    ]);
    expect(await capacities(emulator, one)).toEqual([2 ** 41, 2 ** 41]);
    // What is more than the disk has no effect.
    await emulator.call(...limit(2 ** 50, [imageStore]));
    expect(await capacities(emulator, imageStore)).toEqual([total, available]);
    await emulator.call(...limit(2 ** 39, [one]));
    await emulator.call(...limit(0, [one]));
    expect(await capacities(emulator, one)).toEqual([2 ** 41, 2 ** 41]);
  });

  test('refuses what would not fit in it', async () => {
    const emulator = await TestEmulator.start();
    const one = await store(emulator, 1);
    await emulator.call(...limit(2 ** 29, [one]));
    const params = {
      name: 'x',
      url: 'http://x/a.qcow2#size=4G&actualSize=1G',
      format: 'qcow2',
      backupStorageUuids: [one],
    };
    expect((await emulator.call('POST', '/images', { params })).status).toBe(503);
    await emulator.call(...limit(0, [one]));
    expect((await emulator.call('POST', '/images', { params })).status).toBe(200);
  });

  test('is set for all or for none', async () => {
    const emulator = await TestEmulator.start();
    const used = 100 * 2 ** 30;
    const { code, details } = await emulator.refused(...limit(used, [imageStore]));
    expect([code, details]).toEqual([
      'SYS.1006',
      expect.stringContaining(
        `failed to set max capacity on image store[uuid:${imageStore}], because:`,
      ),
    ]);
    const refusal = await emulator.refused(...limit(2 ** 42));
    expect(refusal.details).toBe(
      `failed to set max capacity on image store[uuid:${disconnected}], because: its status is Disconnected`,
    );
    await emulator.call('DELETE', `/backup-storage/${disconnected}`);
    expect((await emulator.call(...limit(2 ** 42))).status).toBe(200);
    expect((await emulator.refused(...limit(2 ** 42, [sftp]))).code).toBe('SYS.1007');
    expect((await emulator.refused(...limit(-1, [imageStore]))).code).toBe('SYS.1007');
    expect((await emulator.refused(...limit(2 ** 42), ALICE_SESSION)).code).toBe('ID.1002');
  });
});
