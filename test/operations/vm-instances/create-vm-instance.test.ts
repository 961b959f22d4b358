import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { BASE, startSeed } from '../../support/seeds';

const { images, primaryStorages, l3Network, zone } = SEED;
const GIB = 2 ** 30;
const SIZE = { cpuNum: 1, memorySize: GIB };
const PLACES = {
  cluster: 'c1000000000040008000000000000001',
  host: '05700000000040008000000000000077',
} as const;
const create = (params: object, systemTags?: readonly string[]) =>
  [
    'POST',
    '/vm-instances',
    { params: { name: 'vm', ...params }, ...(systemTags && { systemTags }) },
  ] as const;
const usual = { ...SIZE, imageUuid: images.linux, zoneUuid: zone };
const start = (uuid: string) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { startVmInstance: {} }] as const;
const textsOn = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );

/** What refuses a new VM, in the order in which it is looked at. */
const REFUSALS: readonly (readonly [object, readonly string[], string, string])[] = [
  [{ imageUuid: images.linux, zoneUuid: zone }, [], 'SYS.1006', 'Missing CPU/memory settings'],
  [{ ...usual, memorySize: null }, [], 'SYS.1006', 'Missing CPU/memory settings'],
  [{ ...usual, memorySize: 0 }, [], 'SYS.1006', 'Unexpected CPU/memory settings'],
  [{ ...usual, cpuNum: -1 }, [], 'SYS.1006', 'Unexpected CPU/memory settings'],
  [
    { ...usual, reservedMemorySize: GIB + 1 },
    [],
    'SYS.1006',
    `reserved memory[${GIB + 1}] is greater than memory size[${GIB}]`,
  ],
  [
    usual,
    ['customMac::a::fa:00', 'customMac::b::FA:00'],
    'SYS.1006',
    'Not allowed same mac [fa:00]',
  ],
  [
    { ...usual, vmNicParams: '[{}]' },
    [],
    'SYS.1007',
    "l3NetworkUuids and vmNicInventories mustn't both be empty or both be set",
  ],
  [
    { ...usual, l3NetworkUuids: [l3Network, l3Network] },
    [],
    'SYS.1006',
    `Can't add same uuid in the l3Network,uuid: ${l3Network}`,
  ],
  [
    { ...usual, defaultL3NetworkUuid: zone },
    [],
    'SYS.1007',
    `defaultL3NetworkUuid[uuid:${zone}] is not in l3NetworkUuids[]`,
  ],
  [usual, [`cdroms::${zone}::None::None`], 'SYS.1007', `The image[uuid=${zone}] does not exist`],
  [
    usual,
    [`cdroms::${images.iso}::${images.iso}::None`],
    'SYS.1007',
    'Do not allow to mount duplicate ISO',
  ],
  [
    { ...SIZE, imageUuid: images.linux },
    [],
    'SYS.1006',
    'could not create vm, because at least one of field (l3NetworkUuids,zoneUuid,clusterUuid,hostUuid) should be set',
  ],
  [{ ...usual, diskAOs: [{ size: 1 }] }, [], 'SYS.1007', 'missing root disk'],
  [
    { ...usual, diskAOs: [{ boot: true }, {}] },
    [],
    'SYS.1006',
    'Need to set one of the following properties, and can only be one of them: diskOfferingUuid, size, sourceUuid, templateUuid',
  ],
  [
    { ...usual, diskAOs: [{ boot: true }, { size: 1, templateUuid: 'x' }] },
    [],
    'SYS.1006',
    'Cannot set the following properties at the same time: size, templateUuid, ',
  ],
  [
    { ...SIZE, zoneUuid: zone },
    [],
    'SYS.1007',
    'when imageUuid is null, [platform] is required[guestOsType] is required[architecture] is requiredrootDiskOfferingUuid or rootDiskSize cannot be all null',
  ],
  [
    { ...usual, imageUuid: images.deleted },
    [],
    'SYS.1006',
    `image[uuid:${images.deleted}] is not ready yet, can't create vm from it`,
  ],
  [
    { ...usual, imageUuid: images.iso },
    [],
    'SYS.1007',
    'image mediaType is ISO but missing root disk settings',
  ],
  [
    { ...usual, imageUuid: images.iso, rootDiskSize: 0 },
    [],
    'SYS.1006',
    'Unexpected root disk settings',
  ],
  [
    { ...usual, dataDiskSizes: [GIB, 0] },
    [],
    'SYS.1006',
    'Unexpected data disk settings. dataDiskSizes need to be greater than 0',
  ],
  [
    { ...usual, primaryStorageUuidForRootVolume: primaryStorages.local },
    [`primaryStorageUuidForDataVolume::${zone}`],
    'SYS.1006',
    `the primary storage[${primaryStorages.local}] of the root volume and the primary storage[${zone}] of the data volume are not in the same cluster`,
  ],
  [
    usual,
    ['hostname::a', 'hostname::b'],
    'SYS.1007',
    'only one hostname system tag is allowed, but 2 got',
  ],
  [
    usual,
    ['hostname::under_score'],
    'SYS.1007',
    'hostname[under_score] specified in system tag[hostname::under_score] is not a valid domain name',
  ],
  [
    usual,
    ['userdata::YQ==', 'userdata::Yg=='],
    'SYS.1007',
    "Shouldn't be more than one userdata systemTag for one vm.",
  ],
  [usual, ['userdata::not_base64'], 'SYS.1000', 'Illegal base64 character 5f'],
  [
    usual,
    ['vmMachineType::x'],
    'SYS.1007',
    'vm machine type requires [q35, pc, virt], but get [x]',
  ],
  [
    { ...usual, type: 'ApplianceVm' },
    ['cleanTraffic::true'],
    'SYS.1007',
    'clean traffic is not supported for vm type [ApplianceVm]',
  ],
  [
    usual,
    [`cdroms::${images.iso}::Empty::Empty`, 'vmPriority::High'],
    'SYS.1006',
    'One vm cannot create 3 CDROMs, vm can only add 2 CDROMs',
  ],
];

