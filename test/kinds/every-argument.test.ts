import { allOperations } from '../../src/api/operations';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { submission, JOB_DATA } from '../support/long-jobs';
import { GIB, takeSnapshot } from '../support/volumes';

/*
 * No argument is ignored: what a call says of the thing that it makes or changes is what the thing then has, and a
 * change of one field leaves all others as they were. Every parameter that a field of the answer is called after
 * has a value here, or a reason.
 */

const { backupStorages, primaryStorages, images, volumes, clusters, vms, zone } = SEED;
const { hosts, offerings, l2Networks, l3Network, ipRange } = SEED;
const { imageStore, sftp } = backupStorages;
const ALICE = 'a11ce000000040008000000000000001';
const OWN = '0123456789ab4def8123456789abcdef';
/** What is there beside what the seed has, where a value must be another thing. */
const OTHER = 'fedcba9876544210bfedcba987654321';

/** A cluster of hosts that are only pretended. */
const PRETENDED = 'c1005700000040008000000000000099';

const POOLS_OF_CEPH = `/primary-storage/ceph/${primaryStorages.ceph}/pools`;

type Value = string | number | boolean | readonly (string | object)[];
type Values = Readonly<Record<string, Value>>;

const NAMED: Values = { name: 'another name', description: 'said by a test' };
/** A VM that is Stopped, beside the usual one. */
const BROKEN = 'a0000000000040008000000000000008';
const KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here';
const GUEST: Values = {
  ...NAMED,
  platform: 'Other',
  guestOsType: 'Debian 12',
  architecture: 'aarch64',
  system: true,
};

interface Making {
  readonly path: string | ((emulator: TestEmulator) => Promise<string>);
  /** What it cannot do without. */
  readonly required: object;
  /** A value for each argument that shows in the answer, other than what it is without. */
  readonly values: Values;
  /** What must be said along with an argument. */
  readonly along?: Readonly<Record<string, Values>>;
}

const to = (backupStorageUuids: readonly string[]) => ({ name: 'x', backupStorageUuids });
const ofSnapshot = (kind: string) => async (emulator: TestEmulator) =>
  `/images/${kind}/from/volume-snapshots/${(await takeSnapshot(emulator, 's', volumes.stoppedWindows)).uuid}`;
const ofBackup = (kind: string) => async (emulator: TestEmulator) => {
  const { uuid } = await emulator.make('POST', `/volumes/${volumes.runningLinux}/volume-backups`, {
    params: { name: 'b', backupStorageUuid: imageStore },
  });
  return `/images/${kind}-volume-templates/from/volume-template/${uuid}`;
};
const server = { name: 'x', url: '/x', hostname: '10.0.0.9', username: 'root', password: 'p' };
const ofServer: Values = {
  ...NAMED,
  url: '/another/folder',
  hostname: '10.0.0.10',
  username: 'someone',
  sshPort: 2222,
};
const primary = (url: string) => ({ name: 'x', url, zoneUuid: zone });
/** VMs of a volume, or of a snapshot. */
const OF_SOURCE = {
  required: { name: 'x', cpuNum: 1, memorySize: GIB, zoneUuid: zone, strategy: 'CreateStopped' },
  values: {
    ...NAMED,
    cpuNum: 3,
    memorySize: 3 * GIB,
    reservedMemorySize: GIB,
    platform: 'Other',
    instanceOfferingUuid: offerings.small,
    defaultL3NetworkUuid: OTHER,
  },
  along: { defaultL3NetworkUuid: { l3NetworkUuids: [l3Network, OTHER] } },
};
const { platform: _platform, ...OF_GROUP } = OF_SOURCE.values;
const l2: Making = {
  path: '/l2-networks/no-vlan',
  required: { name: 'x', zoneUuid: zone, physicalInterface: 'eth1' },
  values: {
    ...NAMED,
    zoneUuid: OTHER,
    physicalInterface: 'eth2',
    vSwitchType: 'OvsDpdk',
    isolated: true,
    pvlan: '10',
  },
};
/** A path in a world with one more zone. */
const besideZone = (path: string) => async (emulator: TestEmulator) => {
  await emulator.make('POST', '/zones', { params: { name: 'x', resourceUuid: OTHER } });
  return path;
};
/** Makes one more network, with addresses if they are told; answers where its ranges are. */
const otherL3In = (kind: string) => async (emulator: TestEmulator) =>
  (await otherL3(emulator)).replace('ip-ranges', kind);
