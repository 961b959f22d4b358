import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost } from '../../support/hosts';
import { GIB, put } from '../../support/volumes';

const { primaryStorages, clusters, hosts, images, volumes, vms, l2Networks } = SEED;
const { nfs, ceph, local } = primaryStorages;

const migrate = (volume: string, to: string) =>
  [
    'PUT',
    `/primary-storage/volumes/${volume}/actions`,
    { primaryStorageMigrateVolume: { dstPrimaryStorageUuid: to } },
  ] as const;
const candidatesOf = async (emulator: TestEmulator, volume: string): Promise<string[]> => {
  const path = `/primary-storage/volumes/${volume}/migration-candidates`;
  return (await emulator.call('GET', path)).body.inventories.map(({ uuid }: Json) => uuid);
};
const PARAMS = {
  nfs: { url: '10.9.0.2:/vms' },
  ceph: { monUrls: ['root:x@10.9.0.2'] },
  'local-storage': { url: '/second' },
} as const;
async function second(
  emulator: TestEmulator,
  type: keyof typeof PARAMS = 'nfs',
  cluster: string | null = clusters.used,
  more = {},
): Promise<string> {
  const { uuid } = await emulator.make('POST', `/primary-storage/${type}`, {
    params: { name: 'second', zoneUuid: SEED.zone, ...PARAMS[type], ...more },
  });
  if (cluster !== null) await emulator.make('POST', `/clusters/${cluster}/primary-storage/${uuid}`);
  return uuid;
}
const newVolume = async (emulator: TestEmulator, on: string = nfs): Promise<string> =>
  (
    await emulator.make('POST', '/volumes/data', {
      params: { name: 'moved', diskSize: 10 * GIB, primaryStorageUuid: on },
      ...(on === local ? { systemTags: [`localStorage::hostUuid::${hosts.linux}`] } : {}),
    })
  ).uuid;
/** A second NFS in another cluster, with a host that serves it. */
async function elsewhere(emulator: TestEmulator): Promise<string> {
  await addHost(emulator, 'far', { clusterUuid: clusters.empty });
  const to = await second(emulator, 'nfs', clusters.empty);
  expect((await emulator.find(`/primary-storage?q=uuid=${to}`)).status).toBe('Connected');
  return to;
}
/** A stopped VM on the NFS of the seed. */
async function stoppedVm(emulator: TestEmulator): Promise<{ uuid: string; root: string }> {
  const { uuid, rootVolumeUuid } = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'moved',
      imageUuid: images.linux,
      cpuNum: 1,
      memorySize: GIB,
      zoneUuid: SEED.zone,
      primaryStorageUuidForRootVolume: nfs,
    },
  });
  await emulator.make('PUT', `/vm-instances/${uuid}/actions`, { stopVmInstance: {} });
  return { uuid, root: rootVolumeUuid };
}
const inState = (uuid: string, what: string) =>
  `update primary_storages set ${what} where uuid = '${uuid}'`;

test.each([
  ['Disabled', 'the first'],
  ['Maintenance', 'the first'],
  ['Disabled', 'the second'],
  ['Maintenance', 'the second'],
])('nothing moves while the state %s is that of %s storage', async (state, which) => {
  const emulator = await TestEmulator.start();
  const to = await second(emulator);
  const uuid = await newVolume(emulator);
  put(emulator, inState(which === 'the first' ? nfs : to, `state = '${state}'`));
  expect(await emulator.refused(...migrate(uuid, to))).toMatchObject({
    code: 'SYS.1007',
    details: 'Source PS and Destination PS must not be Disabled or Maintenance state.',
  });
});

