import { ADMIN_ACCOUNT, ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const UNKNOWN = 'ffffffffffff4fff8fffffffffffffff';
const VALIDATOR = 'org.zstack.header.message.ApiMessageParamValidator';
const URL = 'http://10.0.0.1/debian.qcow2';
const { alice: root } = SEED.volumes;
const { imageStore, ceph } = SEED.backupStorages;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const setQuota = (name: string, value: number, identityUuid: string = ALICE) =>
  emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid, name, value },
  });
const usages = async (uuid: string = ALICE, session?: string) =>
  (
    await emulator.call('GET', `/accounts/quota/${uuid}/usages`, undefined, session)
  ).body.usages.filter(({ name }: { name: string }) => name.startsWith('image.'));
const exceeded = (name: string, value: number, used: number, asked: number) => ({
  code: 'ID.1003',
  description: 'The user exceeds a quota of a resource',
  details: `quota exceeding.The resource owner(or target resource owner) account[uuid: ${ALICE} name: alice] exceeds a quota[name: ${name}, value: ${value}], Current used:${used}, Request:${asked}. Please contact the administrator.`,
});

type Call = readonly ['POST' | 'PUT', string, object];
const addImage = (url = URL): Call => [
  'POST',
  '/images',
  { params: { name: 'x', url, format: 'qcow2', backupStorageUuids: [ceph] } },
];
const rootTemplate: Call = [
  'POST',
  `/images/root-volume-templates/from/volumes/${root}`,
  { params: { name: 'x', backupStorageUuids: [imageStore] } },
];
const dataTemplate: Call = [
  'POST',
  `/images/data-volume-templates/from/volumes/${root}`,
  { params: { name: 'x', backupStorageUuids: [imageStore] } },
];
const asAlice = async ([method, path, body]: Call) => {
  const answer = await emulator.call(method, path, body, ALICE_SESSION);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventory;
};
const refusesAlice = ([method, path, body]: Call) =>
  emulator.refused(method, path, body, ALICE_SESSION);

