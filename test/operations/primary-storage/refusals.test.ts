import { SEED, TestEmulator } from '../../support/emulator';

const { primaryStorages, vms, zone } = SEED;
const { nfs, local } = primaryStorages;
const FOLDER = ' the url contains an invalid folder[/dev or /proc or /sys]';
const VALID =
  'A valid monUrl is in format of sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';

const add = (type: string, { systemTags = [], ...params }: Record<string, unknown>) =>
  [
    'POST',
    `/primary-storage/${type}`,
    { params: { name: 'new', zoneUuid: zone, ...params }, systemTags },
  ] as const;
const update = (uuid: string, change: object) =>
  ['PUT', `/primary-storage/${uuid}/actions`, { updatePrimaryStorage: change }] as const;

/** By kind of storage: what is given, and the words of the refusal. */
const REFUSED: readonly (readonly [
  type: string,
  params: Record<string, unknown>,
  details: string,
])[] = [
  ['local-storage', { url: 'ps' }, "the url[ps] is not an absolute path starting with '/'"],
  ...['/dev', '/proc/x', '/sys/x', '/devices', '/system'].map(
    (url) => ['local-storage', { url }, FOLDER] as const,
  ),
  ...['/dev/x', '/process'].map((url) => ['smp', { url }, FOLDER] as const),
  ...['1.1.1.1:/dev/a', 'server:/procs'].map((url) => ['nfs', { url }, FOLDER] as const),
  [
    'nfs',
    { url: '192.168.1.20:/exports/vms' },
    `there has been a nfs primary storage having url as 192.168.1.20:/exports/vms in zone[uuid:${zone}]`,
  ],
  [
    'nfs',
    { url: '10.0.0.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0'] },
    'invalid CIDR: 10.0.0',
  ],
  [
    'nfs',
    { url: '10.0.1.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/24'] },
    'IP address[10.0.1.1] is not in CIDR[10.0.0.0/24]',
  ],
  [
    'nfs',
    {
      url: '10.0.0.1:/x',
      systemTags: [
        'primaryStorage::gateway::cidr::10.0.0.0/24',
        'primaryStorage::gateway::cidr::10.0.0.0/25',
      ],
    },
    'found multiple CIDR',
  ],
  [
    'smp',
    { url: '/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/33'] },
    'cidr[10.0.0.0/33] Input Format Error',
  ],
  [
    'local-storage',
    {
      url: '/x',
      systemTags: [
        'primaryStorage::gateway::cidr::10.0.0.0/24',
        'primaryStorage::gateway::cidr::fd00::/8',
      ],
    },
    'only one primaryStorage cidr system tag is allowed, but 2 got',
  ],
  ...['dataVolumePoolName', 'rootVolumePoolName', 'imageCachePoolName'].map(
    (name) =>
      [
        'ceph',
        { monUrls: ['root:p@mon'], [name]: '' },
        `${name} can be null but cannot be an empty string`,
      ] as const,
  ),
  [
    'ceph',
    { monUrls: ['mon'] },
    `invalid monUrl[mon], the sshUsername:sshPassword part is invalid. ${VALID}`,
  ],
  [
    'ceph',
    { monUrls: ['root@mon'] },
    `invalid monUrl[root@mon], the sshUsername:sshPassword part is invalid. ${VALID}`,
  ],
  ['ceph', { monUrls: ['root:p@'] }, `invalid monUrl[root:p@], hostname cannot be null. ${VALID}`],
  [
    'ceph',
    { monUrls: ['root:p@mon:70000'] },
    `invalid monUrl[root:p@mon:70000], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
  ],
  [
    'ceph',
    { monUrls: ['root:p@mon:0'] },
    `invalid monUrl[root:p@mon:0], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
  ],
  ['ceph', { monUrls: ['a:b@mon', 'c:d@mon:23'] }, 'Cannot add same host[mon] in mons'],
  [
    'ceph',
    { monUrls: ['a:b@other', 'a:b@192.168.1.41'] },
    'cannot add ceph primary storage, there has been some ceph primary storage using mon[hostnames:[192.168.1.41]]',
  ],
];

test.each(REFUSED)('a new %s storage with %j is refused', async (type, params, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...add(type, params))).toMatchObject({ code: 'SYS.1007', details });
});

test.each([
  ['smp', { url: 'relative' }],
  ['nfs', { url: 'no-colon' }],
  ['nfs', { url: '10.0.0.1:/x', systemTags: ['primaryStorage::gateway::cidr::10.0.0.0/24'] }],
  ['ceph', { monUrls: ['root:p@w:d@mon.example:23/?monPort=6790'] }],
])('the real system takes a new %s storage with %j', async (type, params) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.make(...add(type, params))).toMatchObject({ state: 'Enabled' });
});

test('an export moves to another place of its own, while no VM runs on it', async () => {
  const emulator = await TestEmulator.start();
  const taken = await emulator.refused(...update(nfs, { url: '192.168.1.21:/exports/old' }));
  expect(taken).toMatchObject({
    code: 'SYS.1007',
    details: `there has been a nfs primary storage having url as 192.168.1.21:/exports/old in zone[uuid:${zone}]`,
  });
  const folder = await emulator.refused(...update(nfs, { url: '10.0.0.1:/sys' }));
  expect(folder).toMatchObject({ code: 'SYS.1007', details: FOLDER });
  await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, {
    startVmInstance: {},
  });
  const running = await emulator.refused(...update(nfs, { url: '10.0.0.1:/new' }));
  expect(running).toMatchObject({
    code: 'SYS.1006',
    details: `there are 1 running VMs on the NFS primary storage, please stop them and try again:\nVM[name:win-1, uuid:${vms.stoppedWindows}]\n`,
  });
  // Its own url is no change, and other fields may change.
  const same = { url: '192.168.1.20:/exports/vms', name: 'renamed' };
  expect(await emulator.make(...update(nfs, same))).toMatchObject(same);
  await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, { stopVmInstance: {} });
  const moved = { url: '10.0.0.1:/new' };
  expect(await emulator.make(...update(nfs, moved))).toMatchObject(moved);
  // Nobody looks at the url of another type.
  expect(await emulator.make(...update(local, { url: 'anything' }))).toMatchObject({
    url: 'anything',
  });
});

test('a storage that is not there is deleted without an error', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  expect((await emulator.call('DELETE', `/primary-storage/${SEED.images.linux}`)).status).toBe(200);
  expect(emulator.world()).toEqual(before);
});
