import { ALICE } from '../../support/accounts';
import { SEED, TEST_TIME, TestEmulator } from '../../support/emulator';
import { dateHeader, signature, signedCall } from '../../support/sign';

const KEY = { id: 'alices-key', secret: 'alices-secret' };
const ADMINS = { id: 'admins-key', secret: 'admins-secret' };
const MINUTE = 60_000;
const ZONES = ['UTC', 'Z', 'CST', 'PRC', 'Asia/Shanghai', '+08:00', 'GMT+08:00', 'EST'];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  for (const [accountUuid, { id, secret }] of [
    [ALICE, KEY],
    ['36c27e8ff05c4780bf6d2fa65700f22e', ADMINS],
  ] as const) {
    await emulator.make('POST', '/accesskeys', {
      params: { accountUuid, userUuid: accountUuid, AccessKeyID: id, AccessKeySecret: secret },
    });
  }
});

/** A GET of the images with these headers. */
const get = (headers: Record<string, string>) =>
  emulator.anonymous.get('/zstack/v1/images').set(headers);
const authorization = (date: string, { id, secret } = KEY) =>
  `ZStack ${id}:${signature('GET', date, '/v1/images', secret)}`;

describe('a signed request', () => {
  test('has the rights of its account, for GET, POST, PUT and DELETE', async () => {
    const all = await signedCall(emulator, ADMINS, 'GET', '/images');
    expect(all.body.inventories).toHaveLength(5);
    const path = `/images/root-volume-templates/from/volumes/${SEED.volumes.alice}`;
    const made = await signedCall(emulator, KEY, 'POST', path, { params: { name: 'hers' } });
    const { uuid } = made.body.inventory;
    const own = await signedCall(emulator, KEY, 'GET', '/images');
    expect(own.body.inventories).toMatchObject([{ uuid }]);
    const renamed = await signedCall(emulator, KEY, 'PUT', `/images/${uuid}/actions`, {
      updateImage: { name: 'still hers' },
    });
    expect(renamed.body.inventory.name).toBe('still hers');
    const gone = await signedCall(emulator, KEY, 'DELETE', `/images/${uuid}?deleteMode=Enforcing`);
    expect(gone.status).toBe(200);
    expect((await emulator.find(`/images/${uuid}`)).status).toBe('Deleted');
  });

  test('of a normal account is refused what is not for it', async () => {
    const zone = await signedCall(emulator, KEY, 'POST', '/zones', { params: { name: 'x' } });
    expect([zone.status, zone.body.error.code]).toEqual([503, 'ID.1002']);
    const image = await signedCall(emulator, KEY, 'PUT', `/images/${SEED.image}/actions`, {
      updateImage: { name: 'x' },
    });
    expect([image.status, image.body.error.code]).toEqual([503, 'SYS.1006']);
  });

  test('covers the decoded path, and not its query', async () => {
    const encoded = '/global-configurations/image/deletion%50olicy/actions';
    const answer = await signedCall(emulator, ADMINS, 'PUT', encoded, {
      updateGlobalConfig: { value: 'Never' },
    });
    expect(answer.body.inventory.value).toBe('Never');
    const query = await signedCall(emulator, ADMINS, 'GET', '/images?q=name=retired&limit=1');
    expect(query.body.inventories).toHaveLength(1);
  });

  test('needs no session, and leaves none', async () => {
    const sessions = () =>
      emulator.environment.database.prepare('select count(*) from sessions').pluck().get();
    const before = sessions();
    await signedCall(emulator, KEY, 'GET', '/images');
    expect(sessions()).toBe(before);
  });
});

