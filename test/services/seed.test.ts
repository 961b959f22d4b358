import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedText, TestEmulator } from '../support/emulator';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-seed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(seed: string): Promise<TestEmulator> {
  const file = join(folder, 'seed.yaml');
  writeFileSync(file, seed);
  return TestEmulator.start({ settings: { seed: file } });
}

test('the same seed gives the same world, given uuids or not', async () => {
  const seed = seedText('default.yaml').replace(/^ +uuid: (20ae|bac0|1a00).*\n/gm, '');
  const first = (await start(seed)).world();
  const second = (await start(seed)).world();
  expect(second).toEqual(first);
});

test('the default world adds up', async () => {
  const emulator = await TestEmulator.start();
  expect(emulator.brokenCapacities()).toEqual([]);
  const primary = emulator.environment.database
    .prepare(
      `select p.name from primary_storages p
       where p.available_capacity <> p.total_capacity - p.system_used_capacity -
         (select coalesce(sum(size), 0) from volumes v where v.primary_storage_uuid = p.uuid)`,
    )
    .all();
  expect(primary).toEqual([]);
});

test('`none` is a world with the admin account only', async () => {
  const emulator = await TestEmulator.start({ settings: { seed: 'none' } });
  const { accounts, ...rest } = emulator.world();
  expect(accounts).toMatchObject([{ name: 'admin', uuid: '36c27e8ff05c4780bf6d2fa65700f22e' }]);
  expect(Object.values(rest).flat()).toEqual([]);
});

test('what is called as the admin is something else than the admin', async () => {
  const uuid = '0123456789abcdef0123456789abcdef';
  const emulator = await start(`version: 1\nzones: [{ name: admin, uuid: ${uuid} }]\n`);
  expect(emulator.world()['zones']).toMatchObject([{ name: 'admin', uuid }]);
});

test.each([
  [
    'a size that is none',
    'zones: [{ name: z }]\nprimaryStorages:\n  - { name: p, zone: z, type: NFS, url: x, totalCapacity: lots }',
    /seed\.yaml:4: primaryStorages\.0\.totalCapacity: expected bytes, or a size such as/,
  ],
  [
    'a field that is not known',
    'zones:\n  - name: z\n    colour: red',
    /seed\.yaml:3: zones\.0: .*colour/,
  ],
  ['YAML that is none', 'zones: [', /seed\.yaml:\d+: /],
  ['another version', 'zones: []\nversion: 2', /version/],
  [
    'a storage that is too small for what lies on it',
    'zones: [{ name: z }]\nbackupStorages:\n  - { name: b, type: Ceph, url: x, totalCapacity: 1G, zones: [z] }\nimages:\n  - { name: i, url: x, size: 2G, actualSize: 2G, backupStorages: [{ name: b }] }',
    /the backup storage 'b' is too small: .* exceeds its totalCapacity by 1073741824 bytes/,
  ],
  [
    'a volume on no storage of the seed',
    'zones: [{ name: z }]\nvmInstances:\n  - { name: v, zone: z, rootVolume: { name: r, primaryStorage: p, size: 1, actualSize: 1 } }',
    /no primary-storage of the seed is called 'p'/,
  ],
])('%s is refused with its place', async (_what, seed, message) => {
  const text = seed.includes('version:') ? seed : `version: 1\n${seed}`;
  await expect(start(text)).rejects.toThrow(message);
});

test('accounts of a seed have the quotas and the rights of their type', async () => {
  const emulator = await start(
    [
      'version: 1',
      'accounts:',
      '  - { name: bob, password: x }',
      '  - { name: boss, password: x, type: SystemAdmin }',
      'sessions:',
      '  - { uuid: 5e550000000040008000000000000b0b, account: bob }',
      '  - { uuid: 5e550000000040008000000000000b05, account: boss }',
    ].join('\n'),
  );
  const ask = async (path: string, who: string) =>
    (await emulator.get(`/zstack/v1${path}`, `5e550000000040008000000000000${who}`)).body
      .inventories;
  expect(await ask('/accounts', 'b0b')).toMatchObject([{ name: 'bob' }]);
  expect(await ask('/accounts', 'b05')).toMatchObject([{ name: 'boss' }]);
  expect(await ask('/accounts/quotas', 'b0b')).toMatchObject([
    { name: 'image.num', value: 20 },
    { name: 'image.size', value: 10 * 2 ** 40 },
    { name: 'volume.data.num', value: 40 },
    { name: 'volume.capacity', value: 10 * 2 ** 40 },
    { name: 'snapshot.volume.num', value: 200 },
    { name: 'vm.totalNum', value: 20 },
    { name: 'vm.num', value: 20 },
    { name: 'vm.cpuNum', value: 80 },
    { name: 'vm.memorySize', value: 80 * 2 ** 30 },
    { name: 'l3.num', value: 20 },
    { name: 'securityGroup.num', value: 20 },
    { name: 'ssh_key_pair.num', value: 20 },
    { name: 'vip.num', value: 20 },
    { name: 'eip.num', value: 20 },
  ]);
  expect(await ask('/accounts/quotas', 'b05')).toEqual([]);
});