test('what lies nowhere, or on local storage, goes nowhere', async () => {
  const emulator = await TestEmulator.start();
  const to = await second(emulator);
  const { notInstantiated } = volumes;
  expect((await emulator.refused(...migrate(notInstantiated, to))).details).toBe(
    `Volume[uuid:${notInstantiated}] is not in status Ready, cannot migrate it.`,
  );
  expect(await candidatesOf(emulator, notInstantiated)).toEqual([]);
  const there = await second(emulator, 'local-storage');
  const uuid = await newVolume(emulator, local);
  expect((await emulator.refused(...migrate(uuid, there))).details).toBe(
    'Cannot migrate volume from LocalStorage to LocalStorage.',
  );
  expect(await candidatesOf(emulator, uuid)).toEqual([]);
});

describe('the candidates', () => {
  test('are neither the storage itself, nor one that is Disabled or too full', async () => {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const uuid = await newVolume(emulator);
    expect(await candidatesOf(emulator, uuid)).toEqual([to]);
    put(emulator, inState(to, "state = 'Disabled'"));
    expect(await candidatesOf(emulator, uuid)).toEqual([]);
    put(emulator, inState(to, "state = 'Enabled'"));
    const free = (bytes: number) =>
      inState(
        to,
        `available_capacity = ${bytes}, available_physical_capacity = ${bytes}, system_used_capacity = total_capacity - ${bytes}`,
      );
    put(emulator, free(10 * GIB + 1));
    expect(await candidatesOf(emulator, uuid)).toEqual([to]);
    put(emulator, free(10 * GIB));
    expect(await candidatesOf(emulator, uuid)).toEqual([]);
  });

  test('of a root volume are in a cluster on the layer 2 of its VM; of data, anywhere', async () => {
    const emulator = await TestEmulator.start();
    const to = await elsewhere(emulator);
    const { root } = await stoppedVm(emulator);
    expect(await candidatesOf(emulator, root)).toEqual([]);
    const data = await newVolume(emulator);
    await emulator.make('POST', `/volumes/${data}/vm-instances/${vms.stoppedWindows}`);
    expect(await candidatesOf(emulator, data)).toEqual([to]);
  });
});

describe('the VM of a root volume', () => {
  test('comes to a cluster that has all of its layer 2 networks, and not only some', async () => {
    const emulator = await TestEmulator.start();
    const to = await elsewhere(emulator);
    const { uuid, root } = await stoppedVm(emulator);
    await emulator.make('POST', `/l2-networks/${l2Networks.vlan}/clusters/${clusters.used}`);
    await emulator.make('POST', `/l2-networks/${l2Networks.vlan}/clusters/${clusters.empty}`);
    expect((await emulator.refused(...migrate(root, to))).details).toBe(
      'The destination primary storage is not attached to any cluster that has the same L2 networks as source cluster.',
    );
    expect(await candidatesOf(emulator, root)).toEqual([]);
    await emulator.make('POST', `/l2-networks/${l2Networks.usual}/clusters/${clusters.empty}`);
    expect(await candidatesOf(emulator, root)).toEqual([to]);
    await emulator.make(...migrate(root, to));
    expect(await emulator.find(`/vm-instances/${uuid}`)).toMatchObject({
      state: 'Stopped',
      clusterUuid: clusters.empty,
    });
  });

  test('that is in no cluster counts as one of its storage’s', async () => {
    const emulator = await TestEmulator.start();
    await elsewhere(emulator);
    const { uuid, root } = await stoppedVm(emulator);
    put(emulator, `update vm_instances set cluster_uuid = null where uuid = '${uuid}'`);
    expect(await candidatesOf(emulator, root)).toEqual([]);
    const beside = await second(emulator, 'nfs', clusters.used, { url: '10.9.0.3:/vms' });
    expect(await candidatesOf(emulator, root)).toEqual([beside]);
    await emulator.make(...migrate(root, beside));
    expect((await emulator.find(`/vm-instances/${uuid}`)).clusterUuid).toBe(clusters.used);
  });

  test('comes to any cluster where not even its storage has one', async () => {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const { uuid, root } = await stoppedVm(emulator);
    put(
      emulator,
      `update vm_instances set cluster_uuid = null where uuid = '${uuid}';
       delete from primary_storage_clusters where primary_storage_uuid = '${nfs}'`,
    );
    expect(await candidatesOf(emulator, root)).toEqual([to]);
    await emulator.make(...migrate(root, to));
    expect((await emulator.find(`/vm-instances/${uuid}`)).clusterUuid).toBe(clusters.used);
  });
});