describe('its date', () => {
  test.each([-15, 15])('may be %d minutes away, and no second more', async (minutes) => {
    const near = { ...KEY, date: dateHeader(TEST_TIME + minutes * MINUTE) };
    expect((await signedCall(emulator, near, 'GET', '/images')).status).toBe(200);
    const far = dateHeader(TEST_TIME + minutes * MINUTE + Math.sign(minutes) * 1000);
    const answer = await signedCall(emulator, { ...KEY, date: far }, 'GET', '/images');
    expect([answer.status, answer.text]).toEqual([403, 'requestTimeTooSkewed']);
  });

  test("is compared with the environment's clock", async () => {
    emulator.advance(15 * MINUTE + 1000);
    expect((await signedCall(emulator, KEY, 'GET', '/images')).status).toBe(403);
    const date = dateHeader(TEST_TIME + 15 * MINUTE);
    expect((await signedCall(emulator, { ...KEY, date }, 'GET', '/images')).status).toBe(200);
  });

  test('is a local time: the name of its zone is not looked at', async () => {
    const date = dateHeader().replace('GMT', 'CST');
    expect((await signedCall(emulator, { ...KEY, date }, 'GET', '/images')).status).toBe(200);
  });

  test.each([
    'tue, 14 nov 2017 22:20:57 gmt',
    ...ZONES.map((zone) => dateHeader().replace('GMT', zone)),
  ])('may be %s', async (date) => {
    expect((await signedCall(emulator, { ...KEY, date }, 'GET', '/images')).status).toBe(200);
  });

  test('is a moment of its zone with rest/checkTimeZone', async () => {
    const path = '/global-configurations/rest/checkTimeZone/actions';
    await emulator.make('PUT', path, { updateGlobalConfig: { value: 'true' } });
    const status = async (date: string) =>
      (await signedCall(emulator, { ...KEY, date }, 'GET', '/images')).status;
    expect(await status(dateHeader())).toBe(200);
    for (const [zone, hours] of [
      ['Asia/Shanghai', 8],
      ['PRC', 8],
      ['+08:00', 8],
      ['UTC-05:00', -5],
      ['CST', -6],
      ['America/New_York', -5],
    ] as const) {
      expect([zone, await status(dateHeader().replace('GMT', zone))]).toEqual([zone, 403]);
      const there = dateHeader(TEST_TIME + hours * 60 * MINUTE).replace('GMT', zone);
      expect([zone, await status(there)]).toEqual([zone, 200]);
    }
  });

  test('must be there', async () => {
    const answer = await get({ Authorization: authorization(dateHeader()) });
    expect([answer.status, answer.text]).toEqual([400, "'Date' must be incuded in request header"]);
  });

  test.each([
    'yesterday',
    '2017-11-14T22:20:57Z',
    'Tue, 14 Foo 2017 22:20:57 GMT',
    'Tue, 14 Nov 2017 GMT',
    'Tue, 14 Nov 2017 22:20:57',
    'Wed, 14 Nov 2017 22:20:57 GMT',
    'Tue, 14 Nov 2017 24:20:57 GMT',
    'Tue, 14 Nov 2017 22:20:57 +0800',
    'Tue, 14 Nov 2017 22:20:57 UTC+8',
    'Tue, 14 Nov 2017 22:20:57 Mars',
    'Tue, 14 Nov 2017 22:20:57 GMT (x)',
    'Tue, 4 Nov 2017 22:20:57 GMT',
  ])('must not be %j', async (date) => {
    const answer = await get({ Authorization: authorization(date), Date: date });
    expect([answer.status, answer.text]).toEqual([
      400,
      "'Date' format error, correct format is 'EEE, dd MMM yyyy HH:mm:ss z'",
    ]);
  });
});

describe('refused is', () => {
  const date = dateHeader();

  test.each([
    ['another secret', authorization(date, { ...KEY, secret: 'guessed-secret' })],
    ['another method', `ZStack ${KEY.id}:${signature('POST', date, '/v1/images', KEY.secret)}`],
    ['another path', `ZStack ${KEY.id}:${signature('GET', date, '/v1/zones', KEY.secret)}`],
    [
      'the context path',
      `ZStack ${KEY.id}:${signature('GET', date, '/zstack/v1/images', KEY.secret)}`,
    ],
    [
      'another date',
      `ZStack ${KEY.id}:${signature('GET', dateHeader(TEST_TIME + 1000), '/v1/images', KEY.secret)}`,
    ],
    ['nothing', `ZStack ${KEY.id}:`],
    ['no Base64', `ZStack ${KEY.id}:%%%`],
  ])('a signature over %s', async (_what, header) => {
    const before = emulator.world();
    const answer = await get({ Authorization: header, Date: date });
    expect([answer.status, answer.text]).toEqual([403, 'wrong accessKey signature']);
    expect(emulator.world()).toEqual(before);
  });

  test('an id that nobody has, or whose key is disabled', async () => {
    const [key] = (await emulator.call('GET', `/accesskeys?q=AccessKeyID=${KEY.id}`)).body
      .inventories;
    await emulator.make('PUT', `/accesskeys/${key.uuid}/actions`, {
      changeAccessKeyState: { stateEvent: 'disable' },
    });
    for (const id of [KEY.id, 'nobodys-key', '']) {
      const answer = await signedCall(emulator, { ...KEY, id }, 'GET', '/images');
      expect([answer.status, answer.text]).toEqual([
        403,
        `access key id: ${id} does not existed or disabled`,
      ]);
    }
  });

  test.each(['ZStack', 'ZStack key', 'ZStack key:a:b', 'ZStack ::'])(
    'the header %j',
    async (header) => {
      const answer = await get({ Authorization: header, Date: date });
      expect([answer.status, answer.text]).toEqual([
        400,
        "accessKey format is 'ZStack AccessKeyId:Signature'",
      ]);
      // The date comes first.
      const late = await get({ Authorization: header, Date: dateHeader(0) });
      expect([late.status, late.text]).toEqual([403, 'requestTimeTooSkewed']);
    },
  );

  test.each(['Basic YWxpY2U6eA==', 'zstack key:signature', 'oauth x'])(
    'the header %j',
    async (header) => {
      const answer = await get({ Authorization: header, Date: date });
      expect([answer.status, answer.text]).toEqual([400, "Authorization type must be 'OAuth'"]);
    },
  );

  test('no header at all, before parameters are looked at', async () => {
    const answer = await emulator.anonymous.post('/zstack/v1/images').send({ params: {} });
    expect([answer.status, answer.text]).toEqual([400, "missing header 'Authorization'"]);
  });
});
