import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { imageStore, elsewhere } = SEED.backupStorages;
const actions = `/zones/${SEED.zone}/actions`;

test('a zone is made, changed, switched off and on, and found', async () => {
  const emulator = await TestEmulator.start();
  const zone = await emulator.make('POST', '/zones', {
    params: { name: 'zone-2', description: 'another', isDefault: true },
    userTags: ['far'],
  });
  expect(zone).toMatchObject({
    name: 'zone-2',
    description: 'another',
    state: 'Enabled',
    type: 'zstack',
    isDefault: true,
  });
  // There is one default.
  expect(await emulator.find(`/zones/${SEED.zone}`)).toMatchObject({ isDefault: false });
  expect(
    await emulator.make('PUT', actions, { updateZone: { name: '区域-1', isDefault: true } }),
  ).toMatchObject({ name: '区域-1', isDefault: true });
  expect(
    await emulator.make('PUT', actions, { changeZoneState: { stateEvent: 'disable' } }),
  ).toMatchObject({ state: 'Disabled' });
  // There is one type, too.
  const other = await emulator.refused('POST', '/zones', { params: { name: 'z', type: 'other' } });
  expect(other).toMatchObject({ code: 'SYS.1007', details: expect.stringContaining('zstack') });
  const typed = { params: { name: 'typed', type: 'zstack' } };
  expect(await emulator.make('POST', '/zones', typed)).toMatchObject({ type: 'zstack' });
  const info = await emulator.call('GET', `/zones/${zone.uuid}/info`);
  expect(info.body.inventories).toMatchObject([{ name: 'zone-2', isDefault: false }]);
  expect((await emulator.call('GET', '/zones/nothing/info')).body.inventories).toEqual([]);
});

test('a backup storage is attached once and detached once', async () => {
  const emulator = await TestEmulator.start();
  const path = `/zones/${SEED.zone}/backup-storage/${elsewhere}`;
  const absent = await emulator.refused('DELETE', path);
  expect(absent).toMatchObject({
    code: 'SYS.1006',
    details: `backup storage[uuid:${elsewhere}] has not been attached to zone[uuid:${SEED.zone}]`,
  });
  const attached = await emulator.make('POST', path, { params: {} });
  expect(attached.attachedZoneUuids).toEqual([SEED.zone]);
  const again = await emulator.refused('POST', path, { params: {} });
  expect(again).toMatchObject({
    code: 'SYS.1006',
    details: `backup storage[uuid:${elsewhere}] has been attached to zone[uuid:${SEED.zone}]`,
  });
  expect((await emulator.make('DELETE', path)).attachedZoneUuids).toEqual([]);
});

test('a zone takes its VMs and primary storages with it; images and backup storages stay', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
    params: { name: 's' },
  });
  const before = emulator.world();
  await emulator.call('DELETE', `/zones/${SEED.zone}`);
  const after = emulator.world();
  const gone = ['zones', 'vm_instances', 'primary_storages', 'volume_snapshots'];
  expect(gone.map((table) => after[table])).toEqual([[], [], [], []]);
  expect(after['images']).toEqual(before['images']);
  expect(after['backup_storages']).toEqual(before['backup_storages']);
  expect(await emulator.find(`/backup-storage/${imageStore}`)).toMatchObject({
    attachedZoneUuids: [],
  });
  // What lies nowhere belongs to no zone.
  expect(after['volumes']).toMatchObject([{ name: 'not-instantiated' }]);
  expect((await emulator.call('DELETE', `/zones/${SEED.zone}`)).status).toBe(200);
});

test('what is configured for a zone, its clusters and its hosts goes with them', async () => {
  const emulator = await TestEmulator.start();
  const set = (uuid: string, entry: string, value: string) =>
    emulator.make('PUT', `/resource-configurations/${entry}/${uuid}/actions`, {
      updateResourceConfig: { value },
    });
  for (const uuid of [SEED.zone, SEED.clusters.used, SEED.hosts.linux]) {
    await set(uuid, 'host/cpu.overProvisioning.ratio', '7');
  }
  expect(emulator.world()['resource_configs']).toHaveLength(3);
  await emulator.call('DELETE', `/zones/${SEED.zone}`);
  expect(emulator.world()['resource_configs']).toEqual([]);
});

test.each([
  ['POST', '/zones', { params: {} }, 'SYS.1007', 'field[name] of message'],
  ['POST', '/zones', { params: { name: 'a/b' } }, 'SYS.1007', 'valid regex value for field[name]'],
  ['PUT', actions, { changeZoneState: { stateEvent: 'stop' } }, 'SYS.1007', '[enable, disable]'],
  ['DELETE', '/zones/nothing', undefined, 'SYS.1003', 'invalid value[nothing] of field [uuid]'],
] as const)('%s %s with %j is refused', async (method, path, body, code, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(method, path, body);
  expect(error.code).toBe(code);
  expect(error.details).toContain(details);
});

test('zones are for admin only', async () => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused('DELETE', `/zones/${SEED.zone}`, undefined, ALICE_SESSION);
  expect(error.code).toBe('ID.1002');
});

test('a zone that is not there is deleted without an error', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  expect((await emulator.call('DELETE', `/zones/${SEED.images.linux}`)).status).toBe(200);
  expect(emulator.world()).toEqual(before);
});
