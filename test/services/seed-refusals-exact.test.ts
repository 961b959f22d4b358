import { BASE, problemsOf } from '../support/seeds';

const VM = 'vmInstances: [{ name: v, zone: z, rootVolume: { primaryStorage: p, size: 1G } }]';
const UUID = '0000000000004000800000000000000';

describe('an image', () => {
  const image = (fields: string) => `${BASE}\n${VM}\nimages: [{ name: i, ${fields} }]`;
  test.each([
    [
      `url: 'http://x', status: Downloading, progress: none, job: '${UUID}1', backupStorages: [a]`,
      'nothing makes an image whose progress is none: it has no job',
    ],
    [
      "url: 'http://x', status: Downloading, progress: none, longJob: {}, backupStorages: [a]",
      'nothing makes an image whose progress is none: it has no job',
    ],
    [
      "url: 'http://x', size: 1, longJob: {}, backupStorages: [a]",
      'nothing makes an image that is Ready: it has no job',
    ],
    [
      'mediaType: ISO, status: Creating, volume: ROOT-for-v, backupStorages: [a]',
      'no ISO is made of a volume',
    ],
    [
      'status: Creating, url: x, size: 1, backupStorages: [a]',
      'an image that is Creating is made of a volume: `volume` names it',
    ],
    ['size: 1G, backupStorages: [a]', 'its `url` is missing, or the `volume` that it is made of'],
    ['url: x, backupStorages: [a]', 'its `size` is missing'],
    ["url: 'http://x/#size=nothing', backupStorages: [a]", expect.stringContaining('size')],
    [
      "url: 'http://x', size: 1G, format: qcow2, backupStorages: [{ name: a, export: { format: iso } }]",
      'it cannot be exported as iso: it is qcow2',
    ],
    [
      "url: 'http://x', size: 1G, backupStorages: [{ name: a, shared: true }]",
      'what it shares the bytes of is told by its installPath',
    ],
    [
      "url: 'http://x', size: 1G, backupStorages: [nowhere]",
      "no backup-storage of the seed is called 'nowhere'",
    ],
    ["url: 'http://x', size: 1G, backupStorages: [a, b, a]", 'it is on one backup storage twice'],
    [
      "url: 'http://x', size: 1G, uuid: '{n}', backupStorages: [a]",
      'expected 32 hexadecimal digits in lower case, as a text (in quotes)',
    ],
    [
      "url: 'http://x', size: 1G, createDate: '1960-01-01', backupStorages: [a]",
      "'1960-01-01' is no time after 1970",
    ],
    [
      "url: 'http://x', size: 1G, account: nobody, backupStorages: [a]",
      "no account of the seed is called 'nobody'",
    ],
    [
      "url: 'http://x', size: 1G, sharedWith: [nobody], backupStorages: [a]",
      "no account of the seed is called 'nobody'",
    ],
  ])('of %s', async (fields, problem) => {
    const [found, ...others] = await problemsOf(image(fields));
    expect(found?.replace(/^images\.0(\.uuid)?: /, '')).toEqual(problem);
    expect(others).toEqual([]);
  });

  test.each([
    [
      'Error',
      'Downloading',
      'an image that is Downloading on its storages is Downloading, it cannot be Error: it is Downloading until every storage has it',
    ],
    [
      'Migrating',
      'Creating',
      'an image that is Creating on its storages is Creating, it cannot be Migrating: it is Creating until the first storage has it',
    ],
    [
      'Error',
      'Deleted',
      'an image that is Deleted on its storages is Deleted, it cannot be Error: it is Deleted when it is Deleted everywhere, and only then',
    ],
    [
      'Deleted',
      'Error',
      'an image that is Error on its storages is Error, it cannot be Deleted: no storage has it or gets it',
    ],
    [
      'Ready',
      'Migrating',
      'an image that is Migrating on its storages is Migrating, it cannot be Ready: no storage has it or gets it',
    ],
    [
      'Deleted',
      'Ready',
      'an image that is Ready on its storages is Ready, it cannot be Deleted: one storage that has it makes it Ready',
    ],
    ['Error', 'Ready', undefined],
    ['Migrating', 'Error', undefined],
  ])('that is %s, and %s on its storage', async (status, on, problem) => {
    const fields = `url: 'http://x', size: 1, status: ${status}, backupStorages: [{ name: a, status: ${on} }]`;
    expect(await problemsOf(image(fields))).toEqual(problem ? [`images.0: ${problem}`] : []);
  });

  test('is told of beside the storage that could not be made', async () => {
    const seed = `${BASE.replace('bandwidth: 100M', 'bandwidth: 0')}
images: [{ name: i, url: 'http://x', size: 1, backupStorages: [a] }]`;
    expect(await problemsOf(seed)).toEqual([
      'backupStorages.0: its bandwidth is 0: nothing would ever arrive',
      "images.0: the backup storage 'a' could not be made",
    ]);
  });
});