describe('what it left there', () => {
  async function leftOn(type: 'nfs' | 'ceph', from: string) {
    const emulator = await TestEmulator.start();
    const to = await second(emulator, type);
    const uuid = await newVolume(emulator, from);
    await emulator.make(...migrate(uuid, to));
    return { emulator, uuid, back: () => emulator.call(...migrate(uuid, from)) };
  }

  test.each([
    ["trash_type = 'RevertVolume'", 200],
    ['install_path = substr(install_path, 1, length(install_path) - 1)', 200],
    ["install_path = install_path || '/deeper'", 200],
    ['trash_id = trash_id', 503],
  ])('is in its way or not: after %s the answer is %i', async (change, status) => {
    const { emulator, back } = await leftOn('nfs', nfs);
    put(emulator, `update trash set ${change}`);
    expect((await back()).status).toBe(status);
  });

  test('is in its way on Ceph where it is the same place', async () => {
    const { emulator, uuid, back } = await leftOn('ceph', ceph);
    const { body } = await back();
    const [{ trashId }] = (await emulator.call('GET', `/primary-storage/trash?uuid=${ceph}`)).body
      .inventories;
    expect(body.error).toMatchObject({
      code: 'SYS.1006',
      details: `found trashId(${trashId}) in PrimaryStorage [${ceph}] for the migrate installPath[ceph://pool-vms/${uuid}]. Please clean it first by 'APICleanUpTrashOnPrimaryStorageMsg' if you insist to migrate the volume[${uuid}]`,
    });
  });
});

test('a root volume on Ceph comes to the pool of root volumes, data to that of data', async () => {
  const emulator = await TestEmulator.start();
  const to = await second(emulator, 'ceph');
  put(emulator, "update vm_instances set state = 'Stopped' where name = 'arm-1'");
  const { runningArmOnCeph: root } = volumes;
  const path = async (uuid: string) => (await emulator.find(`/volumes/${uuid}`)).installPath;
  const data = await newVolume(emulator, ceph);
  await emulator.make(...migrate(root, to));
  await emulator.make(...migrate(data, to));
  expect([await path(root), await path(data)]).toEqual([
    `ceph://pri-v-r-${to}/${root}`,
    `ceph://pri-v-d-${to}/${data}`,
  ]);
});

test('a file that lies outside of its storage’s folder stays where it is', async () => {
  const emulator = await TestEmulator.start();
  const to = await second(emulator);
  const uuid = await newVolume(emulator);
  const { mountPath } = await emulator.find(`/primary-storage?q=uuid=${nfs}`);
  put(
    emulator,
    `update volumes set install_path = '${mountPath}-2/x.qcow2' where uuid = '${uuid}'`,
  );
  const { installPath } = await emulator.make(...migrate(uuid, to));
  expect(installPath).toBe(`${mountPath}-2/x.qcow2`);
});

