import { SEED, TestEmulator, type Json } from '../support/emulator';
import { asBase64, ovfOf } from '../support/ovf';
import { put } from '../support/volumes';

const { backupStorages, vms, volumes, zone, images } = SEED;
const { imageStore } = backupStorages;
const vm = vms.stoppedWindows;

const exporting = (more = {}) =>
  [
    'POST',
    '/ovf/ova-packages',
    { params: { vmUuid: vm, backupStorageUuid: imageStore, ...more } },
  ] as const;
/** What the descriptor of a new package says. */
async function described(emulator: TestEmulator, more = {}): Promise<Json> {
  const { uuid } = await emulator.make(...exporting(more));
  const ovf = emulator.environment.database
    .prepare<[string], string>('select ovf from image_packages where uuid = ?')
    .pluck()
    .get(uuid);
  const params = { xmlBase64: asBase64(String(ovf)) };
  return (await emulator.call('POST', '/ovf/parse', { params })).body.ovfInfo;
}
const making = (infos: unknown, more = {}) =>
  [
    'POST',
    '/ovf/create-vm-instance',
    {
      params: {
        xmlBase64: asBase64(ovfOf()),
        jsonImageInfos: typeof infos === 'string' ? infos : JSON.stringify(infos),
        backupStorageUuid: imageStore,
        jsonCreateVmParam: JSON.stringify({ name: 'copy', zoneUuid: zone }),
        ...more,
      },
    },
  ] as const;

test.each<[unknown, string, string]>([
  ['{', 'OVF.1003', 'jsonImageInfos must be a list of objects in JSON'],
  [{}, 'OVF.1003', 'jsonImageInfos must be a list of objects in JSON'],
  [[1], 'OVF.1003', 'jsonImageInfos must be a list of objects in JSON'],
  [
    [{ ovfId: 'system', type: 'Upload' }, []],
    'OVF.1003',
    'jsonImageInfos must be a list of objects in JSON',
  ],
  [[{ type: 'Upload' }], 'OVF.1004', "'ovfId' of an image is missing"],
  [[{ ovfId: '', type: 'Upload' }], 'OVF.1004', "'ovfId' of an image is missing"],
  [[{ ovfId: 5, type: 'Upload' }], 'OVF.1004', "'ovfId' of an image is missing"],
  [
    [{ ovfId: 'a', type: 'Copy' }],
    'OVF.1004',
    "'type' of the image a must be Download, Upload, ImageUuid",
  ],
  [[{ ovfId: 'a', type: 'Download', url: '' }], 'OVF.1004', "'url' of the image a is missing"],
  [[{ ovfId: 'a', type: 'ImageUuid' }], 'OVF.1004', "'uuid' of the image a is missing"],
  [[{ ovfId: 'a', type: 'Upload' }], 'OVF.1004', 'no disk with a file is called a'],
])('what is said of disks as %j is refused', async (infos, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...making(infos))).toMatchObject({ code, details });
});

test('a disk is called by its id, by that of its file, or by the file’s name', async () => {
  for (const ovfId of ['system', 'file1', 'system.vmdk']) {
    const emulator = await TestEmulator.start();
    const info = { ovfId, type: 'ImageUuid', uuid: images.linux };
    expect(await emulator.make(...making([info]))).toMatchObject({ imageUuid: images.linux });
    await emulator.stop();
  }
});

test('a disk that is empty has no bytes that could be told of', async () => {
  const emulator = await TestEmulator.start();
  const xmlBase64 = asBase64(
    ovfOf({
      disk: '<ovf:Disk ovf:diskId="empty" ovf:capacity="1" ovf:capacityAllocationUnits="GigaBytes"/>',
      items: `<ovf:Item><rasd:HostResource>ovf:/disk/empty</rasd:HostResource><rasd:InstanceID>11</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></ovf:Item>`,
    }),
  );
  const infos = [{ ovfId: 'empty', type: 'ImageUuid', uuid: images.linux }];
  expect((await emulator.refused(...making(infos, { xmlBase64 }))).details).toBe(
    'no disk with a file is called empty',
  );
});

