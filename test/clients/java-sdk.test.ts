import { SEED, TestEmulator, type Json } from '../support/emulator';
import { ACTIONS, loginOf } from './java-actions';
import { WebHookReceiver, ZSClient, type ApiResult } from './java-sdk';
import { pollUntil, whileTimePasses, WIRES_AND_MODES, worldOf } from './wire';

const { imageStore } = SEED.backupStorages;
const { runningLinux } = SEED.volumes;

/** The value of a result; the SDK's own `throwExceptionIfError`. */
async function valueOf(result: Promise<ApiResult>): Promise<Json> {
  const { error, value } = await result;
  if (error) throw new Error(`${error.code} ${error.details}`);
  return value;
}

async function loggedIn(settings: Record<string, string>, webHook?: WebHookReceiver) {
  const emulator = await TestEmulator.start({ settings: { progression: 'timed', ...settings } });
  const client = new ZSClient(worldOf(emulator, settings['apiMode']), webHook ? { webHook } : {});
  const { inventory } = await valueOf(client.call(ACTIONS.logIn, loginOf('admin', 'password')));
  return { emulator, client: client.with({ sessionId: inventory.uuid }) };
}

/** An image's life, action by action. */
async function liveAnImage(client: ZSClient): Promise<void> {
  const call = (...args: Parameters<ZSClient['call']>) => valueOf(client.call(...args));
  const imageOf = async (uuid: string): Promise<Json> =>
    (await valueOf(client.query('/images', { conditions: [`uuid=${uuid}`] }))).inventories[0];
  const until = <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean) =>
    pollUntil(client.world, 5_000, ask, isGood);

  const storages = await valueOf(
    client.query('/backup-storage', {
      conditions: ['state=Enabled', 'status=Connected'],
      replyWithCount: true,
      sortBy: 'name',
      sortDirection: 'asc',
    }),
  );
  expect(storages.inventories).toHaveLength(storages.total);

  const added = await call(ACTIONS.addImage, {
    name: 'from java',
    url: 'http://mirror.example/java.qcow2',
    format: 'qcow2',
    backupStorageUuids: [imageStore],
    systemTags: ['bootMode::UEFI'],
  });
  expect(added.schema).toMatchObject({ inventory: 'org.zstack.header.image.ImageInventory' });
  const { uuid } = added.inventory;
  await until(
    () => imageOf(uuid),
    ({ status }) => status === 'Ready',
  );
  const updated = await call(ACTIONS.updateImage, { uuid, name: 'renamed by java' });
  expect(updated.inventory.name).toBe('renamed by java');

  const template = await call(ACTIONS.templateFromVolume, {
    rootVolumeUuid: runningLinux,
    name: 'template',
    backupStorageUuids: [imageStore],
  });
  expect(template.inventory.status).toBe('Ready');
  const { inventory: snapshot } = await call(ACTIONS.createSnapshot, {
    volumeUuid: runningLinux,
    name: 'before',
  });
  const other = await call(ACTIONS.templateFromSnapshot, {
    snapshotUuid: snapshot.uuid,
    name: 'template of the snapshot',
    backupStorageUuids: [imageStore],
  });
  expect(other.inventory.status).toBe('Ready');

  const tags = () =>
    valueOf(client.query('/system-tags', { conditions: [`resourceUuid=${uuid}`] }));
  expect((await tags()).inventories).toMatchObject([{ tag: 'bootMode::UEFI' }]);
  const { inventory: tag } = await call(ACTIONS.createSystemTag, {
    resourceType: 'ImageVO',
    resourceUuid: uuid,
    tag: 'packer',
  });
  await call(ACTIONS.deleteTag, { uuid: tag.uuid, deleteMode: 'Permissive' });
  expect((await tags()).inventories).toHaveLength(1);

  const { inventory: job } = await call(ACTIONS.submitLongJob, {
    jobName: 'APICreateRootVolumeTemplateFromRootVolumeMsg',
    jobData: JSON.stringify({
      name: 'by long job',
      rootVolumeUuid: runningLinux,
      backupStorageUuids: [imageStore],
    }),
  });
  expect(job.state).toBe('Running');
  const progress = await call(ACTIONS.taskProgress, { apiId: job.apiId, all: true });
  expect(progress.inventories.every(({ type }: Json) => type === 'Progress')).toBe(true);
  const jobs = () => valueOf(client.query('/longjobs', { conditions: [`uuid=${job.uuid}`] }));
  const done = await until(jobs, ({ inventories: [{ state }] }) => state !== 'Running');
  expect(done.inventories[0].state).toBe('Succeeded');

  const exported = await call(ACTIONS.exportImage, {
    backupStorageUuid: imageStore,
    imageUuid: uuid,
  });
  expect((await fetch(exported.imageUrl, { method: 'HEAD' })).status).toBe(200);
  await call(ACTIONS.deleteExport, { backupStorageUuid: imageStore, imageUuid: uuid });

  await call(ACTIONS.deleteImage, { uuid, deleteMode: 'Enforcing' });
  expect((await imageOf(uuid)).status).toBe('Deleted');
  await call(ACTIONS.expungeImage, { imageUuid: uuid });
  expect(await imageOf(uuid)).toBeUndefined();
  await call(ACTIONS.logOut, { sessionUuid: client.options.sessionId });
  const { valid } = await call(ACTIONS.validateSession, { sessionUuid: client.options.sessionId });
  expect(valid).toBe(false);
}

test.each(WIRES_AND_MODES)(
  'a client in Java lives an image to its end: $wire wire, $apiMode mode',
  async ({ wire, apiMode }) => {
    const { client } = await loggedIn({ wire, apiMode });
    await liveAnImage(client);
    // Its job uuid makes every asynchronous call one that is polled, whatever the mode.
    const { exchanges } = client.world;
    const accepted = exchanges.filter(({ answer }) => answer.text.includes('"location"'));
    const ended = exchanges.filter(
      ({ url, answer }) => url.includes('/api-jobs/') && answer.status === 200,
    );
    expect(accepted.length).toBe(12);
    expect(ended.length).toBe(accepted.length);
  },
);

test.each(WIRES_AND_MODES)(
  'a client in Java that waits for its web hook does too: $wire wire, $apiMode mode',
  async ({ wire, apiMode }) => {
    const receiver = await WebHookReceiver.start();
    try {
      const { emulator, client } = await loggedIn({ wire, apiMode }, receiver);
      // A result that comes before the client waits for it comes again 2 s later.
      await whileTimePasses(emulator, liveAnImage(client));
      const { exchanges } = client.world;
      expect(exchanges.filter(({ url }) => url.includes('/api-jobs/'))).toEqual([]);
      const accepted = exchanges.filter(({ answer }) => answer.status === 202);
      const taken = receiver.deliveries.filter(({ answered }) => answered === 200);
      expect(taken.map(({ headers }) => headers['x-job-uuid'])).toEqual(
        accepted.map(({ headers }) => headers['X-Job-UUID']),
      );
    } finally {
      await receiver.stop();
    }
  },
);
