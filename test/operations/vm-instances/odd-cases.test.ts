import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { done } from '../../support/messages';
import { GIB, takeSnapshot } from '../../support/volumes';

/* Drives, NICs, orders of devices and candidates where something is not as it usually is. */

const { vms, images, l3Network, offerings, zone, volumes } = SEED;
const vm = vms.stoppedWindows;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const detailsOf = async (operation: string, fields: object): Promise<unknown> => {
  const before = emulator.world();
  const { error } = await done(emulator, operation, fields);
  expect(emulator.world()).toEqual(before);
  return [error?.code, error?.details];
};
const vmOf = (uuid: string): Promise<Json> => emulator.find(`/vm-instances/${uuid}`);
const settings = async (): Promise<string[]> => {
  const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${vm}`);
  return body.inventories.map(({ tag }: Json) => String(tag)).toSorted();
};

test('a drive is the first of its own VM alone', async () => {
  const params = { name: 'd', vmInstanceUuid: vm };
  const { uuid } = await emulator.make('POST', '/vm-instances/cdroms', { params });
  const vmInstanceUuid = vms.runningLinux;
  expect(await detailsOf('SetVmInstanceDefaultCdRom', { uuid, vmInstanceUuid })).toEqual([
    'SYS.1000',
    `the CD-ROM[uuid:${uuid}] is not of the vm[uuid:${vmInstanceUuid}]`,
  ]);
});

test('an ISO goes into the drive that a tag names, before that of the parameter', async () => {
  const make = (name: string): Promise<Json> =>
    emulator.make('POST', '/vm-instances/cdroms', { params: { name, vmInstanceUuid: vm } });
  const [second, third] = [await make('b'), await make('c')];
  await emulator.make('POST', `/vm-instances/${vm}/iso/${images.iso}`, {
    systemTags: [`cdromUuid::${third.uuid}`],
    params: { cdRomUuid: second.uuid },
  });
  const isos = async () =>
    Object.fromEntries((await vmOf(vm)).vmCdRoms.map((one: Json) => [one.deviceId, one.isoUuid]));
  expect(await isos()).toEqual({ 0: null, 1: null, 2: images.iso });
  // A change of the VM puts one first by a tag, which must be in a drive.
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
    updateVmInstance: {},
    systemTags: [`iso::${images.iso}::0`],
  });
  expect(await isos()).toEqual({ 0: images.iso, 1: null, 2: null });
  const refused = await emulator.refused('PUT', `/vm-instances/${vm}/actions`, {
    updateVmInstance: {},
    systemTags: [`iso::${images.linux}::0`],
  });
  expect(refused.details).toBe(`ISO[uuid:${images.linux}] is not attached to VM[uuid:${vm}]`);
});

test('an order of devices is for once where the tag says true', async () => {
  const before = await settings();
  for (const [tags, once] of [
    [['bootOrderOnce::TRUE'], true],
    [['bootOrderOnce::false', 'bootOrderOnce::true'], false],
    [['bootOrderOnce::true', 'bootOrderOnce::false'], true],
    [[], false],
  ] as const) {
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
      setVmBootOrder: { bootOrder: ['CdRom', 'Network', 'CdRom'] },
      systemTags: tags,
    });
    expect([tags, await settings()]).toEqual([
      tags,
      [...before, 'bootOrder::CdRom,Network', ...(once ? ['bootOrderOnce::true'] : [])].toSorted(),
    ]);
  }
});

test('a NIC without a VM is turned off by nobody, and taken from none', async () => {
  const params = { l3NetworkUuid: l3Network };
  const { uuid } = await emulator.make('POST', '/nics', { params });
  for (const state of ['enable', 'disable']) {
    expect(await detailsOf('ChangeVmNicState', { vmNicUuid: uuid, state })).toEqual([
      'SYS.1000',
      'java.lang.NullPointerException',
    ]);
  }
  expect(await detailsOf('DetachL3NetworkFromVm', { vmNicUuid: uuid })).toEqual([
    'SYS.1000',
    'No entity found for query',
  ]);
});

test('who says nothing new of a snapshot or a network changes nothing, not even its date', async () => {
  const { uuid } = await takeSnapshot(emulator, 's', volumes.data);
  emulator.advance(5_000);
  const before = emulator.world();
  for (const [operation, fields] of [
    ['UpdateVolumeSnapshot', { uuid }],
    ['UpdateL2Network', { uuid: SEED.l2Networks.usual }],
    ['UpdateIpRange', { uuid: SEED.ipRange }],
  ] as const) {
    const { error } = await done(emulator, operation, fields);
    expect([operation, error]).toEqual([operation, undefined]);
  }
  expect(emulator.world()).toEqual(before);
  const { inventory } = await done(emulator, 'UpdateVolumeSnapshot', { uuid, description: 'd' });
  expect(inventory).toMatchObject({ name: 's', description: 'd' });
});

describe('for an ISO', () => {
  const ask = async (path: string, params: Record<string, string>) => {
    const search = new URLSearchParams({ imageUuid: images.iso, l3NetworkUuids: l3Network });
    for (const [name, value] of Object.entries(params)) search.append(name, value);
    return emulator.call('GET', `/vm-instances/${path}?${search.toString()}`);
  };
  const LARGE = String(2 ** 50);

  test('storages have room for the disk that is said', async () => {
    const { uuid } = await emulator.make('POST', '/disk-offerings', {
      params: { name: 'large', diskSize: 2 ** 50 },
    });
    const numberOf = async (params: Record<string, string>) => {
      const { body } = await ask('candidate-storages', params);
      return body.error?.details ?? body.rootVolumePrimaryStorages.length;
    };
    const all = await numberOf({ rootDiskSize: '1' });
    expect(all).toBeGreaterThan(0);
    expect(await numberOf({ rootDiskOfferingUuid: offerings.disk })).toBe(all);
    expect(await numberOf({ rootDiskSize: LARGE })).toBe(0);
    expect(await numberOf({ rootDiskOfferingUuid: uuid })).toBe(0);
    // The offering is looked at before the size.
    expect(await numberOf({ rootDiskOfferingUuid: offerings.disk, rootDiskSize: LARGE })).toBe(all);
    expect(await numberOf({})).toBe('rootDiskSize is needed when image media type is ISO');
  });

  test('places have room for the disk, and for those of data', async () => {
    const { uuid } = await emulator.make('POST', '/disk-offerings', {
      params: { name: 'large', diskSize: 2 ** 50 },
    });
    const own = { cpuNum: '1', memorySize: String(GIB), zoneUuid: zone };
    const numberOf = async (params: Record<string, string>) => {
      const { body } = await ask('candidate-destinations', { ...own, ...params });
      return body.error ? 0 : body.hosts.length;
    };
    expect(await numberOf({ rootDiskSize: '1' })).toBe(2);
    expect(await numberOf({ rootDiskOfferingUuid: offerings.disk })).toBe(2);
    expect(await numberOf({ rootDiskSize: LARGE })).toBe(0);
    expect(await numberOf({ rootDiskOfferingUuid: uuid })).toBe(0);
    expect(await numberOf({ rootDiskOfferingUuid: offerings.disk, rootDiskSize: LARGE })).toBe(2);
    expect(await numberOf({ rootDiskSize: '1', dataDiskOfferingUuids: uuid })).toBe(0);
    expect(await numberOf({ rootDiskSize: '1', dataDiskOfferingUuids: offerings.disk })).toBe(2);
  });
});

test('a size of an ISO is less than 1 by no way', async () => {
  const search = `imageUuid=${images.iso}&l3NetworkUuids=${l3Network}&rootDiskSize=0`;
  for (const path of ['candidate-storages', 'candidate-destinations']) {
    const { details } = await emulator.refused('GET', `/vm-instances/${path}?${search}`);
    expect(details).toBe(
      'field[rootDiskSize] must be in range of [1 byte, 9223372036854775807 bytes]',
    );
  }
});
