import { capture, load, toldBy } from '../support/capture';
import { SEED, type Json, TestEmulator } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';
import { takeSnapshot } from '../support/volumes';

const NAMED_ALWAYS = [
  'passwords',
  'sessions',
  'urls',
  'bandwidth',
  'bytes inside volumes',
  'NICs of no VM',
  'uuids of tags',
  'order of what was made',
  'times of tags',
].map((text) => expect.stringContaining(text));

test('the default world, captured and loaded again, is told as it was', async () => {
  const emulator = await TestEmulator.start();
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  expect(await toldBy(again)).toEqual(await toldBy(emulator));
  expect(captured.notCarried).toEqual(NAMED_ALWAYS);
});

test('chains, snapshots on Ceph, limits and quotas come along', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
  const of = { arm: 'd0000000000040008000000000000003', spare: 'd0000000000040008000000000000102' };
  for (const name of ['a', 'b', 'full', 'after']) await takeSnapshot(emulator, name, of.spare);
  for (const name of ['c', 'd']) await takeSnapshot(emulator, name, of.arm);
  const params = { name: 'limited', diskSize: 1, systemTags: ['qos::read=1'] };
  await emulator.make('POST', '/volumes/data', { params });
  await emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: {
      identityUuid: 'a11ce000000040008000000000000001',
      name: 'volume.data.num',
      value: 3,
    },
  });
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  const told = await toldBy(again);
  expect(told).toEqual(await toldBy(emulator));
  expect(captured.notCarried).toEqual([
    ...NAMED_ALWAYS,
    expect.stringContaining('how much of a volume lies in its own layer'),
  ]);
  const distances = Object.fromEntries(
    (told['/volume-snapshots'] ?? []).map(({ name, distance }) => [name, distance]),
  );
  expect(distances).toMatchObject({ a: 1, b: 2, full: 0, after: 1, c: 1, d: 1 });
});

test('backups of volumes come along, of a VM that is gone, too', async () => {
  const emulator = await TestEmulator.start();
  const store = (await emulator.find('/backup-storage?q=name=imagestore-1')).uuid;
  const vms = (await emulator.call('GET', '/vm-instances?q=state=Running')).body.inventories;
  const [kept, gone] = [vms[0], vms[1]];
  for (const vm of [kept, gone, kept]) {
    await emulator.make('POST', `/volumes/${vm.rootVolumeUuid}/volume-backups`, {
      params: { name: `of ${vm.name}`, backupStorageUuid: store },
    });
  }
  await emulator.make('DELETE', `/vm-instances/${gone.uuid}`);
  await emulator.make('PUT', `/vm-instances/${gone.uuid}/actions`, { expungeVmInstance: {} });
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  const told = await toldBy(again);
  expect(told['/volume-backups']).toHaveLength(3);
  expect(told).toEqual(await toldBy(emulator));
});

test('groups of snapshots come along, with what is deleted of them', async () => {
  const emulator = await TestEmulator.start();
  const [root, spare] = ['2', '102'].map(
    (end) => `d${'4'.padStart(12, '0')}0008${end.padStart(15, '0')}`,
  );
  const vm = (await emulator.find(`/volumes/${root}`)).vmInstanceUuid;
  await emulator.make('POST', `/volumes/${spare}/vm-instances/${vm}`);
  const take = (name: string) =>
    emulator.make('POST', '/volume-snapshots/group', { params: { rootVolumeUuid: root, name } });
  await take('whole');
  const { volumeSnapshotRefs } = await take('in parts');
  const gone = volumeSnapshotRefs.find(({ volumeUuid }: Json) => volumeUuid === spare);
  await emulator.make('DELETE', `/volume-snapshots/${gone.volumeSnapshotUuid}`);
  const captured = await capture(emulator);
  expect(captured.text).toContain('isDeleted: true');
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  const told = await toldBy(again);
  expect(told['/volume-snapshots/group']).toHaveLength(2);
  expect(told).toEqual(await toldBy(emulator));
});

