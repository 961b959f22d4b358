import { ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';
import { ALICE } from '../support/accounts';
import { done } from '../support/messages';
import { makePattern } from '../support/tag-patterns';
import { takeSnapshot } from '../support/volumes';

/*
 * Whose a thing is decides what an account may do with it: what an operation is about must be the caller's own, what it
 * only reads must be shared with the caller. Each of both is refused in its own words.
 */

const { images, volumes, vms, l2Networks, publicNetwork, vip, eip, ipRange } = SEED;
const { imageStore } = SEED.backupStorages;
const NIC = 'e1c00000000040008000000000000001';
const uuidOf = (digit: number) => `05e0000000004000800000000000000${digit}`;
const [SNAPSHOT, GROUP, IMAGE_GROUP, PACKAGE, BACKUP, RESERVED, NETWORK, OFFERING, DISK] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
].map(uuidOf) as [string, string, string, string, string, string, string, string, string];

/** A world in which admin has something of each kind that the default one has none of, or none that is admin's alone. */
async function ofAdmin(): Promise<{ emulator: TestEmulator; pattern: string; job: string }> {
  const emulator = await TestEmulator.start();
  const make = (path: string, params: object) => emulator.make('POST', path, { params });
  await make(`/volumes/${volumes.spareData}/volume-snapshots`, {
    name: 's',
    resourceUuid: SNAPSHOT,
  });
  await make('/volume-snapshots/group', {
    name: 'g',
    rootVolumeUuid: volumes.stoppedWindows,
    resourceUuid: GROUP,
  });
  await make(`/imagegroup/from/image/${images.linux}`, { name: 'i', resourceUuid: IMAGE_GROUP });
  await make('/ovf/ova-packages', {
    vmUuid: vms.stoppedWindows,
    backupStorageUuid: imageStore,
    resourceUuid: PACKAGE,
  });
  await make(`/volumes/${volumes.runningLinux}/volume-backups`, {
    name: 'b',
    backupStorageUuid: imageStore,
    resourceUuid: BACKUP,
  });
  await make(`/l3-networks/${SEED.l3Network}/reserved-ip-ranges`, {
    startIp: '10.1.0.20',
    endIp: '10.1.0.21',
    resourceUuid: RESERVED,
  });
  await make('/l3-networks', {
    name: 'l',
    l2NetworkUuid: l2Networks.usual,
    resourceUuid: NETWORK,
  });
  await make('/instance-offerings', {
    name: 'o',
    cpuNum: 1,
    memorySize: 2 ** 30,
    resourceUuid: OFFERING,
  });
  await make('/disk-offerings', { name: 'd', diskSize: 2 ** 30, resourceUuid: DISK });
  const { uuid: pattern } = await makePattern(emulator);
  const { uuid: job } = await make('/longjobs', {
    jobName: 'APIExportImageFromBackupStorageMsg',
    jobData: JSON.stringify({ imageUuid: images.linux, backupStorageUuid: imageStore }),
  });
  emulator.advance(1_000);
  return { emulator, pattern, job };
}

type Row = readonly [operation: string, param: string, type: string, uuid: string, more?: object];

/** What an operation is about. */
const ABOUT: readonly Row[] = [
  ['DeleteImage', 'uuid', 'Image', images.linux],
  ['ExpungeImageGroup', 'uuid', 'ImageGroup', IMAGE_GROUP],
  ['CreateImageGroupFromImage', 'rootVolumeTemplateUuid', 'Image', images.linux, { name: 'x' }],
  [
    'CreateImageGroupFromSnapshot',
    'rootVolumeSnapshotUuid',
    'VolumeSnapshot',
    SNAPSHOT,
    { name: 'x' },
  ],
  [
    'CreateImageGroupFromVmInstance',
    'vmInstanceUuid',
    'VmInstance',
    vms.stoppedWindows,
    { name: 'x' },
  ],
  ['DeleteDataVolume', 'uuid', 'Volume', volumes.data],
  ['DeleteVolumeBackup', 'uuid', 'VolumeBackup', BACKUP],
  ['DeleteImagePackage', 'uuid', 'ImagePackage', PACKAGE],
  ['DeleteVolumeSnapshot', 'uuid', 'VolumeSnapshot', SNAPSHOT],
  ['DeleteVolumeSnapshotGroup', 'uuid', 'VolumeSnapshotGroup', GROUP],
  ['StartVmInstance', 'uuid', 'VmInstance', vms.stoppedWindows],
  ['UpdateL2Network', 'uuid', 'L2Network', l2Networks.usual],
  ['DeleteL3Network', 'uuid', 'L3Network', SEED.l3Network],
  ['DeleteIpRange', 'uuid', 'IpRange', ipRange],
  ['DeleteReservedIpRange', 'uuid', 'ReservedIpRange', RESERVED],
  ['DeleteVmNic', 'uuid', 'VmNic', NIC],
  ['DeleteVip', 'uuid', 'Vip', vip],
  ['DeleteEip', 'uuid', 'Eip', eip],
  ['CreateUserTag', 'resourceUuid', 'Resource', SEED.zone, { resourceType: 'ZoneVO', tag: 'x' }],
];

