import { allOperations } from '../../../src/api/operations';
import { ADMIN_ACCOUNT, ALICE, digest } from '../../support/accounts';
import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TestEmulator,
  type Json,
} from '../../support/emulator';
import { JOB_DATA, submission, submit, type JobName } from '../../support/long-jobs';
import { makePattern, makeTokenPattern, shareWith, textsOn } from '../../support/tag-patterns';
import { asBase64, ovfOf } from '../../support/ovf';

const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { volumes, images } = SEED;
const { imageStore } = SEED.backupStorages;
const addImage = { name: 'x', url: 'http://x/a.qcow2', format: 'qcow2' };
const on = { backupStorageUuids: [imageStore] };
const server = { hostname: '10.0.0.9', username: 'root', password: 'x', url: '/x', name: 'x' };
const vmOfSource = { name: 'x', cpuNum: 1, memorySize: 2 ** 30, zoneUuid: SEED.zone };
const mons = { name: 'x', url: 'ceph', monUrls: ['root:password@10.0.0.9'] };

type Creation = readonly [path: string, params: object];
type CreationOf = (emulator: TestEmulator) => Creation | Promise<Creation>;

const snapshotOf = async (emulator: TestEmulator, volume: string): Promise<Json> =>
  emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 's' } });
async function dataTemplateOf(emulator: TestEmulator): Promise<string> {
  const path = `/images/data-volume-templates/from/volumes/${volumes.data}`;
  return (await emulator.make('POST', path, { params: { name: 't', ...on } })).uuid;
}

