import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { images, primaryStorages, volumes, zone } = SEED;
const GIB = 2 ** 30;
const boot = { boot: true, platform: 'Linux', guestOsType: 'CentOS 7', architecture: 'x86_64' };
const create = (diskAOs: readonly object[], more: object = {}) =>
  [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: GIB,
        imageUuid: images.linux,
        zoneUuid: zone,
        diskAOs,
        ...more,
      },
    },
  ] as const;
let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await TestEmulator.start();
});
const lawsHold = async () =>
  expect((await emulator.control('GET', '/invariants')).body.violations ?? []).toEqual([]);

const disksOf = ({ allVolumes }: Json): Json[] =>
  allVolumes
    .filter(({ type }: Json) => type === 'Data')
    .toSorted((a: Json, b: Json) => a['deviceId'] - b['deviceId']);

const template = async () =>
  (
    await emulator.make('POST', `/images/data-volume-templates/from/volumes/${volumes.data}`, {
      params: { name: 'template', backupStorageUuids: [SEED.backupStorages.imageStore] },
    })
  )['uuid'];
const volumeOn = (primaryStorageUuid: string | null = null) =>
  emulator.make('POST', '/volumes/data', {
    params: { name: 'there', diskSize: GIB, primaryStorageUuid },
  });

test('a VM gets the disks that its call tells one by one, and runs then', async () => {
  const templateUuid = await template();
  const there = await volumeOn(primaryStorages.ceph);
  const vm = await emulator.make(
    ...create([
      { size: 3 * GIB, systemTags: ['capability::virtio-scsi'] },
      boot,
      { size: `${GIB}`, name: 'named', primaryStorageUuid: primaryStorages.ceph },
      { templateUuid },
      { sourceType: 'VolumeVO', sourceUuid: there['uuid'] },
      { size: 2 * GIB },
    ]),
  );
  expect(vm).toMatchObject({ state: 'Running', guestOsType: 'CentOS 7' });
  const disks = disksOf(vm);
  expect(disks).toMatchObject([
    { name: 'DATA-for-vm-1', size: 3 * GIB, status: 'Ready', deviceId: 1 },
    { name: 'named', size: GIB, primaryStorageUuid: primaryStorages.ceph, deviceId: 2 },
    { name: 'DATA-for-vm-2', rootImageUuid: templateUuid, deviceId: 3 },
    { uuid: there['uuid'], name: 'there', deviceId: 4 },
    // One that has its name is not counted.
    { name: 'DATA-for-vm-3', size: 2 * GIB, deviceId: 5 },
  ]);
  expect(disks.slice(0, 3).map(({ description }) => description)).toEqual(
    Array.from({ length: 3 }, () => `vm-${vm['uuid']}-data-volume`),
  );
  const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${disks[0]?.['uuid']}`);
  expect(tags.body.inventories).toMatchObject([{ tag: 'capability::virtio-scsi' }]);
  await lawsHold();
});

test('its boot disk tells what it is, and whether it has virtio', async () => {
  const told = { boot: true, platform: 'Other', guestOsType: 'other', architecture: 'x86_64' };
  const tagsOf = async ({ uuid }: Json) =>
    (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}&q=tag=driver::virtio`)).body
      .inventories.length;
  const without = await emulator.make(...create([told], { platform: 'Linux' }));
  expect(without).toMatchObject({ platform: 'Other', guestOsType: 'other', state: 'Running' });
  expect(await tagsOf(without)).toBe(0);
  const withIt = await emulator.make(...create([{ ...told, systemTags: ['driver::virtio'] }]));
  expect(await tagsOf(withIt)).toBe(1);
});

test('one that is to be Stopped gets its disks, too; one that is only created cannot have any', async () => {
  const stopped = create([boot, { size: GIB }], { strategy: 'CreateStopped' });
  const vm = await emulator.make(...stopped);
  expect(vm['state']).toBe('Stopped');
  expect(disksOf(vm)).toHaveLength(1);
  const created = create([boot, { size: GIB }], { strategy: 'JustCreate' });
  expect(await emulator.refused(...created)).toMatchObject({
    code: 'VM.1005',
    cause: { code: 'VM.1010' },
  });
});

