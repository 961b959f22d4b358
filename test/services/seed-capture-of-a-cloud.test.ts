import { captureSeed } from '../../src/seeding';
import { load } from '../support/capture';
import type { Json } from '../support/emulator';

describe('of a cloud that is not like the emulator', () => {
  const CLOUD: Record<string, Json[]> = {
    '/zones': [{ uuid: 'z'.repeat(32), name: 'zone', state: 'Enabled' }],
    '/primary-storage': [
      {
        uuid: 'p'.repeat(32),
        name: 'san',
        type: 'SharedBlock',
        zoneUuid: 'z'.repeat(32),
        totalCapacity: 100,
        availableCapacity: 5,
        totalPhysicalCapacity: 100,
        availablePhysicalCapacity: 90,
        state: 'Enabled',
        status: 'Connected',
      },
      {
        uuid: 'q'.repeat(32),
        name: 'lost',
        type: 'NFS',
        zoneUuid: 'y'.repeat(32),
        totalCapacity: 1,
        availableCapacity: 1,
      },
    ],
    '/backup-storage': [
      {
        uuid: 'b'.repeat(32),
        name: 'vc',
        type: 'VCenterBackupStorage',
        totalCapacity: 10,
        availableCapacity: 9,
        state: 'PreMaintenance',
        status: 'Connected',
        attachedZoneUuids: ['z'.repeat(32)],
      },
    ],
    '/volumes': [
      {
        uuid: 'd'.repeat(32),
        name: '',
        type: 'Root',
        vmInstanceUuid: 'a'.repeat(32),
        primaryStorageUuid: 'p'.repeat(32),
        size: 500,
        actualSize: 10,
        status: 'Ready',
        state: 'Enabled',
        format: 'vmtx',
      },
      {
        uuid: 'e'.repeat(32),
        name: 'lost',
        type: 'Data',
        primaryStorageUuid: 'q'.repeat(32),
        size: 5,
        status: 'Ready',
      },
    ],
    '/vm-instances': [
      {
        uuid: 'a'.repeat(32),
        name: 'same',
        zoneUuid: 'z'.repeat(32),
        state: 'Floating',
        platform: 'BSD',
        architecture: 's390x',
        memorySize: 1,
        cpuNum: 5000,
      },
      { uuid: 'c'.repeat(32), name: 'same', zoneUuid: 'z'.repeat(32), state: 'Running' },
    ],
    '/images': [
      {
        uuid: '1'.repeat(32),
        name: 'same',
        status: 'Ready',
        state: 'Enabled',
        size: 5,
        actualSize: 5,
        url: '/odd',
        mediaType: 'Kernel',
        format: 'ova',
        platform: 'BSD',
        backupStorageRefs: [
          { backupStorageUuid: 'b'.repeat(32), status: 'Deleted', installPath: '/x' },
        ],
      },
      {
        uuid: '2'.repeat(32),
        name: 'same',
        status: 'Downloading',
        size: 0,
        url: 'sftp://x/y',
        backupStorageRefs: [{ backupStorageUuid: 'b'.repeat(32), status: 'Downloading' }],
      },
      { uuid: '3'.repeat(32), name: 'nowhere', status: 'Ready', backupStorageRefs: [] },
    ],
    '/accounts': [
      { uuid: '36c27e8ff05c4780bf6d2fa65700f22e', name: 'admin', type: 'SystemAdmin' },
      { uuid: 'f'.repeat(32), name: 'ldap', type: 'ThirdParty' },
    ],
    '/system-tags': [
      {
        uuid: '4'.repeat(32),
        tag: 'vmFlavour::High',
        resourceType: 'VmInstanceVO',
        resourceUuid: 'a'.repeat(32),
      },
    ],
    '/global-configurations': [
      { category: 'mevoco', name: 'overProvisioning.memory', value: '2.0', defaultValue: '1.0' },
      { category: 'image', name: 'deletionPolicy', value: 'Direct', defaultValue: 'Delay' },
    ],
  };
  const hex = (value: Json): Json =>
    JSON.parse(
      JSON.stringify(value).replaceAll(
        /([g-z])\1{31}/g,
        (text) => text.codePointAt(0)?.toString(16).padStart(32, '0') ?? '',
      ),
    );
  const ask = (path: string) => {
    const [asked = ''] = path.split('?');
    if (asked === '/longjobs') return Promise.reject(new Error('permission denied'));
    return Promise.resolve({ inventories: hex(CLOUD[asked] ?? []) });
  };

  test('a seed is made that loads, with a report of what it had to leave or guess', async () => {
    const captured = await captureSeed(ask);
    const emulator = await load(captured);
    expect(emulator.brokenLaws()).toEqual({});
    const vms = (await emulator.call('GET', '/vm-instances')).body.inventories;
    expect(vms).toMatchObject([{ name: 'same', state: 'Unknown', platform: 'Other' }]);
    const images = (await emulator.call('GET', '/images?sort=%2Buuid')).body.inventories;
    expect(images).toMatchObject([
      { name: 'same', status: 'Deleted', mediaType: 'RootVolumeTemplate' },
      { name: 'same', status: 'Downloading' },
    ]);
    const policy = await emulator.call(
      'GET',
      '/global-configurations?q=name=deletionPolicy&q=category=image',
    );
    expect(policy.body.inventories).toMatchObject([{ value: 'Direct' }]);
    for (const named of [
      'types of primary storages',
      'SharedBlock',
      'primary storages of no zone',
      'types of backup storages',
      'states of backup storages',
      'volumes that lie nowhere',
      'VMs without a root volume',
      'formats of volumes',
      'states of VMs',
      'images on no backup storage',
      'statuses of images that do not fit',
      'images in the making that nothing goes on with',
      'long jobs: the other side does not tell them: 1, such as permission denied',
      'system tags that the emulator does not know: 1, such as vmFlavour::High',
      'global configuration that the emulator does not read',
      'md5Sum of images',
    ]) {
      expect(captured.notCarried.join('\n')).toContain(named);
    }
  });

  test('whatever else cannot be asked is named, with why, and the rest is captured', async () => {
    const needed = new Set(['/zones', '/primary-storage', '/backup-storage', '/vm-instances']);
    for (const path of ['/volumes', '/images', '/accounts']) needed.add(path);
    const asked = new Set<string>();
    const captured = await captureSeed((path) => {
      const [name = ''] = path.split('?');
      if (needed.has(name)) return ask(path);
      asked.add(name);
      return Promise.reject(new Error(`not allowed: ${name}`));
    });
    const told = captured.notCarried.filter((line) => line.includes('such as not allowed: '));
    // The trash of all storages is told once.
    asked.delete('/backup-storage/trash');
    const paths = told.flatMap((line) => [...line.matchAll(/not allowed: ([\w/-]+)/g)]);
    expect(new Set(paths.map(([, path]) => path))).toEqual(asked);
    // Each by a name of its own.
    const names = told.map((line) => line.replace(/:.*$/, ''));
    expect(names.filter((name) => name.trim().length < 4)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect((await load(captured)).brokenLaws()).toEqual({});
  });

  test('without the right to look, nothing is made', async () => {
    await expect(captureSeed(() => Promise.reject(new Error('no session')))).rejects.toThrow(
      'no session',
    );
  });
});