/** Every call that creates. */
const CREATIONS: readonly (readonly [name: string, CreationOf])[] = [
  ['AddImage', () => ['/images', { ...addImage, ...on }]],
  [
    'CreateRootVolumeTemplateFromRootVolume',
    () => [
      `/images/root-volume-templates/from/volumes/${volumes.runningLinux}`,
      { name: 'x', ...on },
    ],
  ],
  [
    'CreateRootVolumeTemplateFromVolumeSnapshot',
    async (emulator) => {
      const { uuid } = await snapshotOf(emulator, volumes.runningLinux);
      return [`/images/root-volume-templates/from/volume-snapshots/${uuid}`, { name: 'x', ...on }];
    },
  ],
  [
    'CreateDataVolumeTemplateFromVolume',
    () => [`/images/data-volume-templates/from/volumes/${volumes.data}`, { name: 'x', ...on }],
  ],
  [
    'CreateDataVolumeTemplateFromVolumeSnapshot',
    async (emulator) => {
      const { uuid } = await snapshotOf(emulator, volumes.data);
      return [`/images/data-volume-templates/from/volume-snapshots/${uuid}`, { name: 'x', ...on }];
    },
  ],
  [
    'CreateDataVolume',
    () => [
      '/volumes/data',
      { name: 'x', diskSize: 4096, primaryStorageUuid: SEED.primaryStorages.nfs },
    ],
  ],
  [
    'CreateDataVolumeFromVolumeTemplate',
    async (emulator) => [
      `/volumes/data/from/data-volume-templates/${await dataTemplateOf(emulator)}`,
      { name: 'x', primaryStorageUuid: SEED.primaryStorages.nfs },
    ],
  ],
  [
    'CreateDataVolumeFromVolumeSnapshot',
    async (emulator) => {
      const { uuid } = await snapshotOf(emulator, volumes.data);
      return [
        `/volumes/data/from/volume-snapshots/${uuid}`,
        { name: 'x', primaryStorageUuid: SEED.primaryStorages.nfs },
      ];
    },
  ],
  ['CreateVolumeSnapshot', () => [`/volumes/${volumes.data}/volume-snapshots`, { name: 'x' }]],
  [
    'CreateVmInstance',
    () => [
      '/vm-instances',
      { name: 'x', imageUuid: images.linux, cpuNum: 1, memorySize: 2 ** 30, zoneUuid: SEED.zone },
    ],
  ],
  [
    'CreateVmInstanceFromVolume',
    () => ['/vm-instances/from/volume', { ...vmOfSource, volumeUuid: volumes.spareData }],
  ],
  [
    'CreateVmInstanceFromVolumeSnapshot',
    async (emulator) => {
      const { uuid } = await snapshotOf(emulator, volumes.data);
      return [`/vm-instances/from/volume-snapshots/${uuid}`, vmOfSource];
    },
  ],
  [
    'CreateVmInstanceFromVolumeSnapshotGroup',
    async (emulator) => {
      const { uuid } = await emulator.make('POST', '/volume-snapshots/group', {
        params: { rootVolumeUuid: volumes.stoppedWindows, name: 'g' },
      });
      return [`/vm-instances/from/volume-snapshots/group/${uuid}`, vmOfSource];
    },
  ],
  ['CreateImageReplicationGroup', () => ['/image-replication-groups', { name: 'x' }]],
  ['CreateZone', () => ['/zones', { name: 'x' }]],
  ['CreateAccount', () => ['/accounts', { name: 'x', password: digest('x') }]],
  ['AddSftpBackupStorage', () => ['/backup-storage/sftp', server]],
  ['AddImageStoreBackupStorage', () => ['/backup-storage/image-store', server]],
  ['AddCephBackupStorage', () => ['/backup-storage/ceph', mons]],
  ['AddSimulatorBackupStorage', () => ['/backup-storage/simulators', { name: 'x', url: '/x' }]],
  [
    'AddLocalPrimaryStorage',
    () => ['/primary-storage/local-storage', { name: 'x', url: '/x', zoneUuid: SEED.zone }],
  ],
  [
    'AddNfsPrimaryStorage',
    () => ['/primary-storage/nfs', { name: 'x', url: '10.0.0.9:/x', zoneUuid: SEED.zone }],
  ],
  [
    'AddSharedMountPointPrimaryStorage',
    () => ['/primary-storage/smp', { name: 'x', url: '/x', zoneUuid: SEED.zone }],
  ],
  [
    'AddSimulatorPrimaryStorage',
    () => ['/primary-storage/simulators', { name: 'x', url: '/x', zoneUuid: SEED.zone }],
  ],
  ['AddCephPrimaryStorage', () => ['/primary-storage/ceph', { ...mons, zoneUuid: SEED.zone }]],
  [
    'SubmitLongJob',
    () => ['/longjobs', submission('APIAddImageMsg', JOB_DATA.APIAddImageMsg).params],
  ],
  ['CreateTag', () => ['/tags', { name: 'x', value: 'x' }]],
  ['CreateUser', () => ['/accounts/users', { name: 'x', password: digest('x') }]],
  ['CreateUserGroup', () => ['/accounts/groups', { name: 'x' }]],
  [
    'CreatePolicy',
    () => [
      '/accounts/policies',
      { name: 'x', statements: [{ effect: 'Allow', actions: ['image:read'] }] },
    ],
  ],
  ['CreateSecurityGroup', () => ['/security-groups', { name: 'x' }]],
  ['CreateVip', () => ['/vips', { name: 'x', l3NetworkUuid: SEED.publicNetwork }]],
  [
    'CreateEip',
    async (emulator) => {
      const params = { name: 'x', l3NetworkUuid: SEED.publicNetwork };
      const { uuid } = await emulator.make('POST', '/vips', { params });
      return ['/eips', { name: 'x', vipUuid: uuid }];
    },
  ],
  [
    'CreateInstanceOffering',
    () => ['/instance-offerings', { name: 'x', cpuNum: 1, memorySize: 2 ** 30 }],
  ],
  ['CreateDiskOffering', () => ['/disk-offerings', { name: 'x', diskSize: 2 ** 30 }]],
  [
    'CreateL2NoVlanNetwork',
    () => ['/l2-networks/no-vlan', { name: 'x', zoneUuid: SEED.zone, physicalInterface: 'eth9' }],
  ],
  [
    'CreateL2VlanNetwork',
    () => [
      '/l2-networks/vlan',
      { name: 'x', zoneUuid: SEED.zone, physicalInterface: 'eth9', vlan: 9 },
    ],
  ],
  ['CreateL3Network', () => ['/l3-networks', { name: 'x', l2NetworkUuid: SEED.l2Networks.usual }]],
  ['CreateVmNic', () => ['/nics', { l3NetworkUuid: SEED.l3Network }]],
  ['CreateCluster', () => ['/clusters', { name: 'x', zoneUuid: SEED.zone, hypervisorType: 'KVM' }]],
  [
    'AddSimulatorHost',
    async (emulator) => {
      const params = { name: 's', zoneUuid: SEED.zone, hypervisorType: 'Simulator' };
      const { uuid: clusterUuid } = await emulator.make('POST', '/clusters', { params });
      return ['/hosts/simulators', { name: 'x', managementIp: '10.0.0.9', clusterUuid }];
    },
  ],
  [
    'ExportVmOvaPackage',
    () => ['/ovf/ova-packages', { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid: imageStore }],
  ],
  [
    'CreateVmInstanceFromOvf',
    () => [
      '/ovf/create-vm-instance',
      {
        xmlBase64: asBase64(ovfOf()),
        jsonImageInfos: JSON.stringify([
          { ovfId: 'system', type: 'ImageUuid', uuid: SEED.images.linux },
        ]),
        backupStorageUuid: imageStore,
        jsonCreateVmParam: JSON.stringify({ zoneUuid: SEED.zone }),
      },
    ],
  ],
  [
    'CreateVolumeBackup',
    () => [
      `/volumes/${volumes.runningLinux}/volume-backups`,
      { name: 'x', backupStorageUuid: imageStore },
    ],
  ],
  ...(['root', 'data'] as const).map(
    (kind) =>
      [
        kind === 'root'
          ? 'CreateRootVolumeTemplateFromVolumeBackup'
          : 'CreateDataVolumeTemplateFromVolumeBackup',
        async (emulator: TestEmulator) => {
          const { uuid } = await emulator.make(
            'POST',
            `/volumes/${volumes.runningLinux}/volume-backups`,
            { params: { name: 'b', backupStorageUuid: imageStore } },
          );
          return [
            `/images/${kind}-volume-templates/from/volume-template/${uuid}`,
            { name: 'x', backupStorageUuid: imageStore },
          ];
        },
      ] as [string, CreationOf],
  ),
  ['CloneImage', () => [`/image/clone/${images.linux}`, {}]],
  ['CreateImageGroupFromImage', () => [`/imagegroup/from/image/${images.linux}`, { name: 'x' }]],
  [
    'CreateImageGroupFromSnapshot',
    async (emulator: TestEmulator) => {
      const { uuid } = await snapshotOf(emulator, volumes.runningLinux);
      return [`/imagegroup/from/snapshot/${uuid}`, { name: 'x' }];
    },
  ],
  [
    'CreateImageGroupFromVmInstance',
    () => ['/images/groups/from/vm-instance', { name: 'x', vmInstanceUuid: SEED.vms.runningLinux }],
  ],
  [
    'CreateVolumeSnapshotGroup',
    () => ['/volume-snapshots/group', { name: 'x', rootVolumeUuid: volumes.runningLinux }],
  ],
  [
    'AddKVMHost',
    () => [
      '/hosts/kvm',
      {
        name: 'x',
        managementIp: '10.0.0.9',
        username: 'root',
        password: 'x',
        clusterUuid: SEED.clusters.used,
      },
    ],
  ],
];

