import type { Json } from '../support/emulator';
import { asSaid, barely, captured } from '../support/told';
import { id, WHOLE } from '../support/told-cloud';
import { MACHINES } from '../support/told-machines';

const BARE_SEED = `
version: 1
accounts:
  - {name: admin, type: SystemAdmin, password: password}
  - {name: '#a1', uuid: '#a1', password: password}
  - {name: '#a2', uuid: '#a2', type: SystemAdmin, password: password}
accessKeys:
  - {id: '', secret: unknown, uuid: '#ac', account: '#a1'}
  - {id: '', secret: unknown, uuid: '#ad', account: '#a1'}
  - {id: '', secret: unknown, uuid: '#ae', account: '#a1'}
userGroups:
  - {name: '#21', uuid: '#21', account: '#a1', policies: ['#31']}
users:
  - {name: '#22', uuid: '#22', account: '#a1', password: password, groups: ['#21'], policies: ['#31', '#33']}
securityGroups:
  - {name: '#68', uuid: '#68', account: '#a1', l3Networks: ['#62']}
  - {name: '#69', uuid: '#69', account: '#a1'}
zones:
  - {name: '#1', uuid: '#1'}
clusters:
  - {name: '#2', uuid: '#2', zone: '#1'}
hosts:
  - {name: '#3', uuid: '#3', cluster: '#2', status: Disconnected}
instanceOfferings:
  - {name: '#6a', uuid: '#6a', account: '#a1', memory: 0}
diskOfferings:
  - {name: '#6b', uuid: '#6b', account: '#a1', size: 0}
l2Networks:
  - {name: '#61', uuid: '#61', account: '#a1', zone: '#1', clusters: ['#2']}
l3Networks:
  - {name: '#62', uuid: '#62', account: '#a1', l2Network: '#61', ipRanges: [{uuid: '#620', description: null,
      startIp: '', endIp: '', netmask: '', type: Normal}, {uuid: '#623', description: null, startIp: '', endIp: '',
      netmask: '', type: AddressPool}, {uuid: '#621', description: null, startIp: '', endIp: '', netmask: '',
      type: Normal}]}
  - {name: '#6e', uuid: '#6e', l2Network: '#61', ipRanges: [{uuid: '#624', description: null, startIp: '', endIp: '',
      netmask: '', type: Normal}]}
  - {name: '#6d', uuid: '#6d', account: '#a1', l2Network: '#61'}
primaryStorages:
  - {name: '#4', uuid: '#4', zone: '#1', type: Ceph, url: '', status: Disconnected, totalCapacity: 0,
      clusterUuids: ['#2', '#dead'], imageCaches: [{image: '#11', size: 0, mediaType: RootVolumeTemplate}],
      trash: [{resourceUuid: '#dead', resourceType: VolumeVO, host: '#3', trashType: RevertVolume, installPath: '',
      size: 0, isFolder: false}]}
  - {name: '#45', uuid: '#45', zone: '#1', type: LocalStorage, url: '', status: Connecting, progress: none,
      totalCapacity: 0}
  - {name: '#46', uuid: '#46', zone: '#1', type: NFS, url: '', totalCapacity: 0}
backupStorages:
  - {name: '#5', uuid: '#5', zones: ['#1'], type: ImageStoreBackupStorage, url: '', status: Disconnected,
      totalCapacity: 0, trash: [{imageUuid: '#dead', installPath: '', size: 0, isFolder: false}]}
  - {name: '#6', uuid: '#6', type: Ceph, url: '', status: Connecting, progress: none, totalCapacity: 0}
  - {name: '#48', uuid: '#48', zones: ['#1'], type: SftpBackupStorage, url: '', totalCapacity: 0}
imageReplicationGroups:
  - {name: '#7', uuid: '#7', backupStorages: ['#5']}
vips:
  - {name: '#63', uuid: '#63', account: '#a1', l3Network: '#6e', ip: ''}
  - {name: '#60', uuid: '#60', l3Network: '#6e', ip: ''}
vmInstances:
  - {name: '#51', uuid: '#51', account: '#a1', zone: '#1', clusterUuid: '#2', hostUuid: '#3', lastHostUuid: '#dead',
      instanceOfferingUuid: '#6a', defaultL3NetworkUuid: '#62', nics: [{l3Network: '#62', uuid: '#51e', driver: null,
      state: enable, deviceId: 0, securityGroups: ['#68', '#69']}], image: '#11', platform: Other, memory: 0,
      cpuNum: 1, state: Unknown, cdRoms: [null, {iso: null, description: null, deviceId: 0}, {iso: null,
      description: null, deviceId: 0}], rootVolume: {name: '#70', uuid: '#70', primaryStorage: '#4', image: '#12',
      size: 0, diskOfferingUuid: '#6b', lastVmInstance: '#53'}}
  - {name: '#53', uuid: '#53', zone: '#1', lastHostUuid: null, defaultL3NetworkUuid: null, image: '#11',
      platform: Other, memory: 0, cpuNum: 1, state: Unknown, cdRoms: [], rootVolume: {name: '#71', uuid: '#71',
      primaryStorage: '#4', image: null, size: 0}}
eips:
  - {name: '#65', uuid: '#65', account: '#a1', vip: '#63', nic: '#51e'}
  - {name: '#66', uuid: '#66', account: '#a1', vip: '#60'}
sshKeyPairs:
  - {name: '#6c', uuid: '#6c', account: '#a1', publicKey: null}
volumes:
  - {name: '#52', uuid: '#52', primaryStorage: '#4', image: '#dead', size: 0, diskOfferingUuid: '#dead',
      account: '#a1', vmInstance: '#51', lastAttachDate: null, lastVmInstance: '#dead'}
  - {name: '#72', uuid: '#72', size: 0, status: NotInstantiated}
  - {name: '#74', uuid: '#74', primaryStorage: '#45', size: 0}
  - {name: '#73', uuid: '#73', primaryStorage: '#4', size: 0, status: Deleted}
snapshots:
  - {name: '#80', uuid: '#80', volume: '#52', parent: null, treeUuid: '#7f0', latest: false, size: 0}
  - {name: '#82', uuid: '#82', volume: '#52', parent: null, treeUuid: '#7f1', latest: false, size: 0}
  - {name: '#81', uuid: '#81', volume: '#52', parent: '#80', latest: false, size: 0}
  - {name: '#8a', uuid: '#8a', volume: '#52', parent: '#82', latest: false, size: 0, status: Creating}
snapshotGroups:
  - {name: '#13', uuid: '#13', account: '#a1', vmInstance: '#51', snapshotCount: 2, snapshots: [{snapshot: '#80',
      volumeType: Data, deviceId: 0}, {snapshot: '#dead', isDeleted: true, volume: '#52', volumeType: Data,
      deviceId: 0}]}
volumeBackups:
  - {name: '#90', uuid: '#90', volume: '#70', vmInstance: '#51', backupStorages: ['#5'], type: Root, size: 0}
  - {name: '#91', uuid: '#91', volume: '#dead', vmInstance: '#dead', backupStorages: ['#5'], type: Data, size: 0}
imagePackages:
  - {name: '#95', uuid: '#95', vmInstance: '#51', backupStorage: '#5', size: 0}
  - {name: '#96', uuid: '#96', backupStorage: '#5', size: 0}
images:
  - {name: '#11', uuid: '#11', account: '#a1', sharedWith: ['#a2'], platform: null, guestOsType: null,
      architecture: null, virtio: false, url: '', size: 0, actualSize: 0, backupStorages: ['#5']}
  - {name: '#12', uuid: '#12', account: '#a1', sharedWith: ['#a2'], platform: null, guestOsType: null,
      architecture: null, virtio: false, url: '', size: 0, actualSize: 0, content: '#11', backupStorages: [{name: '#5',
      shared: true}]}
  - {name: '#14', uuid: '#14', platform: null, guestOsType: null, architecture: null, virtio: false, url: '', size: 0,
      actualSize: 0, content: '#11', backupStorages: [{name: '#5', shared: true}]}
  - {name: '#15', uuid: '#15', platform: null, guestOsType: null, architecture: null, virtio: false, url: '', size: 0,
      actualSize: 0, content: '#11', backupStorages: [{name: '#5', shared: true}]}
  - {name: '#16', uuid: '#16', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#5', status: Downloading, shared: true}]}
  - {name: '#17', uuid: '#17', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#5', status: Downloading, shared: true}]}
  - {name: '#18', uuid: '#18', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#5', status: Downloading, shared: true}]}
  - {name: '#19', uuid: '#19', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#5', status: Creating, shared: true}]}
  - {name: '#1a', uuid: '#1a', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#5', status: Creating, shared: true}]}
  - {name: '#1f', uuid: '#1f', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#6', status: Creating}]}
  - {name: '#20', uuid: '#20', progress: none, platform: null, guestOsType: null, architecture: null, virtio: false,
      url: '', size: 0, actualSize: 0, backupStorages: [{name: '#48', status: Downloading}]}
imageGroups:
  - {name: '#1c', uuid: '#1c', images: ['#11', '#dead']}
`;

