import { asSaid, captured, oddly } from '../support/told';
import { WHOLE } from '../support/told-cloud';
import { MACHINES } from '../support/told-machines';

const TOLD = { ...WHOLE, ...MACHINES };

const ODD_SEED = `
version: 1
accounts:
  - {name: admin, password: password}
  - {uuid: '#a1', name: tenant, password: password, quotas: {'image.num': 3, 'vip.num': 4}}
  - {uuid: '#a2', name: boss, password: password, quotas: {'image.num': 5}}
accessKeys:
  - {id: 'of-a-user', secret: unknown, uuid: '#ad', account: tenant}
  - {id: 'without-a-user', secret: unknown, uuid: '#ae', account: tenant}
  - {uuid: '#ac', description: of a key, createDate: '2021-03-05T00:07:01Z', lastOpDate: '2021-03-05T00:07:02Z',
      id: KEY, secret: secret, account: tenant}
tagPatterns:
  - {uuid: '#41', name: pattern, account: tenant, value: 'v::{a}', color: '#FF0000', type: withToken}
policies:
  - {uuid: '#31', name: policy, account: tenant, statements: [{name: s, effect: Deny, principals: [p], actions: [a],
      resources: [r]}]}
userGroups:
  - {uuid: '#21', name: team, account: tenant, policies: [policy]}
users:
  - {uuid: '#22', name: person, account: tenant, password: password, groups: [team], policies: ['DEFAULT-READ',
      policy]}
webhooks:
  - {uuid: '#8', name: hook, url: 'http://hooks.example.com/x', type: Other, opaque: o}
securityGroups:
  - {uuid: '#68', name: group, account: tenant, l3Networks: [l3], rules: [{type: Ingress, protocol: TCP,
      action: ACCEPT, state: Enabled, ipVersion: 4, srcIpRange: '10.0.0.1', dstPortRange: '22'}, {type: Egress,
      protocol: UDP, action: DROP, state: Enabled, ipVersion: 6, description: second, dstIpRange: '::1',
      dstPortRange: '53'}, {type: Ingress, protocol: ICMP, action: ACCEPT, state: Enabled, ipVersion: 4,
      remoteSecurityGroup: second group}]}
  - {uuid: '#69', name: second group, account: tenant}
zones:
  - {uuid: '#1', name: zone, isDefault: true}
clusters:
  - {uuid: '#2', name: cluster, zone: zone, hypervisorType: Simulator}
hosts:
  - {uuid: '#3', name: host, cluster: cluster, managementIp: '10.9.8.7', hypervisorType: Simulator, cpuNum: 7,
      cpuSockets: 5, memory: 1234, username: someone, sshPort: 2222}
instanceOfferings:
  - {uuid: '#6a', name: small, account: tenant, sortKey: 8, allocatorStrategy: Mine, cpuNum: 3, cpuSpeed: 5,
      memory: 77, reservedMemory: 7}
diskOfferings:
  - {uuid: '#6b', name: disk, account: tenant, sortKey: 9, allocatorStrategy: Mine, size: 99}
l2Networks:
  - {uuid: '#61', name: l2, account: tenant, zone: zone, physicalInterface: bond0, vlan: 77, isolated: true, pvlan: p,
      clusters: [cluster]}
l3Networks:
  - {uuid: '#6d', name: l3 without ranges, account: tenant, l2Network: l2, ipVersion: 6}
  - {uuid: '#6e', name: outside, l2Network: l2, ipRanges: [{uuid: '#624', description: null, startIp: '172.16.0.2',
      endIp: '172.16.0.9', netmask: '255.255.255.0', gateway: '172.16.0.1', type: Normal}]}
  - {uuid: '#62', name: l3, account: tenant, l2Network: l2, dnsDomain: 'example.com', enableIPAM: false,
      ipRanges: [{name: range, uuid: '#620', description: of range, startIp: '10.0.0.2', endIp: '10.0.0.20',
      netmask: '255.255.255.0', gateway: '10.0.0.1', type: Normal}, {name: pool, uuid: '#623', description: of pool,
      startIp: '10.2.0.2', endIp: '10.2.0.3', netmask: '255.255.255.0', gateway: '10.2.0.2', type: AddressPool},
      {name: of IPv6, uuid: '#621', description: of of IPv6, startIp: '2001:db8::2', endIp: '2001:db8::20',
      prefixLen: 64, addressMode: SLAAC, gateway: '2001:db8::1', type: Normal}], dns: ['10.0.0.53'],
      hostRoutes: [{prefix: '10.1.0.0/16', nexthop: '10.0.0.254'}], services: {Flat: [DHCP, Eip]},
      reserved: [{startIp: '10.0.0.8', endIp: '10.0.0.9', uuid: '#622'}]}
primaryStorages:
  - {uuid: '#4', name: disks, zone: zone, type: SharedMountPoint, url: 'ceph://disks', mountPath: '/mnt', fsid: 'fs-1',
      monUrls: ['user:unknown@10.0.0.1:24/?monPort=6790'], totalCapacity: 10000, totalPhysicalCapacity: 11000,
      systemUsedCapacity: 5668, clusterUuids: [cluster, '#dead'], pools: [{name: pool, type: Data, uuid: '#401',
      aliasName: alias, description: d}], imageCaches: [{image: image, size: 7, mediaType: RootVolumeTemplate,
      installUrl: 'ceph://disks/cache', createDate: '2021-03-05T00:07:03Z', lastOpDate: '2021-03-05T00:07:04Z'}],
      trash: [{resourceUuid: '#dead', resourceType: ImageVO, host: host, trashType: RevertVolume,
      installPath: 'ceph://disks/old', size: 9, isFolder: true, createDate: '2021-03-05T00:07:05Z'}]}
  - {uuid: '#45', name: local, zone: zone, type: SharedMountPoint, url: '/local', totalCapacity: 100,
      systemUsedCapacity: 20}
  - {uuid: '#46', name: promises more, zone: zone, type: SharedMountPoint, url: 'nfs:/x', totalCapacity: 100}
backupStorages:
  - {uuid: '#5', name: store, zones: [zone], type: ImageStoreBackupStorage, url: '/store', hostname: h, username: u,
      sshPort: 23, totalCapacity: 4000000000, systemUsedCapacity: 1999999829, trash: [{imageUuid: '#dead',
      installPath: '/old', size: 11, isFolder: true, createDate: '2021-03-05T00:07:06Z'}]}
  - {uuid: '#6', name: other, type: ImageStoreBackupStorage, url: 'ceph://other', fsid: 'fs-2', poolName: p,
      monUrls: ['root:unknown@10.0.0.2:22/?monPort=6789'], totalCapacity: 900}
  - {uuid: '#48', name: sftp, zones: [zone], type: ImageStoreBackupStorage, url: '/sftp', totalCapacity: 1000,
      systemUsedCapacity: 580}
imageReplicationGroups:
  - {uuid: '#7', name: copies, backupStorages: [store]}
vips:
  - {uuid: '#60', description: of second vip, createDate: '2020-12-31T13:02:03Z', lastOpDate: '2021-01-09T12:00:00Z',
      name: second vip, l3Network: outside, ip: '172.16.0.4'}
  - {uuid: '#63', name: vip, account: tenant, l3Network: outside, ip: '172.16.0.3', system: true}
vmInstances:
  - {uuid: '#51', name: vm, account: tenant, zone: zone, clusterUuid: cluster, hostUuid: host, lastHostUuid: '#dead',
      instanceOfferingUuid: small, defaultL3NetworkUuid: l3, nics: [{l3Network: l3, uuid: '#51e', ip: '10.0.0.6',
      ip6: '2001:db8::6', mac: 'fa:00:00:00:00:01', driver: e1000, state: enable, deviceId: 3, securityGroups: [group,
      second group], ingressPolicy: ALLOW, egressPolicy: DENY}], image: image, platform: Other, guestOsType: Plan 9,
      memory: 4096, reservedMemory: 512, cpuNum: 9, state: Unknown, cdRoms: [null, {iso: null, name: drive,
      description: of a drive, deviceId: 1}, null], rootVolume: {uuid: '#70', name: root, primaryStorage: disks,
      image: iso, format: qcow2, size: 100, actualSize: 60, installPath: 'ceph://disks/root', diskOfferingUuid: disk,
      lastAttachDate: '2021-03-05T00:07:07Z', lastDetachDate: '2021-03-05T00:07:08Z', lastVmInstance: bare},
      systemTags: [qemuga]}
  - {uuid: '#53', name: bare, zone: zone, lastHostUuid: null, defaultL3NetworkUuid: null, image: image,
      platform: Other, memory: 0, cpuNum: 1, state: Unknown, cdRoms: [], rootVolume: {uuid: '#71', name: bare root,
      primaryStorage: disks, image: null, size: 10}}
eips:
  - {uuid: '#65', name: eip, account: tenant, vip: vip, nic: '#51e'}
  - {uuid: '#66', name: loose, account: tenant, vip: second vip}
sshKeyPairs:
  - {uuid: '#6c', name: key, account: tenant, publicKey: 'ssh-rsa AAAA'}
volumes:
  - {uuid: '#73', name: gone, primaryStorage: disks, size: 6, vmInstance: vm, deviceId: 7, lastAttachDate: null}
  - {uuid: '#74', name: local, primaryStorage: local, host: host, format: qcow2, size: 50, actualSize: 20}
  - {uuid: '#52', name: data, primaryStorage: disks, image: '#dead', format: qcow2, size: 200, actualSize: 50,
      layerSize: 20, diskOfferingUuid: '#dead', account: tenant, vmInstance: vm, deviceId: 5, isShareable: true,
      volumeQos: 'read=1', lastAttachDate: null, lastVmInstance: '#dead'}
images:
  - {uuid: '#11', name: image, account: tenant, sharedWith: [boss], platform: Other, guestOsType: Windows 11,
      architecture: Odd, system: true, url: 'http://x/i.qcow2', size: 30, actualSize: 20,
      backupStorages: [{name: store, status: Error, installPath: 'zstore://#11'}], systemTags: ['bootMode::UEFI'],
      userTags: [plain], tags: [{pattern: pattern, tokens: {a: one}}]}
  - {uuid: '#12', name: iso, account: tenant, sharedWith: everybody, platform: Other, guestOsType: Windows 11,
      architecture: Odd, system: true, url: 'http://x/i.qcow2', size: 30, actualSize: 20,
      backupStorages: [{name: store, status: Error, installPath: '/iso'}]}
  - {uuid: '#14', name: twin, key: '#14', platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'http://x/i.qcow2', size: 30, actualSize: 20, backupStorages: [{name: store, status: Error,
      installPath: 'zstore://#11'}]}
  - {uuid: '#15', name: twin, key: '#15', platform: Other, guestOsType: Windows 11, architecture: Odd, url: '',
      size: 30, actualSize: 20, backupStorages: [{name: store, status: Error, installPath: 'zstore://#15'}]}
  - {uuid: '#16', name: coming, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'https://x/y', size: 0, actualSize: 0, backupStorages: [{name: store, status: Error}]}
  - {uuid: '#17', name: sent, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'upload://y', size: 30, actualSize: 20, backupStorages: [{name: store, status: Error,
      installPath: '/tmp'}]}
  - {uuid: '#18', name: stuck, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'ftp://x/y', size: 30, actualSize: 20, backupStorages: [{name: store, status: Error}]}
  - {uuid: '#19', name: made of a volume, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'volume://#70', size: 30, actualSize: 20, backupStorages: [{name: store, status: Error}]}
  - {uuid: '#1a', name: made of data, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'volume://#52', size: 30, actualSize: 20, backupStorages: [{name: store, status: Error}]}
  - {uuid: '#1f', name: made elsewhere, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'volume://#70', size: 30, actualSize: 20, backupStorages: [{name: other, status: Error}]}
  - {uuid: '#20', name: sent to sftp, platform: Other, guestOsType: Windows 11, architecture: Odd, system: true,
      url: 'upload://z', size: 30, actualSize: 20, backupStorages: [{name: sftp, status: Error}]}
`;