test.each(REFUSALS)('%j with %j is refused', async (params, tags, code, details) => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/maximumCdRomNum', '2');
  expect(await emulator.refused(...create(params, tags))).toMatchObject({ code, details });
});

test.each([
  ['system', { system: true }, 'SYS.1007', "is system image, can't be used to create user vm"],
  ['Disabled', { state: 'Disabled' }, 'SYS.1006', "is Disabled, can't create vm from it"],
])('an image that is %s makes no VM', async (_what, change, code, text) => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/images', {
    params: {
      name: 'i',
      url: 'http://x/i.qcow2',
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore],
      system: 'system' in change,
    },
  });
  if ('state' in change) {
    const disable = { changeImageState: { stateEvent: 'disable' } };
    await emulator.call('PUT', `/images/${uuid}/actions`, disable);
  }
  expect(await emulator.refused(...create({ ...usual, imageUuid: uuid }))).toMatchObject({
    code,
    details: `image[uuid:${uuid}] ${text}`,
  });
});

test('what no image says, the call must: platform, guest and architecture', async () => {
  const emulator = await TestEmulator.start();
  const path = `/images/data-volume-templates/from/volumes/${SEED.volumes.data}`;
  const { uuid } = await emulator.make('POST', path, { params: { name: 'd' } });
  const update = { updateImage: { mediaType: 'RootVolumeTemplate' } };
  await emulator.call('PUT', `/images/${uuid}/actions`, update);
  const told = { platform: 'Linux', guestOsType: 'Linux', architecture: 'x86_64' };
  for (const field of Object.keys(told)) {
    const image = await emulator.find(`/images/${uuid}`);
    if (image[field] !== null) continue;
    const params = { ...usual, imageUuid: uuid, ...told, [field]: null };
    expect(await emulator.refused(...create(params))).toMatchObject({
      code: 'SYS.1006',
      details: `at least one of field ${field} in msg or image[uuid:${uuid}] should be set`,
    });
  }
  const vm = await emulator.make(...create({ ...usual, imageUuid: uuid, ...told }));
  expect(vm).toMatchObject({ state: 'Running', ...told });
});

