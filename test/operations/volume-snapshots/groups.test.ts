import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { ADMIN, GIB, put, writeTo } from '../../support/volumes';

const { volumes, vms, primaryStorages, hosts } = SEED;
const GROUPS = '/volume-snapshots/group';
const root = volumes.stoppedWindows;
const vm = vms.stoppedWindows;

/** The stopped VM with the spare volume of NFS as its data volume. */
async function start(options = {}): Promise<TestEmulator> {
  const emulator = await TestEmulator.start(options);
  await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vm}`);
  return emulator;
}

const take = (emulator: TestEmulator, name: string, more = {}, of: string = root): Promise<Json> =>
  emulator.make('POST', GROUPS, { params: { rootVolumeUuid: of, name, ...more } });
const revert = (uuid: string) =>
  ['PUT', `${GROUPS}/${uuid}/actions`, { revertVmFromSnapshotGroup: {} }] as const;
const contentOf = (emulator: TestEmulator, uuid: string) =>
  emulator.environment.database
    .prepare('select content_id, actual_size, size from volumes where uuid = ?')
    .get(uuid);
const groupsOf = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', GROUPS)).body.inventories;
const snapshotsOf = async (emulator: TestEmulator, volume: string): Promise<Json[]> =>
  (await emulator.call('GET', `/volume-snapshots?q=volumeUuid=${volume}`)).body.inventories;

describe('a group is taken', () => {
  test('of all volumes of a VM, and answers each with its snapshot', async () => {
    const emulator = await start();
    const data = await emulator.find(`/volumes/${volumes.spareData}`);
    const group = await take(emulator, 'g', { description: 'both' });
    expect(group).toMatchObject({
      name: 'g',
      description: 'both',
      snapshotCount: 2,
      vmInstanceUuid: vm,
    });
    const refs = group.volumeSnapshotRefs as Json[];
    expect(refs).toHaveLength(2);
    const snapshots = await Promise.all(
      refs.map(({ volumeSnapshotUuid: uuid }) => emulator.find(`/volume-snapshots/${uuid}`)),
    );
    const ref = refs.find(({ volumeUuid }) => volumeUuid === volumes.spareData);
    const snapshot = snapshots.find(({ volumeUuid }) => volumeUuid === volumes.spareData);
    expect(ref).toEqual({
      volumeSnapshotUuid: snapshot.uuid,
      volumeSnapshotGroupUuid: group.uuid,
      deviceId: data.deviceId,
      snapshotDeleted: false,
      volumeUuid: volumes.spareData,
      volumeName: data.name,
      volumeType: 'Data',
      volumeSnapshotInstallPath: snapshot.primaryStorageInstallPath,
      volumeSnapshotName: `g-${data.name}`,
      createDate: group.createDate,
      lastOpDate: group.lastOpDate,
      volumeLastAttachDate: data.lastAttachDate,
    });
    expect(snapshot).toMatchObject({
      name: `g-${data.name}`,
      description: 'both',
      status: 'Ready',
      latest: true,
      groupUuid: group.uuid,
    });
    expect(await emulator.find(`${GROUPS}/${group.uuid}`)).toEqual(group);
  });

  test('with tags, and a uuid of its own', async () => {
    const emulator = await start();
    const resourceUuid = '5ec00000000040008000000000000099';
    const group = await emulator.make('POST', GROUPS, {
      params: { rootVolumeUuid: root, name: 'g', resourceUuid },
      userTags: ['nightly'],
    });
    expect(group.uuid).toBe(resourceUuid);
    const found = await emulator.find(`${GROUPS}?q=__userTag__=nightly`);
    expect(found.uuid).toBe(resourceUuid);
    const again = { params: { rootVolumeUuid: root, name: 'g', resourceUuid } };
    expect(await emulator.refused('POST', GROUPS, again)).toMatchObject({
      code: 'SYS.1000',
      details: `Duplicate entry '${resourceUuid}' for key 'PRIMARY'`,
    });
  });

  test.each([
    [
      'a data volume',
      volumes.spareData,
      {},
      'SYS.1007',
      `volume[uuid:${volumes.spareData}] is not root volume`,
    ],
    [
      'memory of a VM that is stopped',
      root,
      { withMemory: true },
      'SYS.1007',
      'Can not take memory snapshot, vm current state[Stopped], but expect state are [Running, Paused]',
    ],
    [
      'memory of one that runs, which is not emulated',
      volumes.runningLinux,
      { withMemory: true },
      'SYS.1014',
      'the emulator takes no snapshots of memory',
    ],
    [
      'a VM on a storage in maintenance',
      volumes.inMaintenance,
      {},
      'SYS.1006',
      `primary storage(s) [uuid: [${primaryStorages.inMaintenance}]] where volume(s) locate is not Enabled or Connected`,
    ],
  ])('but not of %s', async (_, rootVolumeUuid, more, code, details) => {
    const emulator = await TestEmulator.start();
    const params = { rootVolumeUuid, name: 'g', ...more };
    expect(await emulator.refused('POST', GROUPS, { params })).toMatchObject({ code, details });
  });

  test('but not while a volume is not Ready', async () => {
    const emulator = await start();
    put(emulator, `update volumes set status = 'Creating' where uuid = '${volumes.spareData}'`);
    const params = { rootVolumeUuid: root, name: 'g' };
    expect((await emulator.refused('POST', GROUPS, { params })).details).toBe(
      `volume[uuid:${volumes.spareData}] is not in status Ready, current is Creating, can't create snapshot`,
    );
  });

  test('only while the host of its VM answers', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, `update hosts set status = 'Disconnected' where uuid = '${hosts.linux}'`);
    const params = { rootVolumeUuid: volumes.runningLinux, name: 'g' };
    const { code, details } = await emulator.refused('POST', GROUPS, { params });
    expect(code).toBe('HOST.1010');
    // Of each volume that lies there it is told once.
    expect(details).toBe(
      `host(s)[uuids: [${hosts.linux}, ${hosts.linux}]] volume locate is not Connected.`,
    );
  });

  test('or not at all: a failure on the way takes all snapshots back', async () => {
    const emulator = await start({ settings: { progression: 'timed' } });
    await writeTo(emulator, GIB);
    const before = emulator.world();
    const path = (await emulator.find(`/volumes/${volumes.spareData}`)).installPath;
    await emulator.control('POST', '/faults', {
      point: 'create-volume-snapshot-group/create-snapshot-group',
      kind: 'fail',
    });
    const params = { rootVolumeUuid: root, name: 'g' };
    const { headers } = await emulator.anonymous
      .post(`/zstack/v1${GROUPS}`)
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .set('Prefer', 'respond-async')
      .send({ params });
    expect(headers).toBeDefined();
    const [half] = await snapshotsOf(emulator, volumes.spareData);
    expect(half.status).toBe('Creating');
    expect(await groupsOf(emulator)).toEqual([]);
    emulator.advance(10_000);
    expect(emulator.brokenLaws()).toEqual({});
    expect(await snapshotsOf(emulator, volumes.spareData)).toEqual([]);
    expect((await emulator.find(`/volumes/${volumes.spareData}`)).installPath).toBe(path);
    const { faults: _f, ...after } = emulator.world();
    const { faults: _b, ...then } = before;
    expect(after).toEqual(then);
  });

  test('within the quota of its owner', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, "update quotas set value = 0 where name = 'snapshot.volume.num'");
    const params = { rootVolumeUuid: volumes.alice, name: 'g' };
    const { code } = await emulator.refused('POST', GROUPS, { params }, ALICE_SESSION);
    expect(code).toBe('ID.1003');
  });
});

