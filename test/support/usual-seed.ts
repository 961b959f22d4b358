/** A seed with one of everything, of which no more is said than must be; and of what is on its way. */
export const USUAL_SEED = `
version: 1
accounts: [{ name: tenant, password: x }]
sessions: [{ uuid: 5e550000000040008000000000000001, account: tenant, expires: +1h }, { uuid: 5e550000000040008000000000000002, account: tenant }]
accessKeys: [{ id: KEY, secret: secret }]
tagPatterns: [{ name: pattern, value: text }]
policies: [{ name: policy, statements: [{ effect: Allow, actions: [a] }] }]
userGroups: [{ name: team }]
users: [{ name: person, password: x }, { name: nobody, password: x, policies: [] }]
webhooks: [{ name: hook, url: 'http://hooks.example.com/x' }]
securityGroups: [{ name: group }]
urls: [{ url: 'http://x/known' }]
zones: [{ name: z }]
clusters: [{ name: c, zone: z }]
hosts: [{ name: h, cluster: c }, { name: g, cluster: c, status: Disconnected }]
instanceOfferings: [{ name: small }]
diskOfferings: [{ name: disk, size: 1G }]
l2Networks: [{ name: l2, zone: z, clusters: [c] }, { name: on a vlan, zone: z, vlan: 7 }]
l3Networks:
  - { name: l3, l2Network: l2, ipRanges: [{ startIp: 10.1.0.2, endIp: 10.1.0.3, netmask: 255.255.255.0, gateway: 10.1.0.1 }, { startIp: 10.1.0.8, endIp: 10.1.0.20, netmask: 255.255.255.0, gateway: 10.1.0.1 }], reserved: [{ startIp: 10.1.0.9, endIp: 10.1.0.10 }] }
  - { name: both, l2Network: l2, ipRanges: [{ cidr: 10.2.0.0/24, gateway: 10.2.0.254 }, { cidr: '2001:db8::/64' }] }
  - { name: system, l2Network: l2, category: System }
  - { name: told, l2Network: l2, enableIPAM: false, ipRanges: [{ startIp: '2001:db8:1::2', endIp: '2001:db8:1::9', prefixLen: 64, gateway: '2001:db8:1::1' }] }
primaryStorages:
  - { name: local, zone: z, type: LocalStorage, url: /p, totalCapacity: 10T, clusterUuids: [c] }
  - { name: bare, zone: z, type: LocalStorage, url: /b, totalCapacity: 1T, clusterUuids: [c1005700000040008000000000000009], trash: [{ resourceUuid: d0000000000040008000000000000009, host: '05700000000040008000000000000008', installPath: /t, size: 5 }] }
  - { name: ceph, zone: z, type: Ceph, url: 'ceph://pool', totalCapacity: 10T, monUrls: ['root:x@10.0.0.1'] }
  - { name: coming, zone: z, type: NFS, url: 'nfs:/x', totalCapacity: 1T, status: Connecting, progress: 50% }
  - { name: lost, zone: z, type: NFS, url: 'nfs:/y', totalCapacity: 1T, status: Disconnected }
  - { name: caching, zone: z, type: NFS, url: 'nfs:/z', totalCapacity: 1T, imageCaches: [{ image: image }, { image: 1a000000000040008000000000000009, size: 7 }] }
backupStorages:
  - { name: store, type: ImageStoreBackupStorage, url: /a, zones: [z, z], totalCapacity: 10T, garbage: [{ imageUuid: 1a000000000040008000000000000009, installPath: /g }] }
  - { name: ceph store, type: Ceph, url: 'ceph://c', zones: [z], totalCapacity: 10T }
  - { name: arriving, type: ImageStoreBackupStorage, url: /a, totalCapacity: 1T, status: Connecting }
  - { name: back, type: SftpBackupStorage, url: /a, zones: [z], totalCapacity: 1T, status: Disconnected, reachable: true, config: { backupStorage/reservedCapacity: 1G } }
imageReplicationGroups: [{ name: copies }]
vips: [{ name: vip, l3Network: l3 }]
eips: [{ name: eip, vip: vip }]
vmInstances:
  - { name: vm, zone: z, clusterUuid: c, hostUuid: h, instanceOfferingUuid: small, nics: [{ l3Network: l3, securityGroups: [group] }, { l3Network: both, deviceId: 4 }, { l3Network: told, ip: '2001:db8:1::3' }], rootVolume: { primaryStorage: local, size: 10G, actualSize: 1G } }
  - { name: starting, zone: z, hostUuid: g, state: Starting, progress: 40%, rootVolume: { primaryStorage: ceph, size: 10G } }
  - { name: resuming, zone: z, state: Resuming, rootVolume: { name: root, primaryStorage: bare, size: 1G } }
  - { name: gone, key: k, zone: z, state: Destroyed, hostUuid: h, createDate: -2d, nics: [{ l3Network: both }], rootVolume: { primaryStorage: ceph, size: 1G } }
volumes:
  - { name: data, primaryStorage: local, size: 2G, actualSize: 500M, vmInstance: vm }
  - { name: second, primaryStorage: bare, size: 2G, vmInstance: vm, createDate: -1d }
  - { name: loose, primaryStorage: bare, size: 2G }
  - { name: later, size: 2G, status: NotInstantiated }
snapshots:
  - { name: s1, volume: data, size: 100M }
  - { name: s2, volume: data, size: 50M, status: Creating, progress: 25% }
  - { name: c1, volume: ROOT-for-starting, size: 1M }
  - { name: c2, volume: ROOT-for-starting, size: 2M }
snapshotGroups: [{ name: group, vmInstance: vm, snapshots: [s1] }]
volumeBackups: [{ name: backup, volume: data, backupStorages: [store], size: 3M }, { name: of nothing, volume: d0000000000040008000000000000009, backupStorages: [store], size: 4M }]
imagePackages:
  - { name: package, backupStorage: store, size: 5M }
  - { name: of a VM, vmInstance: vm, backupStorage: store, size: 3G }
  - { name: less, vmInstance: resuming, backupStorage: store, disks: [{ content: x, size: 2M }, { content: y, size: 3M, actualSize: 1M }], size: 1M }
images:
  - { name: image, url: 'http://x/i.qcow2', size: 1G, actualSize: 100M, backupStorages: [store, { name: ceph store, export: true }] }
  - { name: deleted, url: x, size: 1, status: Deleted, createDate: -3d, backupStorages: [store] }
  - { name: downloading, url: 'http://x/d.qcow2', size: 1G, actualSize: 90M, status: Downloading, progress: 30%, longJob: {}, backupStorages: [store, { name: ceph store, status: Ready }] }
  - { name: sent, url: 'upload://x', status: Downloading, longJob: { name: sending }, backupStorages: [store] }
  - { name: uploaded, url: 'upload://y', size: 8, actualSize: 7, backupStorages: [store] }
  - { name: failed, url: 'http://x/f', size: 9, status: Error, backupStorages: [store] }
  - { name: template, volume: ROOT-for-vm, status: Creating, progress: 10%, longJob: {}, backupStorages: [store] }
  - { name: data template, mediaType: DataVolumeTemplate, volume: data, status: Creating, longJob: {}, backupStorages: [store] }
imageGroups: [{ name: images, images: [image] }]
sshKeyPairs: [{ name: key, publicKey: 'ssh-rsa AAAA', vmInstances: [vm] }]
longJobs: [{ name: job, jobName: APIAddImageMsg }, { name: failed, jobName: APIAddImageMsg, state: Failed }, { name: canceled, jobName: APIAddImageMsg, state: Canceled, result: { a: 1 } }]
`;
