import { TestEmulator, type Json } from '../support/emulator';
import { capture, load, toldBy } from '../support/capture';
import { BASE, startSeed } from '../support/seeds';

const WORLD = `${BASE}
vmInstances:
  - { name: v, zone: z, state: Stopped, rootVolume: { name: root, primaryStorage: p, size: 10G, content: now } }
volumes:
  - { name: data, primaryStorage: p, size: 1G, actualSize: 1M, vmInstance: v }
`;

const inSeed = async (entry: string): Promise<Json> => {
  const emulator = await startSeed(`${WORLD}\nimagePackages:\n  - ${entry}\n`);
  expect(emulator.brokenLaws()).toEqual({});
  const [made] = (await emulator.call('GET', '/image-packages')).body.inventories as Json[];
  return made;
};

test('a package of a seed is that of its VM, and can be downloaded', async () => {
  const made = await inSeed('{ name: o, vmInstance: v, backupStorage: a, userTags: [sent] }');
  expect(made).toMatchObject({ state: 'Exported', format: 'OVA', size: 2 ** 20 });
  const path = new URL(made.exportUrl).pathname;
  expect(path).toMatch(/\/exports\/[0-9a-f]{32}\/package-[0-9a-f]{40}\.ova$/);
});

test('of a VM that is gone it has what the seed says', async () => {
  const disk = '{ content: then, size: 4G, actualSize: 1G }';
  const made = await inSeed(
    `{ name: o, backupStorage: a, disks: [${disk}, { content: d, size: 1G }] }`,
  );
  expect(made).toMatchObject({ vmUuid: null, size: 2 * 2 ** 30 });
  expect(
    await inSeed('{ name: o, backupStorage: a, size: 3G, url: "http://far/x.ova" }'),
  ).toMatchObject({
    size: 3 * 2 ** 30,
    exportUrl: 'http://far/x.ova',
  });
  expect(await inSeed('{ name: o, vmInstance: v, backupStorage: a, size: 5 }')).toMatchObject({
    size: 5,
  });
});

test.each([
  ['{ name: o, vmInstance: v, backupStorage: b }', "the backup storage 'b' is no image store"],
  ['{ name: o, vmInstance: w, backupStorage: a }', "no vm-instance of the seed is called 'w'"],
  ['{ name: o, backupStorage: a }', 'its `size` is missing'],
  ['{ name: o, backupStorage: a, size: 11T }', 'is too small'],
  [
    '{ name: o, vmInstance: v, backupStorage: a }\n  - { name: q, vmInstance: v, backupStorage: a }',
    "the VM 'v' has a package already",
  ],
])('%s cannot be', async (entry, reason) => {
  await expect(startSeed(`${WORLD}\nimagePackages:\n  - ${entry}\n`)).rejects.toThrow(reason);
});

test('packages come along in a capture, of a VM that is gone, too', async () => {
  const emulator = await TestEmulator.start();
  const store = (await emulator.find('/backup-storage?q=name=imagestore-1')).uuid;
  const vm = (await emulator.find('/vm-instances?q=state=Stopped')).uuid;
  const first = await emulator.make('POST', '/ovf/ova-packages', {
    params: { name: 'kept', vmUuid: vm, backupStorageUuid: store },
  });
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  const told = await toldBy(again);
  expect(told['/image-packages']).toMatchObject([{ uuid: first.uuid, vmUuid: vm }]);
  expect(told).toEqual(await toldBy(emulator));
});