async function otherL3(emulator: TestEmulator, networkCidr?: string): Promise<string> {
  const usual = { name: 'x', l2NetworkUuid: l2Networks.usual };
  const params = { ...usual, category: 'Public', resourceUuid: OTHER };
  await emulator.make('POST', '/l3-networks', { params });
  const path = `/l3-networks/${OTHER}/ip-ranges`;
  if (networkCidr !== undefined) {
    await emulator.make('POST', `${path}/by-cidr`, { params: { name: 'x', networkCidr } });
  }
  return path;
}
/** A path in a world with one more network. */
const besideL3 = (path: string) => async (emulator: TestEmulator) => {
  await otherL3(emulator, '192.168.8.0/24');
  return path;
};
const webhook = { name: 'x', url: 'http://10.0.0.9/x', type: 'x' };
const ofWebhook: Values = {
  ...NAMED,
  url: 'http://10.0.0.10/y',
  type: 'another',
  opaque: 'said by a test',
};
const statement = (more: object = {}) => ({
  effect: 'Allow',
  actions: ['org.zstack.header.volume.APIUpdateVolumeMsg'],
  ...more,
});

const MAKING: Readonly<Record<string, Making>> = {
  AddImage: {
    path: '/images',
    required: { ...to([imageStore]), url: 'http://x/a', format: 'qcow2' },
    values: {
      ...GUEST,
      virtio: false,
      format: 'raw',
      mediaType: 'DataVolumeTemplate',
      url: 'http://x/b.raw',
    },
  },
  CreateRootVolumeTemplateFromRootVolume: {
    path: `/images/root-volume-templates/from/volumes/${volumes.stoppedWindows}`,
    required: to([imageStore]),
    values: { ...GUEST, virtio: true },
  },
  CreateRootVolumeTemplateFromVolumeSnapshot: {
    path: ofSnapshot('root-volume-templates'),
    required: to([imageStore]),
    values: { ...GUEST, virtio: false },
  },
  CreateDataVolumeTemplateFromVolume: {
    path: `/images/data-volume-templates/from/volumes/${volumes.spareData}`,
    required: to([imageStore]),
    values: NAMED,
  },
  CreateDataVolumeTemplateFromVolumeSnapshot: {
    path: ofSnapshot('data-volume-templates'),
    required: to([imageStore]),
    values: NAMED,
  },
  AddSftpBackupStorage: { path: '/backup-storage/sftp', required: server, values: ofServer },
  AddImageStoreBackupStorage: {
    path: '/backup-storage/image-store',
    required: server,
    values: ofServer,
  },
  AddCephBackupStorage: {
    path: '/backup-storage/ceph',
    required: { name: 'x', monUrls: ['root:pass@10.0.0.1'] },
    values: { ...NAMED, poolName: 'pool' },
  },
  AddSimulatorBackupStorage: {
    path: '/backup-storage/simulators',
    required: { name: 'x', url: '/x', totalCapacity: 2 * GIB },
    values: { ...NAMED, url: '/y', totalCapacity: 3 * GIB, availableCapacity: GIB },
  },
  AddLocalPrimaryStorage: {
    path: '/primary-storage/local-storage',
    required: primary('/x'),
    values: { ...NAMED, url: '/y' },
  },
  AddNfsPrimaryStorage: {
    path: '/primary-storage/nfs',
    required: primary('10.0.0.9:/x'),
    values: { ...NAMED, url: '10.0.0.9:/y' },
  },
  AddSharedMountPointPrimaryStorage: {
    path: '/primary-storage/smp',
    required: primary('/x'),
    values: { ...NAMED, url: '/y' },
  },
  AddCephPrimaryStoragePool: {
    path: POOLS_OF_CEPH,
    required: { poolName: 'x', type: 'Data' },
    values: {
      poolName: 'y',
      aliasName: 'another name',
      description: 'said by a test',
      type: 'Root',
    },
  },
  AddCephPrimaryStorage: {
    path: '/primary-storage/ceph',
    required: { name: 'x', zoneUuid: zone, monUrls: ['root:pass@10.0.0.1'] },
    values: NAMED,
  },
  AddSimulatorPrimaryStorage: {
    path: '/primary-storage/simulators',
    required: {
      ...primary('/x'),
      totalCapacity: 3 * GIB,
      availableCapacity: 2 * GIB,
      totalPhysicalCapacity: 5 * GIB,
      availablePhysicalCapacity: 4 * GIB,
    },
    values: { ...NAMED, url: '/y' },
  },
  CreateAccessKey: {
    path: '/accesskeys',
    required: { accountUuid: ALICE, userUuid: ALICE },
    values: { description: 'said by a test' },
  },
  CreateAccount: {
    path: '/accounts',
    required: { name: 'x', password: 'b'.repeat(128) },
    values: { ...NAMED, type: 'SystemAdmin' },
  },
  CreateDataVolume: {
    path: '/volumes/data',
    required: { name: 'x', diskSize: GIB },
    values: {
      ...NAMED,
      diskOfferingUuid: offerings.disk,
      primaryStorageUuid: primaryStorages.nfs,
    },
  },
  CreateVolumeSnapshot: {
    path: `/volumes/${volumes.spareData}/volume-snapshots`,
    required: { name: 'x' },
    values: NAMED,
  },
  CreateImageGroupFromImage: {
    path: `/imagegroup/from/image/${images.linux}`,
    required: { name: 'x' },
    values: NAMED,
  },
  CreateImageGroupFromSnapshot: {
    path: async (emulator) =>
      `/imagegroup/from/snapshot/${(await takeSnapshot(emulator, 's', volumes.stoppedWindows)).uuid}`,
    required: { name: 'x' },
    values: NAMED,
  },
  CreateImageGroupFromVmInstance: {
    path: '/images/groups/from/vm-instance',
    required: { name: 'x', vmInstanceUuid: vms.stoppedWindows },
    values: NAMED,
  },
  CreateVolumeBackup: {
    path: `/volumes/${volumes.runningLinux}/volume-backups`,
    required: { name: 'x', backupStorageUuid: imageStore },
    values: NAMED,
  },
  ExportVmOvaPackage: {
    path: '/ovf/ova-packages',
    required: { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid: imageStore },
    values: NAMED,
  },
  CreateRootVolumeTemplateFromVolumeBackup: {
    path: ofBackup('root'),
    required: { name: 'x', backupStorageUuid: imageStore },
    values: { ...GUEST, virtio: false },
  },
  CreateDataVolumeTemplateFromVolumeBackup: {
    path: ofBackup('data'),
    required: { name: 'x', backupStorageUuid: imageStore },
    values: { ...GUEST, virtio: true },
  },
  CreateVolumeSnapshotGroup: {
    path: '/volume-snapshots/group',
    required: { name: 'x', rootVolumeUuid: volumes.stoppedWindows },
    values: NAMED,
  },
  CreateTag: {
    path: '/tags',
    required: { name: 'x', value: 'x', color: '#aabbcc', type: 'simple' },
    values: { ...NAMED, value: 'another', color: '#112233' },
  },
  CreateUserTag: {
    path: '/user-tags',
    required: { resourceType: 'ImageVO', resourceUuid: images.linux, tag: 'x' },
    values: { resourceUuid: images.windows, tag: 'another' },
  },
  CreateSystemTag: {
    path: '/system-tags',
    required: { resourceType: 'ImageVO', resourceUuid: images.linux, tag: 'packer' },
    values: { resourceUuid: images.windows, tag: 'bootMode::Legacy' },
  },
  CreateVmInstance: {
    path: besideL3('/vm-instances'),
    required: {
      name: 'x',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.linux,
      zoneUuid: zone,
      strategy: 'JustCreate',
    },
    values: {
      name: 'another name',
      description: 'said by a test',
      cpuNum: 3,
      memorySize: 3 * GIB,
      reservedMemorySize: GIB,
      imageUuid: images.windows,
      clusterUuid: clusters.used,
      platform: 'Other',
      guestOsType: 'Debian 12',
      instanceOfferingUuid: offerings.small,
      defaultL3NetworkUuid: OTHER,
    },
    along: { defaultL3NetworkUuid: { l3NetworkUuids: [l3Network, OTHER] } },
  },
  CreateVmInstanceFromVolume: {
    path: besideL3('/vm-instances/from/volume'),
    required: { ...OF_SOURCE.required, volumeUuid: volumes.spareData },
    values: OF_SOURCE.values,
    along: OF_SOURCE.along,
  },
  CreateVmInstanceFromVolumeSnapshot: {
    path: async (emulator) => {
      const besides = await besideL3('/vm-instances')(emulator);
      const { uuid } = await takeSnapshot(emulator, 's');
      return `${besides}/from/volume-snapshots/${uuid}`;
    },
    ...OF_SOURCE,
  },
  CreateVmInstanceFromVolumeSnapshotGroup: {
    path: async (emulator) => {
      const besides = await besideL3('/vm-instances')(emulator);
      const params = { rootVolumeUuid: volumes.stoppedWindows, name: 'g' };
      const { uuid } = await emulator.make('POST', '/volume-snapshots/group', { params });
      return `${besides}/from/volume-snapshots/group/${uuid}`;
    },
    required: OF_SOURCE.required,
    values: OF_GROUP,
    along: OF_SOURCE.along,
  },
  CreateZone: { path: '/zones', required: { name: 'x' }, values: { ...NAMED, isDefault: true } },
  CreateCluster: {
    path: besideZone('/clusters'),
    required: { name: 'x', zoneUuid: zone, hypervisorType: 'KVM' },
    values: { ...NAMED, zoneUuid: OTHER, hypervisorType: 'Simulator', architecture: 'aarch64' },
  },
  AddKVMHost: {
    path: '/hosts/kvm',
    required: {
      name: 'x',
      managementIp: '10.0.0.9',
      clusterUuid: clusters.used,
      username: 'root',
      password: 'p',
    },
    values: {
      ...NAMED,
      managementIp: '10.0.0.10',
      clusterUuid: clusters.empty,
      username: 'someone',
      sshPort: 2222,
    },
  },
  AddSimulatorHost: {
    path: async (emulator) => {
      for (const resourceUuid of [PRETENDED, OTHER]) {
        const params = { name: 'x', zoneUuid: zone, hypervisorType: 'Simulator', resourceUuid };
        await emulator.make('POST', '/clusters', { params });
      }
      return '/hosts/simulators';
    },
    required: { name: 'x', managementIp: '10.0.0.9', clusterUuid: PRETENDED },
    values: { ...NAMED, managementIp: '10.0.0.10', clusterUuid: OTHER },
  },
  CreateInstanceOffering: {
    path: '/instance-offerings',
    required: { name: 'x', cpuNum: 1, memorySize: GIB },
    values: {
      ...NAMED,
      cpuNum: 3,
      memorySize: 3 * GIB,
      reservedMemorySize: GIB,
      allocatorStrategy: 'LastHostPreferredAllocatorStrategy',
    },
  },
  CreateDiskOffering: {
    path: '/disk-offerings',
    required: { name: 'x', diskSize: GIB },
    values: { ...NAMED, diskSize: 3 * GIB, sortKey: 7 },
  },
  CreateL2NoVlanNetwork: { ...l2, path: besideZone('/l2-networks/no-vlan') },
  CreateL2VlanNetwork: {
    path: besideZone('/l2-networks/vlan'),
    required: { ...l2.required, vlan: 7 },
    values: { ...l2.values, vlan: 8 },
  },
  CreateL3Network: {
    path: '/l3-networks',
    required: { name: 'x', l2NetworkUuid: l2Networks.usual },
    values: {
      ...NAMED,
      l2NetworkUuid: l2Networks.vlan,
      category: 'Public',
      ipVersion: 6,
      system: true,
      dnsDomain: 'example.com',
      enableIPAM: false,
    },
    along: { system: { category: 'System' } },
  },
  AddIpRange: {
    path: otherL3,
    required: {
      name: 'x',
      startIp: '192.168.8.10',
      endIp: '192.168.8.20',
      netmask: '255.255.255.0',
      gateway: '192.168.8.1',
    },
    values: {
      ...NAMED,
      startIp: '192.168.8.11',
      endIp: '192.168.8.19',
      netmask: '255.255.0.0',
      gateway: '192.168.8.2',
      ipRangeType: 'AddressPool',
    },
  },
  AddIpRangeByNetworkCidr: {
    path: async (emulator) => `${await otherL3(emulator)}/by-cidr`,
    required: { name: 'x', networkCidr: '192.168.8.0/24' },
    values: {
      ...NAMED,
      networkCidr: '192.168.9.0/24',
      gateway: '192.168.8.254',
      ipRangeType: 'AddressPool',
    },
  },
  AddIpv6Range: {
    path: otherL3In('ipv6-ranges'),
    required: {
      name: 'x',
      startIp: '2001:db8::10',
      endIp: '2001:db8::20',
      gateway: '2001:db8::1',
      prefixLen: 64,
      addressMode: 'Stateful-DHCP',
    },
    values: {
      ...NAMED,
      startIp: '2001:db8::11',
      endIp: '2001:db8::19',
      gateway: '2001:db8::2',
      prefixLen: 65,
      addressMode: 'SLAAC',
    },
  },
  AddIpv6RangeByNetworkCidr: {
    path: otherL3In('ipv6-ranges/by-cidr'),
    required: { name: 'x', networkCidr: '2001:db8::/64', addressMode: 'Stateful-DHCP' },
    values: {
      ...NAMED,
      networkCidr: '2001:db8:1::/64',
      addressMode: 'SLAAC',
      ipRangeType: 'AddressPool',
    },
  },
  AddReservedIpRange: {
    path: `/l3-networks/${l3Network}/reserved-ip-ranges`,
    required: { startIp: '10.1.2.10', endIp: '10.1.2.20' },
    values: { startIp: '10.1.2.11', endIp: '10.1.2.19' },
  },
  CreateVmNic: {
    path: besideL3('/nics'),
    required: { l3NetworkUuid: l3Network },
    values: { l3NetworkUuid: OTHER, ip: '10.1.2.10' },
  },
  CreateVmCdRom: {
    path: '/vm-instances/cdroms',
    required: { name: 'x', vmInstanceUuid: vms.stoppedWindows },
    values: { ...NAMED, vmInstanceUuid: BROKEN, isoUuid: images.iso },
  },
  CreateImageReplicationGroup: {
    path: '/image-replication-groups',
    required: { name: 'x' },
    values: NAMED,
  },
  CreateSshKeyPair: {
    path: '/ssh-key-pair',
    required: { name: 'x', publicKey: KEY },
    values: { ...NAMED, publicKey: `${KEY}.example` },
  },
  CreateSecurityGroup: { path: '/security-groups', required: { name: 'x' }, values: NAMED },
  CreateVip: {
    path: '/vips',
    required: { name: 'x', l3NetworkUuid: SEED.publicNetwork },
    values: { ...NAMED, l3NetworkUuid: l3Network },
  },
  CreateEip: {
    path: async (emulator) => {
      for (const resourceUuid of [PRETENDED, OTHER]) {
        const params = { name: 'x', l3NetworkUuid: SEED.publicNetwork, resourceUuid };
        await emulator.make('POST', '/vips', { params });
      }
      return '/eips';
    },
    required: { name: 'x', vipUuid: PRETENDED },
    values: { ...NAMED, vipUuid: OTHER, vmNicUuid: 'e1c00000000040008000000000000002' },
  },
  CreateUser: {
    path: '/accounts/users',
    required: { name: 'x', password: 'b'.repeat(128) },
    values: NAMED,
  },
  CreateUserGroup: { path: '/accounts/groups', required: { name: 'x' }, values: NAMED },
  CreatePolicy: {
    path: '/accounts/policies',
    required: { name: 'x', statements: [statement()] },
    values: {
      name: 'another name',
      statements: [
        statement({ name: 'first', principals: [`user:${OWN}`], resources: ['*'] }),
        statement({ name: 'second', effect: 'Deny', principals: null, resources: null }),
      ],
    },
  },
  CreateWebhook: { path: '/web-hooks', required: webhook, values: ofWebhook },
  SubmitLongJob: {
    path: '/longjobs',
    required: submission('APIAddImageMsg', JOB_DATA.APIAddImageMsg).params,
    values: NAMED,
  },
};

