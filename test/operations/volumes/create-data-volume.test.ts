import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { ADMIN, GIB, put, takeSnapshot } from '../../support/volumes';

const { volumes, primaryStorages, images, backupStorages } = SEED;
const create = (params: object) =>
  ['POST', '/volumes/data', { params: { name: 'v', ...params } }] as const;

/** The words of an allocation that finds no storage. */
const noRoom = (size: number, where = '') =>
  `cannot find primary storage satisfying conditions[${where}state:Enabled, ${where ? 'status: Connected' : 'status:Connected'}, available capacity > ${size}`;

describe('an empty volume', () => {
  test.each([
    ['less than nothing', { diskSize: -1 }, 'SYS.1007', 'unexpected disk size settings'],
    [
      'on a storage in maintenance',
      { diskSize: GIB, primaryStorageUuid: primaryStorages.inMaintenance },
      'SYS.1006',
      noRoom(GIB),
    ],
    [
      'larger than its storage',
      { diskSize: 2 ** 50, primaryStorageUuid: primaryStorages.nfs },
      'SYS.1006',
      noRoom(2 ** 50),
    ],
    [
      'of an offering that is not there',
      { diskOfferingUuid: images.linux },
      'SYS.1003',
      `invalid field[diskOfferingUuid], resource[uuid:${images.linux}, type:DiskOfferingVO] not found`,
    ],
    [
      'with a tag that nobody knows',
      { diskSize: 1, systemTags: ['qos::read=1::more'] },
      'SYS.1007',
      'no system tag matches qos::read=1::more',
    ],
    [
      'with a tag of images',
      { diskSize: 1, systemTags: ['image::cert::c'] },
      'SYS.1007',
      'no system tag matches[image::cert::c] for resourceType[VolumeVO]',
    ],
    [
      'with a tag of no effect that nobody knows, beside one that is kept',
      { diskSize: 1, systemTags: ['packer', 'ephemeral::unheard-of'] },
      'SYS.1007',
      'no system tag matches ephemeral::unheard-of',
    ],
  ])('%s is refused', async (_what, params, code, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...create(params))).toMatchObject({ code, details });
  });

  test('without a size has none, as one of 0 bytes', async () => {
    const emulator = await TestEmulator.start();
    for (const params of [{}, { diskSize: 0 }]) {
      expect(await emulator.make(...create(params))).toMatchObject({
        size: 0,
        status: 'NotInstantiated',
        format: null,
      });
    }
  });

  test('has its limits as a field, and the other tags as tags', async () => {
    const emulator = await TestEmulator.start();
    const systemTags = [
      'qos::read=1048576,write=2097152',
      'capability::virtio-scsi',
      'packer',
      'ephemeral::shareable',
    ];
    const { uuid, ...volume } = await emulator.make(...create({ diskSize: GIB, systemTags }));
    expect(volume).toMatchObject({ isShareable: true, volumeQos: 'read=1048576,write=2097152' });
    const asked = await emulator.find('/volumes?q=volumeQos=read=1048576,write=2097152');
    expect(asked.uuid).toBe(uuid);
    const tags = (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body;
    expect(tags.inventories.map(({ tag }: { tag: string }) => tag)).toEqual([
      'capability::virtio-scsi',
      'packer',
    ]);
  });

  test('lies in the pool of Ceph that its tag names, if there is one', async () => {
    const emulator = await TestEmulator.start();
    const params = {
      diskSize: GIB,
      primaryStorageUuid: primaryStorages.ceph,
      systemTags: ['ceph::pool::fast'],
    };
    expect(await emulator.refused(...create(params))).toMatchObject({
      code: 'SYS.1006',
      details: 'cannot find cephPrimaryStorage pool[poolName=fast]',
    });
    put(
      emulator,
      `insert into ceph_primary_storage_pools select '0123456789ab4def8123456789abcdef', primary_storage_uuid, 'fast', null, null, 'Data', create_date, last_op_date from ceph_primary_storage_pools limit 1`,
    );
    const volume = await emulator.make(...create(params));
    expect(volume.installPath).toBe(`ceph://fast/${volume.uuid}`);
  });

  test("lies in its owner's folder", async () => {
    const emulator = await TestEmulator.start();
    const call = create({ diskSize: GIB, primaryStorageUuid: primaryStorages.nfs });
    const path = (owner: string, uuid: string) =>
      `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${owner}/vol-${uuid}/${uuid}.qcow2`;
    const admins = await emulator.make(...call);
    expect(admins.installPath).toBe(path(ADMIN, admins.uuid));
    const { body } = await emulator.call(...call, ALICE_SESSION);
    const { installPath, uuid } = body.inventory;
    expect(installPath).toBe(path('a11ce000000040008000000000000001', uuid));
  });
});

