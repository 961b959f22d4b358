import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { imageStore, nearlyFull, sftp } = SEED.backupStorages;
const entry = 'backupStorage/reservedCapacity';

const pathOf = (uuid: string, which = entry) => `/resource-configurations/${which}/${uuid}`;
/** Of reading the order is another one. */
const readPathOf = (uuid: string, which = entry) => `/resource-configurations/${uuid}/${which}`;
const update = (uuid: string, value?: string, which = entry) =>
  ['PUT', `${pathOf(uuid, which)}/actions`, { updateResourceConfig: { value } }] as const;
const valueOf = async (emulator: TestEmulator, uuid: string): Promise<string> =>
  (await emulator.call('GET', readPathOf(uuid))).body.value;
/** 2 GiB are free there, and 512 MiB are asked for. */
const template = (emulator: TestEmulator, backupStorageUuid: string) =>
  emulator.createTemplate(SEED.volumes.paused, {
    name: 'x',
    backupStorageUuids: [backupStorageUuid],
  });

test('a storage has the global value until it has its own, and again when that goes', async () => {
  const emulator = await TestEmulator.start();
  expect(await valueOf(emulator, imageStore)).toBe('1G');
  await emulator.configure(entry, '2G');
  expect(await valueOf(emulator, imageStore)).toBe('2G');
  const { body } = await emulator.call(...update(imageStore, '3G'));
  expect(body.inventory).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    category: 'backupStorage',
    name: 'reservedCapacity',
    description: expect.any(String),
    resourceUuid: imageStore,
    resourceType: 'BackupStorageVO',
    value: '3G',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  const found = await emulator.call('GET', `/resource-configurations?q=resourceUuid=${imageStore}`);
  expect(found.body.inventories).toEqual([body.inventory]);
  await emulator.configure(entry, '4G');
  expect(await valueOf(emulator, imageStore)).toBe('3G');
  expect(await valueOf(emulator, sftp)).toBe('4G');

  emulator.advance(1000);
  const changed = await emulator.call(...update(imageStore, '5G'));
  expect(changed.body.inventory).toEqual({
    ...body.inventory,
    value: '5G',
    lastOpDate: 'Nov 14, 2017 10:20:58 PM',
  });
  for (let i = 0; i < 2; i++) {
    expect((await emulator.call('DELETE', pathOf(imageStore))).status).toBe(200);
  }
  expect(await valueOf(emulator, imageStore)).toBe('4G');
});

test('its own reserved capacity decides what a storage gives away', async () => {
  const emulator = await TestEmulator.start();
  expect((await template(emulator, nearlyFull)).status).toBe(200);
  await emulator.call(...update(nearlyFull, '1G'));
  const refused = await template(emulator, nearlyFull);
  expect(refused.body.error.details).toContain(
    'after subtracting reserved capacity, no backup storage has required capacity[536870912 bytes]',
  );
  await emulator.call(...update(nearlyFull, '1023M'));
  expect((await template(emulator, nearlyFull)).status).toBe(200);
});

test('a storage with a reserve of its own is passed over while others have room', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(imageStore, '100T'));
  await emulator.call(...update(nearlyFull, '100T'));
  for (let i = 0; i < 5; i++) {
    const made = await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x' });
    expect(made.body.inventory.backupStorageRefs).toMatchObject([{ backupStorageUuid: sftp }]);
  }
  await emulator.call('DELETE', pathOf(imageStore));
  const chosen = new Set<string>();
  for (let i = 0; i < 20; i++) {
    const made = await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x' });
    chosen.add(made.body.inventory.backupStorageRefs[0].backupStorageUuid);
  }
  expect(chosen).toEqual(new Set([imageStore, sftp]));
});

test('it decides on downloads, too', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(imageStore, '100T'));
  const answer = await emulator.call('POST', '/images', {
    params: {
      name: 'x',
      url: 'http://192.168.1.20/a.qcow2',
      format: 'qcow2',
      backupStorageUuids: [imageStore],
    },
  });
  expect(answer.status).toBe(503);
  expect(answer.body.error.cause.details).toContain(
    `the backup storage[uuid:${imageStore}, name:imagestore-1] has not enough capacity to download the image[x].`,
  );
});

test('it goes with its storage', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(SEED.backupStorages.elsewhere, '2G'));
  await emulator.make('DELETE', `/backup-storage/${SEED.backupStorages.elsewhere}`);
  const left = await emulator.call('GET', '/resource-configurations');
  expect(left.body.inventories).toEqual([]);
});