/** Parameters that are called after a field and stand in no table. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'AddCephBackupStorage.url': 'made of the monitors',
  'AddCephPrimaryStorage.url': 'made of the monitors',
  'CreateAccessKey.AccessKeyID': 'given with its secret: access-keys.test.ts',
  'CreateAccessKey.AccessKeySecret': 'given with its id: access-keys.test.ts',
  'CreateAccessKey.accountUuid': 'must be that of the user',
  'CreateAccessKey.userUuid': 'must be that of the account',
  'AddIpv6Range.ipRangeType': 'one value: the other is refused, in l3-networks/ipv6.test.ts',
  'AddDnsToL3Network.dns': 'one of a list: l3-networks.test.ts',
  'AddSecurityGroupRule.rules': 'some of a list: security-groups/rules.test.ts',
  'CreateDiskOffering.type': 'one value',
  'CreateVolumeBackup.mode': 'the first one is full anyhow: volume-backups.test.ts',
  'CreateInstanceOffering.sortKey': 'not used, as below',
  'CreateInstanceOffering.type': 'one value',
  'CreateL2NoVlanNetwork.type': 'not used, as below',
  'CreateL2VlanNetwork.type': 'not used, as below',
  'CreateL3Network.type': 'one value',
  'CreateSecurityGroup.ipVersion': 'not used, as below',
  'CreateCluster.type': 'one value',
  'CreateZone.type': 'one value',
  'UpdateSecurityGroupRulePriority.rules': 'the order of a list: security-groups/rules.test.ts',
  'CreateUserTag.resourceType': 'must be that of the resource',
  'CreateSystemTag.resourceType': 'must be that of the resource',
  'CreateVmInstance.type': 'one value',
  'CreateVmInstance.zoneUuid': 'the narrowest place counts: the-right-one.test.ts',
  'CreateVmInstance.hostUuid': 'only what runs is on a host: create-vm-instance.test.ts',
  'CreateVmInstance.architecture': 'decides where it may run: create-vm-instance.test.ts',
  ...Object.fromEntries(
    [
      'CreateVmInstanceFromVolume',
      'CreateVmInstanceFromVolumeSnapshot',
      'CreateVmInstanceFromVolumeSnapshotGroup',
    ].flatMap((name) =>
      ['type', 'zoneUuid', 'clusterUuid', 'hostUuid'].map((param) => [
        `${name}.${param}`,
        'as of CreateVmInstance; a place that cannot be: vm-from-source.test.ts',
      ]),
    ),
  ),
  'CreateTag.type': 'decides what its value may be: tag-patterns.test.ts',
  'SubmitLongJob.jobName': 'goes with its data',
  'SubmitLongJob.jobData': 'goes with its name',
  'SubmitLongJob.targetResourceUuid': 'what the job makes has its own',
  'UpdateVmInstance.state': 'a state, not a field: vm-instances.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.primaryStorageUuid': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.primaryStorageUuid': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.name': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.name': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.description': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.description': 'create-data-volume.test.ts',
  'StartVmInstance.clusterUuid': 'power.test.ts',
  'StartVmInstance.hostUuid': 'power.test.ts',
  'StopVmInstance.type': 'how it stops, not what it is',
};

/** What is said of zoneUuid stands in the path of the world: there is one zone. */
const isLeftOut = (operation: string, param: string) =>
  `${operation}.${param}` in LEFT_OUT ||
  /^Add.*(zoneUuid|type)$/.test(`${operation}.${param}`) ||
  /^AddSimulatorPrimaryStorage\..*Capacity$/.test(`${operation}.${param}`);

