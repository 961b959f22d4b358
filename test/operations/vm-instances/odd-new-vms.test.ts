import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

/* What of new VMs is refused, or is not, where a call tells several things or something unusual. */

const { images, l3Network, publicNetwork, zone, offerings } = SEED;
const usual = { name: 'vm', cpuNum: 1, memorySize: GIB, imageUuid: images.linux };
const inZone = { ...usual, zoneUuid: zone };
const empty = {
  name: 'vm',
  cpuNum: 1,
  memorySize: GIB,
  zoneUuid: zone,
  platform: 'Linux',
  guestOsType: 'g',
  architecture: 'x86_64',
};
const create = (params: object) => ['POST', '/vm-instances', { params }] as const;
const wrong = (details: string) => ({ code: 'SYS.1007', details });
const refusedWith = (details: string) => ({ code: 'SYS.1006', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const refusal = async (params: object) => {
  const { code, details } = await emulator.refused(...create(params));
  return { code, details };
};

test('a network or an image of the system is for VMs of the system, of whatever type else', async () => {
  put(emulator, `update l3_networks set system = 1 where uuid = '${l3Network}'`);
  const onIt = { ...usual, l3NetworkUuids: [l3Network] };
  const ofIt = { ...inZone, imageUuid: images.linux };
  const network = `l3Network[uuid:${l3Network}] is system network, can not create user vm on it`;
  for (const more of [{}, { type: 'UserVm' }]) {
    expect(await refusal({ ...onIt, ...more })).toEqual(refusedWith(network));
  }
  put(emulator, `update images set system = 1 where uuid = '${images.linux}'`);
  const image = `image[uuid:${images.linux}] is system image, can't be used to create user vm`;
  for (const more of [{}, { type: 'UserVm' }]) {
    expect(await refusal({ ...ofIt, ...more })).toEqual(wrong(image));
  }
});

test('of several networks the default one must be told, and be one of them', async () => {
  const two = { ...usual, l3NetworkUuids: [l3Network, publicNetwork] };
  expect(await refusal(two)).toEqual(
    wrong(
      'there are more than one L3 network specified in l3NetworkUuids, but defaultL3NetworkUuid is null',
    ),
  );
  expect(await refusal({ ...two, defaultL3NetworkUuid: zone })).toEqual(
    wrong(
      `defaultL3NetworkUuid[uuid:${zone}] is not in l3NetworkUuids[${l3Network}, ${publicNetwork}]`,
    ),
  );
  const vm = await emulator.make(...create({ ...two, defaultL3NetworkUuid: publicNetwork }));
  expect(vm.defaultL3NetworkUuid).toBe(publicNetwork);
});

test('offerings that are disabled are told, each once', async () => {
  const other = await emulator.make('POST', '/disk-offerings', {
    params: { name: 'other', diskSize: GIB },
  });
  put(emulator, `update disk_offerings set state = 'Disabled'`);
  const params = {
    ...inZone,
    rootDiskOfferingUuid: offerings.disk,
    dataDiskOfferingUuids: [other.uuid, offerings.disk],
  };
  expect(await refusal(params)).toEqual(
    refusedWith(
      `disk offerings[uuids:[${other.uuid}, ${offerings.disk}]] are Disabled, can not create vm from it`,
    ),
  );
  put(emulator, `update instance_offerings set state = 'Disabled'`);
  expect(await refusal({ ...inZone, instanceOfferingUuid: offerings.small })).toEqual(
    refusedWith(`instance offering[uuid:${offerings.small}] is Disabled, can't create vm from it`),
  );
});

test.each([
  ['platform', '[platform] is required'],
  ['guestOsType', '[guestOsType] is required'],
  ['architecture', '[architecture] is required'],
  ['rootDiskSize', 'rootDiskOfferingUuid or rootDiskSize cannot be all null'],
])('without an image, and without its %s, a VM is refused', async (field, words) => {
  expect(await refusal({ ...empty, rootDiskSize: GIB, [field]: undefined })).toEqual(
    wrong(`when imageUuid is null, ${words}`),
  );
});

test('without an image a VM has a disk of some size', async () => {
  expect(await refusal({ ...empty, rootDiskSize: 0 })).toEqual(
    refusedWith('Unexpected root disk settings'),
  );
  const least = await emulator.make(...create({ ...empty, rootDiskSize: 1 }));
  expect(least.allVolumes).toMatchObject([{ size: 1 }]);
  const offered = await emulator.make(
    ...create({ ...empty, rootDiskOfferingUuid: offerings.disk }),
  );
  const { diskSize } = await emulator.find(`/disk-offerings/${offerings.disk}`);
  expect(offered.allVolumes).toMatchObject([{ size: diskSize }]);
});

test('memory may be reserved whole, and not more', async () => {
  const vm = await emulator.make(...create({ ...inZone, reservedMemorySize: GIB }));
  expect(vm.reservedMemorySize).toBe(GIB);
});

test.each([
  ['5x', '"5x"'],
  ['', '""'],
  [' ', '" "'],
  [1.5, '1.5'],
  [true, 'true'],
  [[1], '[1]'],
  [{}, '{}'],
])('the size %j of a disk is none', async (size, told) => {
  expect(await refusal({ ...inZone, diskAOs: [{ boot: true }, { size }] })).toEqual(
    wrong(`size of a disk must be a number of bytes, but was ${told}`),
  );
});

test('the size of a disk may be a text, and one of nothing is none', async () => {
  const disks = [{ boot: 'TRUE' }, { size: ` ${GIB} ` }, { size: null, templateUuid: null }];
  expect(await refusal({ ...inZone, diskAOs: disks })).toEqual(
    refusedWith(
      'Need to set one of the following properties, and can only be one of them: diskOfferingUuid, size, sourceUuid, templateUuid',
    ),
  );
  const vm = await emulator.make(...create({ ...inZone, diskAOs: disks.slice(0, 2) }));
  const sizes = vm.allVolumes.filter(({ type }: Json) => type === 'Data');
  expect(sizes).toMatchObject([{ size: GIB }]);
});

test.each(['{}', '[1]', '[null]', '[[]]', '"x"'])(
  'the NICs %s are no list of objects',
  async (vmNicParams) => {
    expect(await refusal({ ...usual, l3NetworkUuids: [l3Network], vmNicParams })).toEqual(
      refusedWith('invalid json format, causes: Expected BEGIN_ARRAY of objects'),
    );
  },
);
