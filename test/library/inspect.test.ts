import { allOperations } from '../../src/api/operations';
import { startEmulator, type Emulator, type ResourceAccess, type Resources } from '../../src';
import { ADMIN_SESSION, SEED } from '../support/emulator';

/** The uuid of a tag pattern that is attached to an image. */
const GROUP = '5ec00000000040008000000000000001';
const PATTERN = '0123456789ab4def8123456789abcdef';

let emulator: Emulator;
afterEach(() => emulator.stop());

async function call(method: string, path: string, params?: object, key = 'params') {
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    ...(params ? { body: JSON.stringify({ [key]: params }) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const template = (name: string) =>
  call('POST', `/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`, {
    name,
    backupStorageUuids: [SEED.backupStorages.imageStore],
  });

/** Every query API with the name that its inventories have in the library. */
const QUERIES = allOperations().flatMap((operation) => {
  if (operation.kind !== 'query') return [];
  const names = new Proxy({}, { get: (_, name) => name }) as Parameters<typeof operation.of>[0];
  const name = operation.of(names) as unknown as keyof Resources;
  return [{ query: operation.name, name, path: operation.paths[0] ?? '' }];
});

/** What the default world lacks of some kinds. */
async function fill(): Promise<void> {
  const { linux } = SEED.images;
  const addImage = {
    name: 'of-a-long-job',
    url: 'http://example.com/image.qcow2',
    format: 'qcow2',
    mediaType: 'RootVolumeTemplate',
    backupStorageUuids: [SEED.backupStorages.imageStore],
  };
  const answers = [
    await template('made'),
    await call('POST', `/v1/volumes/${SEED.volumes.runningLinux}/volume-snapshots`, { name: 's' }),
    await call('POST', `/v1/volumes/${SEED.volumes.runningLinux}/volume-backups`, {
      name: 'b',
      backupStorageUuid: SEED.backupStorages.imageStore,
    }),
    await call('POST', '/v1/ovf/ova-packages', {
      vmUuid: SEED.vms.stoppedWindows,
      backupStorageUuid: SEED.backupStorages.imageStore,
    }),
    await call('POST', '/v1/volume-snapshots/group', {
      rootVolumeUuid: SEED.volumes.runningLinux,
      name: 'g',
    }),
    await call('POST', `/v1/imagegroup/from/image/${linux}`, { name: 'g' }),
    await call('POST', '/v1/user-tags', {
      resourceType: 'ImageVO',
      resourceUuid: linux,
      tag: 'mine',
    }),
    await call('POST', '/v1/tags', { name: 'stage', value: 'production', resourceUuid: PATTERN }),
    await call('POST', `/v1/tags/${PATTERN}/resources`, { resourceUuids: [linux] }),
    await call('POST', '/v1/system-tags', {
      resourceType: 'ImageVO',
      resourceUuid: linux,
      tag: 'bootMode::UEFI',
    }),
    await call('POST', '/v1/longjobs', {
      jobName: 'APIAddImageMsg',
      jobData: JSON.stringify(addImage),
    }),
    await call('POST', '/v1/ssh-key-pair', { name: 'k', publicKey: 'ssh-rsa AAAA' }),
    await call('POST', '/v1/image-replication-groups', { name: 'g' }),
    await call('POST', '/v1/accounts/groups', { name: 'g' }),
    await call('POST', '/v1/accounts/users', { name: 'u', password: 'x'.repeat(128) }),
    await call('POST', '/v1/web-hooks', { name: 'w', type: 'x', url: 'http://10.0.0.9/' }),
    await call('POST', '/v1/security-groups', { name: 's', resourceUuid: GROUP }),
    await call('POST', `/v1/security-groups/${GROUP}/rules`, {
      rules: [{ type: 'Ingress', protocol: 'TCP', startPort: 22, endPort: 22 }],
    }),
    await call('POST', `/v1/security-groups/${GROUP}/vm-instances/nics`, {
      vmNicUuids: ['e1c00000000040008000000000000001'],
    }),
    await call('POST', '/v1/accesskeys', {
      accountUuid: emulator.accounts.list({ name: 'admin' })[0]?.uuid,
      userUuid: emulator.accounts.list({ name: 'admin' })[0]?.uuid,
    }),
    await call(
      'PUT',
      '/v1/accounts/resources/actions',
      { resourceUuids: [linux], toPublic: true },
      'shareResource',
    ),
    await call('POST', '/v1/vm-instances', {
      name: 'of-an-image',
      imageUuid: linux,
      instanceOfferingUuid: null,
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: '20ae0000000040008000000000000001',
    }),
  ];
  expect(answers.map(({ status, body }) => [status, body['error']])).toEqual(
    answers.map(() => [200, null]),
  );
}

test.each(QUERIES)('$name are what $query answers', async ({ name, path }) => {
  emulator = await startEmulator();
  await fill();
  const { body } = await call('GET', path);
  const inventories = body['inventories'] as unknown as { uuid: string }[];
  const access = emulator[name] as ResourceAccess<{ uuid: string }>;
  expect(access.list()).toEqual(inventories);
  expect(access.count()).toBe(inventories.length);
  const named = inventories.filter((each) => typeof each.uuid === 'string');
  expect(named.map(({ uuid }) => access.get(uuid))).toEqual(named);
});

test('nearly every kind was compared with something', async () => {
  emulator = await startEmulator();
  await fill();
  const empty = QUERIES.filter(
    ({ name }) => (emulator[name] as ResourceAccess<unknown>).count() === 0,
  );
  expect(empty.map(({ name }) => name).toSorted()).toEqual([
    // Only public networks have pools.
    'addressPools',
    'garbageJobs',
    'resourceConfigs',
  ]);
});

test('tag patterns are listed, and the tags that were made of them show them', async () => {
  emulator = await startEmulator();
  await fill();
  const pattern = emulator.tagPatterns.get(PATTERN);
  expect(emulator.tagPatterns.list({ type: 'simple' })).toEqual([pattern]);
  expect(pattern).toMatchObject({ name: 'stage', value: 'production', color: null });
  expect(emulator.userTags.list({ tagPatternUuid: PATTERN })).toMatchObject([
    { tag: 'production', resourceUuid: SEED.images.linux, tagPattern: pattern },
  ]);
  expect(emulator.userTags.list('tagPattern.name=stage')).toHaveLength(1);
});

test('a uuid that nothing has is undefined', async () => {
  emulator = await startEmulator();
  expect(emulator.images.get('0'.repeat(32))).toBeUndefined();
});

test('a list is narrowed by conditions of the query language, or by values of fields', async () => {
  emulator = await startEmulator();
  const { images } = emulator;
  const { linux } = SEED.images;
  const ready = images.list().filter(({ status }) => status === 'Ready');
  expect(ready.length).toBeGreaterThan(1);
  expect(images.list('status=Ready')).toEqual(ready);
  expect(images.list({ status: 'Ready' })).toEqual(ready);
  expect(images.count({ status: 'Ready' })).toBe(ready.length);
  expect(images.list([`uuid=${linux}`, 'status=Ready'])).toEqual([images.get(linux)]);
  expect(images.list({ uuid: linux, system: false, state: 'Enabled' })).toHaveLength(1);
  expect(images.list({ uuid: linux, system: true })).toEqual([]);
  expect(emulator.volumes.list({ vmInstanceUuid: null })).toEqual(
    emulator.volumes.list().filter(({ vmInstanceUuid }) => vmInstanceUuid === null),
  );
  expect(images.list('backupStorage.name=sftp-1').length).toBeGreaterThan(0);
  expect(images.list({})).toEqual(images.list());
});

test('a list has all there is, also beyond the limit of the image API', async () => {
  emulator = await startEmulator();
  const many = await emulator.create({
    seed: { version: 1, zones: Array.from({ length: 1500 }, (_, n) => ({ name: `zone-${n}` })) },
  });
  expect(many.zones.list()).toHaveLength(1500);
});

test('a condition that the image API refuses is refused in its words', async () => {
  emulator = await startEmulator();
  expect(() => emulator.images.list('odd=1')).toThrow('odd');
  expect(() => emulator.images.list('Ready')).toThrow("doesn't contain any query operator");
});

test('what an image takes is missing from the capacity of its storage, and the laws hold', async () => {
  emulator = await startEmulator();
  const { imageStore } = SEED.backupStorages;
  const before = emulator.capacity(imageStore);
  const { body } = await template('made');
  const { actualSize } = body['inventory'] as unknown as { actualSize: number };
  expect(actualSize).toBeGreaterThan(0);
  expect(emulator.capacity(imageStore)).toEqual({
    ...before,
    availableCapacity: before.availableCapacity - actualSize,
  });
  expect(emulator.backupStorages.get(imageStore)).toMatchObject(emulator.capacity(imageStore));
  const { local } = SEED.primaryStorages;
  expect(emulator.primaryStorages.get(local)).toMatchObject(emulator.capacity(local));
  expect(() => emulator.capacity('f'.repeat(32))).toThrow('there is no storage');
  expect(emulator.laws()).toEqual([]);
});
