import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TestEmulator,
  type Json,
} from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, primaryStorages, hosts, clusters } = SEED;
const volume = volumes.spareData;

const undo = (snapShotUuid: string, of: string = volume) =>
  ['PUT', `/volumes/${of}/actions`, { undoSnapshotCreation: { snapShotUuid } }] as const;
const several = (...volumeUuids: string[]) =>
  ['POST', '/volumes/volume-snapshots', { params: { volumeUuids } }] as const;
const validate = (of: string) =>
  ['PUT', `/volumes/${of}/actions`, { validateVolumeSnapshotChain: {} }] as const;
const shrink = (uuid: string) =>
  ['PUT', `/volume-snapshots/shrink/${uuid}/actions`, { shrinkVolumeSnapshot: {} }] as const;
const sync = (clusterUuid: string) =>
  ['POST', '/volumes/batch-sync-volumes', { '': { clusterUuid } }] as const;

const row = (emulator: TestEmulator, of: string = volume): Json =>
  emulator.environment.database.prepare('select * from volumes where uuid = ?').get(of);
const snapshots = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', '/volume-snapshots')).body.inventories;
const later = (emulator: TestEmulator, [method, path, body]: readonly [string, string, object]) =>
  emulator.anonymous[method.toLowerCase() as 'put' | 'post'](`/zstack/v1${path}`)
    .set('Authorization', `OAuth ${ADMIN_SESSION}`)
    .set('Prefer', 'respond-async')
    .send(body);

describe('a snapshot is taken back', () => {
  test('the volume is in its file again, with all that it held', async () => {
    const emulator = await TestEmulator.start();
    const before = row(emulator);
    const free = emulator.available('primary', primaryStorages.nfs);
    const one = await takeSnapshot(emulator, 'one');
    await writeTo(emulator, GIB);
    const { content_id: written, actual_size: size } = row(emulator);
    const inventory = await emulator.make(...undo(one.uuid));
    expect(inventory).toEqual(await emulator.find(`/volumes/${volume}`));
    expect(row(emulator)).toMatchObject({
      content_id: written,
      actual_size: size,
      install_path: before.install_path,
      layer_size: before.layer_size + GIB,
    });
    expect(await snapshots(emulator)).toEqual([]);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free);
  });

  test('the one before is the latest again', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    const two = await takeSnapshot(emulator, 'two');
    await emulator.make(...undo(two.uuid));
    expect(await snapshots(emulator)).toEqual([one]);
    expect(row(emulator).install_path).toBe(two.primaryStorageInstallPath);
  });

  test('on Ceph it is deleted', async () => {
    const emulator = await TestEmulator.start();
    const of = volumes.runningArmOnCeph;
    const { install_path: path } = row(emulator, of);
    const { uuid } = await takeSnapshot(emulator, 'one', of);
    await emulator.make(...undo(uuid, of));
    expect(row(emulator, of).install_path).toBe(path);
    expect(await snapshots(emulator)).toEqual([]);
  });

  test('with that of a root volume its group goes', async () => {
    const emulator = await TestEmulator.start();
    const of = volumes.stoppedWindows;
    const group = await emulator.make('POST', '/volume-snapshots/group', {
      params: { rootVolumeUuid: of, name: 'g' },
    });
    const [{ volumeSnapshotUuid }] = group.volumeSnapshotRefs;
    await emulator.make(...undo(volumeSnapshotUuid, of));
    expect((await emulator.call('GET', '/volume-snapshots/group')).body.inventories).toEqual([]);
  });

  test('but only the latest of the tree that the volume follows', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    await takeSnapshot(emulator, 'two');
    expect(await emulator.refused(...undo(one.uuid))).toMatchObject({
      code: 'SYS.1007',
      details: 'cannot undo not latest snapshot',
    });
    expect(await emulator.refused(...undo(one.uuid, volumes.data))).toMatchObject({
      code: 'SYS.1006',
      details: `can not found in used snapshot tree of volume[uuid: ${volumes.data}]`,
    });
  });

  test('not when another one was taken meanwhile', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { headers, body } = await later(emulator, undo(one.uuid));
    await later(emulator, [
      'POST',
      `/volumes/${volume}/volume-snapshots`,
      { params: { name: 'two' } },
    ]);
    emulator.advance(10_000);
    expect(emulator.brokenLaws()).toEqual({});
    const job = String(body.location ?? headers['location'])
      .split('/')
      .at(-1);
    const { error } = (await emulator.call('GET', `/api-jobs/${job}`)).body;
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `current snapshot:${one.uuid} is not latest snapshot, cannot mark as volume`,
      location: 'update-db-install-path',
    });
    expect(await snapshots(emulator)).toHaveLength(2);
  });

  test('not when it was deleted meanwhile', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body } = await later(emulator, undo(one.uuid));
    await emulator.make('DELETE', `/volume-snapshots/${one.uuid}`);
    emulator.advance(10_000);
    const job = String(body.location).split('/').at(-1);
    const { error } = (await emulator.call('GET', `/api-jobs/${job}`)).body;
    expect(error.details).toBe(
      `cannot find volume snapshot[uuid:${one.uuid}, name:one], it may have been deleted by previous operation`,
    );
  });

  test.each([
    ['Starting', 'is not Running or Stopped, current state[Starting]'],
    ['Migrating', 'is not Running or Stopped, current state[Migrating]'],
  ])('not while its VM is %s', async (state, words) => {
    const emulator = await TestEmulator.start();
    const of = volumes.runningLinux;
    const { uuid } = await takeSnapshot(emulator, 'one', of);
    put(emulator, `update vm_instances set state = '${state}' where name = 'web-1'`);
    const error = await emulator.refused(...undo(uuid, of));
    expect(error.code).toBe('SYS.1006');
    expect(error.details).toContain(words);
  });

  test('not on a host that does not answer', async () => {
    const emulator = await TestEmulator.start();
    const of = volumes.runningLinux;
    const { uuid } = await takeSnapshot(emulator, 'one', of);
    put(emulator, `update hosts set status = 'Disconnected' where uuid = '${hosts.linux}'`);
    expect((await emulator.refused(...undo(uuid, of))).code).toBe('HOST.1011');
  });
});