/** Keys have no tags; those of a range go to its network, and those of a reserved one nowhere. */
const ELSEWHERE = [
  'CreateAccessKey',
  'AddIpRange',
  'AddIpRangeByNetworkCidr',
  'AddIpv6Range',
  'AddIpv6RangeByNetworkCidr',
  'AddReservedIpRange',
  // The real system makes no tags of what it is given.
  'CreateVmCdRom',
  'AddCephPrimaryStoragePool',
  'CreateWebhook',
  // It makes nothing that could have tags.
  'AddBackupStoragesToReplicationGroup',
  // Its tags are those of a volume.
  'CreateSshKeyPair',
  // Its tags are those of the root volume: change-vm-image.test.ts.
  'ChangeVmImage',
];

test('every operation that takes tagUuids is among them, but for some', () => {
  const taking = allOperations()
    .filter((operation) => 'params' in operation && 'tagUuids' in operation.params)
    .map(({ name }) => name);
  const known = [...ELSEWHERE, ...CREATIONS.map(([name]) => name)];
  expect(taking.toSorted()).toEqual(known.toSorted());
});

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

describe.each(CREATIONS)('%s', (name, creationOf) => {
  test('attaches the patterns that it names to what it makes', async () => {
    const [path, params] = await creationOf(emulator);
    const one = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other', value: 'other' });
    const made = await emulator.make('POST', path, {
      params: { ...params, tagUuids: [one.uuid, other.uuid] },
    });
    expect(await textsOn(emulator, made.uuid)).toEqual(['other', 'production']);
    const all = await emulator.call('GET', '/user-tags?q=tagPatternUuid%20not%20null');
    expect(all.body.inventories).toHaveLength(2);
  });

  test('refuses a system tag of another type of resource', async () => {
    const [path, params] = await creationOf(emulator);
    const tag = name === 'SubmitLongJob' ? 'packer' : 'uploadImage::x';
    const error = await emulator.refused('POST', path, { params, systemTags: [tag] });
    expect(error.code).toBe('SYS.1007');
    expect(error.details).toContain(`no system tag matches[${tag}] for resourceType[`);
  });

  test('refuses unknown ones, those with tokens and those of others', async () => {
    const [path, params] = await creationOf(emulator);
    const tokens = await makeTokenPattern(emulator);
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    for (const [uuid, code, details] of [
      [
        NOWHERE,
        'SYS.1003',
        `invalid field[tagUuids], resource[uuids:[${NOWHERE}], type:TagPatternVO] not found`,
      ],
      [
        String(tokens.uuid),
        'SYS.1007',
        `illegal tag uuids [${tokens.uuid}], tag type must be simple,`,
      ],
      [
        String(hers.uuid),
        'SYS.1007',
        `resource[uuids:[${hers.uuid}]] is not owned by account[uuid:${ADMIN_ACCOUNT}]`,
      ],
    ] as const) {
      const body = { params: { ...params, tagUuids: [uuid] } };
      expect(await emulator.refused('POST', path, body)).toMatchObject({ code, details });
    }
  });
});

