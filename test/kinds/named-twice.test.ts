import { allOperations } from '../../src/api/operations';
import { digest } from '../support/accounts';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { GIB, takeSnapshot } from '../support/volumes';

/*
 * What stands twice in a list is one thing: the call does, answers and leaves what it does when it is named once,
 * or it is refused. Every parameter that is a list has its row.
 */

const { backupStorages, primaryStorages, images, volumes, clusters, zone, vms, l3Network } = SEED;
const { imageStore, sftp } = backupStorages;
const ALICE = 'a11ce000000040008000000000000001';

type Call = Parameters<TestEmulator['call']>;
type Row = readonly [
  names: string,
  call: (list: (...values: string[]) => readonly string[], made: Json) => Call,
  more?: {
    /** Makes what the call works on; what it answers is `made`. */
    readonly prepare?: (emulator: TestEmulator) => Promise<Json>;
    /** What the refusal of the one that names it twice says. */
    readonly refused?: string;
    /** The answer has an entry for each that is named. */
    readonly answersEach?: true;
  },
];

const deleted = async (emulator: TestEmulator) => {
  await emulator.call('DELETE', `/images/${images.linux}`);
};
const snapshot = (emulator: TestEmulator) => takeSnapshot(emulator, 's');
const pattern = (emulator: TestEmulator) =>
  emulator.make('POST', '/tags', {
    params: { name: 'p', type: 'simple', value: 'p', color: '#aabbcc' },
  });
const template = (from: string, backupStorageUuids: readonly string[]): Call => [
  'POST',
  `/images/${from}`,
  { params: { name: 'made', backupStorageUuids } },
];
const onLinux = (action: string, backupStorageUuids: readonly string[]): Call => [
  'PUT',
  `/images/${images.linux}/actions`,
  { [action]: { backupStorageUuids } },
];
const query = (path: string, name: string, values: readonly string[]): Call => [
  'GET',
  `${path}?${values.map((value) => `${name}=${value}`).join('&')}`,
];
const vm = (params: object): Call => [
  'POST',
  '/vm-instances',
  {
    params: {
      name: 'vm',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.linux,
      zoneUuid: zone,
      ...params,
    },
  },
];
const capacities = (kind: string, name: string, ...uuids: string[]): Row => [
  `${kind}.${name}`,
  (list) =>
    query(
      kind === 'GetPrimaryStorageCapacity'
        ? '/primary-storage/capacities'
        : '/backup-storage/capacities',
      name,
      list(...uuids),
    ),
];

const user = (emulator: TestEmulator) =>
  emulator.make('POST', '/accounts/users', { params: { name: 'u', password: digest('u') } });
const withPolicy = async (emulator: TestEmulator): Promise<Json> => {
  const params = { name: 'p', statements: [{ effect: 'Allow', actions: ['*'] }] };
  const policy = await emulator.make('POST', '/accounts/policies', { params });
  return { user: (await user(emulator)).uuid, policy: policy.uuid };
};
const RULES = [80, 443].map((port) => ({
  type: 'Ingress',
  protocol: 'TCP',
  dstPortRange: String(port),
}));
/** A security group with two rules of its own, and another group. */
const group = async (emulator: TestEmulator): Promise<Json> => {
  const make = (name: string) => emulator.make('POST', '/security-groups', { params: { name } });
  const [{ uuid }, other] = [await make('g'), await make('other')];
  const rules = { params: { rules: RULES } };
  const made = await emulator.make('POST', `/security-groups/${uuid}/rules`, rules);
  const own = made.rules.filter(({ priority }: Json) => priority > 0);
  return { uuid, rules: own.map((rule: Json) => rule.uuid), other: other.uuid };
};