test('where it is wanted is looked at, only the narrowest place that is named', async () => {
  const emulator = await TestEmulator.start();
  const change = (path: string, body: object) => emulator.call('PUT', `${path}/actions`, body);
  await change(`/zones/${zone}`, { changeZoneState: { stateEvent: 'disable' } });
  expect(await emulator.refused(...create(usual))).toMatchObject({
    code: 'SYS.1006',
    details: `zone[uuid:${zone}] is specified but it's Disabled, can not create vm from it`,
  });
  // Its clusters and hosts are Disabled with it; the zone itself is not looked at where a cluster is named.
  const clusterUuid = SEED.clusters.used;
  await change(`/clusters/${clusterUuid}`, { changeClusterState: { stateEvent: 'enable' } });
  const vm = await emulator.make(...create({ ...usual, clusterUuid }));
  expect(vm).toMatchObject({ state: 'Running', clusterUuid });
  expect(vm.hostUuid).not.toBeNull();
});

test.each([
  ['cluster', 'Disabled', '', "it's Disabled"],
  ['host', '', 'state: Disabled', "it's Disabled"],
  ['host', '', 'status: Connecting', "it's connection status is Connecting"],
])('a %s that is not up to it (%s %s) gets no VM', async (what, cluster, host, text) => {
  const emulator = await startSeed(
    [
      BASE,
      `clusters: [{ name: c, zone: z, uuid: '${PLACES.cluster}'${cluster && `, state: ${cluster}`} }]`,
      `hosts: [{ name: h, cluster: c, uuid: '${PLACES.host}'${host && `, ${host}`} }]`,
      `images: [{ name: i, uuid: '${images.linux}', url: 'http://x/i', size: 1G, backupStorages: [a] }]`,
    ].join('\n'),
  );
  const uuid = PLACES[what as keyof typeof PLACES];
  const params = { ...SIZE, imageUuid: images.linux, [`${what}Uuid`]: uuid };
  expect(await emulator.refused(...create(params))).toMatchObject({
    code: 'SYS.1006',
    details: `${what}[uuid:${uuid}] is specified but ${text}, can not create vm from it`,
  });
});

test('names are unique where the configuration says so, of new VMs and of changed ones', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...create(usual));
  const { uuid } = await emulator.make(...create({ ...usual, name: 'other' }));
  await emulator.configure('vm/uniqueVmName', 'true');
  const details = 'could not create vm, a vm with the name [vm] already exists';
  expect(await emulator.refused(...create(usual))).toMatchObject({ code: 'SYS.1006', details });
  const update = (name: string) =>
    ['PUT', `/vm-instances/${uuid}/actions`, { updateVmInstance: { name } }] as const;
  expect(await emulator.refused(...update('vm'))).toMatchObject({ code: 'SYS.1006', details });
  expect(await emulator.make(...update('other'))).toMatchObject({ name: 'other' });
});

test('without an image it has an empty disk, and a drive', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(
    ...create({
      ...usual,
      imageUuid: null,
      platform: 'Windows',
      guestOsType: 'Windows',
      architecture: 'x86_64',
      rootDiskSize: 3 * GIB,
    }),
  );
  expect(vm).toMatchObject({
    state: 'Running',
    imageUuid: null,
    platform: 'Windows',
    allVolumes: [{ type: 'Root', size: 3 * GIB, actualSize: 0, rootImageUuid: null }],
    vmCdRoms: [{ deviceId: 0, isoUuid: null, description: null, protocol: null }],
  });
});