describe('quotas', () => {
  test('of every normal account are 20 images and 10 TiB, unless configured otherwise', async () => {
    const of = async (uuid: string) =>
      (
        await emulator.call(
          'GET',
          `/accounts/quotas?q=identityUuid=${uuid}&q=name~=image.%25&sort=name`,
        )
      ).body.inventories;
    expect(await of(ALICE)).toEqual([
      {
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'image.num',
        identityUuid: ALICE,
        identityType: 'AccountVO',
        value: 20,
        createDate: 'Nov 14, 2017 10:20:57 PM',
        lastOpDate: 'Nov 14, 2017 10:20:57 PM',
      },
      expect.objectContaining({ name: 'image.size', value: 10995116277760 }),
    ]);
    await emulator.configure('quota/image.num', '3');
    await emulator.configure('quota/image.size', '0');
    const bob = await makeAccount(emulator, 'bob');
    expect(await of(bob.uuid)).toMatchObject([{ value: 3 }, { value: 0 }]);
    expect(await of(ALICE)).toMatchObject([{ value: 20 }, { value: 10995116277760 }]);
    expect(await of(ADMIN_ACCOUNT)).toEqual([]);
  });

  test('are changed one by one', async () => {
    emulator.advance(60_000);
    expect(await setQuota('image.num', 0)).toMatchObject({
      name: 'image.num',
      identityUuid: ALICE,
      value: 0,
      lastOpDate: 'Nov 14, 2017 10:21:57 PM',
    });
    expect(await usages()).toEqual([
      { name: 'image.num', total: 0, used: 0 },
      { name: 'image.size', total: 10995116277760, used: 0 },
    ]);
  });

  test.each([
    [
      { name: 'image.num', value: 1 },
      'SYS.1007',
      `field[identityUuid] of message[${VALIDATOR}] is mandatory, can not be null`,
    ],
    [
      { identityUuid: ALICE, value: 1 },
      'SYS.1007',
      `field[name] of message[${VALIDATOR}] is mandatory, can not be null`,
    ],
    [
      { identityUuid: ALICE, name: 'image.num', value: -1 },
      'SYS.1007',
      'field[value] must be in range of [0, 9223372036854775807]',
    ],
    [
      { identityUuid: ALICE, name: 'vm.number', value: 1 },
      'SYS.1007',
      `cannot find Quota[name: vm.number] for the account[uuid: ${ALICE}]`,
    ],
    [
      { identityUuid: ADMIN_ACCOUNT, name: 'image.num', value: 1 },
      'SYS.1007',
      `cannot find Quota[name: image.num] for the account[uuid: ${ADMIN_ACCOUNT}]`,
    ],
    [
      { identityUuid: UNKNOWN, name: 'image.num', value: 1 },
      'SYS.1003',
      `invalid field[identityUuid], resource[uuid:${UNKNOWN}, type:AccountVO] not found`,
    ],
  ])('are not changed by %j', async (params, code, details) => {
    const body = { updateQuota: params };
    expect(await emulator.refused('PUT', '/accounts/quotas/actions', body)).toMatchObject({
      code,
      details,
    });
  });

  test.each([1.5, 'many'])(
    'are whole numbers: %j is refused before anything is looked at',
    async (value) => {
      const before = emulator.world();
      const answer = await emulator.call('PUT', '/accounts/quotas/actions', {
        updateQuota: { identityUuid: ALICE, name: 'image.num', value },
      });
      expect([answer.status, answer.text]).toEqual([
        400,
        `[value] field is excepted an int or long, but was [${value}].`,
      ]);
      expect(emulator.world()).toEqual(before);
    },
  );

  test('of an account that is not there have no usage', async () => {
    expect(await emulator.refused('GET', `/accounts/quota/${UNKNOWN}/usages`)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${UNKNOWN}, type:AccountVO] not found`,
    });
  });
});

describe('what counts as used', () => {
  test('is every image that the account owns, with what it takes on storages, until it is expunged', async () => {
    const { uuid, size, actualSize } = await asAlice(rootTemplate);
    expect([size, actualSize]).toEqual([10 * GIB, 900 * MIB]);
    const used = async () =>
      (await usages(ALICE, ALICE_SESSION)).map((usage: { used: number }) => usage.used);
    expect(await used()).toEqual([1, 900 * MIB]);
    await emulator.call('DELETE', `/images/${uuid}`, undefined, ALICE_SESSION);
    expect(await used()).toEqual([1, 900 * MIB]);
    await setQuota('image.num', 1);
    expect(await refusesAlice(dataTemplate)).toMatchObject(exceeded('image.num', 1, 1, 1));
    await emulator.make('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
    expect(await used()).toEqual([0, 0]);
    await asAlice(dataTemplate);
  });

  test('are not images that others share', async () => {
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [SEED.image], toPublic: true },
    });
    expect(await usages()).toMatchObject([{ used: 0 }, { used: 0 }]);
  });
});

describe.each([
  ['AddImage', addImage()],
  ['CreateRootVolumeTemplateFromRootVolume', rootTemplate],
  ['CreateDataVolumeTemplateFromVolume', dataTemplate],
])('%s', (name, call) => {
  /** Of a url its length, of a volume its size. */
  const asked = async () =>
    name === 'AddImage' ? (await emulator.make(...addImage())).actualSize : 10 * GIB;

  test('asks for one image', async () => {
    await setQuota('image.num', 0);
    expect(await refusesAlice(call)).toMatchObject(exceeded('image.num', 0, 0, 1));
    await setQuota('image.num', 1);
    await asAlice(call);
    expect(await refusesAlice(call)).toMatchObject(exceeded('image.num', 1, 1, 1));
  });

  test('asks for the bytes, exactly', async () => {
    const bytes = await asked();
    await setQuota('image.size', bytes - 1);
    expect(await refusesAlice(call)).toMatchObject(exceeded('image.size', bytes - 1, 0, bytes));
    await setQuota('image.size', bytes);
    const { actualSize } = await asAlice(call);
    expect(await refusesAlice(call)).toMatchObject(
      exceeded('image.size', bytes, actualSize, bytes),
    );
  });

  test('looks at the size before the number, and at both before its own checks', async () => {
    const bytes = await asked();
    await setQuota('image.num', 0);
    await setQuota('image.size', 0);
    expect(await refusesAlice(call)).toMatchObject(exceeded('image.size', 0, 0, bytes));
    if (name !== 'AddImage') return;
    const [method, path] = call;
    const wrong = { params: { name: 'x', url: URL, format: 'odd', backupStorageUuids: [ceph] } };
    expect((await refusesAlice([method, path, wrong])).code).toBe('ID.1003');
  });

  test('is refused to a long job when it is submitted', async () => {
    await setQuota('image.num', 0);
    const [, , body] = call as readonly [string, string, { params: object }];
    const rootVolumeUuid = root;
    const params = {
      jobName: `API${name}Msg`,
      jobData: JSON.stringify({ ...body.params, rootVolumeUuid, volumeUuid: root }),
    };
    expect(await refusesAlice(['POST', '/longjobs', { params }])).toMatchObject(
      exceeded('image.num', 0, 0, 1),
    );
  });

  test('is never refused to admin', async () => {
    await emulator.configure('quota/image.num', '0');
    await emulator.configure('quota/image.size', '0');
    expect((await emulator.call(...call)).status).toBe(200);
  });
});

test('AddImage of what has no length yet asks for no bytes', async () => {
  await setQuota('image.size', 0);
  const uuid = '1a0000000000400080000000000000aa';
  await asAlice(addImage(`upload://${uuid}/x.qcow2`));
  await asAlice(addImage('ftp://10.0.0.1/x.qcow2'));
  expect((await usages())[0].used).toBe(2);
});

test.each(['file:///home/x.qcow2', '/home/x.qcow2', 'https://10.0.0.1/x.qcow2'])(
  'AddImage of %s asks for its length',
  async (url) => {
    await setQuota('image.size', 0);
    const { actualSize } = await emulator.make(...addImage(url));
    expect(await refusesAlice(addImage(url))).toMatchObject(
      exceeded('image.size', 0, 0, actualSize),
    );
  },
);

test('RecoverImage asks for the size again, and for no number', async () => {
  const { uuid } = await asAlice(rootTemplate);
  await emulator.call('DELETE', `/images/${uuid}`, undefined, ALICE_SESSION);
  const recover: Call = ['PUT', `/images/${uuid}/actions`, { recoverImage: {} }];
  await setQuota('image.num', 1);
  await setQuota('image.size', 10 * GIB);
  expect(await refusesAlice(recover)).toMatchObject(
    exceeded('image.size', 10 * GIB, 900 * MIB, 10 * GIB),
  );
  await setQuota('image.size', 10 * GIB + 900 * MIB);
  expect((await asAlice(recover)).status).toBe('Ready');
});

test('a quota does not become less than what is used', async () => {
  const { uuid, actualSize } = await asAlice(rootTemplate);
  const path = '/accounts/quotas/actions';
  for (const [name, used] of [
    ['image.num', 1],
    ['image.size', actualSize],
  ] as const) {
    const below = { identityUuid: ALICE, name, value: used - 1 };
    expect(await emulator.refused('PUT', path, { updateQuota: below })).toMatchObject({
      code: 'SYS.1006',
      details: `cannot update Quota[name: ${name}] for the account[uuid: ${ALICE}]`,
      cause: {
        code: 'SYS.1007',
        details: `the account[uuid:${ALICE}] used [name:${name}, usedValue:${used}] exceeds request quota: ${used - 1}`,
      },
    });
    await setQuota(name, used);
  }
  await emulator.call('DELETE', `/images/${uuid}`);
  await emulator.call('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  await setQuota('image.num', 0);
});

test.each(['root', 'data'])('a %s template of a snapshot is not checked at all', async (kind) => {
  const snapshot = await asAlice([
    'POST',
    `/volumes/${root}/volume-snapshots`,
    { params: { name: 's' } },
  ]);
  await setQuota('image.num', 0);
  await setQuota('image.size', 0);
  const image = await asAlice([
    'POST',
    `/images/${kind}-volume-templates/from/volume-snapshots/${snapshot.uuid}`,
    { params: { name: 'x', backupStorageUuids: [imageStore] } },
  ]);
  expect(image.status).toBe('Ready');
  expect(await usages()).toMatchObject([
    { total: 0, used: 1 },
    { total: 0, used: image.actualSize },
  ]);
});

describe('ChangeResourceOwner', () => {
  const giving = (resourceUuid: string, to: string = ALICE): Call => [
    'POST',
    `/account/${to}/resources`,
    { params: { resourceUuid } },
  ];

  test("asks for the image's size, then for one image, of the new owner", async () => {
    await setQuota('image.num', 0);
    await setQuota('image.size', 40 * GIB - 1);
    expect(await emulator.refused(...giving(SEED.image))).toMatchObject(
      exceeded('image.size', 40 * GIB - 1, 0, 40 * GIB),
    );
    await setQuota('image.size', 40 * GIB);
    expect(await emulator.refused(...giving(SEED.image))).toMatchObject(
      exceeded('image.num', 0, 0, 1),
    );
    await setQuota('image.num', 1);
    expect((await emulator.call(...giving(SEED.image))).status).toBe(200);
    expect(await usages()).toMatchObject([{ used: 1 }, { used: GIB }]);
    // Back to admin, who has no quotas.
    expect((await emulator.call(...giving(SEED.image, ADMIN_ACCOUNT))).status).toBe(200);
    expect(await usages()).toMatchObject([{ used: 0 }, { used: 0 }]);
  });

  test('of what is no image asks for nothing', async () => {
    await setQuota('image.num', 0);
    await setQuota('image.size', 0);
    expect((await emulator.call(...giving(SEED.volumes.spareData))).status).toBe(200);
  });
});

test('without a value the quota becomes 0, as a number of Java is that nobody sets', async () => {
  const emulator = await TestEmulator.start();
  const inventory = await emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: ALICE, name: 'image.num' },
  });
  expect(inventory).toMatchObject({ name: 'image.num', value: 0 });
});
