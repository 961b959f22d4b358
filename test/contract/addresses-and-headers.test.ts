import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

const { image } = SEED;
const AUTHORIZED = { Authorization: `OAuth ${ADMIN_SESSION}` };
const found = { status: 200, body: expect.stringContaining(`"uuid":"${image}"`) };
const noApi = (path: string) => ({ status: 404, body: `no api mapping to ${path}` });

/** Sends a path as it stands here. */
async function ask(
  emulator: TestEmulator,
  path: string,
  method = 'GET',
  headers: Record<string, string> = {},
) {
  const answer = await fetch(emulator.url + path, {
    method,
    headers: { ...AUTHORIZED, ...headers },
    ...(method === 'POST' || method === 'PUT' ? { body: '{}' } : {}),
  });
  return { status: answer.status, body: await answer.text() };
}

describe('addresses', () => {
  test.each([
    [`/zstack/v1//images/${image}`, found],
    [`/zstack//v1/images//${image}`, found],
    [`//zstack/v1/images/${image}`, found],
    [`/environments//default//zstack//v1/images/${image}`, found],
    [`/zstack/v1/im%61ges/${image}`, found],
    [`/zstack/v1/images%2F${image}`, found],
    ['/zstack/v1/images/', noApi('/v1/images/')],
    [`/zstack/v1/images/${image}/`, noApi(`/v1/images/${image}/`)],
    ['/zstack/v1/images//', noApi('/v1/images//')],
    ['/zstack/v1/images/a%2Fb', noApi('/v1/images/a/b')],
    ['/zstack/v1//foo', noApi('/v1//foo')],
    ['/zstack/v1/api-jobs/', noApi('/v1/api-jobs/')],
    ['/zstack/v1//api-jobs//1', { status: 404, body: 'the job has been expired' }],
    ['/zstack/v1/images/a%3Fb%23c', { status: 200, body: expect.stringContaining('[]') }],
  ])('GET %s', async (path, answer) => {
    const emulator = await TestEmulator.start();
    expect(await ask(emulator, path)).toEqual(answer);
  });

  test('are decoded once', async () => {
    const emulator = await TestEmulator.start();
    const { body } = await ask(emulator, '/zstack/v1/zones/%2541', 'DELETE');
    expect(body).toContain('invalid value[%41] of field [uuid]');
  });

  test.each([
    [
      'PATCH',
      '/zstack/v1//images',
      405,
      'The method[PATCH] is not allowed for the path[/zstack/v1//images]',
    ],
    [
      'POST',
      '/zstack/v1/images/%41',
      500,
      'No creational API found for the path[/zstack/v1/images/%41]',
    ],
    ['DELETE', '/zstack/v1//images', 500, 'No delete API found for the path[/zstack/v1//images]'],
    [
      'PUT',
      '/zstack/v1/images/%41//actions',
      400,
      "the body doesn't contain action mapping to the URL[/v1/images/A//actions]",
    ],
  ])('%s %s: the texts show them as they came', async (method, path, status, text) => {
    const emulator = await TestEmulator.start();
    expect(await ask(emulator, path, method)).toEqual({ status, body: text });
  });
});

describe('headers', () => {
  const WRONG = {
    'X-Job-UUID': '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'X-API-Timeout': 'abc',
    'X-Web-Hook': 'http://10.1.2.3/',
  };

  test.each(Object.entries(WRONG))('a query does not look at %s', async (name, value) => {
    const emulator = await TestEmulator.start();
    expect(await ask(emulator, `/zstack/v1/images/${image}`, 'GET', { [name]: value })).toEqual(
      found,
    );
  });

  test('a call that is answered at once has no web hook, and looks at the others', async () => {
    const emulator = await TestEmulator.start();
    const path = '/zstack/v1/backup-storage/types';
    const asked = (name: keyof typeof WRONG) => ask(emulator, path, 'GET', { [name]: WRONG[name] });
    expect((await asked('X-Web-Hook')).status).toBe(200);
    expect((await asked('X-Job-UUID')).status).toBe(400);
    expect(await asked('X-API-Timeout')).toEqual({ status: 500, body: 'For input string: "abc"' });
  });

  test.each([
    ['', 500, 'For input string: ""'],
    ['1.5', 500, 'For input string: "1.5"'],
    ['-9223372036854775809', 500, 'For input string: "-9223372036854775809"'],
    ['9223372036854775808', 500, 'For input string: "9223372036854775808"'],
    ['-5', 200, expect.any(String)],
    ['+5', 200, expect.any(String)],
    ['9223372036854775807', 200, expect.any(String)],
  ])('X-API-Timeout: %j is %i', async (seconds, status, body) => {
    const emulator = await TestEmulator.start();
    const path = `/zstack/v1/images/${image}?deleteMode=Permissive`;
    expect(await ask(emulator, path, 'DELETE', { 'X-API-Timeout': seconds })).toEqual({
      status,
      body,
    });
  });

  test('a parameter of a wrong type is told before a wrong header', async () => {
    const emulator = await TestEmulator.start();
    const { runningLinux } = SEED.volumes;
    const answer = await emulator.createTemplate(
      runningLinux,
      { name: 'x', system: 'tru' },
      { headers: { 'X-Job-UUID': 'short' } },
    );
    expect(answer.text).toMatch(/^Invalid value for boolean field \[system\]/);
  });
});

describe('the query string of a GET or DELETE', () => {
  const PROGRESS = `/zstack/v1/task-progresses/${'1'.repeat(32)}`;
  const CAPACITY = '/zstack/v1/backup-storage/capacities';
  const first = SEED.backupStorages.imageStore;

  test.each([
    [`${PROGRESS}?all=yes`, 'GET', 200, expect.any(String)],
    [`${PROGRESS}?all=TRUE`, 'GET', 200, expect.any(String)],
    [
      `${PROGRESS}?all=true&all=true`,
      'GET',
      400,
      'Invalid query parameter[all], only one value is allowed for the parameter but multiple values found',
    ],
    [
      `${PROGRESS}?all.x=true`,
      'GET',
      500,
      expect.stringMatching(
        /^class org\.zstack\..*APIGetTaskProgressMsg::all must be annotated by @MapField$/,
      ),
    ],
    [`${PROGRESS}?all.=true`, 'GET', 500, '1'],
    [`${PROGRESS}?nothing.x=true&nothing=1`, 'GET', 200, expect.any(String)],
    [
      `${CAPACITY}?backupStorageUuids.1=x&backupStorageUuids.0=${first}&backupStorageUuids=y`,
      'GET',
      503,
      expect.stringContaining('resource[uuids:[x], '),
    ],
    [
      `/zstack/v1/images/${image}?deleteMode.bar=a`,
      'DELETE',
      500,
      'class org.zstack.header.image.APIDeleteImageMsg::deleteMode must be annotated by @MapField',
    ],
  ])('%s (%s) is %i', async (path, method, status, body) => {
    const emulator = await TestEmulator.start();
    expect(await ask(emulator, path, method)).toEqual({ status, body });
    expect((await emulator.find(`/images/${image}`)).status).toBe('Ready');
  });
});
