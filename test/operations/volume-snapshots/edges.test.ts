import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { rowChanges } from '../../support/row-changes';
import { startSeed } from '../../support/seeds';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, primaryStorages, hosts } = SEED;
const { spareData, runningLinux, runningArmOnCeph } = volumes;

const revert = (emulator: TestEmulator, uuid: string) =>
  emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
const undo = (volume: string, snapShotUuid: string) =>
  ['PUT', `/volumes/${volume}/actions`, { undoSnapshotCreation: { snapShotUuid } }] as const;
const several = (...volumeUuids: string[]) =>
  ['POST', '/volumes/volume-snapshots', { params: { volumeUuids } }] as const;

describe('of branches', () => {
  /** One snapshot with two that follow on it, the later of which the volume follows. */
  async function branches() {
    const emulator = await TestEmulator.start();
    const take = async (name: string) => {
      await writeTo(emulator, 4096);
      return (await takeSnapshot(emulator, name)).uuid as string;
    };
    const [one, two] = [await take('one'), await take('two')];
    await revert(emulator, one);
    const three = await take('three');
    await writeTo(emulator, 64);
    return { emulator, names: { one, two, three } };
  }

  test.each([
    [
      'the first goes alone: each of the others takes its bytes',
      'one',
      '?scope=single',
      [
        'account_resource_refs - #1',
        'account_resource_refs - one',
        'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
        'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
        'primary_storages ~ nfs: available_capacity -208896, available_physical_capacity -208896',
        'volume_snapshot_trees - #1',
        'volume_snapshot_trees + uuid=#2 volume_uuid=spareData current=0 create_date=now last_op_date=now status=Completed',
        'volume_snapshot_trees + uuid=#3 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
        'volume_snapshots - one',
        'volume_snapshots ~ two: tree_uuid #1 -> #2, parent_uuid one -> null, size +208896, distance -1',
        'volume_snapshots ~ three: tree_uuid #1 -> #3, parent_uuid one -> null, size +208896, distance -1',
      ],
    ],
    [
      'the one that is left behind goes',
      'two',
      '',
      [
        'account_resource_refs - two',
        'primary_storages ~ nfs: available_capacity +4096, available_physical_capacity +4096',
        'volume_snapshots - two',
      ],
    ],
    [
      'the one that is left behind goes alone',
      'two',
      '?scope=single&direction=pull',
      [
        'account_resource_refs - two',
        'primary_storages ~ nfs: available_capacity +4096, available_physical_capacity +4096',
        'volume_snapshots - two',
      ],
    ],
    [
      'the one that is followed goes',
      'three',
      '',
      [
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +4096',
        'volume_snapshots - three',
        'volume_snapshots ~ one: latest 0 -> 1',
        'volumes ~ spareData: layer_size +4096',
      ],
    ],
    [
      'all go',
      'one',
      '',
      [
        'account_resource_refs - #1',
        'account_resource_refs - one',
        'account_resource_refs - two',
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +217088, available_physical_capacity +4096',
        'volume_snapshot_trees - #1',
        'volume_snapshots - one',
        'volume_snapshots - two',
        'volume_snapshots - three',
        'volumes ~ spareData: layer_size +212992',
      ],
    ],
  ])('%s', async (_what, which, how, lines) => {
    const { emulator, names } = await branches();
    const uuid = names[which as keyof typeof names];
    const work = () => emulator.make('DELETE', `/volume-snapshots/${uuid}${how}`);
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });

  test('a tree that the volume has left keeps nothing of it', async () => {
    const { emulator, names } = await branches();
    await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
    const full = (await takeSnapshot(emulator, 'full')).uuid as string;
    const work = () => emulator.make('DELETE', `/volume-snapshots/${names.one}?scope=single`);
    expect(await rowChanges(emulator, work, { ...names, full })).toEqual([
      'account_resource_refs - #1',
      'account_resource_refs - one',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -208896, available_physical_capacity -208896',
      'volume_snapshot_trees - #1',
      'volume_snapshot_trees + uuid=#2 volume_uuid=spareData current=0 create_date=now last_op_date=now status=Completed',
      'volume_snapshot_trees + uuid=#3 volume_uuid=spareData current=0 create_date=now last_op_date=now status=Completed',
      'volume_snapshots - one',
      'volume_snapshots ~ two: tree_uuid #1 -> #2, parent_uuid one -> null, size +208896, distance -1',
      'volume_snapshots ~ three: tree_uuid #1 -> #3, parent_uuid one -> null, size +208896, distance -1',
    ]);
  });
});