describe('several volumes are frozen at one moment', () => {
  test('whichever VMs have them', async () => {
    const emulator = await TestEmulator.start();
    const { status, body } = await emulator.call(
      ...several(volume, volumes.stoppedWindows, volume),
    );
    expect(status).toBe(200);
    expect(body.inventories).toEqual(await snapshots(emulator));
    expect(
      body.inventories.map(({ volumeUuid, name, status: is }: Json) => [volumeUuid, name, is]),
    ).toEqual([volume, volumes.stoppedWindows].map((uuid) => [uuid, `Snapshot-${uuid}`, 'Ready']));
  });

  test('or none of them', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...several(volume, volumes.disabled))).toMatchObject({
      code: 'SYS.1006',
      details: `volume[uuid:${volumes.disabled}] is not in state Enabled, current is Disabled, can't create snapshot`,
    });
    expect((await emulator.refused(...several())).details).toBe(
      'field[volumeUuids] must be a nonempty list',
    );
    expect(
      await emulator.refused(...several(volumes.runningArmOnCeph, volumes.runningLinux)),
    ).toMatchObject({
      code: 'SYS.1006',
      details: 'not support take volumes snapshots on multiple ps when including ceph',
    });
    const error = await emulator.refused(...several(volumes.alice, volume), ALICE_SESSION);
    expect(error.code).toBe('SYS.1006');
  });

  test('and taken back when one of them is lost on the way', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const before = row(emulator);
    await later(emulator, several(volume, volumes.stoppedWindows));
    const [one, two] = await snapshots(emulator);
    expect([one.status, two.status]).toEqual(['Creating', 'Creating']);
    await emulator.make('DELETE', `/volume-snapshots/${two.uuid}`);
    emulator.advance(10_000);
    expect(emulator.brokenLaws()).toEqual({});
    expect(await snapshots(emulator)).toEqual([]);
    expect(row(emulator)).toEqual(before);
  });
});

