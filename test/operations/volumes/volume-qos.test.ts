import { SEED, TestEmulator } from '../../support/emulator';

const { volumes } = SEED;
const uuid = volumes.data;
const set = (params: object) =>
  ['PUT', `/volumes/${uuid}/actions`, { setVolumeQos: params }] as const;
const get = async (emulator: TestEmulator) =>
  (await emulator.call('GET', `/volumes/${uuid}/qos`)).body;

test('a volume without limits has none', async () => {
  const emulator = await TestEmulator.start();
  expect(await get(emulator)).toMatchObject({
    volumeUuid: uuid,
    volumeBandwidth: -1,
    volumeBandwidthRead: -1,
    volumeBandwidthWrite: -1,
    iopsTotal: -1,
    iopsRead: -1,
    iopsWrite: -1,
  });
});

test('limits are set, stand in the volume, and are taken away', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find(`/volumes/${uuid}`);
  const limited = await emulator.make(...set({ volumeBandwidth: 4096, totalIOPS: 10 }));
  expect(limited).toMatchObject({ volumeQos: 'total=4096,totalIOPS=10' });
  expect(await get(emulator)).toMatchObject({ volumeBandwidth: 4096, iopsTotal: 10, iopsRead: -1 });
  // One of a kind replaces what cannot stand beside it, and leaves the other kind.
  await emulator.make(...set({ mode: 'read', volumeBandwidth: 2048 }));
  await emulator.make(...set({ writeBandwidth: 1024 }));
  expect(await emulator.find(`/volumes/${uuid}`)).toMatchObject({
    volumeQos: 'read=2048,write=1024,totalIOPS=10',
  });
  expect(await emulator.make('DELETE', `/volumes/${uuid}/qos`)).toEqual({
    ...before,
    lastOpDate: expect.any(String),
  });
});

test.each([
  [{}, 'SYS.1007', 'at least one limit'],
  [{ totalBandwidth: 4096, readBandwidth: 4096 }, 'SYS.1007', 'total and read cannot'],
  [{ totalIOPS: 1, writeIOPS: 1 }, 'SYS.1007', 'totalIOPS and writeIOPS cannot'],
  [{ totalBandwidth: 1023 }, 'SYS.1007', 'range'],
  [{ mode: 'both', volumeBandwidth: 4096 }, 'SYS.1007', 'mode'],
])('%j is refused', async (params, code, details) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...set(params));
  expect(refusal.code).toBe(code);
  expect(refusal.details).toContain(details);
});