test.each(Object.keys(MAKING))('%s honours each of its arguments', async (name) => {
  const { path, required, values, along } = MAKING[name] as Making;
  const made = async (more: object = {}): Promise<Json> => {
    const emulator = await TestEmulator.start();
    const at = typeof path === 'string' ? path : await path(emulator);
    return emulator.make('POST', at, { params: { ...required, ...more } });
  };
  const without = await made();
  for (const [param, value] of Object.entries(values)) {
    const inventory = await made({ [param]: value, ...along?.[param] });
    expect({ [param]: inventory[param] }).toEqual({ [param]: value });
    expect({ [param]: without[param] }).not.toEqual({ [param]: value });
  }
});

/** What the real system does not look at: what is there whatever is said. */
const NOT_USED = [
  ['CreateInstanceOffering', 'sortKey', 7, { sortKey: 0 }],
  ['CreateL2NoVlanNetwork', 'type', 'L2VlanNetwork', { type: 'L2NoVlanNetwork' }],
  ['CreateL2VlanNetwork', 'type', 'L2NoVlanNetwork', { type: 'L2VlanNetwork' }],
  ['CreateSecurityGroup', 'ipVersion', 6, { ipVersion: null }],
  ['AddReservedIpRange', 'resourceUuid', OWN, { uuid: expect.not.stringMatching(OWN) }],
  ['CreateVmNic', 'resourceUuid', OWN, { uuid: expect.not.stringMatching(OWN) }],
] as const;