test('groups of images come along, with images that are gone, and clones over the bytes of others', async () => {
  const emulator = await TestEmulator.start();
  const vm = (await emulator.call('GET', '/vm-instances?q=state=Running')).body.inventories[0];
  await emulator.make('POST', '/images/groups/from/vm-instance', {
    params: { vmInstanceUuid: vm.uuid, name: 'g' },
    systemTags: ['packer'],
  });
  const [root, data] = (await emulator.call('GET', '/images?q=name~=create-from-%25')).body
    .inventories as Json[];
  for (const image of [root, root, data]) {
    await emulator.make('POST', `/image/clone/${image?.uuid}`, { params: {} });
  }
  for (const action of ['delete', 'expunge'] as const) {
    if (action === 'delete') await emulator.make('DELETE', `/images/${data?.uuid}`);
    else await emulator.make('PUT', `/images/${data?.uuid}/actions`, { expungeImage: {} });
  }
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  // Of refs a seed says no dates: a clone's are younger than its image.
  const known = (told: Record<string, Json[]>) => ({
    ...told,
    '/images': told['/images']?.map(({ backupStorageRefs, ...image }) => ({
      ...image,
      refs: backupStorageRefs.map(({ installPath, status }: Json) => [installPath, status]),
    })),
  });
  const told = await toldBy(again);
  expect(told['/imagegrouprefs']).toHaveLength(2);
  expect(known(told)).toEqual(known(await toldBy(emulator)));
});

test('every description comes along, whatever has it', async () => {
  const emulator = await TestEmulator.start();
  const { database } = emulator.environment;
  const tables = database
    .prepare<[], string>(
      "select m.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = 'description'",
    )
    .pluck()
    .all();
  for (const table of tables) {
    database.prepare(`update ${table} set description = '${table} ' || rowid`).run();
  }
  const told = await toldBy(emulator);
  const without = Object.entries(told).filter(([, rows]) =>
    rows.some(({ description }) => description === null),
  );
  expect(without.map(([path]) => path)).toEqual([]);
  expect(await toldBy(await load(await capture(emulator)))).toEqual(told);
});

test('the world of edge cases is told as it was, but for what the report names', async () => {
  const emulator = await TestEmulator.start({ settings: { seed: 'edge-cases' } });
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  const known = (told: Record<string, Json[]>) => {
    for (const storage of [
      ...(told['/backup-storage'] ?? []),
      ...(told['/backup-storage/image-store'] ?? []),
    ]) {
      if (storage.name === 'imagestore') delete storage.availableCapacity;
    }
    for (const image of told['/images'] ?? []) {
      if (image.name === 'two images of one name') delete image.md5Sum;
      for (const ref of image.backupStorageRefs) delete ref.exportMd5Sum;
    }
    for (const job of told['/longjobs'] ?? []) {
      if (job.state === 'Running') job.createDate = job.lastOpDate = 'began anew';
    }
    return told;
  };
  expect(known(await toldBy(again))).toEqual(known(await toldBy(emulator)));
  expect(captured.notCarried.slice(NAMED_ALWAYS.length)).toEqual([
    expect.stringMatching(/^md5Sum of images: their bytes are not known: 2, such as/),
    expect.stringMatching(/^progress of images in the making: .*: 6, such as/),
    expect.stringMatching(/^addresses of uploads/),
    expect.stringMatching(/^formats and sums of exports: .*: 1, such as imagestore$/),
    expect.stringMatching(
      /^availableCapacity of backup storages that does not add up: 1, such as imagestore$/,
    ),
  ]);
});

test('a world that was worked on is told as it was, its layers too', async () => {
  const emulator = await TestEmulator.start();
  const [volume, image] = ['d0000000000040008000000000000101', '1a000000000040008000000000000001'];
  await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 'one' } });
  await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 'two' } });
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'made',
      imageUuid: image,
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: '20ae0000000040008000000000000001',
    },
  });
  await emulator.make('POST', '/images', {
    params: {
      name: 'added',
      url: 'http://example.com/added.qcow2',
      format: 'qcow2',
      backupStorageUuids: ['bac00000000040008000000000000001'],
    },
    userTags: ['mine'],
  });
  await emulator.createTemplate('d0000000000040008000000000000002', { name: 'template' });
  await emulator.configure('image/expungePeriod', '77');
  emulator.advance(60_000);
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  // Its clock is a minute behind: what is told has no other time in it.
  expect(await toldBy(again)).toEqual(await toldBy(emulator));
  expect(captured.notCarried.slice(NAMED_ALWAYS.length)).toEqual([
    expect.stringMatching(/^how much of a volume lies in its own layer/),
  ]);
});