describe('volumes and VMs', () => {
  test.each([
    [
      'hosts: [{ name: h, cluster: c }, { name: far, cluster: other }]\nclusters: [{ name: c, zone: z }, { name: other, zone: z }]\nvmInstances: [{ name: v, zone: z, clusterUuid: c, hostUuid: far, rootVolume: { primaryStorage: p, size: 1G } }]',
      "vmInstances.0: the host 'far' that it runs on is in another cluster than its own, 'c'",
    ],
    [
      'clusters: [{ name: c, zone: y }]\nvmInstances: [{ name: v, zone: y, rootVolume: { primaryStorage: p, size: 1G } }]',
      "vmInstances.0: its root volume lies in another zone, on the primary storage 'p'",
    ],
    [
      'vmInstances: [{ name: v, zone: z, cdRoms: [{ deviceId: 1 }, null], rootVolume: { primaryStorage: p, size: 1G } }]',
      'vmInstances.0: two of its CD-ROM drives are device 1',
    ],
    [
      'vmInstances: [{ name: v, zone: z, state: Destroyed, rootVolume: { primaryStorage: p, size: 1G, status: Ready } }]',
      'vmInstances.0: the root volume of a VM that is Destroyed cannot be Ready: it is deleted with its VM, never alone',
    ],
    [
      `${VM}\nvolumes: [{ name: d, size: 1G, status: NotInstantiated, vmInstance: v }]`,
      'volumes.0: a volume that is NotInstantiated is attached to no VM: attaching it makes it Ready',
    ],
    [
      `${VM}\nvolumes: [{ name: d, size: 1G, primaryStorage: p, status: Deleted, vmInstance: v }]`,
      'volumes.0: a volume that is Deleted is attached to no VM: deleting it detaches it',
    ],
    [
      `vmInstances: [{ name: v, zone: z, state: Expunging, rootVolume: { primaryStorage: p, size: 1G } }]\nvolumes: [{ name: d, size: 1G, primaryStorage: p, vmInstance: v }]`,
      "volumes.0: a VM that is Expunging has lost its data volumes: 'v'",
    ],
    [
      'volumes: [{ name: d, size: 1G, status: NotInstantiated, actualSize: 1 }]',
      'volumes.0: a volume that is NotInstantiated holds no data yet',
    ],
    [
      'volumes: [{ name: d, size: 1G, status: NotInstantiated, primaryStorage: p }]',
      "volumes.0: a volume that is NotInstantiated lies nowhere: its primaryStorage 'p' is one too many",
    ],
    [
      'volumes: [{ name: d, size: 1G, status: Migrating }]',
      'volumes.0: a volume that is Migrating lies on a primaryStorage',
    ],
    [
      `volumes: [{ name: d, size: 1G, status: Deleted, host: '${UUID}1' }]`,
      'volumes.0: only a volume on local storage lies on a host',
    ],
    [
      `${VM}\nsnapshots: [{ name: s, volume: ROOT-for-v, parent: t, size: 1 }, { name: t, volume: ROOT-for-v, size: 1 }]`,
      "snapshots.0: its parent 't' does not stand before it",
    ],
    [
      `${VM}\nsnapshots: [{ name: s, volume: ROOT-for-v, latest: true, size: 1 }, { name: t, volume: ROOT-for-v, latest: true, size: 1 }]`,
      'snapshots.1: its volume follows on another snapshot already: one is the latest',
    ],
    [
      `${VM}\nsnapshots: [{ name: s, volume: ROOT-for-v, size: 1, status: Deleted }]`,
      'snapshots.0: a snapshot is never seen Deleted: deleting it takes its row away at once',
    ],
    [
      'volumes: [{ name: big, size: 11T, actualSize: 1G, primaryStorage: p }]',
      "primaryStorages.0: the primary storage 'p' is too small: what the seed puts on it exceeds its totalCapacity by 1099511627776 bytes",
    ],
    [
      'volumes: [{ name: full, size: 1G, actualSize: 12T, primaryStorage: p }]',
      "primaryStorages.0: the primary storage 'p' is too small: what the seed puts on it exceeds its totalCapacity by 2199023255552 bytes",
    ],
    [
      `sshKeyPairs: [{ name: k, publicKey: nothing }]`,
      expect.stringMatching(/^sshKeyPairs\.0: .*public key/),
    ],
    [
      `${VM}\nsnapshotGroups: [{ name: g, vmInstance: v, snapshots: [s], snapshotCount: 0 }]`,
      'snapshotGroups.0: it has 1 snapshots, and snapshotCount says 0',
    ],
    [
      'imageGroups: [{ name: g, images: [1a000000000040008000000000000001, 1a000000000040008000000000000002], imageCount: 1 }]',
      'imageGroups.0: it has 2 images, and imageCount says 1',
    ],
    [
      'imagePackages: [{ name: g, backupStorage: a }]',
      'imagePackages.0: its `size` is missing, or its `disks`',
    ],
    [
      'imagePackages: [{ name: g, backupStorage: b, size: 1 }]',
      "imagePackages.0: the backup storage 'b' is no image store: only those keep packages",
    ],
    [
      'volumeBackups: [{ name: g, volume: 1a000000000040008000000000000001, backupStorages: [a, c], size: 1 }]',
      "volumeBackups.0: the backup storage 'c' is no image store: only those keep backups",
    ],
    [
      'imageReplicationGroups: [{ name: g, backupStorages: [b] }]',
      "imageReplicationGroups.0: the backup storage 'b' is no image store: only those are in groups",
    ],
  ])('%s', async (text, problem) => {
    const base = BASE.replace('zones: [{ name: z }]', 'zones: [{ name: z }, { name: y }]');
    expect(await problemsOf(`${base}\n${text}`)).toEqual([problem]);
  });
});