test.each(['url', 'installPath'])('a download is told by its %s', async (field) => {
  const emulator = await TestEmulator.start();
  const url = 'http://x/a.vmdk#size=1G&actualSize=1M';
  const { imageUuid } = await emulator.make(
    ...making([{ ovfId: 'system', type: 'Download', [field]: url, uuid: images.linux }]),
  );
  expect(await emulator.find(`/images/${imageUuid}`)).toMatchObject({ url });
});

describe('images that were added for a VM', () => {
  const download = [
    { ovfId: 'system', type: 'Download', url: 'http://x/a.vmdk#size=1G&actualSize=1M' },
  ];
  const stateOf = async (emulator: TestEmulator, uuid: string) =>
    (await emulator.find(`/images/${uuid}`))?.status;

  test.each([
    ['Direct', undefined],
    ['Delay', 'Deleted'],
    ['Never', 'Deleted'],
  ])('go by the policy %s once it is there, where the call says so', async (policy, status) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/deletionPolicy', policy);
    const { imageUuid } = await emulator.make(
      ...making(download, { deleteImageAfterSuccess: true }),
    );
    expect(await stateOf(emulator, imageUuid)).toBe(status);
    const kept = await emulator.make(...making(download, { deleteImageAfterSuccess: false }));
    expect(await stateOf(emulator, kept.imageUuid)).toBe('Ready');
    const own = [{ ovfId: 'system', type: 'ImageUuid', uuid: images.linux }];
    await emulator.make(...making(own, { deleteImageAfterSuccess: true }));
    expect(await stateOf(emulator, images.linux)).toBe('Ready');
  });

  test.each([
    [true, []],
    [false, ['Ready']],
  ])('when it fails: deleteImageOnFail %s leaves %j', async (deleteImageOnFail, left) => {
    const emulator = await TestEmulator.start();
    const point = 'create-vm-instance-from-ovf/create-volumes';
    await emulator.control('POST', '/faults', { point, kind: 'fail' });
    const before = (await emulator.call('GET', '/images')).body.inventories.length;
    expect((await emulator.call(...making(download, { deleteImageOnFail }))).status).toBe(503);
    const all: Json[] = (await emulator.call('GET', '/images')).body.inventories;
    expect(all.slice(before).map(({ status }) => status)).toEqual(left);
  });
});

