import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { ADMIN_SESSION, ALICE_SESSION, TestEmulator, type Json } from '../../support/emulator';
import { signedCall } from '../../support/sign';

const UNKNOWN = 'ffffffffffff4fff8fffffffffffffff';
const VALIDATOR = 'org.zstack.header.message.ApiMessageParamValidator';
const OWN = { accountUuid: ALICE, userUuid: ALICE };
const PAIR = { AccessKeyID: 'alices-key', AccessKeySecret: 'alices-secret' };

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = async (params: object = {}, session: string = ALICE_SESSION): Promise<Json> =>
  (await emulator.call('POST', '/accesskeys', { params: { ...OWN, ...params } }, session)).body
    .inventory;
const refused = (params: object, session?: string) =>
  emulator.refused('POST', '/accesskeys', { params }, session);
const change = (uuid: string, stateEvent: string, session?: string) =>
  emulator.call(
    'PUT',
    `/accesskeys/${uuid}/actions`,
    { changeAccessKeyState: { stateEvent } },
    session,
  );
const works = async ({ AccessKeyID: id, AccessKeySecret: secret }: Json) =>
  (await signedCall(emulator, { id, secret }, 'GET', '/zones')).status === 200;

describe('a new key', () => {
  test('gets an id and a secret, which differ from key to key', async () => {
    const key = await create({ description: 'for the robot' });
    expect(key).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      description: 'for the robot',
      accountUuid: ALICE,
      userUuid: ALICE,
      AccessKeyID: expect.stringMatching(/^[0-9A-Za-z]{20}$/),
      AccessKeySecret: expect.stringMatching(/^[0-9A-Za-z]{40}$/),
      state: 'Enabled',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    });
    const other = await create();
    expect(other.AccessKeyID).not.toBe(key.AccessKeyID);
    expect(other.AccessKeySecret).not.toBe(key.AccessKeySecret);
    expect([await works(key), await works(other)]).toEqual([true, true]);
  });

  test('takes the id, the secret and the uuid that it is given', async () => {
    const key = await create({ ...PAIR, resourceUuid: UNKNOWN });
    expect(key).toMatchObject({ ...PAIR, uuid: UNKNOWN });
    expect(await works(key)).toBe(true);
  });

  test('can be made by admin for another account', async () => {
    const { body } = await emulator.call('POST', '/accesskeys', { params: OWN });
    expect(body.inventory.accountUuid).toBe(ALICE);
  });

  const mandatory = (field: string) =>
    `field[${field}] of message[${VALIDATOR}] is mandatory, can not be null`;
  const tooLong = (field: string, most: number, is: number) =>
    `field[${field}] of message[${VALIDATOR}] exceeds max length of string. expected was <= ${most}, actual was ${is}`;
  const tooShort = (field: string) =>
    `field[${field}] of message[${VALIDATOR}] less than the min length of string. expected was >= 10, actual was 9`;
  const together = "AccessKeyID and AccessKeySecret must be given together and cannot include ':'";
  const id = (length: number) => 'i'.repeat(length);
  test.each([
    [{ userUuid: ALICE }, mandatory('accountUuid')],
    [{ accountUuid: ALICE }, mandatory('userUuid')],
    [{ ...OWN, description: id(2049) }, tooLong('description', 2048, 2049)],
    [{ ...OWN, ...PAIR, AccessKeyID: id(9) }, tooShort('AccessKeyID')],
    [{ ...OWN, ...PAIR, AccessKeyID: id(21) }, tooLong('AccessKeyID', 20, 21)],
    [{ ...OWN, ...PAIR, AccessKeySecret: id(9) }, tooShort('AccessKeySecret')],
    [{ ...OWN, ...PAIR, AccessKeySecret: id(41) }, tooLong('AccessKeySecret', 40, 41)],
    [{ ...OWN, AccessKeyID: id(10) }, together],
    [{ ...OWN, AccessKeySecret: id(10) }, together],
    [{ ...OWN, ...PAIR, AccessKeyID: 'with:a:colon' }, together],
  ])('of %j is refused', async (params, details) => {
    expect(await refused(params, ALICE_SESSION)).toMatchObject({ code: 'SYS.1007', details });
  });

  test('for an account that is not there, or with an id that is taken, is refused', async () => {
    expect(await refused({ accountUuid: UNKNOWN, userUuid: UNKNOWN })).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[accountUuid], resource[uuid:${UNKNOWN}, type:AccountVO] not found`,
    });
    await create(PAIR);
    expect(
      await refused({ accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT, ...PAIR }),
    ).toMatchObject({ code: 'SYS.1000', details: expect.stringMatching(/^Duplicate entry/) });
  });

  test('for another account is refused to a normal one', async () => {
    const params = { accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT };
    expect((await refused(params, ALICE_SESSION)).code).toBe('SYS.1006');
  });

  test('beyond the hundredth is refused', async () => {
    for (let i = 0; i < 100; i++) await create();
    expect(await refused(OWN, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: `accessKey number for [accountId: ${ALICE}, userID: ${ALICE}]exceeds the max`,
    });
  });
});

test('a normal account finds its own keys only, admin finds all', async () => {
  const key = await create(PAIR);
  const admins = await emulator.make('POST', '/accesskeys', {
    params: { accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT },
  });
  const found = async (search: string, session?: string) =>
    (await emulator.call('GET', `/accesskeys${search}`, undefined, session)).body.inventories;
  expect(await found('')).toHaveLength(2);
  expect(await found('', ALICE_SESSION)).toEqual([key]);
  expect(await found(`/${admins.uuid}`, ALICE_SESSION)).toEqual([]);
  expect(await found(`?q=AccessKeyID=${admins.AccessKeyID}`, ALICE_SESSION)).toEqual([]);
  expect(await found(`?q=AccessKeyID=${admins.AccessKeyID}`)).toEqual([admins]);
  expect(await found('?q=state=Enabled&fields=AccessKeyID', ALICE_SESSION)).toEqual([
    { AccessKeyID: 'alices-key' },
  ]);
});

describe('a disabled key', () => {
  test('signs nothing until it is enabled again', async () => {
    const key = await create();
    emulator.advance(60_000);
    const { body } = await change(key.uuid, 'disable', ALICE_SESSION);
    expect(body.inventory).toEqual({
      ...key,
      state: 'Disabled',
      lastOpDate: 'Nov 14, 2017 10:21:57 PM',
    });
    expect(await works(key)).toBe(false);
    await change(key.uuid, 'enable', ALICE_SESSION);
    expect(await works(key)).toBe(true);
  });

  test.each([
    [{}, `field[stateEvent] of message[${VALIDATOR}] is mandatory, can not be null`],
    [
      { stateEvent: 'pause' },
      `valid value for field[stateEvent] of message[${VALIDATOR}] are [enable, disable], but pause found`,
    ],
  ])('is not made by %j', async (params, details) => {
    const { uuid } = await create();
    const body = { changeAccessKeyState: params };
    expect(await emulator.refused('PUT', `/accesskeys/${uuid}/actions`, body)).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });

  test('that is not there is refused', async () => {
    const body = { changeAccessKeyState: { stateEvent: 'enable' } };
    expect(await emulator.refused('PUT', `/accesskeys/${UNKNOWN}/actions`, body)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${UNKNOWN}, type:AccessKeyVO] not found`,
    });
  });
});