test('what there is no room for leaves nothing, and a volume that was there stays', async () => {
  const there = await volumeOn(primaryStorages.ceph);
  const disks = [
    boot,
    { sourceType: 'VolumeVO', sourceUuid: there['uuid'] },
    { size: 2 ** 52, primaryStorageUuid: primaryStorages.ceph },
  ];
  expect(await emulator.refused(...create(disks))).toMatchObject({
    code: 'SYS.1006',
    details: expect.stringContaining('cannot find primary storage satisfying conditions'),
  });
  expect(await emulator.find(`/volumes/${there['uuid']}`)).toMatchObject({ vmInstanceUuid: null });
  await lawsHold();
});

describe('refuses', () => {
  const volumeError = (details: string) =>
    `[{"code":"SYS.1006","description":"An operation failed","details":"${details}"}]`;
  const same = { sourceType: 'VolumeVO', sourceUuid: volumes.notInstantiated };
  test.each<[string, object[], object, string, string]>([
    [
      'a volume twice',
      [boot, same, same],
      {},
      'SYS.1006',
      `duplicate volume uuids: [${volumes.notInstantiated}]`,
    ],
    [
      'a volume that has a VM, before all else',
      [{ sourceType: 'VolumeVO', sourceUuid: volumes.data }],
      { cpuNum: null },
      'SYS.1007',
      volumeError(
        `data volume[uuid:${volumes.data}] has been attached to some vm, can't attach again`,
      ),
    ],
    [
      'a root volume',
      [boot, { sourceType: 'VolumeVO', sourceUuid: volumes.paused }],
      {},
      'SYS.1007',
      volumeError(
        `the volume[uuid:${volumes.paused}, name:ROOT-for-paused-1] is Root Volume, can't attach it`,
      ),
    ],
    ['no boot disk', [{ size: 1 }], {}, 'SYS.1007', 'missing root disk'],
    [
      'data disks of sizes that are not above 0 before its disks',
      [boot, {}],
      { dataDiskSizes: [0] },
      'SYS.1006',
      'Unexpected data disk settings. dataDiskSizes need to be greater than 0',
    ],
    [
      'a disk of nothing',
      [boot, {}],
      {},
      'SYS.1006',
      'Need to set one of the following properties, and can only be one of them: diskOfferingUuid, size, sourceUuid, templateUuid',
    ],
    [
      'a disk of two things',
      [boot, { size: 1, templateUuid: 'x' }],
      {},
      'SYS.1006',
      'Cannot set the following properties at the same time: size, templateUuid, ',
    ],
    [
      'a source of another type',
      [boot, { sourceType: 'LunVO', sourceUuid: 'x' }],
      {},
      'SYS.1006',
      'the disk does not support attachment. disk type is LunVO',
    ],
    [
      'a source without a type',
      [boot, { sourceUuid: 'x' }],
      {},
      'SYS.1006',
      'the diskAO parameter is incorrect. need to set one of the following properties, and can only be one of them: size, templateUuid, diskOfferingUuid, sourceUuid-sourceType',
    ],
    [
      'a size that is none',
      [boot, { size: 'much' }],
      {},
      'SYS.1007',
      'size of a disk must be a number',
    ],
  ])('%s', async (_what, disks, more, code, details) => {
    const error = await emulator.refused(...create(disks, more));
    expect(error).toMatchObject({ code, details: expect.stringContaining(details) });
  });

  test('volumes and templates of others', async () => {
    const own = { sourceType: 'VolumeVO', sourceUuid: volumes.spareData };
    const share = { shareResource: { resourceUuids: [images.linux], toPublic: true } };
    await emulator.make('PUT', '/accounts/resources/actions', share);
    for (const disk of [own, { templateUuid: await template() }]) {
      const error = await emulator.refused(...create([boot, disk]), ALICE_SESSION);
      expect(error).toMatchObject({ code: 'SYS.1006' });
    }
  });

  test('a local volume of another host than that of its root volume', async () => {
    const there = await emulator.make('POST', '/volumes/data', {
      params: { name: 'l', diskSize: GIB, primaryStorageUuid: primaryStorages.local },
      systemTags: [`localStorage::hostUuid::${SEED.hosts.arm}`],
    });
    const disks = [boot, { sourceType: 'VolumeVO', sourceUuid: there['uuid'] }];
    const on = {
      hostUuid: SEED.hosts.linux,
      primaryStorageUuidForRootVolume: primaryStorages.local,
    };
    expect(await emulator.refused(...create(disks, on))).toMatchObject({
      code: 'VM.1005',
      details: expect.stringContaining('but they are on different hosts. The root volume[uuid:'),
      cause: { code: 'SYS.1006' },
    });
  });
});