describe('the image of a root volume', () => {
  const cachesOf = async (emulator: TestEmulator, on: string): Promise<Json[]> =>
    (await emulator.call('GET', `/primary-storage/imagecache?q=primaryStorageUuid=${on}`)).body
      .inventories;

  test('that is there already is not brought again, whether it still is an image or not', async () => {
    for (const isGone of [false, true]) {
      const emulator = await TestEmulator.start();
      const to = await second(emulator);
      const [one, two] = [await stoppedVm(emulator), await stoppedVm(emulator)];
      await emulator.make(...migrate(one.root, to));
      const [cache] = await cachesOf(emulator, to);
      if (isGone) {
        await emulator.make('DELETE', `/images/${images.linux}`);
        await emulator.make('PUT', `/images/${images.linux}/actions`, { expungeImage: {} });
      }
      const free = emulator.available('primary', to);
      await emulator.make(...migrate(two.root, to));
      expect(await cachesOf(emulator, to)).toEqual([cache]);
      const { size } = await emulator.find(`/volumes/${two.root}`);
      expect(free - emulator.available('primary', to)).toBe(size);
      await emulator.stop();
    }
  });

  test('that is gone comes from the cache of the first storage', async () => {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const { root } = await stoppedVm(emulator);
    await emulator.make('DELETE', `/images/${images.linux}`);
    await emulator.make('PUT', `/images/${images.linux}/actions`, { expungeImage: {} });
    emulator.advance(1000);
    const free = emulator.available('primary', to);
    const { size } = await emulator.find(`/volumes/${root}`);
    const [kept] = await cachesOf(emulator, nfs);
    await emulator.make(...migrate(root, to));
    const { mountPath } = await emulator.find(`/primary-storage?q=uuid=${to}`);
    expect(await cachesOf(emulator, to)).toEqual([
      {
        ...kept,
        id: expect.any(Number),
        primaryStorageUuid: to,
        installUrl: `${mountPath}/imagecache/template/${images.linux}/${images.linux}.qcow2`,
        createDate: 'Nov 14, 2017 10:20:58 PM',
        lastOpDate: 'Nov 14, 2017 10:20:58 PM',
      },
    ]);
    expect(free - emulator.available('primary', to)).toBe(size + kept.size);
  });
});

describe('on its way', () => {
  const ending = async (change: (to: string, uuid: string) => string) => {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const uuid = await newVolume(emulator);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body } = await emulator.call(...migrate(uuid, to));
    put(emulator, change(to, uuid));
    emulator.advance(60_000);
    const answer = await emulator.get(new URL(body.location).pathname);
    return { emulator, to, uuid, answer };
  };
  const words = (uuid: string, is: string) =>
    `primary storage[uuid:${uuid}] is not in state Enabled and status Connected, it's ${is}`;

  test('it goes on while only the first storage is Disabled', async () => {
    const { answer } = await ending(() => inState(nfs, "state = 'Disabled'"));
    expect(answer.status).toBe(200);
  });

  test('it fails where the second is Disabled, or either does not answer', async () => {
    const disabled = await ending((to) => inState(to, "state = 'Disabled'"));
    expect(disabled.answer.body.error.details).toBe(words(disabled.to, 'Disabled and Connected'));
    const lost = await ending(() => inState(nfs, "status = 'Disconnected'"));
    expect(lost.answer.body.error.details).toBe(words(nfs, 'Enabled and Disconnected'));
    const away = await ending((to) => inState(to, "status = 'Disconnected'"));
    expect(away.answer.body.error.details).toBe(words(away.to, 'Enabled and Disconnected'));
  });

  test('it fails where the volume has come back from its deletion meanwhile', async () => {
    const { uuid, answer } = await ending(
      (_to, volume) => `update volumes set status = 'Ready' where uuid = '${volume}'`,
    );
    expect(answer.body.error.details).toBe(`volume[uuid:${uuid}] has been deleted`);
  });

  test('one that begins too late fails, and leaves the other alone', async () => {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const uuid = await newVolume(emulator);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const delay = { kind: 'delay', point: 'migrate-volume/allocate-destination', delay: '1s' };
    await emulator.control('POST', '/faults', { ...delay, times: 1 });
    const { body } = await emulator.call(...migrate(uuid, to));
    await emulator.call(...migrate(uuid, to));
    emulator.advance(1000);
    const { error } = (await emulator.get(new URL(body.location).pathname)).body;
    expect(error.details).toBe(`Volume[uuid:${uuid}] is not in status Ready, cannot migrate it.`);
    expect((await emulator.find(`/volumes/${uuid}`)).status).toBe('Migrating');
    emulator.advance(1000);
    expect((await emulator.find(`/volumes/${uuid}`)).primaryStorageUuid).toBe(to);
  });
});
