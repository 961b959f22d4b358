import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

const { image } = SEED;
const ACTIONS = `/zstack/v1/images/${image}/actions`;

/** Sends bytes as a body; answers the status and, of success, what the name and description of the image are now. */
async function update(
  emulator: TestEmulator,
  body: string | Buffer,
  type = 'application/json; charset=utf-8',
) {
  const answer = await fetch(emulator.url + ACTIONS, {
    method: 'PUT',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await answer.text();
  return { status: answer.status, text };
}

const stored = async (emulator: TestEmulator) => emulator.find(`/images/${image}`);

describe('a body is read as leniently as by the real system', () => {
  test.each([
    ['strict JSON', '{"updateImage":{"name":"x"}}'],
    ['a byte order mark', '\ufeff{"updateImage":{"name":"x"}}'],
    ['single quotes', "{'updateImage':{'name':'x'}}"],
    ['no quotes', '{updateImage:{name:x}}'],
    ['comments', '/* a */{"updateImage": // b\n{"name":"x"# c\n}}'],
    ['other signs', '{"updateImage"={"name"=>"x";"description"=null}}'],
    ['a prefix against scripts', ')]}\'\n{"updateImage":{"name":"x"}}'],
    ['a list of pairs', '[["updateImage",{"name":"x"}]]'],
    ['the last of two inner keys', '{"updateImage":{"name":"y","name":"x"}}'],
  ])('%s', async (_, body) => {
    const emulator = await TestEmulator.start();
    expect(await update(emulator, body)).toMatchObject({ status: 200 });
    expect((await stored(emulator)).name).toBe('x');
  });

  test.each([
    ['NaN', 'NaN'],
    ['a line\nand a\ttab', '"a line\nand a\ttab"'],
    ['01', '01'],
    ['tru', 'tru'],
    ["it's", "'it\\'s'"],
    ['http', 'http'],
  ])('%j is a text', async (name, written) => {
    const emulator = await TestEmulator.start();
    expect(await update(emulator, `{"updateImage":{"name":${written}}}`)).toMatchObject({
      status: 200,
    });
    expect((await stored(emulator)).name).toBe(name);
  });
});

/** Each line: a number as it is sent for a text, and the text. Longs and doubles are told apart since 5.0. */
test.each([
  ['123', '123'],
  ['0', '0'],
  ['-0', '0'],
  ['10000000', '10000000'],
  ['20261129123456789', '20261129123456789'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '9.223372036854776E18'],
  ['1.0', '1.0'],
  ['1.5', '1.5'],
  ['-0.0', '-0.0'],
  ['1e5', '100000.0'],
  ['1e7', '1.0E7'],
  ['12345678.9', '1.23456789E7'],
  ['1e21', '1.0E21'],
  ['0.001', '0.001'],
  ['0.00012', '1.2E-4'],
  ['true', 'true'],
])('%s for a text is %j', async (written, text) => {
  const emulator = await TestEmulator.start();
  await update(emulator, `{"updateImage":{"name":${written},"description":"a: 1.5"}}`);
  expect(await stored(emulator)).toMatchObject({ name: text, description: 'a: 1.5' });
  const tag = { resourceType: 'ImageVO', resourceUuid: image };
  const answer = await fetch(`${emulator.url}/zstack/v1/user-tags`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({ params: { ...tag, tag: '?' } }).replace('"?"', written),
  });
  expect(await answer.json()).toMatchObject({ inventory: { tag: text } });
});

describe('numbers for texts', () => {
  test('in lists are texts, too', async () => {
    const emulator = await TestEmulator.start();
    const answer = await emulator.createTemplate(SEED.volumes.runningLinux, {
      name: 'x',
      backupStorageUuids: [1, 2.5, true],
    });
    expect(answer.body.error.details).toContain('[1, 2.5, true]');
  });

  test('set configuration and passwords', async () => {
    const emulator = await TestEmulator.start();
    const path = '/global-configurations/image/expungePeriod/actions';
    const set = await emulator.make('PUT', path, { updateGlobalConfig: { value: 100 } });
    expect(set.value).toBe('100');
    await emulator.make('POST', '/accounts', { params: { name: 'numbers', password: 12345678 } });
    const login = { logInByAccount: { accountName: 'numbers', password: '12345678' } };
    expect((await emulator.call('PUT', '/accounts/login', login)).status).toBe(200);
  });
});

const MALFORMED = 'com.google.gson.stream.MalformedJsonException: ';
const ILLEGAL = 'java.lang.IllegalStateException: ';

/** Each line: a body, and the text of its 500. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['null', ''],
  [' // nothing', ''],
  ['{"updateImage":', 'java.io.EOFException: End of input at line 1 column 16 path $.'],
  ['{"updateImage":{"name":"x', `${MALFORMED}Unterminated string at line 1 column 26 path $..name`],
  [
    '{"updateImage":{}} x',
    `${MALFORMED}Use JsonReader.setLenient(true) to accept malformed JSON at line 1 column 21 path $`,
  ],
  ['{"updateImage":{"name":}}', `${MALFORMED}Expected value at line 1 column 24 path $..name`],
  ['{"updateImage":{"name":,}}', `${MALFORMED}Unexpected value at line 1 column 25 path $..name`],
  ['{"updateImage":{"name":;}}', `${MALFORMED}Unexpected value at line 1 column 25 path $..name`],
  ['{"updateImage":{"name":]}}', `${MALFORMED}Unexpected value at line 1 column 25 path $..name`],
  ['{"updateImage":{"name":"x",}}', `${MALFORMED}Expected name at line 1 column 29 path $..name`],
  ['{\n"a" 1}', `${MALFORMED}Expected ':' at line 2 column 6 path $.`],
  ['{"updateImage":{},"updateImage":{}}', 'duplicate key: updateImage'],
  ['"updateImage"', `${ILLEGAL}Expected BEGIN_OBJECT but was STRING at line 1 column 2 path $`],
  ['[1]', `${ILLEGAL}Expected BEGIN_ARRAY but was NUMBER at line 1 column 3 path $[0]`],
  ['{"updateImage":"abc"}', 'java.lang.String cannot be cast to java.util.Map'],
  ['{"updateImage":[]}', 'java.util.ArrayList cannot be cast to java.util.Map'],
  ['{"updateImage":12}', 'java.lang.Long cannot be cast to java.util.Map'],
  ['{"updateImage":1.2}', 'java.lang.Double cannot be cast to java.util.Map'],
  [
    '{"updateImage":{"name":[1]}}',
    `${ILLEGAL}Expected a string but was BEGIN_ARRAY at line 1 column 10 path $.name`,
  ],
  [
    '{"updateImage":{"description":"d","name":{"a":1}}}',
    `${ILLEGAL}Expected a string but was BEGIN_OBJECT at line 1 column 28 path $.name`,
  ],
  [`${'{"a":'.repeat(3_000)}1`, 'more than 2000 lists and objects stand in each other'],
];

test.each(REFUSED.map(([body, text]) => [body.slice(0, 60), text, body]))(
  '%s is 500 %j, and nothing changes',
  async (_, text, body) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    expect(await update(emulator, body)).toEqual({ status: 500, text });
    expect(emulator.world()).toEqual(before);
  },
);

test('an empty list is an object without a key', async () => {
  const emulator = await TestEmulator.start();
  expect(await update(emulator, '[]')).toEqual({
    status: 400,
    text: `the body doesn't contain action mapping to the URL[/v1/images/${image}/actions]`,
  });
});

describe('the charset of a body', () => {
  /** 名 */
  const GBK = Buffer.from([0xc3, 0xfb]);
  const around = (name: Buffer) =>
    Buffer.concat([Buffer.from('{"updateImage":{"name":"'), name, Buffer.from('"}}')]);

  test.each([
    ['application/json;charset=GBK', around(GBK), '名'],
    ['application/json; Charset="gb18030"', around(GBK), '名'],
    ['text/plain; charset=ISO-8859-1', around(Buffer.from([0xe9])), 'é'],
    ['application/json; charset=UTF-8', around(Buffer.from('名')), '名'],
    ['application/json', around(Buffer.from('名')), '名'],
  ])('is what %s says', async (type, body, name) => {
    const emulator = await TestEmulator.start();
    expect(await update(emulator, body, type)).toMatchObject({ status: 200 });
    expect((await stored(emulator)).name).toBe(name);
  });

  test('has to be known', async () => {
    const emulator = await TestEmulator.start();
    expect(await update(emulator, '{}', 'application/json; charset=martian')).toEqual({
      status: 500,
      text: 'java.io.UnsupportedEncodingException: martian',
    });
  });
});

test.each([
  ["{'updateAccount':{'uuid':'u','password':'hunter2'}}", 400],
  ['{updateAccount:{password:hunter2', 500],
  ['{"updateAccount":{"password"=hunter2;x=[}', 500],
])('the journal keeps no password of the loose body %s', async (body, status) => {
  const emulator = await TestEmulator.start();
  expect((await update(emulator, body)).status).toBe(status);
  const { text } = await emulator.anonymous.get('/emulator/v1/journal');
  expect(text).toContain('updateAccount');
  expect(text).not.toContain('hunter2');
});