/** Tags, image, configured drives, and what is in the drives. */
test.each([
  [[], images.linux, '0', []],
  [[], images.linux, '3', [null, null, null]],
  [['createWithoutCdRom::true'], images.linux, '1', []],
  [['createWithoutCdRom::false'], images.linux, '1', [null]],
  [['createWithoutCdRom::true'], images.iso, '1', [images.iso]],
  [['cdroms::Empty::None::empty'], images.linux, '1', [null, null]],
  [[`cdroms::${images.iso}::None::None`], images.linux, '1', [images.iso]],
  [[`cdroms::Empty::${images.iso}::None`], images.iso, '1', [images.iso, null]],
])('with %j of %s and %s drives has %j', async (tags, imageUuid, drives, expected) => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/vmDefaultCdRomNum', drives);
  const vm = await emulator.make(...create({ ...usual, imageUuid, rootDiskSize: GIB }, tags));
  expect(vm.vmCdRoms.map(({ isoUuid }: Json) => isoUuid)).toEqual(expected);
  expect(await textsOn(emulator, vm.uuid)).toEqual(expect.arrayContaining([...tags]));
});

test('tags are kept, those of the image and what it makes of them beside', async () => {
  const emulator = await TestEmulator.start();
  const tags = ['hostname::web.example.com', 'bootOrder::CdRom,HardDisk', 'packer', 'sshkey::k'];
  const vm = await emulator.make(...create(usual, tags));
  expect(await textsOn(emulator, vm.uuid)).toEqual(expect.arrayContaining(tags));
  const image = await emulator.find(`/images/${images.linux}`);
  expect((await textsOn(emulator, vm.uuid)).includes('driver::virtio')).toBe(image.virtio);
});

test.each([
  ['x86_64', ['vmMachineType::q35'], 'vmMachineType::q35', false],
  ['aarch64', ['vmMachineType::q35'], 'vmMachineType::virt', true],
  ['aarch64', [], 'vmMachineType::virt', true],
] as const)('a VM of %s made with %j is %s', async (architecture, tags, expected, inherent) => {
  const emulator = await TestEmulator.start();
  const place = architecture === 'aarch64' ? { hostUuid: SEED.hosts.arm } : {};
  const vm = await emulator.make(...create({ ...usual, ...place, architecture }, tags));
  const ofVm = (await emulator.call('GET', `/system-tags?q=resourceUuid=${vm.uuid}`)).body
    .inventories;
  const types = ofVm.filter(({ tag }: Json) => tag.startsWith('vmMachineType'));
  expect(types).toMatchObject([{ tag: expected, inherent }]);
  expect(ofVm).toContainEqual(
    expect.objectContaining({ tag: `syncPorts::${vm.uuid}`, inherent: true }),
  );
});

test('single data volumes get tags of their own beside those of all', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(
    ...create({
      ...usual,
      dataDiskSizes: [GIB, 2 * GIB],
      dataVolumeSystemTags: ['packer'],
      dataVolumeSystemTagsOnIndex: { 1: ['capability::virtio-scsi', 'packer'] },
    }),
  );
  const disk = (size: number) => vm.allVolumes.find((one: Json) => one.size === size).uuid;
  expect(await textsOn(emulator, disk(GIB))).toEqual(['packer']);
  expect(await textsOn(emulator, disk(2 * GIB))).toEqual(['packer', 'capability::virtio-scsi']);
});

test('data volumes go where a tag says', async () => {
  const emulator = await TestEmulator.start();
  const root = { primaryStorageUuidForRootVolume: primaryStorages.local, dataDiskSizes: [GIB] };
  const tag = `primaryStorageUuidForDataVolume::${primaryStorages.nfs}`;
  const vm = await emulator.make(
    ...create({ ...usual, imageUuid: images.windows, ...root }, [tag]),
  );
  const places = vm.allVolumes.map((one: Json) => [one.type, one.primaryStorageUuid]);
  expect(places.toSorted()).toEqual([
    ['Data', primaryStorages.nfs],
    ['Root', primaryStorages.local],
  ]);
});