test.each(NOT_USED)('%s does not use its argument %s', async (name, param, value, there) => {
  const { path, required } = MAKING[name] as Making;
  const emulator = await TestEmulator.start();
  const at = typeof path === 'string' ? path : await path(emulator);
  const params = { ...required, [param]: value };
  expect(await emulator.make('POST', at, { params })).toMatchObject(there);
});

const OF_ANY_UUID = ['CreateUserTag', 'CreateSystemTag', 'AddReservedIpRange', 'CreateVmNic'];

test.each(Object.keys(MAKING).filter((name) => !OF_ANY_UUID.includes(name)))(
  '%s makes what has the uuid that it is given',
  async (name) => {
    const { path, required } = MAKING[name] as Making;
    const emulator = await TestEmulator.start();
    const at = typeof path === 'string' ? path : await path(emulator);
    const params = { ...required, resourceUuid: OWN };
    expect((await emulator.make('POST', at, { params })).uuid).toBe(OWN);
  },
);

interface Changing {
  readonly path: string;
  /** Where it is read, if not there. */
  readonly look?: string;
  readonly key: string;
  readonly values: Values;
  /** What must be said along with an argument. */
  readonly along?: Readonly<Record<string, Values>>;
  readonly prepare?: (emulator: TestEmulator) => Promise<string>;
  /** Where it is changed, if not at its actions, and whether the body names it. */
  readonly put?: { readonly path?: string; readonly uuidAs?: string };
}