describe('a VM is brought back to a group', () => {
  test('with all of its volumes, and the next snapshots follow on the group’s', async () => {
    const emulator = await start();
    const before = [root, volumes.spareData].map((uuid) => contentOf(emulator, uuid));
    const group = await take(emulator, 'g');
    await writeTo(emulator, GIB);
    await writeTo(emulator, GIB, root);
    const { status, body } = await emulator.call(...revert(group.uuid));
    expect(status).toBe(200);
    const refs = group.volumeSnapshotRefs as Json[];
    expect(body.results).toEqual(
      refs.map(({ volumeSnapshotUuid, volumeUuid }) => ({
        snapshotUuid: volumeSnapshotUuid,
        volumeUuid,
        success: true,
      })),
    );
    expect([root, volumes.spareData].map((uuid) => contentOf(emulator, uuid))).toEqual(before);
    const next = await take(emulator, 'next');
    const parents = await Promise.all(
      (next.volumeSnapshotRefs as Json[]).map(
        async ({ volumeSnapshotUuid: uuid }) =>
          (await emulator.find(`/volume-snapshots/${uuid}`)).parentUuid,
      ),
    );
    expect(new Set(parents)).toEqual(
      new Set(refs.map(({ volumeSnapshotUuid }) => volumeSnapshotUuid)),
    );
  });

  test('after what they held was saved as a group of its own, where the configuration says so', async () => {
    const emulator = await start();
    await emulator.configure('volumeSnapshot/snapshot.before.revertvolume', 'true');
    const group = await take(emulator, 'g');
    await writeTo(emulator, GIB);
    const held = contentOf(emulator, volumes.spareData);
    await emulator.call(...revert(group.uuid));
    const saved = (await groupsOf(emulator)).find(({ uuid }) => uuid !== group.uuid);
    expect(saved).toMatchObject({
      name: `revert-vm-point-${vm}-20171114222057`,
      description: `save snapshot for revert vm [uuid:${vm}]`,
      snapshotCount: 2,
    });
    expect(saved.volumeSnapshotRefs).toHaveLength(2);
    expect(contentOf(emulator, volumes.spareData)).not.toEqual(held);
    await emulator.call(...revert(saved.uuid));
    expect(contentOf(emulator, volumes.spareData)).toEqual(held);
  });

  test('one by one: what hinders a volume is told in its result', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator, 'g', {}, volumes.runningLinux);
    const before = emulator.world();
    const { status, body } = await emulator.call(...revert(group.uuid));
    expect(status).toBe(200);
    for (const result of body.results) {
      expect(result).toMatchObject({
        success: false,
        error: {
          code: 'SYS.1006',
          details: `unable to reset volume[uuid:${result.volumeUuid}] to snapshot[uuid:${result.snapshotUuid}], the vm[uuid:${vms.runningLinux}] volume attached to is not in Stopped state, current state is Running`,
        },
      });
    }
    expect(body.results).toHaveLength(group.snapshotCount);
    expect(emulator.world()).toEqual(before);
  });

  test('where a fault hits one volume the other is brought back all the same', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    const held = contentOf(emulator, root);
    await writeTo(emulator, GIB);
    await writeTo(emulator, GIB, root);
    const { volumeSnapshotUuid } = group.volumeSnapshotRefs.find(
      ({ volumeUuid }: Json) => volumeUuid === volumes.spareData,
    );
    await emulator.control('POST', '/faults', {
      point: 'revert-vm-from-snapshot-group/revert-volume-from-volume-snapshot',
      resourceUuid: volumeSnapshotUuid,
      kind: 'fail',
    });
    const written = contentOf(emulator, volumes.spareData);
    const { body } = await emulator.call(...revert(group.uuid));
    const success = Object.fromEntries(
      body.results.map((result: Json) => [result.volumeUuid, result.success]),
    );
    expect(success).toEqual({ [root]: true, [volumes.spareData]: false });
    expect(contentOf(emulator, root)).toEqual(held);
    expect(contentOf(emulator, volumes.spareData)).toEqual(written);
  });

  test('not while one of its snapshots is Disabled', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    const [{ volumeSnapshotUuid }] = group.volumeSnapshotRefs;
    put(
      emulator,
      `update volume_snapshots set state = 'Disabled' where uuid = '${volumeSnapshotUuid}'`,
    );
    expect((await emulator.refused(...revert(group.uuid))).details).toBe(
      `volume snapshot[uuids:[${volumeSnapshotUuid}]] is in state Disabled, cannot revert volume to it`,
    );
  });

  test('not on a storage that is Disabled or does not answer', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    put(emulator, "update primary_storages set state = 'Disabled'");
    expect(await emulator.refused(...revert(group.uuid))).toMatchObject({
      code: 'PS.1000',
      details:
        "Operation is not permitted when primary storage status is 'Disabled', please check primary storage status",
    });
    put(emulator, "update primary_storages set state = 'Enabled', status = 'Disconnected'");
    expect((await emulator.refused(...revert(group.uuid))).code).toBe('PS.1003');
    const deletion = await emulator.refused('DELETE', `${GROUPS}/${group.uuid}`);
    expect(deletion.details).toMatch(/^primary storage\[uuid:\w{32}\] is not Connected$/);
  });
});

