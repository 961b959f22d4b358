import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { volumes, vms } = SEED;
const data = (uuid: string, size: number) =>
  ['PUT', `/volumes/data/resize/${uuid}/actions`, { resizeDataVolume: { size } }] as const;
const root = (uuid: string, params: object) =>
  ['PUT', `/volumes/resize/${uuid}/actions`, { resizeRootVolume: params }] as const;
const sizeOf = async (emulator: TestEmulator, uuid: string) =>
  (await emulator.find(`/volumes/${uuid}`)).size;

test('a data volume grows, and takes room of its storage', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find(`/volumes/${volumes.spareData}`);
  const room = emulator.available('primary', before.primaryStorageUuid);
  const size = before.size + GIB;
  const grown = await emulator.make(...data(volumes.spareData, size));
  expect(grown).toMatchObject({ uuid: volumes.spareData, size, actualSize: before.actualSize });
  expect(emulator.available('primary', before.primaryStorageUuid)).toBe(room - GIB);
});

test('a root volume grows, named itself; what is made of it is another image then', async () => {
  const emulator = await TestEmulator.start();
  const size = (await sizeOf(emulator, volumes.runningLinux)) + GIB;
  expect(await emulator.make(...root(volumes.runningLinux, { size }))).toMatchObject({ size });
  const content = emulator.environment.database
    .prepare('select content_id from volumes where uuid = ?')
    .pluck();
  expect(content.get(volumes.runningLinux)).not.toBe(content.get(volumes.stoppedWindows));
});

test.each([
  ['a root volume as data', () => data(volumes.runningLinux, 2 ** 50), 'SYS.1007', 'is not a Data'],
  [
    'data as a root volume',
    () => root(volumes.data, { size: 2 ** 50 }),
    'SYS.1007',
    'is not a Root',
  ],
  ['one that lies nowhere', () => data(volumes.notInstantiated, 2 ** 50), 'SYS.1006', 'not Ready'],
  ['to no more than it has', () => data(volumes.spareData, 1), 'SYS.1006', 'is not larger'],
  [
    'beyond the room of its storage',
    () => data(volumes.spareData, 2 ** 52),
    'SYS.1006',
    'cannot find primary storage satisfying conditions',
  ],
])('%s does not grow', async (_what, call, code, details) => {
  const emulator = await TestEmulator.start();
  const [method, path, body] = call();
  const refusal = await emulator.refused(method, path, body);
  expect(refusal.code).toBe(code);
  expect(refusal.details).toContain(details);
});

test('a volume whose VM is on its way does not grow', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update vm_instances set state = 'Stopping' where uuid = '${vms.runningLinux}'`);
  const refusal = await emulator.refused(...root(volumes.runningLinux, { size: 2 ** 45 }));
  expect(refusal.details).toContain(`its vm[uuid:${vms.runningLinux}] is Stopping`);
});

test('what an account may have, and whose volumes it changes, is looked at', async () => {
  const emulator = await TestEmulator.start();
  const size = await sizeOf(emulator, volumes.alice);
  const updateQuota = { identityUuid: ALICE, name: 'volume.capacity', value: size + GIB };
  await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota });
  const grow = (more: number) => root(volumes.alice, { size: size + more });
  const refusal = await emulator.refused(...grow(2 * GIB), ALICE_SESSION);
  expect(refusal).toMatchObject({ code: 'ID.1003' });
  expect((await emulator.call(...grow(GIB), ALICE_SESSION)).status).toBe(200);
  const foreign = data(volumes.data, 2 ** 49);
  expect(await emulator.refused(...foreign, ALICE_SESSION)).toMatchObject({ code: 'SYS.1006' });
});