describe('deleting a key', () => {
  test('ends it', async () => {
    const key = await create();
    const answer = await emulator.call(
      'DELETE',
      `/accesskeys/${key.uuid}`,
      undefined,
      ALICE_SESSION,
    );
    expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
    expect(await works(key)).toBe(false);
    expect(await emulator.find(`/accesskeys/${key.uuid}`)).toBeUndefined();
  });

  test('that is not there succeeds, a malformed uuid does not', async () => {
    expect((await emulator.call('DELETE', `/accesskeys/${UNKNOWN}`)).status).toBe(200);
    expect(await emulator.refused('DELETE', '/accesskeys/nothing')).toMatchObject({
      code: 'SYS.1003',
      details: 'invalid value[nothing] of field [uuid]',
    });
  });

  test("goes with its account's end", async () => {
    const key = await create();
    await emulator.make('DELETE', `/accounts/${ALICE}`);
    expect(await works(key)).toBe(false);
  });
});

test("a normal account neither changes nor deletes another's key", async () => {
  const { uuid } = await create(
    { accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT },
    ADMIN_SESSION,
  );
  const calls = [
    ['DELETE', `/accesskeys/${uuid}`, undefined],
    ['PUT', `/accesskeys/${uuid}/actions`, { changeAccessKeyState: { stateEvent: 'disable' } }],
  ] as const;
  for (const [method, path, body] of calls) {
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${uuid}, type:AccessKeyVO]`,
    });
  }
});
