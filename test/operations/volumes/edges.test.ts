import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { volumes, vms, hosts, clusters, primaryStorages, backupStorages } = SEED;
const { local, nfs, ceph } = primaryStorages;
const vm = vms.runningLinux;

const set = (table: string, uuid: string, what: string) =>
  `update ${table} set ${what} where uuid = '${uuid}'`;
const attach = (volume: string, to: string = vm) =>
  ['POST', `/volumes/${volume}/vm-instances/${to}`, { params: {} }] as const;
const make = (emulator: TestEmulator, params: object): Promise<Json> =>
  emulator.make('POST', '/volumes/data', { params: { name: 'v', diskSize: GIB, ...params } });
/** Leaves so many bytes on a storage. */
const leave = (uuid: string, bytes: number) =>
  set(
    'primary_storages',
    uuid,
    `system_used_capacity = system_used_capacity + available_capacity - ${bytes}, available_physical_capacity = available_physical_capacity - available_capacity + ${bytes}, available_capacity = ${bytes}`,
  );
/** A VM that is in no cluster is on no host. */
const AT_REST = "cluster_uuid = null, host_uuid = null, state = 'Stopped'";
const names = (inventories: Json[]): string[] =>
  inventories.map(({ name }: Json) => String(name)).toSorted();

describe('limits', () => {
  const limit = (params: object) =>
    ['PUT', `/volumes/${volumes.data}/actions`, { setVolumeQos: params }] as const;
  const qosAfter = async (...calls: object[]) => {
    const emulator = await TestEmulator.start();
    for (const params of calls) await emulator.make(...limit(params));
    return (await emulator.find(`/volumes/${volumes.data}`)).volumeQos;
  };

  test.each<[object[], string]>([
    [[{ totalBandwidth: 2048 }, { readBandwidth: 4096 }], 'read=4096'],
    [[{ totalBandwidth: 2048 }, { writeBandwidth: 4096 }], 'write=4096'],
    [[{ readBandwidth: 2048, writeBandwidth: 4096 }, { totalBandwidth: 8192 }], 'total=8192'],
    [[{ totalIOPS: 20 }, { readIOPS: 40 }], 'readIOPS=40'],
    [[{ totalIOPS: 20 }, { writeIOPS: 40 }], 'writeIOPS=40'],
    [[{ readIOPS: 20, writeIOPS: 40 }, { totalIOPS: 80 }], 'totalIOPS=80'],
    [[{ readIOPS: 20 }, { readIOPS: 30, totalBandwidth: 2048 }], 'total=2048,readIOPS=30'],
  ])('after %j are %s', async (calls, qos) => {
    expect(await qosAfter(...calls)).toBe(qos);
  });

  test.each([
    [{}, 'at least one limit of bandwidth or IOPS must be given'],
    [
      { totalBandwidth: 4096, readBandwidth: 4096 },
      'the limits total and read cannot be set together',
    ],
    [
      { totalBandwidth: 4096, writeBandwidth: 4096 },
      'the limits total and write cannot be set together',
    ],
    [{ totalIOPS: 20, readIOPS: 20 }, 'the limits totalIOPS and readIOPS cannot be set together'],
    [{ totalIOPS: 20, writeIOPS: 20 }, 'the limits totalIOPS and writeIOPS cannot be set together'],
  ])('%j are refused', async (params, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...limit(params))).toMatchObject({ code: 'SYS.1007', details });
  });
});