const ODD = `
L2 networks of other types, or of no zone: 2, such as vxlan
L3 networks of no L2 network: 1, such as on vxlan
primary storages of no zone: 1, such as elsewhere
volumes that lie nowhere: 1, such as not yet
VMs without a root volume or a zone: 1, such as without a disk
snapshots of volumes that are gone, or that are being deleted: 6, such as first
groups of snapshots of VMs, or with snapshots, that are not there: 5, such as all at once
backups of volumes that are not Ready, or on storages that are not there: 5, such as backup
groups of images that are not Ready, or have none: 3, such as images together
packages of VMs that are not Exported, or on storages that are not there: 4, such as package of nothing
images on no backup storage: 1, such as nowhere
global configuration that the emulator does not read: 4, such as Odd/deletionPolicy
availablePhysicalCapacity that does not add up: 1, such as local
how much of a volume lies in its own layer: dealt out to fit the storage
statuses of images on storages that the emulator does not know, taken as Error: 11, such as image: Odd
status of images that the emulator does not know, taken as Ready: 11, such as image: Odd
statuses of images that do not fit those on their storages: 11, such as image
format of images that the emulator does not know, taken as qcow2: 11, such as image: Odd
state of images that the emulator does not know, taken as Enabled: 11, such as image: Odd
mediaType of images that the emulator does not know, taken as RootVolumeTemplate: 11, such as image: Odd
platform of images that the emulator does not know, taken as Other: 11, such as image: Odd
system tags that clients cannot remove: 1, such as bootMode::UEFI
accounts that share what everybody may use: 1, such as boss
states of VIPs that the emulator does not know, taken as Enabled: 2, such as second vip: Odd
VIPs on networks that were not told: 1, such as lost vip
long jobs that have not ended: 5, such as job
secrets of access keys: each is \`unknown\`: 2, such as of-a-user
users of access keys: 1, such as of-a-user
states of access keys that the emulator does not know, taken as Enabled: 3, such as of-a-user: null
policies without statements: 1, such as empty policy
web hooks with an address that is none: 1, such as hook of nothing
states of security groups that the emulator does not know, taken as Enabled: 2, such as group: Odd
rules of security groups that the emulator cannot have: 4, such as group
states of zones that the emulator does not know, taken as Enabled: 1, such as zone: Odd
states of clusters that the emulator does not know, taken as Enabled: 1, such as cluster: Odd
clusters of no zone: 1, such as cluster of no zone
states of hosts that the emulator does not know, taken as Enabled: 1, such as host: Odd
statuses of hosts that the emulator does not know, taken as Connected: 1, such as host: Odd
architectures of hosts that the emulator does not know, taken as x86_64: 1, such as host: Odd
hosts of no cluster: 1, such as host of no cluster
states of offerings that the emulator does not know, taken as Enabled: 2, such as small: Odd
types of switches that the emulator does not know, taken as LinuxBridge: 1, such as l2: Odd
categories of networks that the emulator does not know, taken as Private: 3, such as l3 without ranges: null
states of networks that the emulator does not know, taken as Enabled: 3, such as l3 without ranges: null
services of providers that were not told: 1, such as l3
types of primary storages that the emulator does not know, taken as SharedMountPoint: 3, such as disks: Odd
states of primary storages that the emulator does not know, taken as Enabled: 3, such as disks: Odd
statuses of primary storages that the emulator does not know, taken as Connected: 3, such as disks: Odd
kinds of caches that the emulator does not know, taken as RootVolumeTemplate: 1, such as 00000000000000000000000000000011: Odd
types of trash that the emulator does not know, taken as RevertVolume: 1, such as ceph://disks/old: Odd
availableCapacity of primary storages that does not add up: 1, such as promises more
types of backup storages that the emulator does not know, taken as ImageStoreBackupStorage: 3, such as store: Odd
states of backup storages that the emulator does not know, taken as Enabled: 3, such as store: Odd
statuses of backup storages that the emulator does not know, taken as Connected: 3, such as store: Odd
configuration of resources that the emulator does not read: 2, such as Odd/reservedCapacity
availableCapacity of backup storages that does not add up: 1, such as other
states of replication groups that the emulator does not know, taken as Enabled: 1, such as copies: Odd
states of EIPs that the emulator does not know, taken as Enabled: 2, such as eip: Odd
NICs of EIPs that were not told: 1, such as loose
EIPs of VIPs that were not told: 1, such as lost eip
states of VMs that the emulator does not know, taken as Unknown: 2, such as vm: Odd
statuses of volumes that the emulator does not know, taken as Ready: 5, such as root: Odd
formats of volumes that the emulator does not know, taken as qcow2: 3, such as root: Odd
states of volumes that the emulator does not know, taken as Enabled: 5, such as root: Odd
states of NICs that the emulator does not know, taken as enable: 1, such as 0000000000000000000000000000051e: Odd
NICs on networks that were not told: 1, such as 0000000000000000000000000000051f
platforms of VMs that the emulator does not know, taken as Other: 2, such as vm: Odd
architectures of VMs that the emulator does not know, taken as x86_64: 2, such as vm: Odd
CD-ROM drives beyond the third: 1, such as 00000000000000000000000000000051
ISOs in drives that are no ISO: 3, such as 00000000000000000000000000000012
user tags of what has none in a seed: 1, such as far of IpRangeVO 00000000000000000000000000000620
`;

/** What every capture says first: of any installation. */
const ALWAYS = 9;

test('a choice that the emulator does not know becomes a usual one, which is told', async () => {
  const { seed, notCarried } = await captured(oddly(TOLD));
  expect(seed).toEqual(asSaid(ODD_SEED));
  expect(notCarried.slice(ALWAYS)).toEqual(ODD.trim().split('\n'));
});