describe('whether a group can be used as a whole', () => {
  const availability = async (emulator: TestEmulator, uuid: string): Promise<Json> =>
    (await emulator.call('GET', `/volume-snapshots/groups/availabilities?uuids=${uuid}`)).body
      .results[0];

  test('is said with all that stands in the way', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    const { uuid } = group;
    expect(await availability(emulator, uuid)).toEqual({ uuid, available: true, reason: '' });
    const data = group.volumeSnapshotRefs.find(
      ({ volumeUuid }: Json) => volumeUuid === volumes.spareData,
    );
    await emulator.make('DELETE', `/volumes/${volumes.spareData}/vm-instances`);
    const detached = `volume(s) [uuid:${volumes.spareData}, name:${data.volumeName}] is no longer attached, can only revert one by one. If you need to group revert, please re-attach it.`;
    expect(await availability(emulator, uuid)).toEqual({
      uuid,
      available: false,
      reason: detached,
    });
    expect(await emulator.refused(...revert(uuid))).toMatchObject({
      code: 'SYS.1006',
      details: detached,
    });
    const added = await emulator.make('POST', '/volumes/data', {
      params: { name: 'new', diskSize: GIB, primaryStorageUuid: primaryStorages.nfs },
    });
    await emulator.make('POST', `/volumes/${added.uuid}/vm-instances/${vm}`);
    await emulator.make('DELETE', `/volume-snapshots/${data.volumeSnapshotUuid}`);
    expect(await availability(emulator, uuid)).toEqual({
      uuid,
      available: false,
      reason: [
        `snapshot(s) [uuid:${data.volumeSnapshotUuid}, name:${data.volumeSnapshotName}] in the group has been deleted, can only revert one by one.`,
        `new volume(s) [uuid:${added.uuid}, name:new] attached after snapshot point, can only revert one by one. If you need to group revert, please detach it.`,
      ].join('\n'),
    });
  });

  test('names all that are of the same kind', async () => {
    const emulator = await start();
    const more = async (name: string) => {
      const params = { name, diskSize: GIB, primaryStorageUuid: primaryStorages.nfs };
      const made = await emulator.make('POST', '/volumes/data', { params });
      await emulator.make('POST', `/volumes/${made.uuid}/vm-instances/${vm}`);
      return made.uuid;
    };
    const reasonOf = async (uuid: string) => (await availability(emulator, uuid)).reason;
    const named = (uuids: readonly string[], names: readonly string[]) =>
      uuids.map((uuid, i) => `[uuid:${uuid}, name:${names[i]}]`).join(', ');
    const before = await take(emulator, 'before');
    const uuids = [await more('one'), await more('two')];
    expect(await reasonOf(before.uuid)).toBe(
      `new volume(s) ${named(uuids, ['one', 'two'])} attached after snapshot point, can only revert one by one. If you need to group revert, please detach it.`,
    );
    const after = await take(emulator, 'after');
    for (const uuid of uuids) await emulator.make('DELETE', `/volumes/${uuid}/vm-instances`);
    expect(await reasonOf(after.uuid)).toBe(
      `volume(s) ${named(uuids, ['one', 'two'])} is no longer attached, can only revert one by one. If you need to group revert, please re-attach it.`,
    );
    const refs = after.volumeSnapshotRefs.filter(({ volumeUuid }: Json) =>
      uuids.includes(volumeUuid),
    );
    for (const { volumeSnapshotUuid } of refs)
      await emulator.make('DELETE', `/volume-snapshots/${volumeSnapshotUuid}`);
    expect(await reasonOf(after.uuid)).toBe(
      `snapshot(s) ${named(
        refs.map(({ volumeSnapshotUuid }: Json) => volumeSnapshotUuid),
        refs.map(({ volumeSnapshotName }: Json) => volumeSnapshotName),
      )} in the group has been deleted, can only revert one by one.`,
    );
  });

  test('of one that is not there is refused', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volume-snapshots/groups/availabilities?uuids=${ADMIN}`;
    expect(await emulator.refused('GET', path)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuids], resource[uuids:[${ADMIN}], type:VolumeSnapshotGroupVO] not found`,
    });
  });
});