describe('a volume of a template', () => {
  const template = async (emulator: TestEmulator) =>
    emulator.make('POST', `/images/data-volume-templates/from/volumes/${volumes.spareData}`, {
      params: { name: 't', backupStorageUuids: [backupStorages.imageStore] },
    });
  const of = (image: string, params: object) =>
    [
      'POST',
      `/volumes/data/from/data-volume-templates/${image}`,
      { params: { name: 'v', primaryStorageUuid: primaryStorages.nfs, ...params } },
    ] as const;

  test('needs a storage with room, and one that can share it to be shareable', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await template(emulator);
    const shared = { systemTags: ['ephemeral::shareable'] };
    expect(await emulator.refused(...of(uuid, shared))).toMatchObject({
      code: 'SYS.1006',
      details: 'primaryStorage type [NFS] not support shared volume yet',
    });
    const where = { primaryStorageUuid: primaryStorages.inMaintenance };
    expect((await emulator.refused(...of(uuid, where))).details).toBe(noRoom(50 * GIB));
    const hostUuid = '05700000000040008000000000000001';
    expect((await emulator.refused(...of(uuid, { ...where, hostUuid }))).details).toBe(
      noRoom(50 * GIB, `connected to host:${hostUuid}, `),
    );
    const limited = await emulator.make(...of(uuid, { systemTags: ['qos::total=5'] }));
    expect(limited).toMatchObject({ volumeQos: 'total=5', isShareable: false });
  });
});

describe('a volume of a snapshot', () => {
  const of = (snapshot: string, params: object = {}) =>
    [
      'POST',
      `/volumes/data/from/volume-snapshots/${snapshot}`,
      { params: { name: 'v', ...params } },
    ] as const;

  test('needs one that is Ready, on a storage with room; its state does not matter', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    const set = (what: string) =>
      emulator.environment.database.exec(`update volume_snapshots set ${what}`);
    set("status = 'Creating'");
    expect(await emulator.refused(...of(uuid))).toMatchObject({
      code: 'VOLUME_SNAPSHOT.1000',
      details: `snapshot[uuid:${uuid}, name:s]'s status[Creating] is not allowed for message[org.zstack.header.storage.snapshot.InstantiateDataVolumeFromVolumeSnapshotMsg], allowed status[Ready]`,
    });
    set("status = 'Ready', state = 'Disabled'");
    expect(await emulator.make(...of(uuid))).toMatchObject({ status: 'Ready', size: 50 * GIB });
    emulator.environment.database.exec("update primary_storages set state = 'Disabled'");
    expect((await emulator.refused(...of(uuid))).details).toBe(noRoom(50 * GIB));
  });

  test.each([
    ['strict', primaryStorages.ceph, 'raw'],
    ['native', primaryStorages.nfs, 'qcow2'],
  ])('on a named storage (%s checks)', async (checks, primaryStorageUuid, format) => {
    const emulator = await TestEmulator.start({ settings: { checks } });
    const { uuid } = await takeSnapshot(emulator, 's');
    const volume = await emulator.make(
      ...of(uuid, { primaryStorageUuid: primaryStorages.ceph, systemTags: ['qos::total=5'] }),
    );
    // Limits are no field here, they stay a tag.
    expect(volume).toMatchObject({ primaryStorageUuid, format, volumeQos: null });
  });
});

test.each([
  ['/volumes/data', { diskSize: 1 }, 3],
  [`/volumes/${volumes.spareData}/volume-snapshots`, {}, 3],
])('a client waits for POST %s as long as for the real one', async (path, params, hours) => {
  const emulator = await TestEmulator.start({ settings: { apiMode: 'async' } });
  const { status, body } = await emulator.call('POST', path, { params: { name: 'x', ...params } });
  expect([status, body.apiTimeout]).toEqual([202, hours * 3_600_000]);
});