const BARE = `
L2 networks of other types, or of no zone: 2, such as 0000000000000000000000000000005e
L3 networks of no L2 network: 1, such as 0000000000000000000000000000005d
primary storages of no zone: 1, such as 00000000000000000000000000000047
VMs without a root volume or a zone: 1, such as 00000000000000000000000000000054
snapshots of volumes that are gone, or that are being deleted: 2, such as 00000000000000000000000000000083
groups of snapshots of VMs, or with snapshots, that are not there: 4, such as 00000000000000000000000000000085
backups of volumes that are not Ready, or on storages that are not there: 3, such as 00000000000000000000000000000092
groups of images that are not Ready, or have none: 2, such as 0000000000000000000000000000001d
packages of VMs that are not Exported, or on storages that are not there: 2, such as 00000000000000000000000000000097
images on no backup storage: 1, such as 0000000000000000000000000000001b
tag patterns that the emulator cannot have: 1, such as 00000000000000000000000000000041
global configuration that the emulator does not read: 5, such as /
format of images that the emulator does not know, taken as qcow2: 11, such as 00000000000000000000000000000011: null
md5Sum of images: their bytes are not known: 1, such as 00000000000000000000000000000011
state of images that the emulator does not know, taken as Enabled: 11, such as 00000000000000000000000000000011: null
mediaType of images that the emulator does not know, taken as RootVolumeTemplate: 11, such as 00000000000000000000000000000011: null
system tags that the emulator does not know: 2, such as  of ImageVO 00000000000000000000000000000011
tags of tag patterns that a seed cannot have: kept as user tags: 1, such as 
images in the making that nothing goes on with: 7, such as 00000000000000000000000000000016
states of VIPs that the emulator does not know, taken as Enabled: 2, such as 00000000000000000000000000000063: null
VIPs on networks that were not told: 1, such as 00000000000000000000000000000064
long jobs that have not ended: 5, such as 000000000000000000000000000000b1
quotas that the emulator does not know: 2, such as 
secrets of access keys: each is \`unknown\`: 3, such as 
states of access keys that the emulator does not know, taken as Enabled: 3, such as : null
users of access keys: 1, such as 
policies without statements: 3, such as 00000000000000000000000000000031
web hooks with an address that is none: 2, such as 00000000000000000000000000000008
states of security groups that the emulator does not know, taken as Enabled: 2, such as 00000000000000000000000000000068: null
states of zones that the emulator does not know, taken as Enabled: 1, such as 00000000000000000000000000000001: null
clusters of no zone: 1, such as 0000000000000000000000000000002e
states of clusters that the emulator does not know, taken as Enabled: 1, such as 00000000000000000000000000000002: null
hosts of no cluster: 1, such as 0000000000000000000000000000002f
states of hosts that the emulator does not know, taken as Enabled: 1, such as 00000000000000000000000000000003: null
architectures of hosts that the emulator does not know, taken as x86_64: 1, such as 00000000000000000000000000000003: null
states of offerings that the emulator does not know, taken as Enabled: 2, such as 0000000000000000000000000000006a: null
types of switches that the emulator does not know, taken as LinuxBridge: 1, such as 00000000000000000000000000000061: null
categories of networks that the emulator does not know, taken as Private: 3, such as 00000000000000000000000000000062: null
states of networks that the emulator does not know, taken as Enabled: 3, such as 00000000000000000000000000000062: null
states of primary storages that the emulator does not know, taken as Enabled: 3, such as 00000000000000000000000000000004: null
kinds of caches that the emulator does not know, taken as RootVolumeTemplate: 1, such as 00000000000000000000000000000011: null
types of trash that the emulator does not know, taken as RevertVolume: 1, such as : null
states of backup storages that the emulator does not know, taken as Enabled: 3, such as 00000000000000000000000000000005: null
configuration of resources that the emulator does not read: 2, such as null/null
states of replication groups that the emulator does not know, taken as Enabled: 1, such as 00000000000000000000000000000007: null
states of EIPs that the emulator does not know, taken as Enabled: 2, such as 00000000000000000000000000000065: null
NICs of EIPs that were not told: 1, such as 00000000000000000000000000000066
EIPs of VIPs that were not told: 1, such as 00000000000000000000000000000067
states of VMs that the emulator does not know, taken as Unknown: 2, such as 00000000000000000000000000000051: null
states of volumes that the emulator does not know, taken as Enabled: 6, such as 00000000000000000000000000000070: null
NICs on networks that were not told: 1, such as 0000000000000000000000000000051f
states of NICs that the emulator does not know, taken as enable: 1, such as 0000000000000000000000000000051e: null
platforms of VMs that the emulator does not know, taken as Other: 2, such as 00000000000000000000000000000051: null
architectures of VMs that the emulator does not know, taken as x86_64: 2, such as 00000000000000000000000000000051: null
CD-ROM drives beyond the third: 1, such as 00000000000000000000000000000051
ISOs in drives that are no ISO: 3, such as 00000000000000000000000000000012
VMs of volumes that cannot be attached: 1, such as 00000000000000000000000000000073
states of snapshots that the emulator does not know, taken as Enabled: 4, such as 00000000000000000000000000000080: null
states of backups that the emulator does not know, taken as Enabled: 2, such as 00000000000000000000000000000090: null
modes of backups that the emulator does not know, taken as full: 2, such as 00000000000000000000000000000090: null
files of packages, and their sums: they are made anew: 2, such as 00000000000000000000000000000095
user tags of what has none in a seed: 1, such as null of null 00000000000000000000000000000620
`;

