import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { imageStore, nearlyFull, sftp } = SEED.backupStorages;
const entry = 'backupStorage/reservedCapacity';

const pathOf = (uuid: string, which = entry) => `/resource-configurations/${which}/${uuid}`;
const update = (uuid: string, value?: string, which = entry) =>
  ['PUT', `${pathOf(uuid, which)}/actions`, { updateResourceConfig: { value } }] as const;
const valueOf = async (emulator: TestEmulator, uuid: string): Promise<string> =>
  (await emulator.call('GET', pathOf(uuid))).body.value;
/** 2 GiB are free there, and 512 MiB are asked for. */
const template = (emulator: TestEmulator, backupStorageUuid: string) =>
  emulator.createTemplate(SEED.volumes.paused, {
    name: 'x',
    backupStorageUuids: [backupStorageUuid],
  });

test('a storage has the global value until it has its own, and again when that goes', async () => {
  const emulator = await TestEmulator.start();
  expect(await valueOf(emulator, imageStore)).toBe('1G');
  await emulator.configure(entry, '2G');
  expect(await valueOf(emulator, imageStore)).toBe('2G');
  const { body } = await emulator.call(...update(imageStore, '3G'));
  expect(body.inventory).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    category: 'backupStorage',
    name: 'reservedCapacity',
    resourceUuid: imageStore,
    resourceType: 'BackupStorageVO',
    value: '3G',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  const found = await emulator.call('GET', `/resource-configurations?q=resourceUuid=${imageStore}`);
  expect(found.body.inventories).toEqual([body.inventory]);
  await emulator.configure(entry, '4G');
  expect(await valueOf(emulator, imageStore)).toBe('3G');
  expect(await valueOf(emulator, sftp)).toBe('4G');

  emulator.advance(1000);
  const changed = await emulator.call(...update(imageStore, '5G'));
  expect(changed.body.inventory).toEqual({
    ...body.inventory,
    value: '5G',
    lastOpDate: 'Nov 14, 2017 10:20:58 PM',
  });
  for (let i = 0; i < 2; i++) {
    expect((await emulator.call('DELETE', pathOf(imageStore))).status).toBe(200);
  }
  expect(await valueOf(emulator, imageStore)).toBe('4G');
});

test('its own reserved capacity decides what a storage gives away', async () => {
  const emulator = await TestEmulator.start();
  expect((await template(emulator, nearlyFull)).status).toBe(200);
  await emulator.call(...update(nearlyFull, '1G'));
  const refused = await template(emulator, nearlyFull);
  expect(refused.body.error.details).toContain(
    'after subtracting reserved capacity, no backup storage has required capacity[536870912 bytes]',
  );
  await emulator.call(...update(nearlyFull, '1023M'));
  expect((await template(emulator, nearlyFull)).status).toBe(200);
});

test('a storage with a reserve of its own is passed over while others have room', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(imageStore, '100T'));
  await emulator.call(...update(nearlyFull, '100T'));
  for (let i = 0; i < 5; i++) {
    const made = await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x' });
    expect(made.body.inventory.backupStorageRefs).toMatchObject([{ backupStorageUuid: sftp }]);
  }
  await emulator.call('DELETE', pathOf(imageStore));
  const chosen = new Set<string>();
  for (let i = 0; i < 20; i++) {
    const made = await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x' });
    chosen.add(made.body.inventory.backupStorageRefs[0].backupStorageUuid);
  }
  expect(chosen).toEqual(new Set([imageStore, sftp]));
});

test('it decides on downloads, too', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(imageStore, '100T'));
  const answer = await emulator.call('POST', '/images', {
    params: {
      name: 'x',
      url: 'http://192.168.1.20/a.qcow2',
      format: 'qcow2',
      backupStorageUuids: [imageStore],
    },
  });
  expect(answer.status).toBe(503);
  expect(answer.body.error.cause.details).toContain(
    `the backup storage[uuid:${imageStore}, name:imagestore-1] has not enough capacity to download the image[x].`,
  );
});

test('it goes with its storage', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(...update(SEED.backupStorages.elsewhere, '2G'));
  await emulator.make('DELETE', `/backup-storage/${SEED.backupStorages.elsewhere}`);
  const left = await emulator.call('GET', '/resource-configurations');
  expect(left.body.inventories).toEqual([]);
});

describe('is refused', () => {
  test.each([
    [
      'for an unknown entry',
      update(imageStore, '1G', 'backupStorage/nothing'),
      'SYS.1007',
      'no global config[category:backupStorage, name:nothing] found',
    ],
    [
      'for an entry that resources do not have',
      update(SEED.images.linux, 'Direct', 'image/deletionPolicy'),
      'SYS.1007',
      'global config[category:image, name:deletionPolicy] cannot bind resource',
    ],
    [
      'for another type of resource',
      update(SEED.images.linux, '1G'),
      'SYS.1006',
      'ResourceConfig [category:backupStorage, name:reservedCapacity] cannot bind to resourceType: ImageVO',
    ],
    [
      'for a resource that is not there',
      update(NOWHERE, '1G'),
      'SYS.1003',
      `invalid field[resourceUuid], resource[uuid:${NOWHERE}, type:ResourceVO] not found`,
    ],
    [
      'without a value',
      update(imageStore),
      'SYS.1007',
      `field[value] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'with a value that its validator refuses',
      update(imageStore, 'much'),
      'SYS.1007',
      'much is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G',
    ],
  ])('%s', async (_what, call, code, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...call)).toMatchObject({ code, details });
  });

  test.each(['GET', 'DELETE'] as const)('%s likewise', async (method) => {
    const emulator = await TestEmulator.start();
    for (const [path, code] of [
      [pathOf(imageStore, 'backupStorage/nothing'), 'SYS.1007'],
      [pathOf(SEED.images.linux, 'image/deletionPolicy'), 'SYS.1007'],
      [pathOf(SEED.images.linux), 'SYS.1006'],
      [pathOf(NOWHERE), 'SYS.1003'],
    ] as const) {
      expect((await emulator.refused(method, path)).code).toBe(code);
    }
  });

  test('for a normal account', async () => {
    const emulator = await TestEmulator.start();
    await emulator.call(...update(imageStore, '2G'));
    for (const call of [
      update(imageStore, '3G'),
      ['DELETE', pathOf(imageStore), undefined] as const,
    ]) {
      const [method, path, body] = call;
      const error = await emulator.refused(method, path, body, ALICE_SESSION);
      expect(error).toMatchObject({
        code: 'ID.1002',
        details: expect.stringContaining('is admin only, can not be executed by current user'),
      });
    }
  });
});
