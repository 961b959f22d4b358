import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { ACTIONS, loginOf } from './java-actions';
import { WebHookReceiver, ZSClient } from './java-sdk';
import { whileTimePasses, worldOf } from './wire';

const { imageStore, sftp } = SEED.backupStorages;
const { runningLinux, starting } = SEED.volumes;
const on = { backupStorageUuids: [imageStore] };
const template = { rootVolumeUuid: runningLinux, name: 'x', ...on };

async function start(settings: Record<string, string> = {}) {
  const emulator = await TestEmulator.start({ settings });
  const client = new ZSClient(worldOf(emulator, settings['apiMode']), {
    sessionId: ADMIN_SESSION,
  });
  return { emulator, client, exchanges: client.world.exchanges };
}

describe('parameters in a query string', () => {
  const capacity = (emulator: TestEmulator, query: string) =>
    emulator.call('GET', `/backup-storage/capacities?${query}`);

  test('a list repeats its name, or numbers it', async () => {
    const { emulator, client } = await start();
    const uuids = [imageStore, sftp];
    const { value } = await client.call(ACTIONS.capacity, { backupStorageUuids: uuids });
    expect(client.world.exchanges[0]?.url).toMatch(
      `/backup-storage/capacities?backupStorageUuids=${imageStore}&backupStorageUuids=${sftp}`,
    );
    const one = await capacity(emulator, `backupStorageUuids=${imageStore}`);
    const other = await capacity(emulator, `backupStorageUuids=${sftp}`);
    const numbered = await capacity(
      emulator,
      `backupStorageUuids.1=${sftp}&backupStorageUuids.0=${imageStore}`,
    );
    const sum = one.body.availableCapacity + other.body.availableCapacity;
    expect([value.availableCapacity, numbered.body.availableCapacity]).toEqual([sum, sum]);
  });

  test('a list decides what a DELETE takes away', async () => {
    const { emulator, client } = await start();
    const image = await emulator.find(`/images/${SEED.image}`);
    expect(image.backupStorageRefs.length).toBeGreaterThan(1);
    const [first] = image.backupStorageRefs;
    await client.call(ACTIONS.deleteImage, {
      uuid: SEED.image,
      backupStorageUuids: [first.backupStorageUuid],
    });
    const { backupStorageRefs, status } = await emulator.find(`/images/${SEED.image}`);
    expect(status).toBe('Ready');
    const deleted = backupStorageRefs.filter((ref: Json) => ref.status === 'Deleted');
    expect(deleted).toMatchObject([{ backupStorageUuid: first.backupStorageUuid }]);
  });

  test('a map writes its keys behind its name', async () => {
    const { emulator, client } = await start();
    const { value } = await client.call(ACTIONS.logIn, loginOf('admin', 'password'));
    const sessionUuid = value.inventory.uuid;
    const out = await client.call(ACTIONS.logOut, {
      sessionUuid,
      clientInfo: { clientIp: '127.0.0.1', clientBrowser: 'none' },
    });
    expect(out.error).toBeUndefined();
    expect(client.world.exchanges.at(-1)?.url).toMatch(
      '?clientInfo.clientIp=127.0.0.1&clientInfo.clientBrowser=none',
    );
    const twice = `/accounts/sessions/${sessionUuid}?clientInfo.a=1&clientInfo.a=2`;
    const refused = await emulator.call('DELETE', twice);
    expect([refused.status, refused.text]).toEqual([
      400,
      'Invalid query parameter[clientInfo.a], only one value is allowed for the parameter but multiple values found',
    ]);
  });

  test('one value is not given twice', async () => {
    const { emulator } = await start();
    const answer = await emulator.call(
      'DELETE',
      `/images/${SEED.image}?deleteMode=Permissive&deleteMode=Enforcing`,
    );
    expect([answer.status, answer.text]).toEqual([
      400,
      'Invalid query parameter[deleteMode], only one value is allowed for the parameter but multiple values found',
    ]);
    expect(await emulator.find(`/images/${SEED.image}`)).toMatchObject({ status: 'Ready' });
  });
});

