import { SEED, TestEmulator, TEST_TIME } from '../support/emulator';
import { GoQuery, GoSdk, NotFound, withoutEmpty, type GoCredentials } from './go-sdk';
import { imageView } from './image-view';
import { pollUntil, WIRES_AND_MODES, worldOf } from './wire';

const { imageStore } = SEED.backupStorages;
const { runningLinux } = SEED.volumes;
const ADMIN = { accountName: 'admin', password: 'password' };

async function clientOf(
  wire: string,
  apiMode: string,
  credentials: GoCredentials = ADMIN,
): Promise<{ emulator: TestEmulator; client: GoSdk }> {
  const emulator = await TestEmulator.start({
    settings: { wire, apiMode, progression: 'timed' },
  });
  return { emulator, client: new GoSdk(worldOf(emulator, apiMode), credentials) };
}

const getImage = async (client: GoSdk, uuid: string) =>
  imageView(await client.get('v1/images', uuid));

const until = <T>(client: GoSdk, ask: () => Promise<T>, isGood: (answer: T) => boolean) =>
  pollUntil(client.world, 5_000, ask, isGood);

/** Everything that the SDK's users do with an image, from the storage to the last byte. */
async function liveAnImage(client: GoSdk): Promise<void> {
  const storages = await client.list('v1/backup-storage', new GoQuery().q('state=Enabled'));
  expect(storages.map(({ uuid }) => uuid)).toContain(imageStore);

  const added = await client.post('v1/images', {
    params: withoutEmpty({
      name: 'from go',
      description: '',
      url: 'http://mirror.example/go.qcow2',
      format: 'qcow2',
      platform: 'Linux',
      guestOsType: '',
      backupStorageUuids: [imageStore],
      system: false,
      virtio: true,
      tagUuids: [],
    }),
    systemTags: ['bootMode::UEFI'],
  });
  const image = await until(
    client,
    () => getImage(client, added.uuid),
    ({ status }) => status === 'Ready',
  );
  expect(image).toMatchObject({ state: 'Enabled', system: 'false', description: '' });
  expect(image.backupStorageRefs).toMatchObject([{ backupStorageUuid: imageStore }]);
  expect(image.createDate).toBeGreaterThanOrEqual(TEST_TIME);

  const updated = await client.put('v1/images', image.uuid, {
    updateImage: { name: 'renamed by go', description: 'now with words' },
  });
  expect(imageView(updated)).toMatchObject({
    name: 'renamed by go',
    description: 'now with words',
    platform: 'Linux',
  });

  const template = await client.post(
    `v1/images/root-volume-templates/from/volumes/${runningLinux}`,
    {
      params: { name: 'template', backupStorageUuids: [imageStore], system: false },
    },
  );
  expect(imageView(template)).toMatchObject({ status: 'Ready', mediaType: 'RootVolumeTemplate' });

  const snapshot = await client.post(`v1/volumes/${runningLinux}/volume-snapshots`, {
    params: { name: 'before' },
  });
  const fromSnapshot = await client.post(
    `v1/images/root-volume-templates/from/volume-snapshots/${snapshot.uuid}`,
    { params: { name: 'template of the snapshot', backupStorageUuids: [imageStore] } },
  );
  expect(imageView(fromSnapshot)).toMatchObject({ status: 'Ready' });

  await keepTags(client, image.uuid);
  await runALongJob(client);
  await exportOut(client, image.uuid);

  await client.delete('v1/images', image.uuid, 'Enforcing');
  expect(await getImage(client, image.uuid)).toMatchObject({ status: 'Deleted' });
  const nothing = await client.put('v1/images', image.uuid, { expungeImage: {} });
  expect(nothing).toBeUndefined();
  await expect(client.get('v1/images', image.uuid)).rejects.toThrow(NotFound);
}

async function keepTags(client: GoSdk, imageUuid: string): Promise<void> {
  const ofImage = () => client.list('v1/system-tags', new GoQuery().q(`resourceUuid=${imageUuid}`));
  expect(await ofImage()).toMatchObject([{ tag: 'bootMode::UEFI', resourceType: 'ImageVO' }]);
  const tag = await client.post('v1/system-tags', {
    params: { resourceType: 'ImageVO', resourceUuid: imageUuid, tag: 'packer' },
  });
  expect(new Set((await ofImage()).map((each) => each.tag))).toEqual(
    new Set(['bootMode::UEFI', 'packer']),
  );
  await client.delete('v1/tags', tag.uuid, 'Permissive');
  expect(await ofImage()).toHaveLength(1);
}

async function runALongJob(client: GoSdk): Promise<void> {
  const jobData = JSON.stringify({
    name: 'by long job',
    url: 'http://mirror.example/long.qcow2',
    format: 'qcow2',
    backupStorageUuids: [imageStore],
  });
  const job = await client.post('v1/longjobs', { params: { jobName: 'APIAddImageMsg', jobData } });
  expect(job).toMatchObject({ state: 'Running', jobName: 'APIAddImageMsg' });
  const seen: number[] = [];
  const done = await until(
    client,
    async () => {
      const progress = await client.getWithSpec('v1/task-progresses', job.apiId, '');
      for (const { content } of progress.inventories) seen.push(Number(content));
      return client.get('v1/longjobs', job.uuid);
    },
    ({ state }) => state !== 'Running',
  );
  expect(done.state).toBe('Succeeded');
  expect(JSON.parse(done.jobResult).inventory).toMatchObject({ name: 'by long job' });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.some((percent) => percent > 0 && percent < 100)).toBe(true);
}

async function exportOut(client: GoSdk, imageUuid: string): Promise<void> {
  const answer = await client.put(
    'v1/backup-storage',
    imageStore,
    { exportImageFromBackupStorage: { imageUuid } },
    '',
  );
  const [ref] = (await getImage(client, imageUuid)).backupStorageRefs;
  expect(ref).toMatchObject({ exportUrl: answer.imageUrl, exportMd5Sum: answer.exportMd5Sum });
  const file = await fetch(answer.imageUrl);
  expect([file.status, Number(file.headers.get('content-length'))]).toEqual([
    200,
    expect.any(Number),
  ]);
  await file.arrayBuffer();
  await client.delete(`v1/backup-storage/${imageStore}/exported-images`, imageUuid, 'Permissive');
  const [after] = (await getImage(client, imageUuid)).backupStorageRefs;
  expect(after?.exportUrl).toBe('');
}

test.each(WIRES_AND_MODES)(
  'a client in Go lives an image to its end: $wire wire, $apiMode mode',
  async ({ wire, apiMode }) => {
    const { emulator, client } = await clientOf(wire, apiMode);
    const session = await client.login();
    expect(session.uuid).toMatch(/^[0-9a-f]{32}$/);
    const before = emulator.available('backup', imageStore);
    await liveAnImage(client);
    const statuses = new Set(client.world.exchanges.map(({ answer }) => answer.status));
    expect([...statuses]).toEqual(apiMode === 'sync' ? [200] : [200, 202]);
    // What is left are two templates and the long job's image.
    const left = await client.list(
      'v1/images',
      new GoQuery().q(`backupStorage.uuid=${imageStore}`),
    );
    const taken = left
      .filter(({ name }) => /template|long job/.test(name))
      .reduce((sum, { actualSize }) => sum + actualSize, 0);
    expect(emulator.available('backup', imageStore)).toBe(before - taken);
    await client.logout();
    await expect(client.get('v1/images', SEED.images.linux)).rejects.toMatchObject({ code: 503 });
  },
);