describe('a volume grows', () => {
  const grow = (uuid: string, size: number) =>
    ['PUT', `/volumes/data/resize/${uuid}/actions`, { resizeDataVolume: { size } }] as const;

  test('not to the size that it has', async () => {
    const emulator = await TestEmulator.start();
    const size = 50 * GIB;
    expect((await emulator.refused(...grow(volumes.spareData, size))).details).toBe(
      `the size[${size}] is not larger than that of the volume[uuid:${volumes.spareData}, size:${size}]`,
    );
    expect(await emulator.make(...grow(volumes.spareData, size + 1))).toMatchObject({
      size: size + 1,
    });
  });

  test.each([
    ['Running', undefined],
    ['Stopped', undefined],
    [
      'Paused',
      `volume[uuid:${volumes.data}] cannot grow, its vm[uuid:${vm}] is Paused, not one of [Running, Stopped]`,
    ],
  ])('while its VM is %s, or not: %s', async (state, details) => {
    const emulator = await TestEmulator.start();
    put(emulator, set('vm_instances', vm, `state = '${state}'`));
    const { body } = await emulator.call(...grow(volumes.data, 2 ** 38));
    expect(body.error?.details).toBe(details);
  });
});

test('a disk that is full, or holds more than its size, takes no more room when it is written', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await make(emulator, { diskSize: 4096, primaryStorageUuid: nfs });
  const physical = () =>
    emulator.environment.database
      .prepare('select available_physical_capacity from primary_storages where uuid = ?')
      .pluck()
      .get(nfs) as number;
  const free = physical();
  const write = () => emulator.control('POST', `/volumes/${uuid}/writes`, { bytes: 5000 });
  await write();
  expect(free - physical()).toBe(4096);
  await emulator.make('POST', `/volumes/${uuid}/volume-snapshots`, { params: { name: 's' } });
  await write();
  await emulator.make('POST', `/volumes/${uuid}/volume-snapshots`, { params: { name: 't' } });
  const first = await emulator.find(`/volume-snapshots?q=volumeUuid=${uuid}&q=name=s`);
  await emulator.make('DELETE', `/volume-snapshots/${first.uuid}`);
  expect(free - physical()).toBe(8192);
  await write();
  expect(free - physical()).toBe(8192);
  expect((await emulator.find(`/volumes/${uuid}`)).actualSize).toBe(4096);
});

describe('a data volume comes to a VM', () => {
  test('as the first device that is free', async () => {
    const emulator = await TestEmulator.start();
    const [one, two] = [await make(emulator, {}), await make(emulator, {})];
    expect((await emulator.make(...attach(one.uuid))).deviceId).toBe(2);
    await emulator.make('DELETE', `/volumes/${volumes.data}/vm-instances`);
    expect((await emulator.make(...attach(two.uuid))).deviceId).toBe(1);
  });

  test('on the storage with most room where that of its root volume has none', async () => {
    for (const [most, least] of [
      [nfs, ceph],
      [ceph, nfs],
    ] as const) {
      const emulator = await TestEmulator.start();
      put(emulator, leave(local, 0));
      put(emulator, leave(most, 2 ** 40));
      put(emulator, leave(least, 2 ** 39));
      const made = await emulator.make(...attach(volumes.notInstantiated));
      expect(made.primaryStorageUuid).toBe(most);
      await emulator.stop();
    }
  });

  test('or not, where a shared one finds no room', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await make(emulator, {
      diskSize: 2 ** 50,
      systemTags: ['ephemeral::shareable'],
    });
    const details = `cannot find primary storage satisfying conditions[attached to clusters:[${clusters.used}], state:Enabled, status:Connected, available capacity > ${2 ** 50}`;
    expect(await emulator.refused(...attach(uuid))).toMatchObject({ code: 'VM.1005', details });
  });

  test('on the host that its VM ran on last', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `delete from local_volumes;
       ${set('vm_instances', vm, `state = 'Stopped', host_uuid = null, last_host_uuid = '${hosts.arm}'`)}`,
    );
    await emulator.make(...attach(volumes.notInstantiated));
    const path = `/primary-storage/local-storage/resource-refs?q=resourceUuid=${volumes.notInstantiated}`;
    expect((await emulator.find(path)).hostUuid).toBe(hosts.arm);
  });

  test('that is in no cluster where its root volume’s storage has one in common', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, set('vm_instances', vm, AT_REST));
    expect(await emulator.make(...attach(volumes.spareData))).toMatchObject({ vmInstanceUuid: vm });
    const other = await make(emulator, { primaryStorageUuid: nfs });
    put(
      emulator,
      `update primary_storage_clusters set cluster_uuid = '${clusters.empty}' where primary_storage_uuid = '${nfs}'`,
    );
    expect((await emulator.refused(...attach(other.uuid))).details).toBe(
      "Can't attach volume to VM, no qualified cluster",
    );
    put(emulator, `delete from primary_storage_clusters where primary_storage_uuid = '${nfs}'`);
    expect(await emulator.make(...attach(other.uuid))).toMatchObject({ vmInstanceUuid: vm });
  });
});