describe('what becomes of a group', () => {
  test('it goes with its snapshots when it is deleted, and the volumes keep what they hold', async () => {
    const emulator = await start();
    const held = contentOf(emulator, volumes.spareData);
    const free = emulator.available('primary', primaryStorages.nfs);
    const group = await take(emulator, 'g');
    const { body } = await emulator.call('DELETE', `${GROUPS}/${group.uuid}`);
    expect(body.results.map(({ success }: Json) => success)).toEqual([true, true]);
    expect(await groupsOf(emulator)).toEqual([]);
    expect(await snapshotsOf(emulator, volumes.spareData)).toEqual([]);
    expect(contentOf(emulator, volumes.spareData)).toEqual(held);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free);
    expect((await emulator.call('DELETE', `${GROUPS}/${group.uuid}`)).status).toBe(200);
  });

  test.each([
    ['stays', 'false', 1],
    ['goes, too, where the configuration counts it', 'true', 0],
  ])('a snapshot of a volume that is detached %s', async (_, value, left) => {
    const emulator = await start();
    await emulator.configure('volumeSnapshot/effectiveCount.withDetachedVolumes', value);
    const group = await take(emulator, 'g');
    await emulator.make('DELETE', `/volumes/${volumes.spareData}/vm-instances`);
    await emulator.call('DELETE', `${GROUPS}/${group.uuid}`);
    const kept = await snapshotsOf(emulator, volumes.spareData);
    expect(kept).toHaveLength(left);
    expect(kept.map(({ groupUuid }) => groupUuid)).toEqual(kept.map(() => null));
    expect(await groupsOf(emulator)).toEqual([]);
  });

  test('it remembers a snapshot that is deleted, and goes with that of the root volume', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    const of = (volume: string): Json =>
      group.volumeSnapshotRefs.find(({ volumeUuid }: Json) => volumeUuid === volume);
    await emulator.make('DELETE', `/volume-snapshots/${of(volumes.spareData).volumeSnapshotUuid}`);
    const left = await emulator.find(`${GROUPS}/${group.uuid}`);
    expect(left.snapshotCount).toBe(2);
    expect(
      left.volumeSnapshotRefs.find(({ volumeUuid }: Json) => volumeUuid === volumes.spareData),
    ).toMatchObject({
      snapshotDeleted: true,
      volumeSnapshotName: of(volumes.spareData).volumeSnapshotName,
    });
    await emulator.make('DELETE', `/volume-snapshots/${of(root).volumeSnapshotUuid}`);
    expect(await groupsOf(emulator)).toEqual([]);
  });

  test('it remembers the snapshot of a volume that is expunged, and goes with its VM', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    await emulator.make('DELETE', `/volumes/${volumes.spareData}/vm-instances`);
    await emulator.make('DELETE', `/volumes/${volumes.spareData}`);
    await emulator.make('PUT', `/volumes/${volumes.spareData}/actions`, { expungeDataVolume: {} });
    const refs = (await emulator.find(`${GROUPS}/${group.uuid}`)).volumeSnapshotRefs as Json[];
    expect(refs.filter(({ snapshotDeleted }) => snapshotDeleted)).toHaveLength(1);
    await emulator.make('DELETE', `/vm-instances/${vm}`);
    expect(await groupsOf(emulator)).toHaveLength(1);
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
    expect(await groupsOf(emulator)).toEqual([]);
  });

  test('taken apart, its snapshots stay, each by itself', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    await emulator.make('DELETE', `/volume-snapshots/ungroup/${group.uuid}`);
    expect(await groupsOf(emulator)).toEqual([]);
    const [one] = await snapshotsOf(emulator, volumes.spareData);
    expect(one.groupUuid).toBeNull();
    await emulator.make('DELETE', `/volume-snapshots/ungroup/${group.uuid}`);
  });

  test('its name and description change, and nothing else', async () => {
    const emulator = await start();
    const { uuid, ...group } = await take(emulator, 'g', { description: 'd' });
    const update = (changes: object) =>
      emulator.make('PUT', `${GROUPS}/${uuid}/actions`, { updateVolumeSnapshotGroup: changes });
    expect(await update({ name: 'h' })).toEqual({ ...group, uuid, name: 'h' });
    expect(await update({ description: 'e' })).toEqual({
      ...group,
      uuid,
      name: 'h',
      description: 'e',
    });
    expect(await update({})).toEqual({ ...group, uuid, name: 'h', description: 'e' });
  });

  test('with the VM it becomes another account’s; strangers do nothing with it', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator, 'g');
    const path = `${GROUPS}/${group.uuid}`;
    expect((await emulator.refused('DELETE', path, undefined, ALICE_SESSION)).code).toBe(
      'SYS.1006',
    );
    expect((await emulator.call('GET', path, undefined, ALICE_SESSION)).body.inventories).toEqual(
      [],
    );
    const alice = (await emulator.find('/accounts?q=name=alice')).uuid;
    await emulator.make('POST', `/account/${alice}/resources`, { params: { resourceUuid: vm } });
    const found = await emulator.call('GET', path, undefined, ALICE_SESSION);
    expect(found.body.inventories).toEqual([group]);
  });
});