describe('queries', () => {
  test('take conditions, limits, order and fields, and tell the classes', async () => {
    const { client } = await start();
    const conditions = ['state=Enabled', 'mediaType!=ISO'];
    const all = (await client.query('/images', { conditions })).value;
    const { value } = await client.query('/images', {
      conditions,
      limit: 1,
      start: 1,
      replyWithCount: true,
      sortBy: 'name',
      sortDirection: 'desc',
      fields: ['name', 'uuid'],
    });
    const names = all.inventories.map(({ name }: Json) => name).toSorted();
    expect(value.total).toBe(names.length);
    expect(value.inventories).toMatchObject([{ name: names.at(-2) }]);
    const known = Object.entries(value.inventories[0]).filter(([, field]) => field !== null);
    expect(known.map(([name]) => name).toSorted()).toEqual(['name', 'uuid']);
    expect(value.schema).toMatchObject({
      'inventories[0]': 'org.zstack.header.image.ImageInventory',
    });
    const { value: counted } = await client.query('/images', { conditions, count: true });
    expect(counted).toMatchObject({ total: names.length });
    expect(counted.inventories ?? null).toBeNull();
  });
});

describe.each(['documented', 'native'])('errors in the %s form', (wire) => {
  test('of a job are the error itself, with its cause', async () => {
    const { client } = await start({ wire });
    const { error } = await client.call(ACTIONS.templateFromVolume, {
      ...template,
      rootVolumeUuid: starting,
    });
    expect(error).toMatchObject({
      code: expect.stringMatching(/^SYS\.\d{4}$/),
      details: expect.any(String),
      cause: { code: expect.any(String) },
    });
  });

  test('of a call without a job are an HTTP error with the body whole', async () => {
    const { client } = await start({ wire });
    const { error } = await client.call(ACTIONS.logIn, loginOf('admin', 'wrong'));
    expect(error).toMatchObject({
      code: 'sdk.1000',
      description: 'the http status code[503] indicates a failure happened',
    });
    expect(JSON.parse(error?.details ?? '').error).toMatchObject({
      code: 'ID.1000',
      details: 'wrong account name or password',
    });
  });

  test('come by the web hook as they come by polling', async () => {
    const receiver = await WebHookReceiver.start();
    try {
      const { emulator, client } = await start({ wire });
      const call = client
        .with({ webHook: receiver })
        .call(ACTIONS.templateFromVolume, { ...template, rootVolumeUuid: starting });
      const { error } = await whileTimePasses(emulator, call);
      const polled = await client.call(ACTIONS.templateFromVolume, {
        ...template,
        rootVolumeUuid: starting,
      });
      expect(error?.code).toBe(polled.error?.code);
      expect(receiver.deliveries.at(-1)?.headers).toMatchObject({ 'x-job-success': 'false' });
    } finally {
      await receiver.stop();
    }
  });
});

/** A file of 1000 bytes that the SFTP storage still has. */
function putIntoTrash(emulator: TestEmulator, installPath: string): void {
  const { repositories } = emulator.environment.world;
  repositories.backupStorages.changeAvailableCapacity(sftp, -1000);
  repositories.trash.insert({
    resourceUuid: SEED.image,
    resourceType: 'ImageVO',
    storageUuid: sftp,
    storageType: 'BackupStorage',
    installPath,
    isFolder: false,
    hostUuid: null,
    hypervisorType: null,
    size: 1000,
    trashType: 'MigrateImage',
    createDate: 0,
  });
}

test('a client that has waited long enough says so, and the job goes on', async () => {
  const { emulator, client } = await start({ progression: 'manual' });
  const impatient = client.with({ pollingTimeout: 3_000 });
  const { error } = await impatient.call(ACTIONS.templateFromVolume, template);
  expect(error).toMatchObject({ code: 'sdk.1001' });
  const polls = client.world.exchanges.slice(1);
  expect(polls.map(({ answer }) => [answer.status, answer.text])).toEqual(
    Array.from({ length: 3 }, () => [202, '{}']),
  );
  expect(await emulator.find(`/images?q=name=x`)).toMatchObject({ status: 'Creating' });
});

test('behind a proxy with another name the client finds its job by the path of the location', async () => {
  const { client } = await start({ allowedHosts: 'mn.example' });
  const { value } = await client
    .with({ hostBehindProxy: 'mn.example:8080' })
    .call(ACTIONS.templateFromVolume, template);
  expect(value.inventory.name).toBe('x');
  expect(client.world.exchanges[0]?.answer.text).toContain('http://mn.example:8080/zstack/v1/');
});

test('an access key signs calls and polls', async () => {
  const { client } = await start({ apiMode: 'async' });
  const { value: session } = await client.call(ACTIONS.logIn, loginOf('admin', 'password'));
  const { accountUuid, userUuid } = session.inventory;
  const made = await client.call(ACTIONS.createAccessKey, { accountUuid, userUuid });
  const { AccessKeyID: id, AccessKeySecret: secret } = made.value.inventory;
  const { value } = await client
    .with({ accessKey: { id, secret } })
    .call(ACTIONS.templateFromVolume, template);
  expect(value.inventory.name).toBe('x');
});