test.each([
  [
    'zones: [{ name: z, uuid: U }, { name: y, uuid: U }]',
    ['zones.1: another resource has the same zones.uuid already'],
  ],
  [
    "zones: [{ name: z, systemTags: ['resourceConfig::x'] }]",
    [expect.stringMatching(/^zones\.0: /)],
  ],
  ['zones: [{ name: z, userTags: [a, b, a] }]', ["zones.0: it has the tag 'a' twice"]],
  [
    'zones: [{ name: z, createDate: -1d, lastOpDate: -2d }]',
    ['zones.0: its lastOpDate is before its createDate'],
  ],
  [
    'zones: [{ name: "z-{n}", count: 2, uuid: "2000000000000000000000000000000{n}" }, { name: y, uuid: "2{n:032}" }]',
    ['zones.1.uuid: expected 32 hexadecimal digits in lower case, as a text (in quotes)'],
  ],
  [
    'zones: [{ name: "z-{n}", from: 9, count: 2, uuid: "2000000000000000000000000000000{n}" }]',
    [
      "zones.0 (n = 10): the uuid '200000000000000000000000000000010' is none: expected 32 hexadecimal digits",
    ],
  ],
  [
    'zones: [{ name: "z-{n}", count: 2 }, { name: z-2, uuid: U, override: true }]',
    ['zones.1.uuid: one resource of a count keeps its uuid'],
  ],
  ['zones: [{ name: z, count: 2 }]', ["zones.0: 2 of it need {n} in the name 'z'"]],
  [
    'zones: [{ name: "z{n}", count: 3, uuid: U }]',
    [`zones.0: 3 of it need {n} in the uuid '${UUID}1'`],
  ],
  [
    'accounts: [{ name: admin, password: x, uuid: U }]',
    ['accounts.0: the uuid of the admin is 36c27e8ff05c4780bf6d2fa65700f22e everywhere'],
  ],
  [
    'globalConfig: { nothing/at.all: 1 }',
    ['globalConfig.nothing/at.all: the emulator knows no such entry of the configuration'],
  ],
  [
    'globalConfig: { image/expungePeriod: soon }',
    [expect.stringMatching(/^globalConfig\.image\/expungePeriod: .*soon/)],
  ],
  [
    "clock: { start: '1960-01-01' }",
    ["the start of the clock, '1960-01-01', is no time after 1970"],
  ],
  [
    'release: 5.3',
    [
      "release: 5.3 is a number: write it in quotes, one of '4.3', '4.4', '4.5', '4.6', '4.7', '4.8', '5.0', '5.1', '5.2', '5.3', 'zsv-4.10'",
    ],
  ],
  ['images: [&a { name: *a }]', ["the alias 'a' stands in what it is an alias of"]],
  ['---\nzones: []', [expect.stringContaining('document')]],
  [
    'zones: [{ name: z }, { name: z }]',
    [
      expect.stringMatching(
        /^zones\.1: 'z' stands already at .*seed\.yaml:2: zones\.0; `override: true` would change it, a `key` of its own tells it apart$/,
      ),
    ],
  ],
  [
    'sessions: [{ uuid: U, account: admin }, { uuid: U, account: admin }]',
    [
      expect.stringMatching(
        /^sessions\.1: '0+40008000000000000001' stands already at .*sessions\.0; `override: true` would change it$/,
      ),
    ],
  ],
  [
    'zones: [{ name: z, override: true }]',
    ["zones.0: overrides 'z', which does not stand before it"],
  ],
])('%s', async (seed, problems) => {
  expect(await problemsOf(seed.replaceAll('uuid: U', `uuid: '${UUID}1'`))).toEqual(problems);
});