/** Makes what a change is about; answers its path. */
const newAt = (path: string, params: object) => async (emulator: TestEmulator) =>
  `${path}/${(await emulator.make('POST', path, { params })).uuid}`;

const CHANGING: Readonly<Record<string, Changing>> = {
  UpdateImage: {
    path: `/images/${images.linux}`,
    key: 'updateImage',
    values: { ...GUEST, virtio: false, format: 'raw', mediaType: 'DataVolumeTemplate' },
  },
  UpdateBackupStorage: {
    path: `/backup-storage/${imageStore}`,
    key: 'updateBackupStorage',
    values: NAMED,
  },
  UpdateSftpBackupStorage: {
    path: `/backup-storage/sftp/${sftp}`,
    key: 'updateSftpBackupStorage',
    values: { ...NAMED, username: 'someone', hostname: '10.0.0.10', sshPort: 2222 },
  },
  UpdatePrimaryStorage: {
    path: `/primary-storage/${primaryStorages.local}`,
    look: `/primary-storage?q=uuid=${primaryStorages.local}`,
    key: 'updatePrimaryStorage',
    values: { ...NAMED, url: '/another' },
  },
  UpdateVmInstance: {
    path: `/vm-instances/${vms.stoppedWindows}`,
    key: 'updateVmInstance',
    values: {
      ...NAMED,
      platform: 'Other',
      guestOsType: 'Debian 12',
      cpuNum: 7,
      memorySize: 9 * GIB,
      reservedMemorySize: 4096,
      defaultL3NetworkUuid: OTHER,
    },
    prepare: async (emulator) => {
      const path = `/vm-instances/${vms.stoppedWindows}`;
      await emulator.make('POST', await besideL3(`${path}/l3-networks/${OTHER}`)(emulator), {});
      return path;
    },
  },
  UpdateImageStoreBackupStorage: {
    path: `/backup-storage/image-store/${imageStore}`,
    key: 'updateImageStoreBackupStorage',
    values: { ...NAMED, username: 'someone', hostname: '10.0.0.10', sshPort: 2222 },
  },
  UpdateCluster: { path: `/clusters/${clusters.used}`, key: 'updateCluster', values: NAMED },
  UpdateHost: {
    path: `/hosts/${hosts.linux}`,
    key: 'updateHost',
    values: { ...NAMED, managementIp: '10.0.0.10' },
  },
  UpdateKVMHost: {
    path: `/hosts/kvm/${hosts.linux}`,
    look: `/hosts/${hosts.linux}`,
    key: 'updateKVMHost',
    values: { ...NAMED, managementIp: '10.0.0.10', username: 'someone', sshPort: 2222 },
  },
  UpdateInstanceOffering: {
    path: `/instance-offerings/${offerings.small}`,
    key: 'updateInstanceOffering',
    values: { ...NAMED, allocatorStrategy: 'LastHostPreferredAllocatorStrategy' },
  },
  UpdateDiskOffering: {
    path: `/disk-offerings/${offerings.disk}`,
    key: 'updateDiskOffering',
    values: NAMED,
  },
  UpdateL2Network: {
    path: `/l2-networks/${l2Networks.usual}`,
    key: 'updateL2Network',
    values: NAMED,
  },
  UpdateL3Network: {
    path: `/l3-networks/${l3Network}`,
    key: 'updateL3Network',
    values: { ...NAMED, dnsDomain: 'example.com', category: 'Public', system: true },
    along: { system: { category: 'System' } },
  },
  UpdateIpRange: {
    path: `/l3-networks/ip-ranges/${ipRange}`,
    key: 'updateIpRange',
    values: NAMED,
  },
  UpdateVmNicDriver: {
    path: `/vm-instances/${vms.stoppedWindows}`,
    key: 'updateVmNicDriver',
    values: { driverType: 'pcnet' },
    prepare: async (emulator) => {
      const found = await emulator.find(
        `/vm-instances/nics?q=vmInstanceUuid=${vms.stoppedWindows}`,
      );
      return `/vm-instances/nics/${found.uuid}`;
    },
    put: { path: `/vm-instances/${vms.stoppedWindows}/actions`, uuidAs: 'vmNicUuid' },
  },
  UpdateVmCdRom: {
    path: '/vm-instances/cdroms',
    key: 'updateVmCdRom',
    values: NAMED,
    prepare: newAt('/vm-instances/cdroms', { name: 'x', vmInstanceUuid: vms.stoppedWindows }),
  },
  UpdateCephPrimaryStoragePool: {
    path: '/primary-storage/ceph/pools',
    key: 'updateCephPrimaryStoragePool',
    values: { aliasName: 'another name', description: 'said by a test' },
    prepare: async (emulator) => {
      const params = { poolName: 'x', type: 'Data' };
      const { uuid } = await emulator.make('POST', POOLS_OF_CEPH, { params });
      return `/primary-storage/ceph/pools/${uuid}`;
    },
  },
  UpdateSshKeyPair: {
    path: '/ssh-key-pair',
    key: 'updateSshKeyPair',
    values: NAMED,
    prepare: newAt('/ssh-key-pair', { name: 'x', publicKey: KEY }),
  },
  UpdateSecurityGroup: {
    path: '/security-groups',
    key: 'updateSecurityGroup',
    values: NAMED,
    prepare: newAt('/security-groups', { name: 'x' }),
  },
  UpdateVip: { path: `/vips/${SEED.vip}`, key: 'updateVip', values: NAMED },
  UpdateEip: { path: `/eips/${SEED.eip}`, key: 'updateEip', values: NAMED },
  UpdateUser: {
    path: '/accounts/users',
    key: 'updateUser',
    values: NAMED,
    prepare: newAt('/accounts/users', { name: 'x', password: 'b'.repeat(128) }),
    put: { path: '/accounts/users/actions', uuidAs: 'uuid' },
  },
  UpdateUserGroup: {
    path: '/accounts/groups',
    key: 'updateUserGroup',
    values: NAMED,
    prepare: newAt('/accounts/groups', { name: 'x' }),
    put: { path: '/accounts/groups/actions', uuidAs: 'uuid' },
  },
  UpdateWebhook: {
    path: '/web-hooks',
    key: 'updateWebhook',
    values: ofWebhook,
    prepare: newAt('/web-hooks', webhook),
    put: {},
  },
  UpdateVolume: {
    path: `/volumes/${volumes.spareData}`,
    key: 'updateVolume',
    values: NAMED,
  },
  UpdateZone: { path: `/zones/${zone}`, key: 'updateZone', values: { ...NAMED, isDefault: false } },
  UpdateVolumeSnapshot: {
    path: '/volume-snapshots',
    key: 'updateVolumeSnapshot',
    values: NAMED,
    prepare: async (emulator) => `/volume-snapshots/${(await takeSnapshot(emulator, 's')).uuid}`,
  },
  UpdateImagePackage: {
    path: '/image-packages',
    key: 'updateImagePackage',
    values: NAMED,
    prepare: async (emulator) => {
      const { uuid } = await emulator.make('POST', '/ovf/ova-packages', {
        params: { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid: imageStore },
      });
      return `/image-packages/${uuid}`;
    },
    put: {},
  },
  UpdateVolumeSnapshotGroup: {
    path: '/volume-snapshots/group',
    key: 'updateVolumeSnapshotGroup',
    values: NAMED,
    prepare: newAt('/volume-snapshots/group', {
      name: 'x',
      rootVolumeUuid: volumes.stoppedWindows,
    }),
  },
  UpdateTag: {
    path: '/tags',
    key: 'updateTag',
    values: { ...NAMED, value: 'x::{other}', color: '#112233' },
    prepare: async (emulator) => {
      const params = { name: 'x', value: 'x::{token}', color: '#aabbcc', type: 'withToken' };
      return `/tags/${(await emulator.make('POST', '/tags', { params })).uuid}`;
    },
  },
  UpdateLongJob: {
    path: '/longjobs',
    key: 'updateLongJob',
    values: NAMED,
    prepare: async (emulator) => {
      const { uuid } = await emulator.make(
        'POST',
        '/longjobs',
        submission('APIAddImageMsg', JOB_DATA.APIAddImageMsg),
      );
      await emulator.control('GET', '/tasks');
      return `/longjobs/${uuid}`;
    },
  },
};

