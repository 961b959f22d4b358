import { asSaid, captured } from '../support/told';
import { WHOLE } from '../support/told-cloud';
import { MACHINES } from '../support/told-machines';
import { startSeed } from '../support/seeds';

const SEED = `
version: 1
globalConfig: {'image/deletionPolicy': 'Direct'}
accounts:
  - {name: admin, type: SystemAdmin, password: password}
  - {uuid: '#a1', name: tenant, password: password, quotas: {'image.num': 3, 'vip.num': 4}}
  - {uuid: '#a2', name: boss, type: SystemAdmin, password: password}
accessKeys:
  - {id: 'of-a-user', secret: unknown, uuid: '#ad', account: tenant}
  - {id: 'without-a-user', secret: unknown, uuid: '#ae', account: tenant}
  - {uuid: '#ac', description: of a key, createDate: '2021-03-05T00:07:01Z', lastOpDate: '2021-03-05T00:07:02Z',
      id: KEY, secret: secret, account: tenant, state: Disabled}
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
  - {uuid: '#68', name: group, account: tenant, state: Disabled, l3Networks: [l3], rules: [{type: Ingress,
      protocol: TCP, action: ACCEPT, state: Enabled, ipVersion: 4, srcIpRange: '10.0.0.1', dstPortRange: '22'},
      {type: Egress, protocol: UDP, action: DROP, state: Disabled, ipVersion: 6, description: second,
      dstIpRange: '::1', dstPortRange: '53'}, {type: Ingress, protocol: ICMP, action: ACCEPT, state: Enabled,
      ipVersion: 4, remoteSecurityGroup: second group}]}
  - {uuid: '#69', name: second group, account: tenant}
zones:
  - {uuid: '#1', name: zone, state: Disabled, isDefault: true}
clusters:
  - {uuid: '#2', name: cluster, zone: zone, hypervisorType: Simulator, state: Disabled, architecture: aarch64}
hosts:
  - {uuid: '#3', name: host, cluster: cluster, managementIp: '10.9.8.7', hypervisorType: Simulator, state: Disabled,
      status: Disconnected, cpuNum: 7, cpuSockets: 5, memory: 1234, architecture: aarch64, username: someone,
      sshPort: 2222}
instanceOfferings:
  - {uuid: '#6a', name: small, account: tenant, sortKey: 8, state: Disabled, allocatorStrategy: Mine, cpuNum: 3,
      cpuSpeed: 5, memory: 77, reservedMemory: 7}
diskOfferings:
  - {uuid: '#6b', name: disk, account: tenant, sortKey: 9, state: Disabled, allocatorStrategy: Mine, size: 99}
l2Networks:
  - {uuid: '#61', name: l2, account: tenant, zone: zone, physicalInterface: bond0, vlan: 77, vSwitchType: OvsDpdk,
      isolated: true, pvlan: p, clusters: [cluster]}
l3Networks:
  - {uuid: '#6d', name: l3 without ranges, account: tenant, l2Network: l2, ipVersion: 6}
  - {uuid: '#6e', name: outside, l2Network: l2, ipRanges: [{uuid: '#624', description: null, startIp: '172.16.0.2',
      endIp: '172.16.0.9', netmask: '255.255.255.0', gateway: '172.16.0.1', type: Normal}]}
  - {uuid: '#62', name: l3, account: tenant, l2Network: l2, category: Public, state: Disabled,
      dnsDomain: 'example.com', enableIPAM: false, ipRanges: [{name: range, uuid: '#620', description: of range,
      startIp: '10.0.0.2', endIp: '10.0.0.20', netmask: '255.255.255.0', gateway: '10.0.0.1', type: Normal},
      {name: pool, uuid: '#623', description: of pool, startIp: '10.2.0.2', endIp: '10.2.0.3',
      netmask: '255.255.255.0', gateway: '10.2.0.2', type: AddressPool}, {name: of IPv6, uuid: '#621',
      description: of of IPv6, startIp: '2001:db8::2', endIp: '2001:db8::20', prefixLen: 64, addressMode: SLAAC,
      gateway: '2001:db8::1', type: Normal}], dns: ['10.0.0.53'], hostRoutes: [{prefix: '10.1.0.0/16',
      nexthop: '10.0.0.254'}], services: {Flat: [DHCP, Eip]}, reserved: [{startIp: '10.0.0.8', endIp: '10.0.0.9',
      uuid: '#622'}]}
primaryStorages:
  - {uuid: '#4', name: disks, zone: zone, type: Ceph, url: 'ceph://disks', mountPath: '/mnt', fsid: 'fs-1',
      monUrls: ['user:unknown@10.0.0.1:24/?monPort=6790'], state: Disabled, status: Disconnected, totalCapacity: 10000,
      totalPhysicalCapacity: 11000, systemUsedCapacity: 5650, clusterUuids: [cluster, '#dead'], pools: [{name: pool,
      type: Data, uuid: '#401', aliasName: alias, description: d}], imageCaches: [{image: image, size: 7,
      mediaType: ISO, installUrl: 'ceph://disks/cache', createDate: '2021-03-05T00:07:03Z',
      lastOpDate: '2021-03-05T00:07:04Z'}], trash: [{resourceUuid: '#dead', resourceType: ImageVO, host: host,
      trashType: MigrateVolume, installPath: 'ceph://disks/old', size: 9, isFolder: true,
      createDate: '2021-03-05T00:07:05Z'}]}
  - {uuid: '#45', name: local, zone: zone, type: LocalStorage, url: '/local', status: Connecting, progress: none,
      totalCapacity: 100, systemUsedCapacity: 20}
  - {uuid: '#46', name: promises more, zone: zone, type: NFS, url: 'nfs:/x', state: Maintenance, totalCapacity: 100}
backupStorages:
  - {uuid: '#5', name: store, zones: [zone], type: ImageStoreBackupStorage, url: '/store', hostname: h, username: u,
      sshPort: 23, state: Disabled, status: Disconnected, totalCapacity: 4000000000, systemUsedCapacity: 238392023,
      config: {'backupStorage/reservedCapacity': '1G'}, trash: [{imageUuid: '#dead', installPath: '/old', size: 11,
      isFolder: true, createDate: '2021-03-05T00:07:06Z'}]}
  - {uuid: '#6', name: other, type: Ceph, url: 'ceph://other', fsid: 'fs-2', poolName: p,
      monUrls: ['root:unknown@10.0.0.2:22/?monPort=6789'], status: Connecting, progress: none, totalCapacity: 900}
  - {uuid: '#48', name: sftp, zones: [zone], type: SftpBackupStorage, url: '/sftp', totalCapacity: 1000,
      systemUsedCapacity: 600}
imageReplicationGroups:
  - {uuid: '#7', name: copies, state: Disabled, backupStorages: [store]}
vips:
  - {uuid: '#60', description: of second vip, createDate: '2020-12-31T13:02:03Z', lastOpDate: '2021-01-09T12:00:00Z',
      name: second vip, l3Network: outside, ip: '172.16.0.4'}
  - {uuid: '#63', name: vip, account: tenant, l3Network: outside, ip: '172.16.0.3', state: Disabled, system: true}
vmInstances:
  - {uuid: '#51', name: vm, account: tenant, zone: zone, clusterUuid: cluster, hostUuid: host, lastHostUuid: '#dead',
      instanceOfferingUuid: small, defaultL3NetworkUuid: l3, nics: [{l3Network: l3, uuid: '#51e', ip: '10.0.0.6',
      ip6: '2001:db8::6', mac: 'fa:00:00:00:00:01', driver: e1000, state: disable, deviceId: 3, securityGroups: [group,
      second group], ingressPolicy: ALLOW, egressPolicy: DENY}], image: image, platform: Other, architecture: aarch64,
      guestOsType: Plan 9, memory: 4096, reservedMemory: 512, cpuNum: 9, state: Stopped, cdRoms: [iso, {iso: iso,
      name: drive, description: of a drive, deviceId: 1}, null], rootVolume: {uuid: '#70', name: root,
      primaryStorage: disks, image: iso, format: raw, size: 100, actualSize: 60, state: Disabled,
      installPath: 'ceph://disks/root', diskOfferingUuid: disk, lastAttachDate: '2021-03-05T00:07:07Z',
      lastDetachDate: '2021-03-05T00:07:08Z', lastVmInstance: bare}, systemTags: [qemuga]}
  - {uuid: '#53', name: bare, zone: zone, lastHostUuid: null, defaultL3NetworkUuid: null, image: image,
      platform: Other, memory: 0, cpuNum: 1, cdRoms: [], rootVolume: {uuid: '#71', name: bare root,
      primaryStorage: disks, image: null, size: 10}}
eips:
  - {uuid: '#65', name: eip, account: tenant, vip: vip, nic: '#51e', state: Disabled}
  - {uuid: '#66', name: loose, account: tenant, vip: second vip}
sshKeyPairs:
  - {uuid: '#6c', name: key, account: tenant, publicKey: 'ssh-rsa AAAA'}
volumes:
  - {uuid: '#72', name: not yet, size: 5, status: NotInstantiated}
  - {uuid: '#73', name: gone, primaryStorage: disks, size: 6, status: Deleted}
  - {uuid: '#74', name: local, primaryStorage: local, host: host, format: qcow2, size: 50, actualSize: 20}
  - {uuid: '#52', name: data, primaryStorage: disks, image: '#dead', format: raw, size: 200, actualSize: 50,
      layerSize: 20, diskOfferingUuid: '#dead', account: tenant, vmInstance: vm, deviceId: 5, isShareable: true,
      volumeQos: 'read=1', lastAttachDate: null, lastVmInstance: '#dead'}
snapshots:
  - {uuid: '#80', name: first, volume: data, parent: null, treeUuid: '#7f0', latest: false, size: 3, state: Disabled,
      installPath: 'ceph://disks/first', distance: 0}
  - {uuid: '#82', name: third, volume: data, parent: null, treeUuid: '#7f1', latest: false, size: 5}
  - {uuid: '#81', name: second, volume: data, parent: first, size: 4}
  - {uuid: '#8a', name: fourth, volume: data, parent: third, latest: true, size: 6, status: Creating}
snapshotGroups:
  - {uuid: '#13', name: all at once, account: tenant, vmInstance: vm, snapshotCount: 3, snapshots: [{snapshot: first,
      volumeName: then, volumeType: Data, snapshotName: first then, installPath: 'ceph://disks/then', deviceId: 6,
      lastAttachDate: '2021-03-05T00:07:09Z'}, {snapshot: '#dead', isDeleted: true, volume: data, volumeType: Data,
      deviceId: 0}]}
volumeBackups:
  - {uuid: '#90', name: backup, volume: root, vmInstance: vm, backupStorages: [store], type: Root, state: Disabled,
      mode: incremental, size: 40, metadata: '{}', installPath: '/backup'}
  - {uuid: '#91', name: backup of nothing, volume: '#dead', vmInstance: '#dead', backupStorages: [store], type: Data,
      size: 41}
imagePackages:
  - {uuid: '#96', name: package of nothing, backupStorage: store, size: 43}
  - {uuid: '#95', name: package, vmInstance: vm, backupStorage: store, size: 42, url: 'http://x/package.ova'}
images:
  - {uuid: '#11', name: image, account: tenant, sharedWith: [boss], state: Disabled, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'http://x/i.qcow2', size: 30, actualSize: 20,
      backupStorages: [{name: store, installPath: 'zstore://#11'}], systemTags: ['bootMode::UEFI'], userTags: [plain],
      tags: [{pattern: pattern, tokens: {a: one}}]}
  - {uuid: '#12', name: iso, account: tenant, sharedWith: everybody, state: Disabled, mediaType: ISO, format: iso,
      platform: Windows, guestOsType: Windows 11, architecture: aarch64, system: true, url: 'http://x/i.qcow2',
      size: 30, actualSize: 20, backupStorages: [{name: store, installPath: '/iso', export: {url: 'http://x/iso'}}]}
  - {uuid: '#14', name: twin, key: '#14', state: Disabled, format: raw, platform: Windows, guestOsType: Windows 11,
      architecture: aarch64, system: true, url: 'http://x/i.qcow2', size: 30, actualSize: 20, content: image,
      backupStorages: [{name: store, installPath: 'zstore://#11', shared: true}]}
  - {uuid: '#15', name: twin, key: '#15', state: Disabled, format: raw, platform: null, guestOsType: Windows 11,
      architecture: aarch64, url: '', size: 30, actualSize: 20, backupStorages: [{name: store,
      installPath: 'zstore://#15'}]}
  - {uuid: '#16', name: coming, state: Disabled, longJob: {name: job of coming, uuid: '#b3', apiId: '#b31'},
      format: raw, platform: Windows, guestOsType: Windows 11, architecture: aarch64, system: true, url: 'https://x/y',
      backupStorages: [{name: store, status: Downloading}]}
  - {uuid: '#17', name: sent, state: Disabled, longJob: {name: job of sent, uuid: '#b4'}, format: raw,
      platform: Windows, guestOsType: Windows 11, architecture: aarch64, system: true, url: 'upload://y',
      backupStorages: [{name: store, status: Downloading}]}
  - {uuid: '#18', name: stuck, state: Disabled, progress: none, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'ftp://x/y', backupStorages: [{name: store,
      status: Downloading}]}
  - {uuid: '#19', name: made of a volume, state: Disabled, volume: root, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'volume://#70', size: 30, actualSize: 20,
      backupStorages: [{name: store, status: Creating}]}
  - {uuid: '#1a', name: made of data, state: Disabled, progress: none, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'volume://#52', size: 30, actualSize: 20,
      backupStorages: [{name: store, status: Creating}]}
  - {uuid: '#1f', name: made elsewhere, state: Disabled, progress: none, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'volume://#70', size: 30, actualSize: 20,
      backupStorages: [{name: other, status: Creating}]}
  - {uuid: '#20', name: sent to sftp, state: Disabled, progress: none, format: raw, platform: Windows,
      guestOsType: Windows 11, architecture: aarch64, system: true, url: 'upload://z', backupStorages: [{name: sftp,
      status: Downloading}]}
imageGroups:
  - {uuid: '#1c', name: images together, images: [image, '#dead'], imageCount: 3}
longJobs:
  - {uuid: '#b1', name: job, jobName: APIAddImageMsg, jobData: {a: 1}, state: Failed, result: why, apiId: '#b11',
      image: image, executeTime: 12}
  - {uuid: '#b2', name: odd job, jobName: unknown, image: '#dead'}
`;