describe('is refused', () => {
  test.each([
    [
      'for an unknown entry',
      update(imageStore, '1G', 'backupStorage/nothing'),
      'SYS.1007',
      'no global config[category:backupStorage, name:backupStorage.nothing] found',
    ],
    [
      'for an entry that resources do not have',
      update(SEED.images.linux, 'Direct', 'image/deletionPolicy'),
      'SYS.1007',
      'global config[category:image, name:image.deletionPolicy] cannot bind resource',
    ],
    [
      'for another type of resource',
      update(SEED.images.linux, '1G'),
      'SYS.1006',
      'ResourceConfig [category:backupStorage, name:reservedCapacity] cannot bind to resourceType: ImageVO',
    ],
    [
      'for a resource that is not there',
      update(NOWHERE, '1G'),
      'SYS.1003',
      `invalid field[resourceUuid], resource[uuid:${NOWHERE}, type:ResourceVO] not found`,
    ],
    [
      'without a value',
      update(imageStore),
      'SYS.1007',
      `field[value] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'with a value that its validator refuses',
      update(imageStore, 'much'),
      'SYS.1006',
      'much is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G',
    ],
  ])('%s', async (_what, call, code, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...call)).toMatchObject({ code, details });
  });

  test('GET likewise, but for a resource of a type that has no such values', async () => {
    const emulator = await TestEmulator.start();
    for (const [path, code] of [
      [readPathOf(imageStore, 'backupStorage/nothing'), 'SYS.1007'],
      [readPathOf(SEED.images.linux, 'image/deletionPolicy'), 'SYS.1007'],
      [readPathOf(NOWHERE), 'SYS.1003'],
    ] as const) {
      expect((await emulator.refused('GET', path)).code).toBe(code);
    }
    const { body } = await emulator.call('GET', readPathOf(SEED.images.linux));
    expect(body).toMatchObject({ value: '1G', effectiveConfigs: [] });
  });

  test('DELETE likewise, but for a resource that is not there', async () => {
    const emulator = await TestEmulator.start();
    for (const [path, code] of [
      [pathOf(imageStore, 'backupStorage/nothing'), 'SYS.1007'],
      [pathOf(SEED.images.linux, 'image/deletionPolicy'), 'SYS.1007'],
      [pathOf(SEED.images.linux), 'SYS.1006'],
    ] as const) {
      expect((await emulator.refused('DELETE', path)).code).toBe(code);
    }
    expect((await emulator.call('DELETE', pathOf(NOWHERE))).status).toBe(200);
  });

  test('for an account that does not own the resource', async () => {
    const emulator = await TestEmulator.start();
    await emulator.call(...update(imageStore, '2G'));
    for (const call of [
      update(imageStore, '3G'),
      ['DELETE', pathOf(imageStore), undefined] as const,
      updates(imageStore, [{ category: 'backupStorage', name: 'reservedCapacity', value: '3G' }]),
    ]) {
      const [method, path, body] = call;
      const error = await emulator.refused(method, path, body, ALICE_SESSION);
      expect(error).toMatchObject({
        code: 'SYS.1006',
        details: expect.stringContaining('permission denied, the account[uuid:'),
      });
    }
  });

  test('to an account that has no access to the resource', async () => {
    const emulator = await TestEmulator.start();
    const [vm, config] = [SEED.vms.runningLinux, 'vm/numa'] as const;
    for (const path of [readPathOf(vm, config), `/resource-configurations/${vm}/vm?names=numa`]) {
      expect(await emulator.refused('GET', path, undefined, ALICE_SESSION)).toMatchObject({
        code: 'SYS.1007',
        details: `account has no access to the resource[uuid: ${vm}]`,
      });
    }
  });
});

const updates = (uuid: string, resourceConfigs: readonly object[]) =>
  [
    'POST',
    `/resource-configurations/${uuid}/resource-configs/actions`,
    { params: { resourceConfigs } },
  ] as const;

describe('what holds for a resource comes from', () => {
  const read = async (emulator: TestEmulator, uuid: string, which: string) =>
    (await emulator.call('GET', readPathOf(uuid, which))).body;

  test('the storage of a volume, until the volume has its own', async () => {
    const emulator = await TestEmulator.start();
    const which = 'volume/physical.block.size';
    const volume = SEED.volumes.paused;
    const { primaryStorageUuid } = await emulator.find(`/volumes/${volume}`);
    expect(await read(emulator, volume, which)).toMatchObject({ value: '0', effectiveConfigs: [] });
    await emulator.call(...update(primaryStorageUuid, '512', which));
    expect(await read(emulator, volume, which)).toMatchObject({
      value: '512',
      effectiveConfigs: [{ resourceUuid: primaryStorageUuid, resourceType: 'PrimaryStorageVO' }],
    });
    await emulator.call(...update(volume, '4096', which));
    expect(await read(emulator, volume, which)).toMatchObject({
      value: '4096',
      effectiveConfigs: [{ resourceUuid: volume }, { resourceUuid: primaryStorageUuid }],
    });
  });

  test('the cluster of a VM, and goes with the VM', async () => {
    const emulator = await TestEmulator.start();
    const vm = SEED.vms.runningLinux;
    const { clusterUuid } = await emulator.find(`/vm-instances/${vm}`);
    await emulator.call(...update(clusterUuid, 'true', 'vm/numa'));
    expect(await read(emulator, vm, 'vm/numa')).toMatchObject({
      value: 'true',
      effectiveConfigs: [{ resourceUuid: clusterUuid }],
    });
    await emulator.call(...update(vm, 'false', 'vm/numa'));
    await emulator.configure('vm/deletionPolicy', 'Direct');
    await emulator.make('DELETE', `/vm-instances/${vm}`);
    const left = await emulator.call('GET', '/resource-configurations');
    expect(left.body.inventories).toMatchObject([{ resourceUuid: clusterUuid }]);
  });

  test('the zone of a host, by its cluster', async () => {
    const emulator = await TestEmulator.start();
    const { uuid: host, clusterUuid, zoneUuid } = await emulator.find('/hosts?limit=1');
    const which = 'host/cpu.overProvisioning.ratio';
    await emulator.call(...update(zoneUuid, '2', which));
    expect((await read(emulator, host, which)).value).toBe('2');
    await emulator.call(...update(clusterUuid, '3', which));
    expect(await read(emulator, host, which)).toMatchObject({
      value: '3',
      effectiveConfigs: [{ resourceUuid: clusterUuid }, { resourceUuid: zoneUuid }],
    });
  });
});

describe('several entries at once', () => {
  const vm = SEED.vms.runningLinux;

  test('are set for a resource and read of it', async () => {
    const emulator = await TestEmulator.start();
    const { body } = await emulator.call(
      ...updates(vm, [
        { category: 'vm', name: 'numa', value: 'true' },
        { category: 'vm', name: 'videoType', value: 'vga' },
      ]),
    );
    expect(body.inventories).toMatchObject([
      { name: 'numa', value: 'true', effectiveConfigs: [{ resourceUuid: vm, value: 'true' }] },
      { name: 'videoType', value: 'vga', effectiveConfigs: [{ resourceUuid: vm }] },
    ]);
    const path = `/resource-configurations/${vm}/vm?names=videoType&names=soundType`;
    const { configs } = (await emulator.call('GET', path)).body;
    expect(configs).toMatchObject([
      { name: 'videoType', value: 'vga', effectiveConfigs: [{ value: 'vga' }] },
      { name: 'soundType', value: 'ich6', effectiveConfigs: [] },
    ]);
  });

  test('that a resource cannot have are passed over', async () => {
    const emulator = await TestEmulator.start();
    const reserved = { category: 'backupStorage', name: 'reservedCapacity', value: '3G' };
    const numa = { category: 'vm', name: 'numa', value: 'true' };
    const { body } = await emulator.call(...updates(vm, [reserved, numa]));
    expect(body.inventories).toMatchObject([
      { name: 'reservedCapacity', value: '1G', effectiveConfigs: [] },
      { name: 'numa', value: 'true' },
    ]);
  });

  test('are all refused for one that is wrong', async () => {
    const emulator = await TestEmulator.start();
    const numa = { category: 'vm', name: 'numa', value: 'true' };
    for (const [wrong, code, details] of [
      [
        { ...numa, name: 'nothing' },
        'SYS.1007',
        'no global config[category:vm, name:vm.nothing] found',
      ],
      [
        { ...numa, name: 'bootMenu' },
        'SYS.1007',
        'global config[category:vm, name:vm.bootMenu] cannot bind resource',
      ],
      [
        { ...numa, value: 'yes' },
        'SYS.1000',
        "GlobalConfig[category:vm, name:numa]'s value[yes] is not a valid boolean string[true, false].",
      ],
      [{}, 'SYS.1007', 'no global config[category:null, name:null.null] found'],
    ] as const) {
      const error = await emulator.refused(...updates(vm, [numa, wrong]));
      expect(error).toMatchObject({ code, details });
    }
    expect((await emulator.refused(...updates(vm, []))).details).toBe(
      'field[resourceConfigs] must be a nonempty list',
    );
  });
});

test('those that resources may have are told by category', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/resource-configurations/bindable/backupStorage');
  expect(body.bindableConfigs).toEqual([
    {
      name: 'reservedCapacity',
      category: 'backupStorage',
      description: expect.any(String),
      bindResourceTypes: ['BackupStorageVO'],
    },
  ]);
  const none = await emulator.call('GET', '/resource-configurations/bindable/nothing');
  expect(none.body.bindableConfigs).toEqual([]);
});

test('they are found by what their entry says', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(imageStore, '2G'));
  const path = (text: string) => `/resource-configurations?q=description~=%25${text}%25`;
  expect(await emulator.find(path('backup storage'))).toMatchObject({ value: '2G' });
  expect(await emulator.find(path('no such words'))).toBeUndefined();
});