describe('on Ceph, after the volume has gone back', () => {
  async function chain() {
    const emulator = await TestEmulator.start();
    const { uuid: volume } = await emulator.make('POST', '/volumes/data', {
      params: { name: 'v', diskSize: GIB, primaryStorageUuid: primaryStorages.ceph },
    });
    const names: Record<string, string> = { volume };
    for (const name of ['one', 'two', 'three']) {
      await writeTo(emulator, 4096, volume);
      names[name] = (await takeSnapshot(emulator, name, volume)).uuid;
    }
    await revert(emulator, String(names['two']));
    return { emulator, names };
  }

  test.each([
    [
      'one',
      [
        'account_resource_refs - #1',
        'account_resource_refs - one',
        'primary_storages ~ ceph: available_capacity +4096',
        'volume_snapshot_trees - #1',
        'volume_snapshots - one',
        'volumes ~ volume: layer_size +4096',
      ],
    ],
    [
      'two',
      [
        'account_resource_refs - #1',
        'account_resource_refs - two',
        'primary_storages ~ ceph: available_capacity +4096',
        'volume_snapshot_trees - #1',
        'volume_snapshots - two',
        'volumes ~ volume: layer_size +4096',
      ],
    ],
    [
      'three',
      [
        'account_resource_refs - #1',
        'account_resource_refs - three',
        'primary_storages ~ ceph: available_capacity +4096, available_physical_capacity +4096',
        'volume_snapshot_trees - #1',
        'volume_snapshots - three',
      ],
    ],
  ])('the volume keeps of snapshot %s what is part of it', async (which, lines) => {
    const { emulator, names } = await chain();
    const work = () => emulator.make('DELETE', `/volume-snapshots/${names[which]}`);
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });

  test('and nothing of what it has left since', async () => {
    const { emulator, names } = await chain();
    put(
      emulator,
      `update volumes set install_path = 'ceph://pool-vms/other' where uuid = '${names['volume']}'`,
    );
    const work = () => emulator.make('DELETE', `/volume-snapshots/${names['one']}`);
    expect(await rowChanges(emulator, work, names)).toEqual([
      'account_resource_refs - #1',
      'account_resource_refs - one',
      'primary_storages ~ ceph: available_capacity +4096, available_physical_capacity +4096',
      'volume_snapshot_trees - #1',
      'volume_snapshots - one',
    ]);
  });
});

describe('several at one moment', () => {
  test('on Ceph and files are for guests at rest', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, "update vm_instances set state = 'Stopped', host_uuid = null");
    expect((await emulator.call(...several(runningArmOnCeph, spareData))).status).toBe(200);
  });

  test('of a guest that runs are all on Ceph, or all on files', async () => {
    const emulator = await TestEmulator.start();
    expect((await emulator.call(...several(runningLinux, volumes.data))).status).toBe(200);
    expect((await emulator.call(...several(runningArmOnCeph))).status).toBe(200);
    expect((await emulator.refused(...several(spareData, runningArmOnCeph))).details).toBe(
      'not support take volumes snapshots on multiple ps when including ceph',
    );
  });
});

