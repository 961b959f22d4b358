import type { Json } from './emulator';

/** A uuid of a told cloud, by its number. */
export const id = (n: number): string => n.toString(16).padStart(32, '0');

const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';

/** What clouds write for a time, `n` seconds after the beginning of a minute. */
export const at = (n: number): string => `Mar 5, 2021 12:07:${String(n).padStart(2, '0')} AM`;

export const named = (uuid: number, name: string, more: object = {}) => ({
  uuid: id(uuid),
  name,
  description: `of ${name}`,
  createDate: at(uuid % 50),
  lastOpDate: at((uuid % 50) + 1),
  ...more,
});

const ref = (uuid: number, account: number) => ({
  resourceUuid: id(uuid),
  accountUuid: id(account),
});

/** Two of a kind, where a field tells nothing of the other one. */
export const WHOLE: Readonly<Record<string, Json[]>> = {
  '/accounts': [
    { uuid: ADMIN, name: 'admin', type: 'SystemAdmin' },
    named(0xa1, 'tenant', { type: 'Normal' }),
    named(0xa2, 'boss', { type: 'SystemAdmin' }),
  ],
  '/accounts/quotas': [
    { identityUuid: id(0xa1), name: 'image.num', value: 3 },
    { identityUuid: id(0xa1), name: 'vip.num', value: 4 },
    { identityUuid: id(0xa2), name: 'image.num', value: 5 },
  ],
  '/accounts/resources/refs': [0x11, 0x12, 0x13, 0x21, 0x22, 0x31, 0x41, 0x51, 0x52, 0x61, 0x62]
    .concat([0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d])
    .map((uuid) => ref(uuid, 0xa1)),
  '/accounts/resources': [
    { resourceUuid: id(0x11), receiverAccountUuid: id(0xa2), toPublic: false },
    { resourceUuid: id(0x12), receiverAccountUuid: null, toPublic: true },
    { resourceUuid: id(0x12), receiverAccountUuid: id(0xa2), toPublic: false },
  ],
  '/accesskeys': [
    {
      uuid: id(0xac),
      AccessKeyID: 'KEY',
      AccessKeySecret: 'secret',
      accountUuid: id(0xa1),
      userUuid: id(0xa1),
      description: 'of a key',
      state: 'Disabled',
      createDate: at(1),
      lastOpDate: at(2),
    },
    { uuid: id(0xad), AccessKeyID: 'of-a-user', accountUuid: id(0xa1), userUuid: id(0x22) },
    { uuid: id(0xae), AccessKeyID: 'without-a-user', accountUuid: id(0xa1), state: 'Enabled' },
  ],
  '/zones': [named(1, 'zone', { state: 'Disabled', isDefault: true })],
  '/clusters': [
    named(0x2e, 'cluster of no zone', { zoneUuid: id(0xdead) }),
    named(2, 'cluster', {
      zoneUuid: id(1),
      hypervisorType: 'Simulator',
      state: 'Disabled',
      architecture: 'aarch64',
    }),
  ],
  '/hosts': [
    named(0x2f, 'host of no cluster', { clusterUuid: id(0xdead) }),
    named(3, 'host', {
      clusterUuid: id(2),
      managementIp: '10.9.8.7',
      hypervisorType: 'Simulator',
      state: 'Disabled',
      status: 'Disconnected',
      cpuNum: 7,
      cpuSockets: 5,
      totalMemoryCapacity: 1234,
      architecture: 'aarch64',
      username: 'someone',
      sshPort: 2222,
    }),
  ],
  '/primary-storage': [
    named(4, 'disks', {
      zoneUuid: id(1),
      type: 'Ceph',
      url: 'ceph://disks',
      mountPath: '/mnt',
      state: 'Disabled',
      status: 'Disconnected',
      totalCapacity: 10_000,
      availableCapacity: 4000,
      totalPhysicalCapacity: 11_000,
      availablePhysicalCapacity: 5236,
      attachedClusterUuids: [id(2), id(0xdead)],
    }),
    named(0x45, 'local', {
      zoneUuid: id(1),
      type: 'LocalStorage',
      url: '/local',
      status: 'Connecting',
      totalCapacity: 100,
      availableCapacity: 30,
      availablePhysicalCapacity: 90,
    }),
    named(0x46, 'promises more', {
      zoneUuid: id(1),
      type: 'NFS',
      url: 'nfs:/x',
      state: 'Maintenance',
      status: 'Connected',
      totalCapacity: 100,
      availableCapacity: 300,
    }),
    named(0x47, 'elsewhere', { zoneUuid: id(0xdead), type: 'NFS' }),
  ],
  '/primary-storage/ceph': [
    {
      uuid: id(4),
      fsid: 'fs-1',
      mons: [{ sshUsername: 'user', hostname: '10.0.0.1', sshPort: 24, monPort: 6790 }],
      pools: [
        { uuid: id(0x401), poolName: 'pool', type: 'Data', aliasName: 'alias', description: 'd' },
        { uuid: id(0x402), poolName: 'odd', type: 'None' },
        { uuid: id(0x403), type: 'Root' },
      ],
    },
  ],
  '/primary-storage/imagecache': [
    {
      primaryStorageUuid: id(4),
      imageUuid: id(0x11),
      size: 7,
      mediaType: 'ISO',
      installUrl: 'ceph://disks/cache',
      createDate: at(3),
      lastOpDate: at(4),
    },
  ],
  [`/primary-storage/trash ${id(4)}`]: [
    {
      resourceUuid: id(0xdead),
      resourceType: 'ImageVO',
      hostUuid: id(3),
      trashType: 'MigrateVolume',
      installPath: 'ceph://disks/old',
      size: 9,
      isFolder: true,
      createDate: at(5),
    },
  ],
  '/backup-storage': [
    named(5, 'store', {
      type: 'ImageStoreBackupStorage',
      url: '/store',
      state: 'Disabled',
      status: 'Disconnected',
      totalCapacity: 4_000_000_000,
      availableCapacity: 2_000_000_000,
      attachedZoneUuids: [id(1), id(0xdead)],
    }),
    named(6, 'other', {
      type: 'Ceph',
      url: 'ceph://other',
      state: 'Enabled',
      status: 'Connecting',
      totalCapacity: 900,
      availableCapacity: 900,
      attachedZoneUuids: [],
    }),
    named(0x48, 'sftp', {
      type: 'SftpBackupStorage',
      url: '/sftp',
      state: 'Enabled',
      status: 'Connected',
      totalCapacity: 1000,
      availableCapacity: 400,
      attachedZoneUuids: [id(1)],
    }),
  ],
  '/backup-storage/image-store': [{ uuid: id(5), hostname: 'h', username: 'u', sshPort: 23 }],
  '/backup-storage/ceph': [
    {
      uuid: id(6),
      fsid: 'fs-2',
      poolName: 'p',
      mons: [{ hostname: '10.0.0.2' }],
    },
  ],
  [`/backup-storage/trash ${id(5)}`]: [
    { resourceUuid: id(0xdead), installPath: '/old', size: 11, isFolder: true, createDate: at(6) },
  ],
  '/resource-configurations': [
    { resourceUuid: id(5), category: 'backupStorage', name: 'reservedCapacity', value: '1G' },
    { resourceUuid: id(5), category: 'mevoco', name: 'overProvisioning.memory', value: '2' },
  ],
  '/image-replication-groups': [
    named(7, 'copies', {
      state: 'Disabled',
      backupStorageRefs: [{ backupStorageUuid: id(5) }, { backupStorageUuid: id(0xdead) }],
    }),
  ],
  '/l2-networks': [
    named(0x5e, 'vxlan', { zoneUuid: id(1), type: 'XL2VlanNetwork' }),
    named(0x5f, 'in no zone', { zoneUuid: id(0xdead), type: 'L2NoVlanNetwork' }),
    named(0x61, 'l2', {
      zoneUuid: id(1),
      type: 'L2VlanNetwork',
      physicalInterface: 'bond0',
      vSwitchType: 'OvsDpdk',
      virtualNetworkId: 77,
      isolated: true,
      pvlan: 'p',
      attachedClusterUuids: [id(2), id(0xdead)],
    }),
  ],
  '/l3-networks': [
    named(0x5d, 'on vxlan', { l2NetworkUuid: id(0x5e) }),
    named(0x62, 'l3', {
      l2NetworkUuid: id(0x61),
      category: 'Public',
      state: 'Disabled',
      dnsDomain: 'example.com',
      ipVersion: 4,
      enableIPAM: false,
      dns: ['10.0.0.53'],
      hostRoute: [{ prefix: '10.1.0.0/16', nexthop: '10.0.0.254' }],
      reservedIpRanges: [{ uuid: id(0x622), startIp: '10.0.0.8', endIp: '10.0.0.9' }],
      ipRanges: [
        named(0x620, 'range', {
          startIp: '10.0.0.2',
          endIp: '10.0.0.20',
          netmask: '255.255.255.0',
          gateway: '10.0.0.1',
          ipVersion: 4,
        }),
        named(0x623, 'pool', {
          startIp: '10.2.0.2',
          endIp: '10.2.0.3',
          netmask: '255.255.255.0',
          gateway: '10.2.0.2',
          ipVersion: 4,
        }),
        named(0x621, 'of IPv6', {
          startIp: '2001:db8::2',
          endIp: '2001:db8::20',
          prefixLen: 64,
          addressMode: 'SLAAC',
          gateway: '2001:db8::1',
          ipVersion: 6,
        }),
      ],
      networkServices: [
        { networkServiceProviderUuid: id(0x6f), networkServiceType: 'DHCP' },
        { networkServiceProviderUuid: id(0x6f), networkServiceType: 'Eip' },
        { networkServiceProviderUuid: id(0xdead), networkServiceType: 'Eip' },
      ],
    }),
    named(0x6e, 'outside', {
      l2NetworkUuid: id(0x61),
      category: 'Private',
      state: 'Enabled',
      ipRanges: [
        {
          startIp: '172.16.0.2',
          endIp: '172.16.0.9',
          netmask: '255.255.255.0',
          uuid: id(0x624),
          gateway: '172.16.0.1',
        },
      ],
    }),
    named(0x6d, 'l3 without ranges', { l2NetworkUuid: id(0x61), ipVersion: 6 }),
  ],
  '/l3-networks/address-pools': [{ uuid: id(0x623) }],
  '/network-services/providers': [{ uuid: id(0x6f), type: 'Flat' }],
  '/vips': [
    named(0x63, 'vip', {
      l3NetworkUuid: id(0x6e),
      ip: '172.16.0.3',
      state: 'Disabled',
      system: true,
    }),
    named(0x60, 'second vip', {
      createDate: 'Dec 31, 2020 1:02:03 PM',
      lastOpDate: 'Jan 9, 2021 12:00:00 PM',
      l3NetworkUuid: id(0x6e),
      ip: '172.16.0.4',
      state: 'Enabled',
    }),
    named(0x64, 'lost vip', { l3NetworkUuid: id(0xdead), ip: '10.0.0.4' }),
  ],
  '/eips': [
    named(0x65, 'eip', { vipUuid: id(0x63), vmNicUuid: id(0x51e), state: 'Disabled' }),
    named(0x66, 'loose', { vipUuid: id(0x60), state: 'Enabled', vmNicUuid: id(0xdead) }),
    named(0x67, 'lost eip', { vipUuid: id(0x64), vmNicUuid: id(0x51e) }),
  ],
  '/security-groups': [
    named(0x68, 'group', {
      state: 'Disabled',
      attachedL3NetworkUuids: [id(0x62), id(0xdead)],
      rules: [
        { type: 'Ingress', protocol: 'ALL', action: 'ACCEPT', priority: 0 },
        {
          type: 'Egress',
          protocol: 'UDP',
          action: 'DROP',
          state: 'Disabled',
          priority: 2,
          ipVersion: 6,
          description: 'second',
          dstIpRange: '::1',
          dstPortRange: '53',
        },
        {
          type: 'Ingress',
          protocol: 'TCP',
          action: 'ACCEPT',
          priority: 1,
          ipVersion: 4,
          srcIpRange: '10.0.0.1',
          dstPortRange: '22',
        },
        {
          type: 'Ingress',
          protocol: 'ICMP',
          action: 'ACCEPT',
          state: 'Enabled',
          priority: 3,
          remoteSecurityGroupUuid: id(0x69),
        },
        {
          type: 'Ingress',
          protocol: 'TCP',
          action: 'ACCEPT',
          priority: 7,
          remoteSecurityGroupUuid: id(0xdead),
        },
        { type: 'Sideways', protocol: 'TCP', action: 'ACCEPT', priority: 4 },
        { type: 'Ingress', protocol: 'GRE', action: 'ACCEPT', priority: 5 },
        { type: 'Ingress', protocol: 'TCP', action: 'LOG', priority: 6 },
      ],
    }),
    named(0x69, 'second group', { state: 'Enabled', rules: [] }),
  ],
  '/security-groups/vm-instances/nics': [
    { vmNicUuid: id(0x51e), securityGroupUuid: id(0x69), priority: 2 },
    { vmNicUuid: id(0x51e), securityGroupUuid: id(0x68), priority: 1 },
    { vmNicUuid: id(0x51e), securityGroupUuid: id(0xdead), priority: 3 },
  ],
  '/security-groups/nics/security-policy': [
    { vmNicUuid: id(0x51e), ingressPolicy: 'ALLOW', egressPolicy: 'DENY' },
  ],
  '/instance-offerings': [
    named(0x6a, 'small', {
      cpuNum: 3,
      cpuSpeed: 5,
      memorySize: 77,
      reservedMemorySize: 7,
      sortKey: 8,
      state: 'Disabled',
      allocatorStrategy: 'Mine',
    }),
  ],
  '/disk-offerings': [
    named(0x6b, 'disk', { diskSize: 99, sortKey: 9, state: 'Disabled', allocatorStrategy: 'Mine' }),
  ],
  '/web-hooks': [
    named(8, 'hook', { url: 'http://hooks.example.com/x', type: 'Other', opaque: 'o' }),
    named(9, 'hook of nothing', { url: 'nothing' }),
  ],
  '/ssh-key-pair': [named(0x6c, 'key', { publicKey: 'ssh-rsa AAAA' })],
  '/tags': [named(0x41, 'pattern', { value: 'v::{a}', color: '#FF0000', type: 'withToken' })],
  '/accounts/policies': [
    named(0x31, 'policy', {
      accountUuid: id(0xa1),
      statements: [
        { name: 's', effect: 'Deny', principals: ['p'], actions: ['a'], resources: ['r'] },
        { effect: 'Maybe', actions: ['a'] },
        { effect: 'Allow', actions: [] },
      ],
    }),
    named(0x32, 'empty policy', { accountUuid: id(0xa1), statements: [{ effect: 'Allow' }] }),
    named(0x33, 'DEFAULT-READ', { accountUuid: id(0xa1), statements: [] }),
  ],
  '/accounts/groups': [named(0x21, 'team', { accountUuid: id(0xa1) })],
  '/accounts/users': [named(0x22, 'person', { accountUuid: id(0xa1) })],
  [`/accounts/users ${id(0x21)}`]: [{ uuid: id(0x22) }],
  [`/accounts/users ${id(0x31)}`]: [{ uuid: id(0x22) }],
  [`/accounts/users ${id(0x33)}`]: [{ uuid: id(0x22) }],
  [`/accounts/groups ${id(0x31)}`]: [{ uuid: id(0x21) }],
};
