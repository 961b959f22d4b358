import { createHash } from 'node:crypto';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../support/volumes';

const { volumes, vms, backupStorages, primaryStorages } = SEED;
const { imageStore, sftp } = backupStorages;
const volume = volumes.runningLinux;
const vm = vms.runningLinux;

const backUp = (
  emulator: TestEmulator,
  name: string,
  more = {},
  of: string = volume,
): Promise<Json> =>
  emulator.make('POST', `/volumes/${of}/volume-backups`, {
    params: { name, backupStorageUuid: imageStore, ...more },
  });
const stop = (emulator: TestEmulator) =>
  emulator.make('PUT', `/vm-instances/${vm}/actions`, { stopVmInstance: { type: 'grace' } });
const revert = (uuid: string, more = {}) =>
  ['PUT', `/volume-backups/${uuid}/actions`, { revertVolumeFromVolumeBackup: more }] as const;
const template = (uuid: string, kind: 'root' | 'data', more = {}) =>
  [
    'POST',
    `/images/${kind}-volume-templates/from/volume-template/${uuid}`,
    { params: { name: 't', backupStorageUuid: imageStore, ...more } },
  ] as const;
const contentOf = (emulator: TestEmulator, of: string = volume): Json =>
  emulator.environment.database
    .prepare('select content_id, actual_size, size from volumes where uuid = ?')
    .get(of);
const backups = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', '/volume-backups')).body.inventories;

