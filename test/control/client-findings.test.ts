import { createHash } from 'node:crypto';
import { allOperations } from '../../src/api/operations';
import { FINDING_KINDS, type FindingKind } from '../../src/simulation/client-findings';
import { SEED, TestEmulator, type Json } from '../support/emulator';

const report = async (emulator: TestEmulator): Promise<Json> =>
  (await emulator.control('GET', '/client-report')).body.inventory;

const later = { Prefer: 'respond-async' };
const template = (emulator: TestEmulator, params: object = {}, more = {}) =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x', ...params }, more);
/** Makes an image and deletes it again: it lies in the recycle bin. */
const tidyTemplate = async (emulator: TestEmulator, params: object = {}) => {
  const { body } = await template(emulator, params);
  await emulator.call('DELETE', `/images/${body.inventory.uuid}`);
};
const failing = async (emulator: TestEmulator): Promise<string> => {
  const point = 'create-root-volume-template/start-creating-template';
  await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
  const { body } = await template(emulator, {}, { headers: later });
  emulator.advance(1);
  return body.location.split('/').at(-1);
};
const login = (emulator: TestEmulator) =>
  emulator.call('PUT', '/accounts/login', {
    logInByAccount: {
      accountName: 'admin',
      password: createHash('sha512').update('password').digest('hex'),
    },
  });
const upload = (emulator: TestEmulator) =>
  emulator.call('POST', '/images', {
    params: {
      name: 'up',
      url: 'upload://up.qcow2',
      mediaType: 'RootVolumeTemplate',
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  });
const capabilities = (emulator: TestEmulator, method: 'GET' | 'POST') =>
  emulator.call(method, '/vm-instances/capabilities', {
    params: { vmUuids: [SEED.vms.stoppedWindows] },
  });

interface Row {
  readonly does: (emulator: TestEmulator) => Promise<unknown>;
  /** What is told of it, in words. */
  readonly what: string;
  readonly meant?: string;
  /** The same as it should be done. */
  readonly instead: (emulator: TestEmulator) => Promise<unknown>;
  readonly release?: string;
}

/** A value of each JSON type that a client may send. */
const OF_TYPE: Readonly<Record<string, unknown>> = {
  string: '1',
  boolean: true,
  number: 1,
  list: [],
  object: {},
};
/** The JSON type of what a declared type takes. */
const jsonTypeOf = (type: string): string => {
  if (type.startsWith('List<')) return 'list';
  if (type.startsWith('Map<') || type === 'Object') return 'object';
  if (/^(int|Integer|long|Long)$/.test(type)) return 'number';
  return type.toLowerCase();
};

test('a parameter that has the JSON type of its declaration is none of a wrong type, one of another is', async () => {
  const emulator = await TestEmulator.start();
  const operations = allOperations().filter(
    ({ method, kind }) => method !== 'GET' && kind !== 'query',
  );
  const expected: string[] = [];
  for (const { name, method, paths, params, bodyKey = 'params' } of operations) {
    const path = String(paths.at(-1))
      .replace('/v1', '')
      .replaceAll(/\{\w+\}/g, 'f'.repeat(32));
    const known = Object.entries(params).filter(([, { type }]) => jsonTypeOf(type) in OF_TYPE);
    const right = known.map(([field, { type }]) => [field, OF_TYPE[jsonTypeOf(type)]]);
    const wrong = known.map(([field, { type }]) => [
      field,
      jsonTypeOf(type) === 'object' ? '1' : {},
    ]);
    for (const fields of [right, wrong]) {
      await emulator.call(method, path, { [bodyKey]: Object.fromEntries(fields) });
    }
    expected.push(...known.map(([field]) => `${name} ${field}`));
  }
  const { wrongTypes } = await report(emulator);
  expect(
    wrongTypes.map(({ operation, field }: Json) => `${operation} ${field}`).toSorted(),
  ).toEqual(expected.toSorted());
});

const KINDS: readonly (readonly [FindingKind, string, Row])[] = [
  [
    'unread-fields',
    'a parameter with a typing error',
    {
      does: (emulator) => tidyTemplate(emulator, { descripton: 'x' }),
      what: 'params.descripton was sent to CreateRootVolumeTemplateFromRootVolume and read by nothing',
      meant: 'params.description',
      instead: (emulator) => tidyTemplate(emulator, { description: 'x' }),
    },
  ],
  [
    'unread-fields',
    'a parameter beside the others',
    {
      does: (emulator) =>
        emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
          updateImage: {},
          description: 'x',
        }),
      what: 'description was sent to UpdateImage and read by nothing',
      meant: 'updateImage.description',
      instead: (emulator) =>
        emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
          updateImage: { description: 'x' },
        }),
    },
  ],
  [
    'unread-fields',
    'a parameter of a query with a typing error',
    {
      does: (emulator) => emulator.call('GET', '/images?limt=5'),
      what: '?limt was sent to QueryImage and read by nothing',
      meant: '?limit',
      instead: (emulator) => emulator.call('GET', '/images?limit=5'),
    },
  ],
  [
    'wrong-types',
    'a text for a boolean',
    {
      does: (emulator) => tidyTemplate(emulator, { system: 'false' }),
      what: 'system of CreateRootVolumeTemplateFromRootVolume was a string for a boolean',
      instead: (emulator) => tidyTemplate(emulator, { system: false }),
    },
  ],
  [
    'unknown-paths',
    'a path with a typing error',
    {
      does: (emulator) => emulator.get('/zstack/v1/image?q=name=x'),
      what: 'GET /zstack/v1/image is no path of the API',
      meant: '/v1/images',
      // What the real system has and the emulator has not is known.
      instead: (emulator) => emulator.get('/zstack/v1/load-balancers'),
    },
  ],
  [
    'unpolled-failures',
    'a job that failed unheard',
    {
      does: failing,
      what: 'CreateRootVolumeTemplateFromRootVolume failed as a job, and nobody asked for its result',
      instead: async (emulator) => emulator.get(`/zstack/v1/api-jobs/${await failing(emulator)}`),
    },
  ],
  [
    'missing-q',
    'a condition without q=',
    {
      does: (emulator) => emulator.call('GET', '/images?state=Enabled&limit=5'),
      what: '?state of QueryImage narrows nothing',
      meant: '?q=state=…',
      instead: (emulator) => emulator.call('GET', '/images?q=state=Enabled&limit=5'),
    },
  ],
  [
    'missing-q',
    'a condition on a relation without q=',
    {
      does: (emulator) => emulator.call('GET', '/images?backupStorage.name=x'),
      what: '?backupStorage.name of QueryImage narrows nothing',
      meant: '?q=backupStorage.name=…',
      instead: (emulator) => emulator.call('GET', '/images?q=backupStorage.name=x'),
    },
  ],
  [
    'deprecated',
    'a method that a later release has not',
    {
      release: '4.8',
      does: (emulator) => capabilities(emulator, 'POST'),
      what: 'GetVmsCapabilities: it is no POST in 5.0',
      meant: 'GET',
      instead: (emulator) => emulator.call('GET', '/images'),
    },
  ],
  [
    'leaks',
    'an image that nobody deletes',
    {
      does: template,
      what: "Image 'x' (UUID) is still Ready",
      instead: tidyTemplate,
    },
  ],
  [
    'leaks',
    'a session that nobody ends',
    {
      does: login,
      what: 'sessions of logins were not ended',
      instead: async (emulator) => {
        const { body } = await login(emulator);
        await emulator.call('DELETE', `/accounts/sessions/${body.inventory.uuid}`);
      },
    },
  ],
  [
    'leaks',
    'a job without an end',
    {
      does: async (emulator) => {
        await emulator.control('PUT', '/progression', { mode: 'manual' });
        await template(emulator, {}, { headers: later });
      },
      what: 'job UUID of CreateRootVolumeTemplateFromRootVolume has no end',
      instead: tidyTemplate,
    },
  ],
];