describe('queries', () => {
  test('lead from groups to snapshots and back', async () => {
    const emulator = await start();
    const group = await take(emulator, 'g');
    await emulator.make('POST', `/volumes/${volumes.data}/volume-snapshots`, {
      params: { name: 'alone' },
    });
    const found = async (path: string) =>
      ((await emulator.call('GET', path)).body.inventories as Json[]).map(({ uuid }) => uuid);
    const both = group.volumeSnapshotRefs.map(({ volumeSnapshotUuid }: Json) => volumeSnapshotUuid);
    expect(await found(`/volume-snapshots?q=groupUuid=${group.uuid}`)).toEqual(both);
    expect(await found('/volume-snapshots?q=group.name=g')).toEqual(both);
    expect(await found('/volume-snapshots?q=groupRef.deviceId=0')).toHaveLength(1);
    expect(await found(`${GROUPS}?q=volumeSnapshot.name~=g-%25`)).toEqual([group.uuid]);
    expect(await found(`${GROUPS}?q=volumeSnapshotRefs.volumeUuid=${root}`)).toEqual([group.uuid]);
    expect(await found(`${GROUPS}?q=volumeSnapshotRef.volumeType=Data`)).toEqual([group.uuid]);
    expect(await found(`${GROUPS}?q=vmInstanceUuid=${vms.runningLinux}`)).toEqual([]);
    const zql = encodeURIComponent("query volumesnapshotgroup where name = 'g'");
    expect((await emulator.call('GET', `/zql?zql=${zql}`)).body.results[0].inventories).toEqual([
      group,
    ]);
  });
});