describe('a backup is made', () => {
  test('of a volume in use, on an image store', async () => {
    const emulator = await TestEmulator.start();
    const free = emulator.available('backup', imageStore);
    const { actualSize, size } = await emulator.find(`/volumes/${volume}`);
    const backup = await backUp(emulator, 'b', { description: 'first' });
    expect(backup).toMatchObject({
      name: 'b',
      description: 'first',
      volumeUuid: volume,
      vmInstanceUuid: vm,
      type: 'Root',
      state: 'Enabled',
      status: 'Ready',
      mode: 'full',
      size: actualSize,
      groupUuid: null,
      backupStorageRefs: [
        {
          volumeBackupUuid: backup.uuid,
          backupStorageUuid: imageStore,
          installPath: `zstore://${volume}/${backup.uuid}`,
          status: 'Ready',
        },
      ],
    });
    expect(JSON.parse(backup.metadata)).toMatchObject({ volume: { uuid: volume, size } });
    expect(emulator.available('backup', imageStore)).toBe(free - actualSize);
    expect(await emulator.find(`/volume-backups/${backup.uuid}`)).toEqual(backup);
  });

  test('whole, and then of what came since', async () => {
    const emulator = await TestEmulator.start();
    await backUp(emulator, 'one');
    await writeTo(emulator, GIB, volume);
    expect(await backUp(emulator, 'two')).toMatchObject({ mode: 'incremental', size: GIB });
    const { actualSize } = await emulator.find(`/volumes/${volume}`);
    expect(await backUp(emulator, 'three', { mode: 'full' })).toMatchObject({
      mode: 'full',
      size: actualSize,
    });
    expect(await backUp(emulator, 'four')).toMatchObject({ mode: 'incremental', size: 0 });
  });

  test.each([
    [
      { backupStorageUuid: sftp },
      volume,
      'select 1',
      'SYS.1007',
      `Unexpected backup storage[type:SftpBackupStorage,uuid:${sftp}]`,
    ],
    [
      {},
      volume,
      "update backup_storages set state = 'Disabled'",
      'SYS.1006',
      "current backup storage state[Disabled] doesn't allow to proceed message[org.zstack.header.storage.volume.backup.APICreateVolumeBackupMsg], allowed states are [Enabled]",
    ],
    [
      {},
      volumes.spareData,
      'update volumes set is_shareable = 1',
      'SYS.1006',
      `Can not create volume backup for shareable volume[uuid:${volumes.spareData}]`,
    ],
    [
      {},
      volumes.spareData,
      'select 1',
      'SYS.1006',
      `Failed to create volume backup for volume[uuid:${volumes.spareData}], because it is not attached to any vm`,
    ],
    [
      {},
      volumes.stoppedWindows,
      'select 1',
      'SYS.1006',
      `Failed to create volume backup for volume[uuid:${volumes.stoppedWindows}], because the vm is not in state[Running, Paused]`,
    ],
    [
      {},
      volume,
      "update backup_storages set status = 'Disconnected'",
      'BS.1003',
      'unable to allocate a backup storage',
    ],
    [
      { mode: 'incremental' },
      volume,
      'select 1',
      'SYS.1007',
      'valid value for field[mode] of message[org.zstack.header.message.ApiMessageParamValidator] are [full], but incremental found',
    ],
  ])('%j of %s after `%s` is refused', async (more, of, change, code, details) => {
    const emulator = await TestEmulator.start();
    if (change !== 'select 1') put(emulator, change);
    const params = { name: 'b', backupStorageUuid: imageStore, ...more };
    const path = `/volumes/${of}/volume-backups`;
    expect(await emulator.refused('POST', path, { params })).toMatchObject({ code, details });
  });

  test('or not at all: what hinders it on its way leaves nothing behind', async () => {
    const points = [
      ['create-volume-backup/create-volume-backup-in-db', 'select 1'],
      ['create-volume-backup/upload-volume-backup', 'select 1'],
      [null, "update backup_storages set status = 'Disconnected'"],
    ] as const;
    for (const [point, change] of points) {
      const emulator = await TestEmulator.start();
      const before = emulator.world();
      await emulator.control('PUT', '/progression', { mode: 'timed' });
      if (point !== null) await emulator.control('POST', '/faults', { point, kind: 'fail' });
      await emulator.anonymous
        .post(`/zstack/v1/volumes/${volume}/volume-backups`)
        .set('Authorization', `OAuth ${ADMIN_SESSION}`)
        .set('Prefer', 'respond-async')
        .send({ params: { name: 'b', backupStorageUuid: imageStore } });
      if (change !== 'select 1') put(emulator, change);
      emulator.advance(3_600_000);
      if (change !== 'select 1') put(emulator, change.replace('Disconnected', 'Connected'));
      expect(emulator.brokenLaws()).toEqual({});
      expect(await backups(emulator)).toEqual([]);
      const after = emulator.world();
      expect(after['backup_storages']?.map((row: Json) => row.available_capacity)).toEqual(
        before['backup_storages']?.map((row: Json) => row.available_capacity),
      );
      expect(after['account_resource_refs']).toEqual(before['account_resource_refs']);
      await emulator.stop();
    }
  });

  test('and what is written meanwhile is not in it', async () => {
    const emulator = await TestEmulator.start();
    const held = contentOf(emulator);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await emulator.anonymous
      .post(`/zstack/v1/volumes/${volume}/volume-backups`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Prefer', 'respond-async')
      .send({ params: { name: 'b', backupStorageUuid: imageStore } });
    const [half] = await backups(emulator);
    expect(half).toMatchObject({ status: 'Creating', backupStorageRefs: [] });
    await writeTo(emulator, GIB, volume);
    await emulator.control('PUT', '/progression', { mode: 'immediate' });
    emulator.advance(3_600_000);
    await stop(emulator);
    expect((await emulator.call(...revert(half.uuid))).status).toBe(200);
    expect(contentOf(emulator)).toEqual(held);
  });
});

describe('a volume comes back', () => {
  test('as it was, after it was written over', async () => {
    const emulator = await TestEmulator.start();
    const held = contentOf(emulator);
    const backup = await backUp(emulator, 'b');
    await takeSnapshot(emulator, 's', volume);
    await writeTo(emulator, GIB, volume);
    await stop(emulator);
    const before = await emulator.find(`/volumes/${volume}`);
    expect((await emulator.call(...revert(backup.uuid))).status).toBe(200);
    expect(contentOf(emulator)).toEqual(held);
    const after = await emulator.find(`/volumes/${volume}`);
    expect(after.installPath).not.toBe(before.installPath);
    // Its snapshots stay; the next one follows on none of them.
    expect((await takeSnapshot(emulator, 'next', volume)).parentUuid).toBeNull();
    expect((await emulator.call('GET', '/volume-snapshots')).body.inventories).toHaveLength(2);
  });

  test.each([
    ['on a storage of files its old one is trash', volume, ['RevertVolume']],
    ['on Ceph nothing is left of it', volumes.runningArmOnCeph, []],
  ])('and %s', async (_place, of, left) => {
    const emulator = await TestEmulator.start();
    const backup = await backUp(emulator, 'b', {}, of);
    await writeTo(emulator, GIB, of);
    put(emulator, "update vm_instances set state = 'Stopped'");
    await emulator.make(...revert(backup.uuid));
    const { primaryStorageUuid } = await emulator.find(`/volumes/${of}`);
    const trash = await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorageUuid}`);
    expect((trash.body.inventories ?? []).map(({ trashType }: Json) => trashType)).toEqual(left);
  });

  test('by an incremental backup, too, when the one before it is deleted', async () => {
    const emulator = await TestEmulator.start();
    const one = await backUp(emulator, 'one');
    await writeTo(emulator, GIB, volume);
    const held = contentOf(emulator);
    const two = await backUp(emulator, 'two');
    const free = emulator.available('backup', imageStore);
    await emulator.make('DELETE', `/volume-backups/${one.uuid}`);
    // What it held is the other's now.
    expect(emulator.available('backup', imageStore)).toBe(free);
    expect(await backups(emulator)).toMatchObject([
      { uuid: two.uuid, mode: 'full', size: one.size + two.size },
    ]);
    await writeTo(emulator, GIB, volume);
    await stop(emulator);
    await emulator.call(...revert(two.uuid, { backupStorageUuid: imageStore }));
    expect(contentOf(emulator)).toEqual(held);
    await emulator.make('DELETE', `/volume-backups/${two.uuid}`);
    expect(emulator.available('backup', imageStore)).toBe(free + one.size + two.size);
  });

  test.each([
    [
      "update volume_backups set state = 'Disabled'",
      (uuid: string) =>
        `volume backup[uuid:${uuid}] is in state Disabled, cannot revert volume to it`,
    ],
    [
      `update volume_backups set volume_uuid = '${imageStore}'`,
      (uuid: string) =>
        `original volume for backup[uuid:${uuid}] has been deleted, cannot revert volume to it`,
    ],
    [
      `update volume_backups set vm_instance_uuid = '${imageStore}'`,
      (uuid: string) =>
        `original volume[uuid:${volume}] for backup[uuid:${uuid}] is no longer attached to vm[uuid:${imageStore}]`,
    ],
    ["update vm_instances set state = 'Running'", () => 'VM is not in stopped state: Running'],
    [
      "update backup_storages set status = 'Disconnected'",
      () => 'No available backup storage found',
    ],
  ])('but not after `%s`', async (change, words) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    put(emulator, `update vm_instances set state = 'Stopped'; ${change}`);
    expect(await emulator.refused(...revert(uuid))).toMatchObject({
      code: 'SYS.1006',
      details: words(uuid),
    });
  });

  test('not from a storage that has it not, nor onto one in maintenance', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    await stop(emulator);
    const elsewhere = { backupStorageUuid: sftp };
    expect((await emulator.refused(...revert(uuid, elsewhere))).details).toBe(
      'No available backup storage found',
    );
    put(
      emulator,
      `update primary_storages set state = 'Maintenance' where uuid = '${primaryStorages.local}'`,
    );
    expect((await emulator.refused(...revert(uuid))).code).toBe('PS.1000');
  });

  test('or stays as it is, when a step fails', async () => {
    for (const step of ['download-volume-backup', 'switch-volume']) {
      const emulator = await TestEmulator.start();
      const { uuid } = await backUp(emulator, 'b');
      await writeTo(emulator, GIB, volume);
      await stop(emulator);
      const point = `revert-volume-from-volume-backup/${step}`;
      await emulator.control('POST', '/faults', { point, kind: 'fail' });
      const { faults: _before, ...before } = emulator.world();
      expect((await emulator.call(...revert(uuid))).status).toBe(503);
      const { faults: _after, ...after } = emulator.world();
      expect(after).toEqual(before);
      await emulator.stop();
    }
  });
});

describe('a template is made of a backup', () => {
  test('with the bytes, and the sum, of one of the volume itself', async () => {
    const emulator = await TestEmulator.start();
    const params = { name: 'itself', backupStorageUuids: [imageStore] };
    const path = `/images/root-volume-templates/from/volumes/${volume}`;
    const itself = await emulator.make('POST', path, { params });
    const { uuid } = await backUp(emulator, 'b');
    await writeTo(emulator, GIB, volume);
    const free = emulator.available('backup', imageStore);
    const made = await emulator.make(...template(uuid, 'root'));
    expect(made).toMatchObject({
      name: 't',
      status: 'Ready',
      mediaType: 'RootVolumeTemplate',
      md5Sum: itself.md5Sum,
      size: itself.size,
      actualSize: itself.actualSize,
      platform: itself.platform,
      architecture: itself.architecture,
      guestOsType: itself.guestOsType,
      url: `volumeBackup://${uuid}`,
      backupStorageRefs: [{ backupStorageUuid: imageStore, status: 'Ready' }],
    });
    expect(emulator.available('backup', imageStore)).toBe(free - made.actualSize);
    const data = await emulator.make(...template(uuid, 'data', { platform: 'Windows' }));
    expect(data).toMatchObject({ mediaType: 'DataVolumeTemplate', md5Sum: itself.md5Sum });
    // The bytes themselves say so, too.
    const exported = await emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
      exportImageFromBackupStorage: { imageUuid: made.uuid },
    });
    const bytes = Buffer.from(await (await fetch(exported.body.imageUrl)).arrayBuffer());
    expect(createHash('md5').update(bytes).digest('hex')).toBe(itself.md5Sum);
    // The backup may go: the image has its own bytes.
    await emulator.make('DELETE', `/volume-backups/${uuid}`);
    expect((await emulator.find(`/images/${made.uuid}`)).md5Sum).toBe(itself.md5Sum);
  });

  test('with what its caller says of the guest', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    const said = {
      description: 'd',
      platform: 'Other',
      architecture: 'aarch64',
      guestOsType: 'Debian 12',
      system: true,
    };
    expect(await emulator.make(...template(uuid, 'root', said))).toMatchObject(said);
  });

  test('only where the backup is, and not while it is on its way', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    const elsewhere = template(uuid, 'root', { backupStorageUuid: sftp });
    expect(await emulator.refused(...elsewhere)).toMatchObject({
      code: 'SYS.1006',
      details: 'No available backup storage found',
    });
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await emulator.anonymous
      .post(`/zstack/v1/volumes/${volume}/volume-backups`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Prefer', 'respond-async')
      .send({ params: { name: 'c', backupStorageUuid: imageStore } });
    const busy = await emulator.find('/volume-backups?q=name=c');
    expect((await emulator.refused(...template(busy.uuid, 'data'))).details).toBe(
      'No available backup storage found',
    );
  });

  test('or none, when a step fails', async () => {
    for (const step of ['create-image-in-database', 'commit-volume-template']) {
      const emulator = await TestEmulator.start();
      const { uuid } = await backUp(emulator, 'b');
      const point = `create-template-from-volume-backup/${step}`;
      await emulator.control('POST', '/faults', { point, kind: 'fail' });
      const { faults: _before, ...before } = emulator.world();
      expect((await emulator.call(...template(uuid, 'root'))).status).toBe(503);
      const { faults: _after, ...after } = emulator.world();
      expect(after).toEqual(before);
      await emulator.stop();
    }
  });
});