test.each(KINDS)('%s: %s is told, and nothing of who does it well', async (kind, _how, row) => {
  const settings = row.release === undefined ? {} : { release: row.release };
  const emulator = await TestEmulator.start({ settings });
  await row.instead(emulator);
  expect((await report(emulator)).findings).toEqual([]);
  await emulator.anonymous.delete('/emulator/v1/journal');
  await row.does(emulator);
  const { findings, counts } = await report(emulator);
  expect(JSON.parse(JSON.stringify(findings).replaceAll(/\b[0-9a-f]{32}\b/g, 'UUID'))).toEqual([
    {
      kind,
      what: row.what,
      meant: row.meant ?? null,
      count: 1,
      examples: expect.any(Array),
    },
  ]);
  expect(counts).toEqual({
    ...Object.fromEntries(FINDING_KINDS.map((one) => [one, 0])),
    [kind]: 1,
  });
});

test('every kind has a client that does it', () => {
  expect([...new Set(KINDS.map(([kind]) => kind))]).toEqual(FINDING_KINDS);
});

test('leaks: an image whose upload waits for its bytes is told once', async () => {
  const emulator = await TestEmulator.start();
  await upload(emulator);
  const { findings } = await report(emulator);
  expect(findings).toMatchObject([
    {
      kind: 'leaks',
      what: expect.stringMatching(/^the upload of image [0-9a-f]{32} waits for bytes$/),
    },
  ]);
});

test('unread-fields: of what is asked for by its uuid no condition is read, with q= or without', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call('GET', `/images/${SEED.images.linux}?name=x`);
  expect((await report(emulator)).findings).toMatchObject([
    { kind: 'unread-fields', what: '?name was sent to QueryImage and read by nothing' },
  ]);
});

test('a call that the newest release has is not deprecated in it', async () => {
  const emulator = await TestEmulator.start();
  await capabilities(emulator, 'GET');
  expect((await report(emulator)).counts.deprecated).toBe(0);
});

test('findings are bounded: three examples of each, fifty of a kind, names of a line, no secrets', async () => {
  const emulator = await TestEmulator.start();
  for (let i = 0; i < 5; i++) {
    await emulator.call('GET', '/images?fild=x&sessionPassword=hunter2');
  }
  const params = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`odd${i}`, 1]));
  await tidyTemplate(emulator, { ...params, [`long\n${'x'.repeat(500)}`]: 1 });
  const { findings, counts } = await report(emulator);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
  expect(counts['unread-fields']).toBe(63);
  expect(findings).toHaveLength(50);
  expect(findings[0]).toMatchObject({
    what: '?fild was sent to QueryImage and read by nothing',
    count: 5,
    examples: Array(3).fill('GET /zstack/v1/images?fild=x&sessionPassword=***'),
  });
});

test('a name that a client made up stays one short line', async () => {
  const emulator = await TestEmulator.start();
  await tidyTemplate(emulator, { [`long\n${'x'.repeat(500)}`]: 1 });
  const [{ what }] = (await report(emulator)).findings;
  expect(what).toMatch(/^params\.long\ufffdx{100,120}… was sent to/);
});

test('it is told from which request on the journal knows what was asked', async () => {
  const emulator = await TestEmulator.start({ settings: { journalSize: '2' } });
  expect(await report(emulator)).toMatchObject({ requests: 0, firstRequest: null });
  for (let i = 0; i < 5; i++) await emulator.call('GET', '/zones');
  expect(await report(emulator)).toMatchObject({ requests: 2, firstRequest: 4 });
});