const candidates = (what: string, name: string, ...values: string[]): Row => [
  `${what === 'storages' ? 'GetCandidatePrimaryStorages' : 'GetCandidateZonesClustersHosts'}ForCreatingVm.${name}`,
  (list) => {
    const [, path] = query(`/vm-instances/candidate-${what}`, name, list(...values));
    const network = name === 'l3NetworkUuids' ? '' : `&l3NetworkUuids=${l3Network}`;
    const vmOf = `imageUuid=${images.linux}&cpuNum=1&memorySize=${GIB}&zoneUuid=${zone}`;
    return ['GET', `${path}&${vmOf}${network}`];
  },
];
const summed = (operation: string, path: string, name: string, uuid: string): Row => [
  `${operation}.${name}`,
  (list) => query(path, name, list(uuid)),
];

const NIC = 'e1c00000000040008000000000000001';
const ROWS: readonly Row[] = [
  [
    'SetImageStoreBackupStorageQuota.uuids',
    (list) => [
      'PUT',
      '/backup-storage/image-store/actions',
      { setImageStoreBackupStorageQuota: { maxCapacity: 2 ** 41, uuids: list(imageStore) } },
    ],
  ],
  [
    'AddBackupStoragesToReplicationGroup.backupStorageUuids',
    (list, { uuid }) => [
      'POST',
      `/image-replication-groups/${uuid}`,
      { params: { backupStorageUuids: list(imageStore, SEED.backupStorages.nearlyFull) } },
    ],
    {
      prepare: (emulator) =>
        emulator.make('POST', '/image-replication-groups', { params: { name: 'g' } }),
    },
  ],
  [
    'AddImage.backupStorageUuids',
    (list) => [
      'POST',
      '/images',
      {
        params: {
          name: 'made',
          url: 'http://x/a.qcow2',
          format: 'qcow2',
          backupStorageUuids: list(imageStore, sftp),
        },
      },
    ],
  ],
  [
    'CreateRootVolumeTemplateFromRootVolume.backupStorageUuids',
    (list) =>
      template(
        `root-volume-templates/from/volumes/${volumes.stoppedWindows}`,
        list(imageStore, sftp),
      ),
  ],
  [
    'CreateDataVolumeTemplateFromVolume.backupStorageUuids',
    (list) =>
      template(`data-volume-templates/from/volumes/${volumes.spareData}`, list(imageStore, sftp)),
  ],
  [
    'CreateRootVolumeTemplateFromVolumeSnapshot.backupStorageUuids',
    (list, { uuid }) =>
      template(`root-volume-templates/from/volume-snapshots/${uuid}`, list(imageStore, sftp)),
    { prepare: snapshot },
  ],
  [
    'CreateDataVolumeTemplateFromVolumeSnapshot.backupStorageUuids',
    (list, { uuid }) =>
      template(`data-volume-templates/from/volume-snapshots/${uuid}`, list(imageStore, sftp)),
    { prepare: snapshot },
  ],
  [
    'DeleteImage.backupStorageUuids',
    (list) =>
      query(`/images/${images.linux}`, 'backupStorageUuids', list(imageStore)).with(
        0,
        'DELETE',
      ) as Call,
  ],
  [
    'ExpungeImage.backupStorageUuids',
    (list) => onLinux('expungeImage', list(imageStore)),
    { prepare: deleted },
  ],
  [
    'RecoverImage.backupStorageUuids',
    (list) => onLinux('recoverImage', list(imageStore)),
    { prepare: deleted },
  ],
  [
    'BatchDeleteVolumeSnapshot.uuids',
    (list, { uuid }) => [
      'PUT',
      '/volume-snapshots/batch-delete',
      { batchDeleteVolumeSnapshot: { uuids: list(uuid) } },
    ],
    { prepare: snapshot, answersEach: true },
  ],
  [
    'ShareResource.resourceUuids',
    (list) => [
      'PUT',
      '/accounts/resources/actions',
      { shareResource: { resourceUuids: list(images.linux), toPublic: true } },
    ],
  ],
  [
    'ShareResource.accountUuids',
    (list) => [
      'PUT',
      '/accounts/resources/actions',
      { shareResource: { resourceUuids: [images.linux], accountUuids: list(ALICE) } },
    ],
  ],
  [
    'RevokeResourceSharing.resourceUuids',
    (list) => [
      'PUT',
      '/accounts/resources/actions',
      { revokeResourceSharing: { resourceUuids: list(images.linux), all: true } },
    ],
  ],
  [
    'RevokeResourceSharing.accountUuids',
    (list) => [
      'PUT',
      '/accounts/resources/actions',
      { revokeResourceSharing: { resourceUuids: [images.linux], accountUuids: list(ALICE) } },
    ],
    {
      prepare: (emulator) =>
        emulator.call('PUT', '/accounts/resources/actions', {
          shareResource: { resourceUuids: [images.linux], accountUuids: [ALICE] },
        }),
    },
  ],
  [
    'AttachTagToResources.resourceUuids',
    (list, { uuid }) => [
      'POST',
      `/tags/${uuid}/resources`,
      { params: { resourceUuids: list(images.linux) } },
    ],
    { prepare: pattern, answersEach: true },
  ],
  [
    'DetachTagFromResources.resourceUuids',
    (list, { uuid }) =>
      query(`/tags/${uuid}/resources`, 'resourceUuids', list(images.linux)).with(
        0,
        'DELETE',
      ) as Call,
    {
      prepare: async (emulator) => {
        const made = await pattern(emulator);
        const params = { resourceUuids: [images.linux] };
        await emulator.call('POST', `/tags/${made.uuid}/resources`, { params });
        return made;
      },
    },
  ],
  [
    'CreateSystemTags.tags',
    (list) => [
      'POST',
      `/system-tags/${images.linux}/tags`,
      { params: { resourceType: 'ImageVO', tags: list('packer') } },
    ],
    { answersEach: true },
  ],
  capacities('GetPrimaryStorageCapacity', 'zoneUuids', zone),
  capacities('GetPrimaryStorageCapacity', 'clusterUuids', clusters.used),
  capacities('GetPrimaryStorageCapacity', 'primaryStorageUuids', primaryStorages.nfs),
  capacities('GetBackupStorageCapacity', 'zoneUuids', zone),
  capacities('GetBackupStorageCapacity', 'backupStorageUuids', sftp),
  [
    'AddCephPrimaryStorage.monUrls',
    (list) => [
      'POST',
      '/primary-storage/ceph',
      { params: { name: 'c', zoneUuid: zone, monUrls: list('root:pass@10.0.0.1') } },
    ],
    { refused: 'Cannot add same host[10.0.0.1] in mons' },
  ],
  [
    'AddCephBackupStorage.monUrls',
    (list) => [
      'POST',
      '/backup-storage/ceph',
      { params: { name: 'c', monUrls: list('root:pass@10.0.0.1') } },
    ],
    { refused: 'Cannot add same host[10.0.0.1] in mons' },
  ],
  ...(['primary', 'backup'] as const).flatMap((kind): Row[] => {
    const storage = kind === 'primary' ? primaryStorages.ceph : SEED.backupStorages.ceph;
    const path = `/${kind}-storage/ceph/${storage}/mons`;
    const name = `Ceph${kind === 'primary' ? 'Primary' : 'Backup'}Storage`;
    return [
      [
        `AddMonTo${name}.monUrls`,
        (list) => ['POST', path, { params: { monUrls: list('root:pass@10.0.0.1') } }],
        { refused: 'Cannot add same host[10.0.0.1] in mons' },
      ],
      [
        `RemoveMonFrom${name}.monHostnames`,
        (list) => {
          const [, asked] = query(path, 'monHostnames', list('192.168.1.41'));
          return ['DELETE', asked];
        },
      ],
    ];
  }),
  [
    'GetResourceConfigs.names',
    (list) =>
      query(
        `/resource-configurations/${imageStore}/backupStorage`,
        'names',
        list('reservedCapacity'),
      ),
    { answersEach: true },
  ],
  ['CreateVmInstance.rootVolumeSystemTags', (list) => vm({ rootVolumeSystemTags: list('packer') })],
  [
    'CreateVmInstanceFromVolumeSnapshot.rootVolumeSystemTags',
    (list, { uuid }) => [
      'POST',
      `/vm-instances/from/volume-snapshots/${uuid}`,
      {
        params: {
          name: 'x',
          cpuNum: 1,
          memorySize: GIB,
          zoneUuid: zone,
          rootVolumeSystemTags: list('packer'),
        },
      },
    ],
    { prepare: (emulator) => takeSnapshot(emulator, 's') },
  ],
  [
    'CreateVmInstance.dataVolumeSystemTags',
    (list) => vm({ dataDiskSizes: [GIB], dataVolumeSystemTags: list('packer') }),
  ],
  [
    'GetCandidateClustersForAttachingL2Network.clusterTypes',
    (list) =>
      query(
        `/l2-networks/${SEED.l2Networks.vlan}/cluster-candidates`,
        'clusterTypes',
        list('zstack'),
      ),
  ],
  [
    'DeleteIpAddress.usedIpUuids',
    (list, { uuid }) => {
      const [, path] = query(`/l3-networks/${l3Network}/ip-address`, 'usedIpUuids', list(uuid));
      return ['DELETE', path];
    },
    {
      prepare: async (emulator) => {
        const params = { startIp: '10.1.0.20', endIp: '10.1.0.20' };
        await emulator.make('POST', `/l3-networks/${l3Network}/reserved-ip-ranges`, { params });
        return emulator.find('/l3-networks/ip-address?q=ip=10.1.0.20');
      },
    },
  ],
  summed('GetIpAddressCapacity', '/ip-capacity', 'zoneUuids', zone),
  summed('GetIpAddressCapacity', '/ip-capacity', 'l3NetworkUuids', l3Network),
  summed('GetIpAddressCapacity', '/ip-capacity', 'ipRangeUuids', SEED.ipRange),
  ...(['BackupStorages', 'Images'] as const).map((of): Row => [
    `GetInterdependentL3Networks${of}.l3NetworkUuids`,
    (list) => {
      const family = of === 'Images' ? 'images' : 'backupStorage';
      const [, path] = query(
        `/${family}-l3networks/dependencies`,
        'l3NetworkUuids',
        list(l3Network),
      );
      return ['GET', `${path}&zoneUuid=${zone}`];
    },
  ]),
  candidates('storages', 'l3NetworkUuids', l3Network),
  candidates('storages', 'dataDiskOfferingUuids', SEED.offerings.disk),
  candidates('storages', 'dataDiskSizes', String(GIB)),
  candidates('destinations', 'l3NetworkUuids', l3Network),
  candidates('destinations', 'dataDiskOfferingUuids', SEED.offerings.disk),
  summed('GetCpuMemoryCapacity', '/hosts/capacities/cpu-memory', 'zoneUuids', zone),
  summed('GetCpuMemoryCapacity', '/hosts/capacities/cpu-memory', 'clusterUuids', clusters.used),
  summed('GetCpuMemoryCapacity', '/hosts/capacities/cpu-memory', 'hostUuids', SEED.hosts.linux),
  [
    'GetVmsCapabilities.vmUuids',
    (list) => query('/vm-instances/capabilities', 'vmUuids', list(vms.runningLinux)),
  ],
  [
    'GetVmGuestToolsInfo.debug',
    (list) =>
      query(`/vm-instances/${vms.runningLinux}/guest-tools-infos`, 'debug', list('lighttpd')),
  ],
  [
    'SetVmBootOrder.bootOrder',
    (list) => [
      'PUT',
      `/vm-instances/${vms.runningLinux}/actions`,
      { setVmBootOrder: { bootOrder: list('CdRom', 'HardDisk') } },
    ],
  ],
  [
    'GetResourceAccount.resourceUuids',
    (list) => query('/resources/accounts', 'resourceUuids', list(images.linux)),
  ],
  [
    'CheckApiPermission.apiNames',
    (list) => [
      'PUT',
      '/accounts/permissions/actions',
      { checkApiPermission: { apiNames: list('org.zstack.header.image.APIAddImageMsg') } },
    ],
  ],
  [
    'GetResourceNames.uuids',
    (list) => query('/resources/names', 'uuids', list(images.linux, zone)),
  ],
  [
    'AttachPoliciesToUser.policyUuids',
    (list, made) => [
      'POST',
      `/accounts/users/${made.user}/policy-collection`,
      { params: { policyUuids: list(made.policy) } },
    ],
    { prepare: withPolicy },
  ],
  [
    'DetachPoliciesFromUser.policyUuids',
    (list, made) => {
      const path = `/accounts/users/${made.user}/policies`;
      return ['DELETE', query(path, 'policyUuids', list(made.policy))[1]];
    },
    {
      prepare: async (emulator) => {
        const made = await withPolicy(emulator);
        const params = { policyUuid: made.policy };
        await emulator.call('POST', `/accounts/users/${made.user}/policies`, { params });
        return made;
      },
    },
  ],
  [
    'AddSecurityGroupRule.remoteSecurityGroupUuids',
    (list, { uuid, other }) => [
      'POST',
      `/security-groups/${uuid}/rules`,
      { params: { rules: RULES, remoteSecurityGroupUuids: list(other) } },
    ],
    { prepare: group, refused: 'duplicate uuid in remoteSecurityGroupUuids: [' },
  ],
  [
    'ChangeSecurityGroupRuleState.ruleUuids',
    (list, { uuid, rules }) => [
      'PUT',
      `/security-groups/${uuid}/rules/state/actions`,
      { changeSecurityGroupRuleState: { ruleUuids: list(rules[0]), state: 'Disabled' } },
    ],
    { prepare: group },
  ],
  [
    'DeleteVolumeBackup.backupStorageUuids',
    (list, { uuid }) => [
      'DELETE',
      query(`/volume-backups/${uuid}`, 'backupStorageUuids', list(imageStore))[1],
    ],
    {
      prepare: (emulator) =>
        emulator.make('POST', `/volumes/${volumes.runningLinux}/volume-backups`, {
          params: { name: 'b', backupStorageUuid: imageStore },
        }),
    },
  ],
  [
    'CreateVolumesSnapshot.volumeUuids',
    (list) => [
      'POST',
      '/volumes/volume-snapshots',
      { params: { volumeUuids: list(volumes.spareData) } },
    ],
  ],
  [
    'CheckVolumeSnapshotGroupAvailability.uuids',
    (list, { uuid }) => query('/volume-snapshots/groups/availabilities', 'uuids', list(uuid)),
    {
      prepare: (emulator) =>
        emulator.make('POST', '/volume-snapshots/group', {
          params: { rootVolumeUuid: volumes.stoppedWindows, name: 'g' },
        }),
    },
  ],
  [
    'DeleteSecurityGroupRule.ruleUuids',
    (list, { rules }) => [
      'DELETE',
      query('/security-groups/rules', 'ruleUuids', list(rules[0]))[1],
    ],
    { prepare: group },
  ],
  [
    'AddVmNicToSecurityGroup.vmNicUuids',
    (list, { uuid }) => [
      'POST',
      `/security-groups/${uuid}/vm-instances/nics`,
      { params: { vmNicUuids: list(NIC) } },
    ],
    { prepare: group },
  ],
  [
    'DeleteVmNicFromSecurityGroup.vmNicUuids',
    (list, { uuid }) => [
      'DELETE',
      query(`/security-groups/${uuid}/vm-instances/nics`, 'vmNicUuids', list(NIC))[1],
    ],
    {
      prepare: async (emulator) => {
        const made = await group(emulator);
        const path = `/security-groups/${made.uuid}/vm-instances/nics`;
        await emulator.make('POST', path, { params: { vmNicUuids: [NIC] } });
        return made;
      },
    },
  ],
];