test('the form of the answers does not matter: a cloud leaves nulls out', async () => {
  const seeds = await Promise.all(
    ['documented', 'native'].map(async (wire) =>
      capture(await TestEmulator.start({ settings: { wire, seed: 'edge-cases' } })),
    ),
  );
  expect(seeds[1]).toEqual(seeds[0]);
});

test('thousands of resources come page by page, and are written as JSON', async () => {
  const emulator = await startSeed(
    `${BASE}images: [{ name: 'i-{n}', count: 5500, url: 'http://x', size: 1G, createDate: '-{n}m', backupStorages: [a, b] }]`,
  );
  const captured = await capture(emulator);
  expect(JSON.parse(captured.text).images).toHaveLength(5500);
  const again = await load(captured);
  expect(await toldBy(again)).toEqual(await toldBy(emulator));
  expect(captured.notCarried.at(-1)).toContain('md5Sum of images beyond the first 5000');
});

test('VMs of other images, of snapshots and with other boot volumes come along', async () => {
  const emulator = await TestEmulator.start();
  const [vm, root] = ['a0000000000040008000000000000002', 'd0000000000040008000000000000002'];
  const spare = 'd0000000000040008000000000000102';
  const snapshot = await takeSnapshot(emulator, 'before', root);
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
    changeVmImage: { imageUuid: '1a000000000040008000000000000001' },
  });
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, { reimageVmInstance: {} });
  await takeSnapshot(emulator, 'then', spare);
  await emulator.make('PUT', `/volumes/${spare}/actions`, { flattenVolume: {} });
  await emulator.make('POST', `/vm-instances/from/volume-snapshots/${snapshot.uuid}`, {
    params: {
      name: 'copy',
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: '20ae0000000040008000000000000001',
    },
  });
  await emulator.make('POST', `/volumes/${spare}/vm-instances/${vm}`, { params: {} });
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
    setVmBootVolume: { volumeUuid: spare },
  });
  const again = await load(await capture(emulator));
  expect(again.brokenLaws()).toEqual({});
  // The order of what was made is not carried.
  const ordered = (told: Record<string, Json[]>) => {
    for (const { allVolumes } of told['/vm-instances'] ?? []) {
      allVolumes.sort((a: Json, b: Json) => a.deviceId - b.deviceId);
    }
    return told;
  };
  expect(ordered(await toldBy(again))).toEqual(ordered(await toldBy(emulator)));
});

test('a volume that is only made to go into another one is left out', async () => {
  const emulator = await TestEmulator.start();
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const told = await toldBy(emulator);
  const vm = 'a0000000000040008000000000000002';
  await emulator.anonymous
    .put(`/zstack/v1/vm-instances/${vm}/actions`)
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .set('Prefer', 'respond-async')
    .send({ changeVmImage: { imageUuid: '1a000000000040008000000000000001' } });
  const captured = await capture(emulator);
  expect(captured.notCarried).toContainEqual(expect.stringContaining('root volumes of no VM'));
  const again = await load(captured);
  expect((await toldBy(again))['/volumes']).toEqual(told['/volumes']);
});

test('replication groups come back with their members, which go on to get each other’s images', async () => {
  const emulator = await TestEmulator.start();
  const { imageStore, nearlyFull } = SEED.backupStorages;
  const { uuid } = await emulator.make('POST', '/image-replication-groups', {
    params: { name: 'both', description: 'of two' },
  });
  const params = { backupStorageUuids: [imageStore, nearlyFull] };
  await emulator.call('POST', `/image-replication-groups/${uuid}`, { params });
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'ImageReplicationGroupVO', resourceUuid: uuid, tag: 'kept' },
  });
  const again = await load(await capture(emulator));
  const told = await toldBy(again);
  expect(told['/image-replication-groups']).toMatchObject([{ uuid, name: 'both' }]);
  expect(told).toEqual(await toldBy(emulator));
  const made = await again.make('POST', '/images', {
    params: {
      name: 'new',
      url: 'http://x/a.qcow2#size=1G&actualSize=1M',
      format: 'qcow2',
      backupStorageUuids: [nearlyFull],
    },
  });
  again.advance(0);
  expect((await again.find(`/images/${made.uuid}`)).backupStorageRefs).toHaveLength(2);
});