describe('a chain is looked at', () => {
  test('and is whole, with snapshots and without', async () => {
    const emulator = await TestEmulator.start();
    expect((await emulator.call(...validate(volume))).status).toBe(200);
    await takeSnapshot(emulator, 'one');
    await takeSnapshot(emulator, 'two');
    const before = emulator.world();
    expect((await emulator.call(...validate(volume))).status).toBe(200);
    expect(emulator.world()).toEqual(before);
  });

  test.each([
    [
      'a volume that lies nowhere',
      volumes.notInstantiated,
      'select 1',
      'SYS.1006',
      "is not in status Ready, current is NotInstantiated, can't validate snapshot chain",
    ],
    [
      'a chain whose first is on its way',
      volume,
      "update volume_snapshots set status = 'Creating' where name = 'one'",
      'SYS.1006',
      'is in status Creating',
    ],
    [
      'a storage that does not answer',
      volume,
      "update primary_storages set status = 'Disconnected'",
      'PS.1003',
      'is not Connected',
    ],
  ])('but not of %s', async (_, of, change, code, words) => {
    const emulator = await TestEmulator.start();
    await takeSnapshot(emulator, 'one');
    await takeSnapshot(emulator, 'two');
    if (change !== 'select 1') put(emulator, change);
    const error = await emulator.refused(...validate(of));
    expect(error.code).toBe(code);
    expect(error.details).toContain(words);
  });
});

describe('what no storage here can', () => {
  test('is said of a snapshot that is to shrink', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 'one');
    expect(await emulator.refused(...shrink(uuid))).toMatchObject({
      code: 'SYS.1008',
      details: `No service deals with message: org.zstack.header.storage.snapshot.ShrinkVolumeSnapshotOnPrimaryStorageMsg {"snapshotUuid":"${uuid}","primaryStorageUuid":"${primaryStorages.nfs}"}`,
    });
    put(emulator, "update volume_snapshots set status = 'Creating'");
    expect(await emulator.refused(...shrink(uuid))).toMatchObject({
      code: 'VOLUME_SNAPSHOT.1000',
      details: `snapshot[uuid:${uuid}, name:one]'s status[Creating] is not allowed for message[org.zstack.header.storage.snapshot.APIShrinkVolumeSnapshotMsg], allowed status[Ready]`,
    });
  });
});

describe('the sizes of all volumes that are in use', () => {
  test('are asked for on each Connected host of a cluster', async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const count = (sql: string) =>
      emulator.environment.database
        .prepare<[], number>(
          `select count(*) from volumes v join vm_instances m on m.uuid = v.vm_instance_uuid
             join hosts h on h.uuid = m.host_uuid join primary_storages p on p.uuid = v.primary_storage_uuid
             where m.state = 'Running' and h.status = 'Connected' and ${sql}`,
        )
        .pluck()
        .get() as number;
    const all = count('true');
    expect(all).toBeGreaterThan(2);
    expect((await emulator.call(...sync(clusters.used))).body).toMatchObject({
      successCount: all,
      failCount: 0,
    });
    expect((await emulator.call(...sync(clusters.empty))).body).toMatchObject({
      successCount: 0,
      failCount: 0,
    });
    expect(emulator.world()).toEqual(before);
    put(
      emulator,
      `update primary_storages set status = 'Disconnected' where uuid = '${primaryStorages.ceph}'`,
    );
    const onCeph = count(`p.uuid = '${primaryStorages.ceph}'`);
    expect(onCeph).toBeGreaterThan(0);
    expect((await emulator.call(...sync(clusters.used))).body).toMatchObject({
      successCount: all - onCeph,
      failCount: onCeph,
    });
    put(emulator, `update hosts set status = 'Disconnected'`);
    expect((await emulator.call(...sync(clusters.used))).body.successCount).toBe(0);
  });

  test('of a cluster that is named', async () => {
    const emulator = await TestEmulator.start();
    const path = '/volumes/batch-sync-volumes';
    const missing = { params: { clusterUuid: clusters.used } };
    expect((await emulator.refused('POST', path, missing)).details).toBe(
      'field[clusterUuid] of message[org.zstack.header.message.ApiMessageParamValidator] is mandatory, can not be null',
    );
  });
});