/** Lists in which the same twice means two: disks, and what the emulator has none of. */
const TWO_OF_A_KIND = new Set([
  // The real system counts the names, and makes a template of each (image-groups.test.ts).
  'CreateImageGroupFromImage.dataVolumeTemplateUuids',
  'CreateImageGroupFromSnapshot.dataVolumeSnapshotUuids',
  'CreateVmInstance.dataDiskSizes',
  'CreateVmInstance.dataDiskOfferingUuids',
  'CreateVmInstance.diskAOs',
  'CreateVmInstance.l3NetworkUuids',
  'CreateVmInstanceFromVolume.l3NetworkUuids',
  'CreateVmInstanceFromVolumeSnapshot.l3NetworkUuids',
  'CreateVmInstanceFromVolumeSnapshotGroup.l3NetworkUuids',
  // Written as those of a single snapshot are.
  'CreateVmInstanceFromVolumeSnapshotGroup.rootVolumeSystemTags',
  'CreateVmInstance.sshKeyPairUuids',
  'UpdateResourceConfigs.resourceConfigs',
  // A policy keeps its statements as they were given.
  'CreatePolicy.statements',
]);

/** Lists of objects, whose twins are refused: security-groups/rules.test.ts and nics.test.ts. */
const OF_OBJECTS = new Set([
  'AddSecurityGroupRule.rules',
  'UpdateSecurityGroupRulePriority.rules',
  'SetVmNicSecurityGroup.refs',
]);