describe('the tags that a call names', () => {
  const body = (tagUuids: readonly (string | null)[]) => ({
    params: { ...addImage, ...on, tagUuids },
  });

  test('come with a user tag of the same text', async () => {
    const { uuid } = await makePattern(emulator);
    const made = await emulator.make('POST', '/images', {
      ...body([uuid]),
      userTags: ['production'],
    });
    expect(await textsOn(emulator, made.uuid)).toEqual(['production', 'production']);
  });

  test('are refused by numbers: a uuid that is named twice leaves an empty list', async () => {
    const { uuid } = await makePattern(emulator);
    expect(await emulator.refused('POST', '/images', body([uuid, uuid]))).toMatchObject({
      code: 'SYS.1007',
      details: 'illegal tag uuids [], tag type must be simple,',
    });
  });

  test('are refused when they are unknown first, then those with tokens, then those of others', async () => {
    const tokens = await makeTokenPattern(emulator, {}, ALICE_SESSION);
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    const refusal = async (uuids: readonly string[]) =>
      (await emulator.refused('POST', '/images', body(uuids))).details;
    expect(await refusal([hers.uuid, tokens.uuid, NOWHERE])).toContain(`[${NOWHERE}]`);
    expect(await refusal([hers.uuid, tokens.uuid])).toBe(
      `illegal tag uuids [${tokens.uuid}], tag type must be simple,`,
    );
    expect(await refusal([hers.uuid])).toContain(`[${hers.uuid}]] is not owned by`);
    expect(await emulator.refused('POST', '/images', body([null]))).toMatchObject({
      details: 'field[tagUuids] cannot contain a NULL element',
    });
  });

  test('are the caller’s own: what is shared with a normal account is not', async () => {
    const admins = await makePattern(emulator);
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    const path = `/images/root-volume-templates/from/volumes/${volumes.alice}`;
    const request = (uuids: readonly string[]) => ({ params: { name: 'x', tagUuids: uuids } });
    const made = await emulator.call('POST', path, request([hers.uuid]), ALICE_SESSION);
    expect(await textsOn(emulator, made.body.inventory.uuid, ALICE_SESSION)).toEqual([
      'production',
    ]);
    const wanted = request([hers.uuid, admins.uuid]);
    expect(await emulator.refused('POST', path, wanted, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: `the account[uuid:${ALICE}] has no access to the resources[uuid:[${admins.uuid}], type:TagPatternVO]`,
    });
    await shareWith(emulator, admins.uuid);
    expect(await emulator.refused('POST', path, wanted, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1007',
      details: `resource[uuids:[${admins.uuid}]] is not owned by account[uuid:${ALICE}]`,
    });
  });

  test('are left out without a word over the limit of a resource', async () => {
    await emulator.configure('tag2/tag.resource.attached', '2');
    const uuids: string[] = [];
    for (const value of ['a', 'b', 'c']) {
      uuids.push((await makePattern(emulator, { name: value, value })).uuid);
    }
    const made = await emulator.make('POST', '/images', body(uuids));
    expect(await textsOn(emulator, made.uuid)).toEqual(['a', 'b']);
  });

  test('are gone with a creation that fails', async () => {
    const { uuid } = await makePattern(emulator);
    const before = emulator.world();
    const { sftp } = SEED.backupStorages;
    const failing = { ...addImage, url: 'zstore://a/b', backupStorageUuids: [sftp] };
    const answer = await emulator.call('POST', '/images', {
      params: { ...failing, tagUuids: [uuid] },
    });
    expect(answer.status).toBe(503);
    expect(emulator.world()).toEqual(before);
  });

  test('that were deleted before slow work came to them are left out', async () => {
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    const { uuid } = await makePattern(emulator);
    const { body: job } = await emulator.call('POST', '/images', body([uuid]));
    expect(job.location).toContain('/api-jobs/');
    await emulator.make('DELETE', `/tags/${uuid}`);
    await emulator.control('PUT', '/progression', { mode: 'immediate' });
    emulator.advance(0);
    const made = await emulator.find('/images?q=name=x');
    expect(await textsOn(emulator, made.uuid)).toEqual([]);
  });
});

describe('a long job', () => {
  test.each<JobName>([
    'APIAddImageMsg',
    'APICreateRootVolumeTemplateFromRootVolumeMsg',
    'APICreateDataVolumeTemplateFromVolumeMsg',
  ])('%s attaches the tags of its data to the image', async (jobName) => {
    const { uuid } = await makePattern(emulator);
    const job = await submit(emulator, jobName, { tagUuids: [uuid] });
    const image = await emulator.find('/images?q=name=made');
    expect(await textsOn(emulator, image.uuid)).toEqual(['production']);
    expect(await textsOn(emulator, job.uuid)).toEqual([]);
  });

  test('is refused with the tags of its data, and tags of its own leave no trace then', async () => {
    const { uuid } = await makePattern(emulator);
    const tokens = await makeTokenPattern(emulator);
    const data = { ...JOB_DATA.APIAddImageMsg, tagUuids: [tokens.uuid] };
    const request = submission('APIAddImageMsg', data, { tagUuids: [uuid] });
    expect(await emulator.refused('POST', '/longjobs', request, ADMIN_SESSION)).toMatchObject({
      code: 'SYS.1007',
      details: `illegal tag uuids [${tokens.uuid}], tag type must be simple,`,
    });
  });
});