describe('a package', () => {
  const attach = async (emulator: TestEmulator, name: string, more = {}): Promise<string> => {
    const params = {
      name,
      diskSize: 2 ** 30,
      primaryStorageUuid: SEED.primaryStorages.nfs,
      ...more,
    };
    const { uuid } = await emulator.make('POST', '/volumes/data', { params });
    await emulator.make('POST', `/volumes/${uuid}/vm-instances/${vm}`);
    return uuid;
  };

  test('has the root disk first, then the others by their places in the VM', async () => {
    const emulator = await TestEmulator.start();
    const [one, two] = [await attach(emulator, 'one'), await attach(emulator, 'two')];
    const away = await attach(emulator, 'away');
    put(
      emulator,
      `update volumes set device_id = 7 where uuid = '${one}'; update volumes set status = 'Migrating' where uuid = '${away}'`,
    );
    await emulator.make(...exporting());
    const kept = emulator.environment.database
      .prepare('select content_id from image_package_disks order by disk_index')
      .pluck()
      .all();
    expect(kept).toEqual(['ROOT-for-win-1', `empty:${two}`, `empty:${one}`]);
  });

  test.each([
    ['a'.repeat(70), 'a'.repeat(60)],
    ['.hidden', '_hidden'],
    ['--x', '_x'],
    ['a b  c', 'a_b_c'],
    ['x.y_z-1', 'x.y_z-1'],
  ])('of a VM that is called %s has files %s', async (name, base) => {
    const emulator = await TestEmulator.start();
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, { updateVmInstance: { name } });
    expect((await described(emulator)).disks[0].fileName).toBe(`${base}-disk1.vmdk`);
  });

  test.each([
    ['virtio = 1', 'driver_type = null', 'virtio', 'SCSI'],
    ['virtio = 0', 'driver_type = null', 'e1000', 'SATA'],
    ['virtio = 0', "driver_type = 'rtl8139'", 'rtl8139', 'SATA'],
  ])(
    'says of a VM with %s and NICs with %s: %s, %s',
    async (ofVm, ofNics, nicModel, driverType) => {
      const emulator = await TestEmulator.start();
      put(emulator, `update vm_instances set ${ofVm}; update vm_nics set ${ofNics}`);
      expect(await described(emulator)).toEqual({
        vmName: 'win-1',
        disks: [
          {
            index: 0,
            diskId: 'vmdisk1',
            fileRef: 'file1',
            fileName: 'win-1-disk1.vmdk',
            format: 'vmdk',
            populatedSize: 17 * 2 ** 30,
            capacity: 80 * 2 ** 30,
          },
        ],
        networks: [{ name: 'l3-flat' }],
        cpu: { instanceId: '1', quantity: 2, coresPerSocket: null },
        memory: { instanceId: '2', quantity: 2 ** 31 },
        os: { id: 1, version: null, osType: null, description: 'Windows Server 2019' },
        systemInfo: { virtualSystemType: 'zstack-kvm', firmwareType: 'efi' },
        nics: [{ networkName: 'l3-flat', nicModel, nicName: 'NIC 1', autoAllocation: true }],
        cdDrivers: [{ autoAllocation: false, driverType, subType: null, name: 'CD-ROM 1' }],
        volumes: [{ name: 'ROOT-for-win-1', diskId: 'vmdisk1', driverType }],
      });
    },
  );

  test.each([
    [0, 200],
    [1, 503],
  ])('needs room for all of its data: %i bytes too few is %i', async (less, status) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('backupStorage/reservedCapacity', '1G');
    const { actualSize } = await emulator.find(`/volumes/${volumes.stoppedWindows}`);
    const left = actualSize + 2 ** 30 - less;
    put(
      emulator,
      `update backup_storages set system_used_capacity = system_used_capacity + available_capacity - ${left}, available_capacity = ${left} where uuid = '${imageStore}'`,
    );
    const answer = await emulator.call(...exporting());
    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(answer.body.error.details).toBe(
      `backup storage[uuid: ${imageStore}] does not have enough available capacity for exporting vm[uuid: ${vm}], required capacity is: ${actualSize}`,
    );
  });

  test('is not even begun on a store that does not answer', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    put(emulator, "update backup_storages set status = 'Disconnected'");
    expect((await emulator.refused(...exporting())).details).toBe(
      `backup storage[uuid:${imageStore}] is not enabled and connected`,
    );
  });

  test('is nowhere for who has no key, or a wrong one', async () => {
    const emulator = await TestEmulator.start();
    const { exportUrl } = await emulator.make(...exporting());
    const told = async (url: string) => {
      const answer = await fetch(url);
      return [answer.status, await answer.text()];
    };
    const wrong = exportUrl.replace(/package-[0-9a-f]{40}/, `package-${'0'.repeat(40)}`);
    expect(await told(wrong)).toEqual([403, expect.stringContaining('Forbidden')]);
    const gone = [404, expect.stringContaining('Image package not found.')];
    expect(await told(`${exportUrl}/other.vmdk`)).toEqual(gone);
    expect(await told(exportUrl.replace(imageStore, backupStorages.ceph))).toEqual(gone);
    put(emulator, "update image_packages set state = 'Exporting'");
    expect(await told(exportUrl)).toEqual(gone);
  });
});