/** What an operation reads. */
const READ: readonly Row[] = [
  [
    'ExportImageFromBackupStorage',
    'imageUuid',
    'Image',
    images.linux,
    { backupStorageUuid: imageStore },
  ],
  [
    'CreateDataVolumeTemplateFromVolume',
    'volumeUuid',
    'Volume',
    volumes.data,
    { name: 'x', backupStorageUuids: [imageStore] },
  ],
  [
    'CreateDataVolumeFromVolumeSnapshot',
    'volumeSnapshotUuid',
    'VolumeSnapshot',
    SNAPSHOT,
    { name: 'x' },
  ],
  [
    'CreateVmInstanceFromVolumeSnapshotGroup',
    'volumeSnapshotGroupUuid',
    'VolumeSnapshotGroup',
    GROUP,
    { name: 'x', cpuNum: 1, memorySize: 2 ** 30 },
  ],
  [
    'CreateRootVolumeTemplateFromVolumeBackup',
    'backupUuid',
    'VolumeBackup',
    BACKUP,
    { name: 'x', backupStorageUuid: imageStore },
  ],
  [
    'AttachDataVolumeToVm',
    'vmInstanceUuid',
    'VmInstance',
    vms.stoppedWindows,
    { volumeUuid: volumes.alice },
  ],
  ['CreateDataVolume', 'diskOfferingUuid', 'DiskOffering', DISK, { name: 'x' }],
  [
    'CreateVmInstance',
    'instanceOfferingUuid',
    'InstanceOffering',
    OFFERING,
    { name: 'x', imageUuid: images.linux },
  ],
  ['CreateVip', 'l3NetworkUuid', 'L3Network', NETWORK, { name: 'x' }],
  ['CreateEip', 'vmNicUuid', 'VmNic', NIC, { name: 'x', vipUuid: vip }],
];

test('what an operation is about must be the own of who calls', async () => {
  const { emulator, pattern, job } = await ofAdmin();
  const shareResource = { resourceUuids: [images.linux, SNAPSHOT, GROUP], toPublic: true };
  await emulator.make('PUT', '/accounts/resources/actions', { shareResource });
  const before = emulator.world();
  const made: readonly Row[] = [
    ['UpdateTag', 'uuid', 'TagPattern', pattern],
    ['CancelLongJob', 'uuid', 'LongJob', job],
  ];
  for (const [operation, param, type, uuid, more] of [...ABOUT, ...made]) {
    const told = { ...more, [param]: uuid };
    const { error } = await done(emulator, operation, told, { session: ALICE_SESSION });
    expect([operation, error?.code, error?.details]).toEqual([
      operation,
      'SYS.1006',
      `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${uuid}, type:${type}VO]`,
    ]);
  }
  expect(emulator.world()).toEqual(before);
});

test('what an operation reads must be shared with who calls', async () => {
  const { emulator, pattern } = await ofAdmin();
  const before = emulator.world();
  const made: Row = [
    'CreateDataVolume',
    'tagUuids',
    'TagPattern',
    pattern,
    { name: 'x', diskOfferingUuid: SEED.offerings.disk, tagUuids: [pattern] },
  ];
  for (const [operation, param, type, uuid, more] of [...READ, made]) {
    const told = { [param]: uuid, ...more };
    const { error } = await done(emulator, operation, told, { session: ALICE_SESSION });
    expect([operation, error?.code, error?.details]).toEqual([
      operation,
      'SYS.1006',
      `the account[uuid:${ALICE}] has no access to the resources[uuid:[${uuid}], type:${type}VO]`,
    ]);
  }
  expect(emulator.world()).toEqual(before);
});

test('networks of layer 2, ranges and VIPs may be used by all; images are cloned by all', async () => {
  const { emulator } = await ofAdmin();
  const asAlice = (operation: string, fields: object) =>
    done(emulator, operation, fields, { session: ALICE_SESSION });
  for (const [operation, fields] of [
    ['CreateL3Network', { name: 'x', l2NetworkUuid: l2Networks.vlan }],
    [
      'CreateVip',
      { name: 'x', l3NetworkUuid: publicNetwork, ipRangeUuid: ipRange.replace(/1$/, '2') },
    ],
    ['CloneImage', { imageUuid: images.linux }],
  ] as const) {
    const { error } = await asAlice(operation, fields);
    expect([operation, error]).toEqual([operation, undefined]);
  }
  await emulator.make('DELETE', `/eips/${eip}`);
  const { error } = await asAlice('CreateEip', { name: 'x', vipUuid: vip });
  expect(error).toBeUndefined();
});

test('of several that are not shared all are named, those that are not the own the first', async () => {
  const { emulator, pattern } = await ofAdmin();
  const { uuid: other } = await takeSnapshot(emulator, 't', volumes.data);
  const { uuid: further } = await makePattern(emulator, { name: 'further' });
  const detailsOf = async (operation: string, fields: object): Promise<string> =>
    (await done(emulator, operation, fields, { session: ALICE_SESSION })).error.details;
  expect(await detailsOf('BatchDeleteVolumeSnapshot', { uuids: [other, SNAPSHOT] })).toBe(
    `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${other}, type:VolumeSnapshotVO]`,
  );
  const volume = { name: 'x', diskOfferingUuid: SEED.offerings.disk };
  const tagUuids = [further, pattern];
  expect(await detailsOf('CreateDataVolume', { ...volume, tagUuids })).toBe(
    `the account[uuid:${ALICE}] has no access to the resources[uuid:[${further}, ${pattern}], type:TagPatternVO]`,
  );
});

test.each([{ toPublic: true }, { accountUuids: [ALICE] }])(
  'what is shared by %j may be read',
  async (sharing) => {
    const { emulator } = await ofAdmin();
    const shareResource = { resourceUuids: [DISK], ...sharing };
    await emulator.make('PUT', '/accounts/resources/actions', { shareResource });
    const { error } = await done(
      emulator,
      'CreateDataVolume',
      { name: 'x', diskOfferingUuid: DISK },
      { session: ALICE_SESSION },
    );
    expect(error).toBeUndefined();
  },
);
