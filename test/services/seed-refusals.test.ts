import { BASE, startSeed } from '../support/seeds';

const image = (fields: string) =>
  `${BASE}\nimages:\n  - { name: i, url: 'http://x/i.qcow2', size: 40G, actualSize: 1000M, ${fields} }`;

describe('what machines and laws cannot reach is refused with its reason and place:', () => {
  test.each([
    [
      'Ready while a storage still gets it',
      'status: Ready, backupStorages: [a, { name: b, status: Downloading }]',
      /seed\.yaml:\d+: images\.0: an image that is Ready and Downloading on its storages is Downloading, it cannot be Ready: it is Downloading until every storage has it/,
    ],
    [
      'Ready, and Deleted everywhere',
      'status: Ready, backupStorages: [{ name: a, status: Deleted }]',
      /is Deleted, it cannot be Ready/,
    ],
    [
      'Deleted, and Ready somewhere',
      'status: Deleted, backupStorages: [{ name: a, status: Ready }, b]',
      /is Ready, it cannot be Deleted/,
    ],
    [
      'made by two jobs',
      'backupStorages: [{ name: a, status: Creating }, { name: b, status: Downloading }]',
      /one job makes an image/,
    ],
    ['on no storage', 'backupStorages: []', /on one backup storage at least/],
    ['twice on one', 'backupStorages: [a, a]', /it is on one backup storage twice/],
    [
      'Ready, with a job',
      'job: 0000000000004000800000000000000b, backupStorages: [a]',
      /nothing makes an image that is Ready/,
    ],
    [
      'half uploaded',
      "url: 'upload://y', status: Downloading, progress: 40%, backupStorages: [a]",
      /only a client can bring its bytes/,
    ],
    [
      'uploaded to a storage that takes none',
      "url: 'upload://y', status: Downloading, backupStorages: [b]",
      /SftpBackupStorage doesn't support scheme\[upload\]/,
    ],
    [
      'Downloading from a url that brings something else',
      "url: 'http://x/known.qcow2', status: Downloading, backupStorages: [a]",
      /its url http:\/\/x\/known\.qcow2 brings something else/,
    ],
    [
      'exported from an Sftp storage',
      'backupStorages: [{ name: b, export: true }]',
      /SftpBackupStorage exports nothing/,
    ],
    [
      'exported where it is deleted',
      'backupStorages: [a, { name: c, status: Deleted, export: true }]',
      /what is Deleted on a storage is not exported there/,
    ],
    [
      'changed before it was made',
      'createDate: -1d, lastOpDate: -2d, backupStorages: [a]',
      /its lastOpDate is before its createDate/,
    ],
  ])('an image that is %s', async (_what, fields, message) => {
    const seed = image(fields).replace(/url: 'http:\/\/x\/i\.qcow2', (?=.*url:)/, '');
    const urls = "urls: [{ url: 'http://x/known.qcow2', size: 1G, actualSize: 1G }]\n";
    await expect(startSeed(`${urls}${seed}`)).rejects.toThrow(message);
  });

  const vm = (fields: string) =>
    `vmInstances: [{ name: v, zone: z, ${fields} rootVolume: { primaryStorage: p, size: 1G } }]`;
  test.each([
    [
      'a volume that lies nowhere, and is Ready',
      'volumes: [{ name: v, size: 1G }]',
      /a volume that is Ready lies on a primaryStorage/,
    ],
    [
      'a volume that lies somewhere, and is NotInstantiated',
      'volumes: [{ name: v, size: 1G, primaryStorage: p, status: NotInstantiated }]',
      /its primaryStorage 'p' is one too many/,
    ],
    [
      'a deleted volume of a VM',
      `${vm('')}\nvolumes: [{ name: d, size: 1G, primaryStorage: p, status: Deleted, vmInstance: v }]`,
      /deleting it detaches it/,
    ],
    [
      'a volume of a VM that is destroyed',
      `${vm('state: Destroyed,')}\nvolumes: [{ name: d, size: 1G, primaryStorage: p, vmInstance: v }]`,
      /a VM that is Destroyed has lost its data volumes/,
    ],
    [
      'a deleted root volume of a running VM',
      vm('').replace('size: 1G', 'size: 1G, status: Deleted'),
      /the root volume of a VM that is Running cannot be Deleted/,
    ],
    [
      'a snapshot that is Deleting',
      `${vm('')}\nsnapshots: [{ name: s, volume: ROOT-for-v, size: 1, status: Deleting }]`,
      /a snapshot is never seen Deleting/,
    ],
    [
      'a snapshot of a volume that lies nowhere',
      'volumes: [{ name: n, size: 1G, status: NotInstantiated }]\nsnapshots: [{ name: s, volume: n, size: 1 }]',
      /the volume 'n' lies on no primary storage/,
    ],
    [
      'a snapshot behind one of another volume',
      `${vm('')}\nvolumes: [{ name: d, size: 1G, primaryStorage: p }]\nsnapshots: [{ name: s, volume: d, size: 1 }, { name: t, volume: ROOT-for-v, parent: s, size: 1 }]`,
      /its parent 's' is of another volume/,
    ],
    [
      'a storage that is fuller than it is large',
      'backupStorages: [{ name: d, type: Ceph, url: x, totalCapacity: 1G, systemUsedCapacity: 2G }]',
      /its systemUsedCapacity exceeds its capacity by 1073741824 bytes/,
    ],
    [
      'quotas of an admin',
      'accounts: [{ name: admin, password: x, quotas: { image.num: 1 } }]',
      /an admin has no quotas/,
    ],
    [
      'an ISO drive with something else',
      `${vm('cdRoms: [i],')}\nimages: [{ name: i, url: 'http://x', size: 1G, backupStorages: [a] }]`,
      /in its CD-ROM drive is no ISO/,
    ],
    [
      'a system tag of no format',
      vm("systemTags: ['nonsense::1'],"),
      /no system tag matches\[nonsense::1\] for resourceType\[VmInstanceVO\]/,
    ],
  ])('%s', async (_what, text, message) => {
    const [base = ''] = text.startsWith('backupStorages') ? BASE.split('backupStorages') : [BASE];
    await expect(startSeed(`${base}\n${text}`)).rejects.toThrow(message);
  });
});

test.each([
  [
    'a primary storage',
    'primaryStorages: [{ name: p, zone: y, type: NFS, url: "1:/p", totalCapacity: 1T, clusterUuids: [c] }]',
  ],
  [
    'a VM',
    `primaryStorages: [{ name: p, zone: y, type: NFS, url: "1:/p", totalCapacity: 1T }]
vmInstances: [{ name: v, zone: y, clusterUuid: c, state: Stopped, rootVolume: { name: r, primaryStorage: p, size: 1G } }]`,
  ],
])('%s is in no cluster of another zone', async (_what, entry) => {
  const zones = 'zones: [{ name: x }, { name: y }]\nclusters: [{ name: c, zone: x }]';
  await expect(startSeed(`${zones}\n${entry}`)).rejects.toThrow(
    "the cluster 'c' is in another zone",
  );
});