describe('one is not taken back', () => {
  const seedOf = (type: string) => `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters: [{ name: c, zone: z }]
hosts:
  - { name: h, cluster: c, managementIp: 10.0.0.1 }
primaryStorages:
  - { name: p, zone: z, type: ${type}, url: '10.0.0.2:/p', mountPath: /p, totalCapacity: 10T, clusterUuids: [c] }
vmInstances:
  - name: v
    zone: z
    clusterUuid: c
    hostUuid: h
    rootVolume: { name: root, primaryStorage: p, size: 10G }
`;
  async function taken(
    type: string,
  ): Promise<{ emulator: TestEmulator; vm: Json; of: string; uuid: string }> {
    const emulator = await startSeed(seedOf(type));
    const vm = await emulator.find('/vm-instances?q=name=v');
    const of = String(vm.rootVolumeUuid);
    return { emulator, vm, of, uuid: (await takeSnapshot(emulator, 's', of)).uuid };
  }

  test.each([
    ['NFS', 'is not Running, Paused or Stopped, current state is Starting'],
    ['SharedMountPoint', 'is not Running, Paused or Stopped, current state[Starting]'],
  ])('on %s while its VM starts', async (type, words) => {
    const { emulator, vm, of, uuid } = await taken(type);
    put(emulator, "update vm_instances set state = 'Starting'");
    expect(await emulator.refused(...undo(of, uuid))).toMatchObject({
      code: 'SYS.1006',
      details: `vm[uuid:${vm.uuid}] ${words}`,
    });
    for (const state of ['Running', 'Paused', 'Stopped']) {
      const other = await taken(type);
      const host = state === 'Stopped' ? ', host_uuid = null' : '';
      put(other.emulator, `update vm_instances set state = '${state}'${host}`);
      await other.emulator.make(...undo(other.of, other.uuid));
      await other.emulator.stop();
    }
  });

  test.each([
    ['NFS', "state = 'Maintenance'", 'SYS.1006'],
    ['SharedMountPoint', "state = 'Maintenance'", 'SYS.1006'],
    ['SharedMountPoint', "status = 'Disconnected'", 'HOST.1011'],
  ])('on %s while the host has %s', async (type, change, code) => {
    const { emulator, of, uuid } = await taken(type);
    put(emulator, `update hosts set ${change}`);
    expect((await emulator.refused(...undo(of, uuid))).code).toBe(code);
  });

  test('on local storage while its VM starts, or its host does not', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's', runningLinux);
    const call = undo(runningLinux, uuid);
    put(emulator, "update vm_instances set state = 'Starting' where name = 'web-1'");
    expect((await emulator.refused(...call)).details).toBe(
      `vm[uuid:${SEED.vms.runningLinux}] is not Running or Stopped, current state[Starting]`,
    );
    // The host goes before the VM.
    put(emulator, `update hosts set state = 'Maintenance' where uuid = '${hosts.linux}'`);
    expect((await emulator.refused(...call)).details).toBe(
      `host[uuid:${hosts.linux}, name:host-1] is in state[Maintenance], cannot perform required operation`,
    );
  });

  test('on Ceph nobody asks for hosts', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's', runningArmOnCeph);
    put(
      emulator,
      "update vm_instances set state = 'Starting'; update hosts set status = 'Disconnected'",
    );
    expect(await emulator.make(...undo(runningArmOnCeph, uuid))).toMatchObject({
      uuid: runningArmOnCeph,
    });
  });
});

describe('one goes alone', () => {
  test.each([
    ['Running', true],
    ['Paused', true],
    ['Stopped', true],
    ['Destroyed', true],
    ['Destroying', true],
    ['Starting', false],
    ['Unknown', false],
  ])('while its VM is %s: %s', async (state, goes) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's', runningLinux);
    put(emulator, `update vm_instances set state = '${state}' where name = 'web-1'`);
    const call = ['DELETE', `/volume-snapshots/${uuid}?scope=auto`] as const;
    const { status, body } = await emulator.call(...call);
    expect(status).toBe(goes ? 200 : 503);
    if (goes) return;
    expect(body.error.cause.causes).toMatchObject([
      {
        code: 'SYS.1006',
        details: `volume[uuid:${runningLinux}] is attached to vm[uuid:${SEED.vms.runningLinux}] in state ${state}, its snapshot cannot be deleted alone`,
        opaque: { snapshotUuid: uuid },
      },
    ]);
  });

  test('upwards of a guest that runs where the chain is not the one in use', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
    const taken: Json[] = [];
    for (const name of ['one', 'two', 'full']) {
      taken.push(await takeSnapshot(emulator, name, runningLinux));
    }
    const [one, two, full] = taken;
    const how = '?scope=single&direction=pull';
    await emulator.make('DELETE', `/volume-snapshots/${one.uuid}${how}`);
    expect((await emulator.find(`/volume-snapshots/${two.uuid}`)).primaryStorageInstallPath).toBe(
      two.primaryStorageInstallPath,
    );
    // The last one of the chain in use goes upwards, too.
    await emulator.make('DELETE', `/volume-snapshots/${full.uuid}${how}`);
  });
});