describe('VMs that a volume can be attached to', () => {
  const candidates = async (emulator: TestEmulator, uuid: string, session?: string) =>
    names(
      (await emulator.call('GET', `/volumes/${uuid}/candidate-vm-instances`, undefined, session))
        .body.inventories,
    );
  const { spareData, notInstantiated } = volumes;

  test('are those of users', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, set('vm_instances', vm, "type = 'ApplianceVm'"));
    expect(await candidates(emulator, spareData)).not.toContain('web-1');
  });

  test('where a storage has more room than it takes', async () => {
    const emulator = await TestEmulator.start();
    const only = (bytes: number) => {
      put(emulator, `update primary_storages set state = 'Disabled' where uuid <> '${nfs}'`);
      put(emulator, leave(nfs, bytes));
    };
    only(10 * GIB + 1);
    expect(await candidates(emulator, notInstantiated)).toContain('web-1');
    only(10 * GIB);
    expect(await candidates(emulator, notInstantiated)).toEqual([]);
    // One that lies there takes no more of it.
    expect(await candidates(emulator, spareData)).toContain('web-1');
  });

  test('in no cluster: any for one that lies nowhere, for others those beside it', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      "update vm_instances set cluster_uuid = null, host_uuid = null where name in ('web-1', 'win-1')",
    );
    expect(await candidates(emulator, notInstantiated)).toEqual(
      expect.arrayContaining(['web-1', 'win-1']),
    );
    const beside = await candidates(emulator, spareData);
    expect([beside.includes('web-1'), beside.includes('win-1')]).toEqual([false, true]);
    put(emulator, 'delete from primary_storage_clusters');
    expect(await candidates(emulator, notInstantiated)).toEqual([]);
  });

  test.each([
    ['with this account', { accountUuids: [ALICE] }],
    ['with all', { toPublic: true }],
  ])('that are shared %s are the caller’s, too', async (_how, share) => {
    const emulator = await TestEmulator.start();
    expect(await candidates(emulator, spareData, ALICE_SESSION)).toEqual(['alice-1']);
    await emulator.call('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [vm], ...share },
    });
    expect(await candidates(emulator, spareData, ALICE_SESSION)).toEqual(['alice-1', 'web-1']);
  });
});