const NOT_CARRIED = `
passwords of accounts and users: each is \`password\`
sessions, and jobs that run
what AddImage finds behind urls, and the garbage, faults, clock and pace of an emulator
bandwidth and latency of backup storages, and whether the agents of storages, and hosts, answer
the bytes inside volumes and snapshots, the sizes of a volume when it was snapshotted, and whether guests have virtio drivers
NICs of no VM, times of NICs, ranges and name servers, and how hosts call NICs
uuids of tags, quotas and CD-ROM drives, and the numbers of copies on storages, caches and trash
the order of what was made in one second
times of tags, quotas, owners, sharing and configuration; all other times to the second, taken as UTC
L2 networks of other types, or of no zone: 2, such as vxlan
L3 networks of no L2 network: 1, such as on vxlan
primary storages of no zone: 1, such as elsewhere
VMs without a root volume or a zone: 1, such as without a disk
snapshots of volumes that are gone, or that are being deleted: 2, such as of nothing
groups of snapshots of VMs, or with snapshots, that are not there: 4, such as of no VM
backups of volumes that are not Ready, or on storages that are not there: 3, such as backup that failed
groups of images that are not Ready, or have none: 2, such as images to come
packages of VMs that are not Exported, or on storages that are not there: 2, such as package on its way
images on no backup storage: 1, such as nowhere
values of the configuration that the emulator refuses: 1, such as image/expungePeriod
global configuration that the emulator does not read: 1, such as other/changed
availablePhysicalCapacity that does not add up: 1, such as local
how much of a volume lies in its own layer: dealt out to fit the storage
md5Sum of images: their bytes are not known: 3, such as image
system tags that clients cannot remove: 1, such as bootMode::UEFI
formats and sums of exports: each is taken to be as its image is: 1, such as store
accounts that share what everybody may use: 1, such as boss
progress of images in the making: they and their long jobs begin anew: 3, such as coming
addresses of uploads, and what has arrived of them: 2, such as upload://y
images in the making that nothing goes on with: 4, such as stuck
VIPs on networks that were not told: 1, such as lost vip
data of long jobs that is no JSON: 1, such as 000000000000000000000000000000b2
long jobs that have not ended: 1, such as waiting
secrets of access keys: each is \`unknown\`: 2, such as of-a-user
users of access keys: 1, such as of-a-user
states of access keys that the emulator does not know, taken as Enabled: 1, such as of-a-user: null
policies without statements: 1, such as empty policy
web hooks with an address that is none: 1, such as hook of nothing
rules of security groups that the emulator cannot have: 4, such as group
clusters of no zone: 1, such as cluster of no zone
hosts of no cluster: 1, such as host of no cluster
categories of networks that the emulator does not know, taken as Private: 1, such as l3 without ranges: null
states of networks that the emulator does not know, taken as Enabled: 1, such as l3 without ranges: null
services of providers that were not told: 1, such as l3
states of primary storages that the emulator does not know, taken as Enabled: 1, such as local: null
availableCapacity of primary storages that does not add up: 1, such as promises more
configuration of resources that the emulator does not read: 1, such as mevoco/overProvisioning.memory
availableCapacity of backup storages that does not add up: 1, such as other
NICs of EIPs that were not told: 1, such as loose
EIPs of VIPs that were not told: 1, such as lost eip
NICs on networks that were not told: 1, such as 0000000000000000000000000000051f
CD-ROM drives beyond the third: 1, such as 00000000000000000000000000000051
ISOs in drives that are no ISO: 1, such as 00000000000000000000000000000011
states of volumes that the emulator does not know, taken as Enabled: 4, such as bare root: null
platforms of VMs that the emulator does not know, taken as Other: 1, such as bare: null
architectures of VMs that the emulator does not know, taken as x86_64: 1, such as bare: null
VMs of volumes that cannot be attached: 1, such as gone
states of backups that the emulator does not know, taken as Enabled: 1, such as backup of nothing: null
modes of backups that the emulator does not know, taken as full: 1, such as backup of nothing: null
files of packages, and their sums: they are made anew: 2, such as package of nothing
user tags of what has none in a seed: 1, such as far of IpRangeVO 00000000000000000000000000000620
`;

test('every field of every inventory has its place in the seed, and what has none is named', async () => {
  const { text, seed, notCarried } = await captured({ ...WHOLE, ...MACHINES });
  expect(seed).toEqual(asSaid(SEED));
  expect(notCarried).toEqual(NOT_CARRIED.trim().split('\n'));
  expect((await startSeed(text)).brokenLaws()).toEqual({});
});
