import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { post, send } from '../support/messages';
import { rawRequest } from '../support/raw-request';

/* Requests that hardly any client sends, and what each is told, whole. */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const ask = async (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
) => {
  const answer = await fetch(emulator.url + path, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return [answer.status, await answer.text()];
};

test('what is nowhere is told where things are', async () => {
  const where = (path: string, more = '') =>
    `nothing is at ${path}; the API is under /zstack/v1, its documentation at /docs${more}`;
  expect(await ask('GET', '/nowhere', {})).toEqual([404, where('/nowhere')]);
  expect(await ask('GET', '/metrics', {})).toEqual([
    404,
    where('/metrics', ', metrics are at /emulator/v1/metrics'),
  ]);
});

test.each([
  ['true', 'java.lang.Boolean'],
  ['1', 'java.lang.Long'],
  ['-1.5', 'java.lang.Double'],
  ['"x"', 'java.lang.String'],
  ['[]', 'java.util.ArrayList'],
])('parameters that are %s are no map', async (value, javaClass) => {
  const path = `/zstack/v1/images/${SEED.images.linux}/actions`;
  expect(await ask('PUT', path, {}, `{"updateImage":${value}}`)).toEqual([
    500,
    `${javaClass} cannot be cast to java.util.Map`,
  ]);
});

test.each([
  [['a', {}], 'systemTags'],
  [[['a'], 'b'], 'systemTags'],
  ['a', 'systemTags'],
  [{}, 'userTags'],
  [['a', { b: 1 }], 'userTags'],
])('tags that are %j are no list of texts', async (tags, name) => {
  const before = emulator.world();
  const body = JSON.stringify({ params: { name: 'x' }, [name]: tags });
  expect(await ask('POST', '/zstack/v1/zones', {}, body)).toEqual([
    500,
    `java.lang.IllegalStateException: Expected BEGIN_ARRAY of strings at path $.${name}`,
  ]);
  expect(emulator.world()).toEqual(before);
});

test('tags are texts without what surrounds them, and nulls are none', async () => {
  const userTags = [' a ', null, 5, true];
  const { uuid } = await emulator.make('POST', '/zones', { params: { name: 'x' }, userTags });
  const { body } = await emulator.call('GET', `/user-tags?q=resourceUuid=${uuid}`);
  const tags = body.inventories.map(({ tag }: { tag: string }) => tag);
  expect(tags.toSorted()).toEqual(['5', 'a', 'true']);
});

test.each(['permissive', 'Forced', 'x'])('there is no way %j to delete', async (mode) => {
  const path = `/images/${SEED.images.linux}?deleteMode=${mode}`;
  const { code, details } = await emulator.refused('DELETE', path);
  expect([code, details]).toEqual([
    'SYS.1000',
    `No enum constant org.zstack.header.message.APIDeleteMessage.DeletionMode.${mode}`,
  ]);
});

test('a web hook may be of either protocol of the web', async () => {
  const path = `/zstack/v1/images/${SEED.images.linux}?deleteMode=Permissive`;
  for (const [address, status] of [
    ['https://127.0.0.1:9/', 202],
    ['http://127.0.0.1:9/', 202],
    ['ftp://127.0.0.1:9/', 400],
    ['127.0.0.1:9', 400],
    ['x', 400],
  ] as const) {
    const [told, text] = await ask('DELETE', path, { 'X-Web-Hook': address });
    const why = `Invalid header[X-Web-Hook], [${address}] is not an http or https url`;
    expect([address, told, told === 400 ? text : why]).toEqual([address, status, why]);
  }
});

test('a web hook to another machine is none to the emulator itself, whatever its port', async () => {
  const { port } = new URL(emulator.url);
  const path = `/zstack/v1/images/${SEED.images.linux}?deleteMode=Permissive`;
  const told = async (host: string, at = port) =>
    (await ask('DELETE', path, { 'X-Web-Hook': `http://${host}:${at}/` }))[1];
  const itself = 'Invalid header[X-Web-Hook], the emulator does not call itself';
  const elsewhere = (host: string) =>
    `Invalid header[X-Web-Hook], the emulator calls only loopback addresses; start it with EMULATOR_WEB_HOOK_HOSTS=${host} to allow this one`;
  for (const host of [
    'localhost',
    '127.0.0.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '[::]',
  ]) {
    expect([host, await told(host)]).toEqual([host, itself]);
  }
  for (const host of [
    '10.0.0.9',
    'localhost.example',
    '[2001:db8::1]',
    '[::ffff:a00:9]',
    '[::ffff:7f01:1:1]',
    '[fe80::7f00:1]',
  ]) {
    const written = new URL(`http://${host}/`).hostname;
    expect([host, await told(host)]).toEqual([host, elsewhere(written)]);
  }
  expect(await told('0.0.0.0', '9')).toBe(elsewhere('0.0.0.0'));
});

test('a name or an origin is told to 200 letters', async () => {
  const long = 'x'.repeat(201);
  const origin = `http://${long}`;
  const shown = `http://${'x'.repeat(193)}...`;
  expect(await ask('GET', '/zstack/v1/zones', { Origin: origin })).toEqual([
    403,
    `pages of ${shown} may not use this emulator; to let them use the image API start it with EMULATOR_ALLOWED_ORIGINS=${shown}`,
  ]);
  expect(await ask('GET', '/emulator/v1/clock', { Origin: origin })).toEqual([
    403,
    `pages of ${shown} may not use the emulator's own API`,
  ]);
  const byName = async (host: string) =>
    (
      await rawRequest(
        emulator.url,
        `GET /zstack/v1/zones HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      )
    ).body;
  const reached = (name: string) =>
    `this emulator is reached as localhost or a loopback address, not as ${name}; for another name set EMULATOR_ALLOWED_HOSTS`;
  expect(await byName(long)).toBe(reached(`${long.slice(1)}...`));
  expect(await byName(long.slice(1))).toBe(reached(long.slice(1)));
  expect(await byName('<x>')).toBe(reached('what it says'));
});

test("the emulator's own API reads UTF-8, and parameters where it looks for them", async () => {
  const refused = async (
    method: string,
    path: string,
    body?: string,
    type = 'application/json',
  ): Promise<unknown> => {
    const [status, text] = await ask(method, `/emulator/v1${path}`, { 'Content-Type': type }, body);
    return [status, JSON.parse(String(text)).error];
  };
  const invalid = (details: string) => [400, { code: 'invalid', details }];
  expect(await refused('PUT', '/clock', '{}', 'application/json; charset=martian')).toEqual(
    invalid('the body is in a charset that nobody knows here: expected UTF-8'),
  );
  expect(await refused('PUT', '/clock?mode=stopped', '{}')).toEqual(
    invalid(
      "'mode' stands in the query, where nobody reads parameters: PUT takes them in its body",
    ),
  );
  expect(await refused('PUT', '/clock', '{"params":{},"mode":"stopped"}')).toEqual(
    invalid(
      "the field 'mode' stands beside 'params': parameters stand all under 'params', or all without it",
    ),
  );
  expect(await refused('PUT', '/clock', '{"params":[1]}')).toEqual(
    invalid("the field 'params' is [1]: expected an object"),
  );
  expect(await refused('GET', '/journal?limit=1&limit=2')).toEqual(
    invalid("the query parameter 'limit' is given more than once"),
  );
});

test('nobody follows streams where none may', async () => {
  const without = await TestEmulator.start({ settings: { streamListeners: '0' } });
  const answer = await fetch(`${without.url}/emulator/v1/events/stream`);
  const other = await fetch(`${without.url}/emulator/v1/stream`);
  const told = [answer, other].find(({ status }) => status === 503);
  expect(await told?.json()).toEqual({
    error: {
      code: 'unavailable',
      details: 'nobody may follow streams here: EMULATOR_STREAM_LISTENERS is 0',
    },
  });
});

describe('a message', () => {
  const QUERY = 'org.zstack.header.zone.APIQueryZoneMsg';
  const said = async (body: object) => {
    const answer = await post(emulator, JSON.stringify(body));
    return [answer.status, await answer.text()];
  };
  const shape = (expected: string, was: string, path: string) => [
    200,
    `java.lang.IllegalStateException: Expected ${expected} but was ${was} at path ${path}`,
  ];

  test.each([
    [[], 'BEGIN_ARRAY'],
    ['x', 'STRING'],
    [5, 'NUMBER'],
    [true, 'BOOLEAN'],
  ])('whose session is %j has none', async (session, was) => {
    expect(await said({ [QUERY]: { session, conditions: [] } })).toEqual(
      shape('BEGIN_OBJECT', was, '$.session'),
    );
    expect(await said({ [QUERY]: session })).toEqual(shape('BEGIN_OBJECT', was, `$.${QUERY}`));
  });

  test.each([
    ['', 500, 'the body is empty'],
    [' ', 500, 'the body is empty'],
    ['null', 500, 'the body is empty'],
    ['{}', 500, 'the body names no message'],
    [`{"${QUERY}":null}`, 500, `the message[${QUERY}] is null`],
    ['"x"', 200, 'Not a JSON Object: "x"'],
    [`"${'x'.repeat(600)}"`, 200, `Not a JSON Object: "${'x'.repeat(480)}`],
    [
      '{x',
      200,
      `com.google.gson.stream.MalformedJsonException: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
    ],
  ])('whose body is %.20s is none', async (body, status, text) => {
    const answer = await post(emulator, body);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
  });

  test('is told whole: what goes on, what is done, what is refused, and by which method', async () => {
    const at = 'Nov 14, 2017 10:20:57 PM';
    const { response } = await send(emulator, 'CreateZone', { name: 'x' });
    const { uuid } = response;
    expect(response).toEqual({ uuid, state: 'Processing', createdDate: at });
    emulator.advance(1_000);
    const path = `/zstack/api/result/${uuid}`;
    const [status, text] = await ask('GET', path, {});
    const { result, ...rest } = JSON.parse(String(text)) as { result: string };
    expect([status, rest]).toEqual([
      200,
      { uuid, state: 'Done', createdDate: at, finishedDate: at },
    ]);
    expect(Object.values(JSON.parse(result))).toMatchObject([
      { success: true, inventory: { name: 'x' } },
    ]);
    expect(await ask('PUT', `${path}/`, {})).toEqual([200, text]);
    expect(await ask('POST', path, {})).toEqual([405, "Request method 'POST' not supported"]);
    expect(await ask('GET', '/zstack/api', {})).toEqual([
      405,
      "Request method 'GET' not supported",
    ]);
    expect(await ask('GET', '/zstack/api/result/none', {})).toEqual([
      404,
      'No api result[uuid:none] found',
    ]);
    const query = await send(emulator, 'QueryZone', { conditions: [] });
    expect(Object.keys(query.response)).toEqual(['state', 'createdDate', 'finishedDate', 'result']);
    const without = await send(emulator, 'QueryZone', { conditions: [] }, { session: null });
    expect(without.fields).toMatchObject({
      success: false,
      error: { code: 'ID.1001', details: `session of message[${QUERY}] is null` },
    });
  });

  test('whose session has no uuid is of nobody', async () => {
    expect(await said({ [QUERY]: { session: { uuid: {} }, conditions: [] } })).toEqual(
      shape('a string', 'BEGIN_OBJECT', '$.session.uuid'),
    );
    const without = await said({ [QUERY]: { session: {}, conditions: [] } });
    const empty = await said({ [QUERY]: { session: { uuid: '' }, conditions: [] } });
    expect(String(without[1])).toContain('ID.1001');
    expect(without).toEqual(empty);
  });

  test.each([
    ['name', [], 'BEGIN_ARRAY'],
    ['op', {}, 'BEGIN_OBJECT'],
    ['value', ['x'], 'BEGIN_ARRAY'],
  ])('whose condition has a %s that is %j is refused', async (name, value, was) => {
    const condition = { name: 'name', op: '=', value: 'x', [name]: value };
    const session = { uuid: ADMIN_SESSION };
    expect(await said({ [QUERY]: { session, conditions: [condition] } })).toEqual(
      shape('a string', was, `$.conditions[].${name}`),
    );
  });

  test('has numbers in lists and maps of texts as they are written', async () => {
    const value = 'x::{a}::{b}';
    const fields = { name: 't', value, type: 'withToken' };
    const { fields: made } = await send(emulator, 'CreateTag', fields);
    expect(made).toBeUndefined();
    emulator.advance(1_000);
    const [pattern] = (await emulator.call('GET', '/tags')).body.inventories;
    const tokens = { a: 5, b: 0.5 };
    const resourceUuids = [SEED.image];
    await send(emulator, 'AttachTagToResources', { tagUuid: pattern.uuid, resourceUuids, tokens });
    emulator.advance(1_000);
    const tags = (await emulator.call('GET', `/user-tags?q=tagPatternUuid=${pattern.uuid}`)).body;
    expect(tags.inventories.map(({ tag }: { tag: string }) => tag)).toEqual(['x::5::0.5']);
  });
});

test('a list that nothing has in it is no list of anything', async () => {
  const zql = (text: string) =>
    emulator.call('GET', `/zql?zql=${encodeURIComponent(text)}`).then(({ body }) => body);
  expect((await zql("query image.backupStorageRefs where name = 'none'")).results).toEqual([
    { inventories: [] },
  ]);
  expect((await zql('query image.backupStorageRefs')).error.details).toContain(
    'For the field[backupStorageRefs], fail to convert a vo to a inventory',
  );
});