test.each(Object.keys(CHANGING))('%s changes what it says, and nothing else', async (name) => {
  const { path, look, key, values, along, prepare, put } = CHANGING[name] as Changing;
  const emulator = await TestEmulator.start();
  const at = (await prepare?.(emulator)) ?? path;
  const actions = put ? (put.path ?? at) : `${at}/actions`;
  const named = put?.uuidAs === undefined ? {} : { [put.uuidAs]: at.split('/').at(-1) };
  for (const [param, value] of Object.entries(values)) {
    const told = { [param]: value, ...along?.[param] };
    const before = await emulator.find(look ?? at);
    emulator.advance(1000);
    const answered = await emulator.make('PUT', actions, { [key]: { ...named, ...told } });
    const { lastOpDate, ...after } = await emulator.find(look ?? at);
    const { lastOpDate: _earlier, ...rest } = before;
    expect(after).toEqual({ ...rest, ...told });
    expect([answered[param], answered.lastOpDate]).toEqual([value, lastOpDate]);
    expect(before[param]).not.toEqual(value);
  }
});

interface Shown {
  readonly shape?: object;
  /** Of what has one of several forms. */
  readonly options?: readonly Shown[];
}

const shapeOf = (schema: unknown): object => {
  const { shape, options = [] } = (schema ?? {}) as Shown;
  return Object.assign({}, shape, ...options.map(shapeOf)) as object;
};

test('every argument that a field is called after has a value here, or a reason', () => {
  const missing = allOperations().flatMap(({ kind, name, method, paths, params, returns }) => {
    if (kind === 'query' || method === 'GET' || !/^(Add|Create|Update|Submit)/.test(name))
      return [];
    const shape = shapeOf(returns['inventory']);
    const known = { ...MAKING[name]?.values, ...CHANGING[name]?.values };
    return Object.keys(params)
      .filter((param) => param in shape && !(param in known) && !isLeftOut(name, param))
      .filter((param) => param !== 'uuid' && !paths.every((path) => path.includes(`{${param}}`)))
      .map((param) => `${name}.${param}`);
  });
  const elsewhere = [
    'UpdateAccount',
    'UpdateGlobalConfig',
    'UpdateQuota',
    'UpdateResourceConfig',
    'UpdateSystemTag',
  ];
  expect(missing.filter((one) => !elsewhere.includes(String(one.split('.')[0])))).toEqual([]);
});