/** What every capture says first: of any installation. */
const ALWAYS = 9;

test('of what is told by its uuid alone as much stands in the seed as can', async () => {
  const { seed, notCarried } = await captured(barely({ ...WHOLE, ...MACHINES }));
  expect(seed).toEqual(asSaid(BARE_SEED));
  expect(notCarried.slice(ALWAYS)).toEqual(BARE.trim().split('\n'));
});

test.each([
  [1000, ['# yaml-language-server: $schema=./seed.schema.json', 'version: 1', 'zones:'], /\n$/],
  [2001, ['# yaml-language-server: $schema=./seed.schema.json', 'version: 1', 'zones:'], /\n$/],
  [5000, ['# yaml-language-server: $schema=./seed.schema.json', 'version: 1', 'zones:'], /\n$/],
  [5001, ['{', '"version": 1,', '"zones": ['], /,\n\{"name":"z5000",[^\n]*\}\n\]\n\}\n$/],
])(
  'of %d zones none is missing, and a large seed is written as JSON',
  async (count, begin, end) => {
    const zones = Array.from({ length: count }, (_, i) => ({ uuid: id(i + 1), name: `z${i}` }));
    const { text, seed } = await captured({ '/zones': zones });
    expect(seed.zones.map(({ name }: Json) => name)).toEqual(zones.map(({ name }) => name));
    expect(text.split('\n').slice(0, 3)).toEqual(begin);
    expect(text).toMatch(end);
  },
);