const CASES = ROWS.map(([names, call, more = {}]) => ({ names, call, more }));

test.each(CASES)('$names', async ({ call, more }) => {
  const ends: Json[] = [];
  for (const times of [1, 2]) {
    const emulator = await TestEmulator.start();
    const made = await more.prepare?.(emulator);
    const list = (...values: string[]) => Array.from({ length: times }, () => values).flat();
    const before = emulator.world();
    const { status, body } = await emulator.call(...call(list, made));
    ends.push({ status, body, before, world: emulator.world() });
  }
  const [once, twice] = ends;
  expect(once.status).toBe(200);
  const { refused, answersEach } = more;
  const isRefused = refused !== undefined;
  // Its own answer says nothing where it has an entry for each.
  const answer = answersEach ? twice.body : once.body;
  expect({ status: twice.status, world: twice.world, body: twice.body }).toEqual({
    status: isRefused ? 503 : 200,
    world: isRefused ? twice.before : once.world,
    body: isRefused ? twice.body : answer,
  });
  expect(JSON.stringify(twice.body)).toContain(refused ?? '"success":true');
});

test.each(CASES)('$names begins the work of one', async ({ call, more }) => {
  const begun: Json[] = [];
  for (const times of [1, 2]) {
    const emulator = await TestEmulator.start();
    const made = await more.prepare?.(emulator);
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    await emulator.call(
      ...call((...values) => Array.from({ length: times }, () => values).flat(), made),
    );
    const { inventories } = (await emulator.control('GET', '/tasks')).body;
    // Chores belong to no job.
    const works = inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
    begun.push(works.map(({ flow, step, subject }: Json) => [flow, step, subject]));
  }
  // What is refused when it is named twice begins nothing.
  expect(begun[1]).toEqual(more.refused === undefined ? begun[0] : []);
});

test('every parameter that is a list is looked at', () => {
  const lists = allOperations()
    .filter(({ kind }) => kind !== 'query')
    .flatMap(({ name, params }) =>
      Object.entries(params)
        // Tags are refused when they are named twice: tag-uuids.test.ts.
        .filter(([param, { type }]) => type.startsWith('List<') && param !== 'tagUuids')
        .map(([param]) => `${name}.${param}`),
    );
  const looked = new Set(ROWS.map(([names]) => names));
  expect(
    lists.filter(
      (names) => !looked.has(names) && !TWO_OF_A_KIND.has(names) && !OF_OBJECTS.has(names),
    ),
  ).toEqual([]);
});