describe('a web hook', () => {
  const JOB = '0123456789abcdef0123456789abcdef';

  /** What is delivered of a call that names the receiver, which knows nothing of the job. */
  async function delivered(
    settings: Record<string, string>,
    headers: Record<string, string>,
    act: (
      emulator: TestEmulator,
      headers: Record<string, string>,
    ) => PromiseLike<{ status: number }> = (emulator, all) =>
      emulator.createTemplate(runningLinux, { name: 'x', ...on }, { headers: all }),
  ) {
    const receiver = await WebHookReceiver.start();
    try {
      const { emulator } = await start(settings);
      const answer = await act(emulator, {
        'X-Job-UUID': JOB,
        'X-Web-Hook': receiver.url,
        ...headers,
      });
      expect(answer.status).toBe(202);
      const enough = async (count: number) => {
        while (receiver.deliveries.length < count) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await enough(1);
      const polled = await emulator.anonymous.get(`/zstack/v1/api-jobs/${JOB}`).set(headers);
      // The first attempt was answered with 404; the second is made 2 s later.
      await emulator.environment.runner.idle();
      const soon = receiver.deliveries.length;
      emulator.advance(2_000);
      await enough(2);
      return { soon, polled, deliveries: [...receiver.deliveries] };
    } finally {
      await receiver.stop();
    }
  }

  test.each(['documented', 'native'])(
    'gets what polling would answer, and again 2 s later when it was not taken: %s',
    async (wire) => {
      const { soon, polled, deliveries } = await delivered({ wire }, {});
      expect(soon).toBe(1);
      expect(deliveries).toMatchObject([
        {
          body: polled.text,
          answered: 404,
          headers: {
            'x-job-uuid': JOB,
            'x-job-success': 'true',
            'content-type': 'application/json; charset=utf-8',
          },
        },
        { body: polled.text },
      ]);
      expect(JSON.parse(polled.text)).not.toHaveProperty('schema');
      expect(deliveries[0]?.headers).not.toHaveProperty('x-job-batch');
    },
  );

  test('is told the classes when the call asked for them', async () => {
    const { polled, deliveries } = await delivered({}, { 'X-JSON-Schema': 'true' });
    expect(deliveries[0]?.body).toBe(polled.text);
    expect(JSON.parse(polled.text).schema).toMatchObject({
      inventory: 'org.zstack.header.image.ImageInventory',
    });
  });

  /** Each line: paths in the trash of a storage (null: one that an image uses), and what the header says of its clean-up. */
  test.each([
    ['nothing was there to do', [], 'FAIL'],
    ['all was done', ['/old', '/older'], 'SUCCESS'],
    ['a part was done', ['/old', null], 'PARTIAL'],
    ['all is still used', [null], 'FAIL'],
  ] as const)('of work on many pieces is told how the whole ended: %s', async (_, paths, batch) => {
    const act = (emulator: TestEmulator, headers: Record<string, string>) => {
      const used = emulator.environment.database
        .prepare<[string], string>(
          'select install_path from image_backup_storage_refs where backup_storage_uuid = ? limit 1',
        )
        .pluck()
        .get(sftp);
      for (const path of paths) putIntoTrash(emulator, path ?? used ?? '');
      return emulator.anonymous
        .put(`/zstack/v1/backup-storage/${sftp}/trash/actions`)
        .set({ Authorization: `OAuth ${ADMIN_SESSION}`, ...headers })
        .send({ cleanUpTrashOnBackupStorage: {} });
    };
    const { deliveries } = await delivered({}, {}, act);
    expect(deliveries[0]?.headers).toMatchObject({
      'x-job-success': 'true',
      'x-job-batch': batch,
    });
  });

  test('of work on many pieces that failed as a whole is told so', async () => {
    const { deliveries } = await delivered({}, {}, (emulator, headers) =>
      emulator.anonymous
        .put(`/zstack/v1/backup-storage/${'0'.repeat(32)}/trash/actions`)
        .set({ Authorization: `OAuth ${ADMIN_SESSION}`, ...headers })
        .send({ cleanUpTrashOnBackupStorage: {} }),
    );
    expect(deliveries[0]?.headers).toMatchObject({
      'x-job-success': 'false',
      'x-job-batch': 'FAIL',
    });
  });
});