test('a volume that becomes another type is told so in its groups', async () => {
  const emulator = await start();
  const group = await take(emulator, 'g');
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
    setVmBootVolume: { volumeUuid: volumes.spareData },
  });
  const refs = (await emulator.find(`${GROUPS}/${group.uuid}`)).volumeSnapshotRefs as Json[];
  const types = Object.fromEntries(refs.map((ref) => [ref.volumeUuid, ref.volumeType]));
  expect(types).toEqual({ [root]: 'Data', [volumes.spareData]: 'Root' });
  for (const ref of refs) {
    const snapshot = await emulator.find(`/volume-snapshots/${ref.volumeSnapshotUuid}`);
    expect(ref.volumeSnapshotInstallPath).toBe(snapshot.primaryStorageInstallPath);
  }
  await emulator.make('DELETE', `/volume-snapshots/${refs[0].volumeSnapshotUuid}`);
  await emulator.make('DELETE', `/volume-snapshots/${refs[1].volumeSnapshotUuid}`);
  expect(await groupsOf(emulator)).toEqual([]);
});

test('no group has memory, of which volumes and networks are asked', async () => {
  const emulator = await TestEmulator.start();
  const of = (resourceType: string) =>
    `/memory-snapshots/group/reference?resourceUuid=${root}&resourceType=${resourceType}`;
  const answer = await emulator.call('GET', of('VolumeVO'));
  expect(answer).toMatchObject({ status: 200, body: { resourceUuid: root, inventories: null } });
  expect((await emulator.call('GET', of('L3NetworkVO'))).status).toBe(200);
  expect((await emulator.call('GET', of('ImageVO'))).body.error).toMatchObject({
    code: 'SYS.1006',
    details: 'this resource type ImageVO does not support querying memory snapshot references',
  });
});