describe('volumes that can be attached to a VM', () => {
  const candidates = async (emulator: TestEmulator, to: string = vm, session?: string) =>
    names(
      (await emulator.call('GET', `/vm-instances/${to}/data-volume-candidates`, undefined, session))
        .body.inventories,
    );

  test('are free, of data, Enabled, and no ISO', async () => {
    const emulator = await TestEmulator.start();
    expect(await candidates(emulator)).toEqual(['not-instantiated', 'spare']);
    expect(await candidates(emulator, vm, ALICE_SESSION)).toEqual([]);
    for (const change of [
      "format = 'iso'",
      "state = 'Disabled'",
      "status = 'Deleted'",
      "status = 'Migrating'",
    ]) {
      const other = await TestEmulator.start();
      put(other, set('volumes', volumes.spareData, change));
      expect([change, await candidates(other)]).toEqual([change, ['not-instantiated']]);
      await other.stop();
    }
  });

  test.each([
    ["state = 'Stopped', platform = 'Other'", ['not-instantiated', 'spare']],
    ["platform = 'Other'", []],
  ])('with %s are %j', async (change, found) => {
    const emulator = await TestEmulator.start();
    put(emulator, set('vm_instances', vm, change));
    expect(await candidates(emulator)).toEqual(found);
  });

  test('on local storage lie on its host', async () => {
    const emulator = await TestEmulator.start();
    for (const [name, host] of [
      ['here', hosts.linux],
      ['there', hosts.arm],
    ]) {
      const systemTags = [`localStorage::hostUuid::${host}`];
      await make(emulator, { name, primaryStorageUuid: local, systemTags });
    }
    expect(await candidates(emulator)).toEqual(['here', 'not-instantiated', 'spare']);
    // Its disks say more than where it runs; without either anything will do.
    put(emulator, set('vm_instances', vm, `host_uuid = '${hosts.arm}'`));
    expect(await candidates(emulator)).toEqual(['here', 'not-instantiated', 'spare']);
    put(emulator, set('vm_instances', vms.stoppedWindows, `host_uuid = '${hosts.arm}'`));
    expect(await candidates(emulator, vms.stoppedWindows)).toEqual([
      'not-instantiated',
      'spare',
      'there',
    ]);
    put(emulator, set('vm_instances', vms.stoppedWindows, 'host_uuid = null'));
    const all = ['here', 'not-instantiated', 'spare', 'there'];
    expect(await candidates(emulator, vms.stoppedWindows)).toEqual(all);
  });

  test('of one in no cluster lie where all Enabled clusters around its root volume reach', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, set('vm_instances', vm, AT_REST));
    expect(await candidates(emulator)).toEqual(['not-instantiated', 'spare']);
    for (const what of ["state = 'Disabled'", "status = 'Disconnected'"]) {
      const other = await TestEmulator.start();
      put(other, `${set('vm_instances', vm, AT_REST)}; ${set('primary_storages', nfs, what)}`);
      expect([what, await candidates(other)]).toEqual([what, ['not-instantiated']]);
      await other.stop();
    }
    await emulator.make('POST', `/clusters/${clusters.empty}/primary-storage/${local}`);
    expect(await candidates(emulator)).toEqual(['not-instantiated']);
    put(emulator, set('clusters', clusters.empty, "state = 'Disabled'"));
    expect(await candidates(emulator)).toEqual(['not-instantiated', 'spare']);
    put(emulator, "update clusters set state = 'Disabled'");
    expect(await candidates(emulator)).toEqual(['not-instantiated']);
  });
});

describe('a data volume of a template', () => {
  const { imageStore, sftp } = backupStorages;
  const off = "update backup_storages set state = 'Disabled'";
  const of = (status: string) =>
    `update image_backup_storage_refs set status = '${status}' where backup_storage_uuid = '${sftp}' and image_uuid in (select uuid from images where name = 't')`;

  test.each([
    off,
    "update backup_storages set status = 'Disconnected'",
    'delete from backup_storage_zones',
    "update backup_storages set type = 'Ceph', fsid = 'x'",
    `${off} where uuid = '${imageStore}'; ${of('Creating')}`,
    `${off} where uuid = '${imageStore}'; ${of('Deleted')}`,
  ])('is not made after %s', async (change) => {
    const emulator = await TestEmulator.start();
    const from = `/images/data-volume-templates/from/volumes/${volumes.spareData}`;
    const params = { name: 't', backupStorageUuids: [imageStore, sftp] };
    const { uuid } = await emulator.make('POST', from, { params });
    const path = `/volumes/data/from/data-volume-templates/${uuid}`;
    const body = { params: { name: 'v', primaryStorageUuid: nfs } };
    put(emulator, change);
    expect((await emulator.refused('POST', path, body)).details).toBe(
      `cannot find a backup storage on which the image[uuid:${uuid}] is that satisfies all conditions of: 1. has state Enabled 2. has status Connected. 3 has attached to zone in which primary storage[uuid:${nfs}] is`,
    );
  });
});