describe('what becomes of a backup', () => {
  test('it outlives its volume and its VM', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    await emulator.make('DELETE', `/vm-instances/${vm}`);
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
    expect(await backups(emulator)).toHaveLength(1);
    expect(await emulator.make(...template(uuid, 'root'))).toMatchObject({ status: 'Ready' });
  });

  test('it goes with its image store', async () => {
    const emulator = await TestEmulator.start();
    await backUp(emulator, 'b');
    await emulator.make('DELETE', `/backup-storage/${imageStore}`);
    expect(await backups(emulator)).toEqual([]);
  });

  test('strangers see nothing of it, and do nothing with it', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator, 'b');
    const path = `/volume-backups/${uuid}`;
    expect((await emulator.call('GET', path, undefined, ALICE_SESSION)).body.inventories).toEqual(
      [],
    );
    for (const call of [revert(uuid), ['DELETE', path] as const]) {
      const [method, to, body] = [call[0], call[1], call[2] as object | undefined];
      expect((await emulator.refused(method, to, body, ALICE_SESSION)).code).toBe('SYS.1006');
    }
  });

  test('it is found by where it lies and what it is of', async () => {
    const emulator = await TestEmulator.start();
    const backup = await backUp(emulator, 'b');
    const found = async (q: string) =>
      ((await emulator.call('GET', `/volume-backups?q=${q}`)).body.inventories as Json[]).length;
    expect(await found(`backupStorage.uuid=${imageStore}`)).toBe(1);
    expect(
      await found(`backupStorageRefs.installPath=${backup.backupStorageRefs[0].installPath}`),
    ).toBe(1);
    expect(await found(`volume.type=Root`)).toBe(1);
    expect(await found('vmInstance.name=nothing')).toBe(0);
    expect(await found('mode=incremental')).toBe(0);
  });

  test('a look at what an image store has changes nothing', async () => {
    const emulator = await TestEmulator.start();
    await backUp(emulator, 'b');
    const sync = (uuid: string) =>
      ['PUT', `/volume-backups/imageStore/${uuid}/actions`, { syncVolumeBackup: {} }] as const;
    const before = emulator.world();
    expect((await emulator.call(...sync(imageStore))).status).toBe(200);
    expect(emulator.world()).toEqual(before);
    expect((await emulator.refused(...sync(sftp))).code).toBe('SYS.1003');
    put(emulator, "update backup_storages set status = 'Disconnected'");
    expect((await emulator.refused(...sync(imageStore))).details).toBe(
      `backup storage[uuid:${imageStore}] is not enabled and connected`,
    );
  });
});