describe('one that is only created', () => {
  const created = async (params: object = {}) => {
    const emulator = await TestEmulator.start();
    const wanted = { ...usual, strategy: 'JustCreate', dataDiskSizes: [GIB], ...params };
    return { emulator, vm: await emulator.make(...create(wanted, ['cdroms::Empty::Empty::None'])) };
  };

  test('has no volumes and drives before its first start', async () => {
    const { emulator, vm } = await created();
    expect(vm).toMatchObject({
      state: 'Created',
      rootVolumeUuid: null,
      allVolumes: [],
      vmCdRoms: [],
    });
    const started = await emulator.make(...start(vm.uuid));
    expect(started).toMatchObject({ state: 'Running', allVolumes: { length: 2 } });
    expect(started.vmCdRoms).toMatchObject([{ isoUuid: null }, { isoUuid: null }]);
    expect(started.rootVolumeUuid).not.toBeNull();
    expect((await emulator.control('GET', '/invariants')).body.violations ?? []).toEqual([]);
  });

  test('is gone at once when it is destroyed', async () => {
    const { emulator, vm } = await created();
    await emulator.call('DELETE', `/vm-instances/${vm.uuid}`);
    expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toBeUndefined();
  });

  test('is gone when there is no place for it at its first start', async () => {
    const { emulator, vm } = await created({ dataDiskSizes: [2 ** 52] });
    const { status, body } = await emulator.call(...start(vm.uuid));
    expect([status, body.error.code, body.error.cause.code]).toEqual([503, 'VM.1001', 'SYS.1006']);
    expect(await emulator.find(`/vm-instances/${vm.uuid}`)).toBeUndefined();
  });
});

test('quotas of an account bound its VMs, their processors and memory', async () => {
  const emulator = await TestEmulator.start();
  const share = { shareResource: { resourceUuids: [images.linux], toPublic: true } };
  await emulator.call('PUT', '/accounts/resources/actions', share);
  const identityUuid = 'a11ce000000040008000000000000001';
  const { usages } = (await emulator.call('GET', `/accounts/quota/${identityUuid}/usages`)).body;
  const set = (name: string, value: number) =>
    emulator.call('PUT', '/accounts/quotas/actions', {
      updateQuota: { identityUuid, name, value },
    });
  const names = ['vm.cpuNum', 'vm.memorySize', 'volume.capacity', 'vm.totalNum', 'vm.num'];
  const used = (wanted: string) => usages.find(({ name }: Json) => name === wanted).used;
  for (const name of names) expect((await set(name, used(name))).status).toBe(200);
  // All are used up: what the call says of itself is looked at first, the numbers of VMs last.
  for (const name of names) {
    const answer = await emulator.call('POST', '/vm-instances', create(usual)[2], ALICE_SESSION);
    expect(answer.body.error).toMatchObject({ code: 'ID.1003' });
    expect(answer.body.error.details).toContain(
      `exceeds a quota[name: ${name}, value: ${used(name)}]`,
    );
    await set(name, 100 * 2 ** 40);
  }
});

test.each([
  [{ imageUuid: images.iso }, 'rootDiskOfferingUuid cannot be null when image mediaType is ISO'],
  [{}, 'rootDiskOfferingUuid cannot be null when create vm without image'],
])(
  'a normal account is told of a missing size of the root disk first: %j',
  async (params, details) => {
    const emulator = await TestEmulator.start();
    const share = { shareResource: { resourceUuids: [images.iso], toPublic: true } };
    await emulator.call('PUT', '/accounts/resources/actions', share);
    const [method, path, body] = create({ zoneUuid: zone, ...params });
    const answer = await emulator.call(method, path, body, ALICE_SESSION);
    expect(answer.body.error).toMatchObject({ code: 'SYS.1007', details });
  },
);
