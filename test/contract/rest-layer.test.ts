import { SEED, TestEmulator, ADMIN_SESSION } from '../support/emulator';

const CREATE = `/zstack/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`;
const AUTHORIZED = { Authorization: `OAuth ${ADMIN_SESSION}` };

interface Case {
  readonly what: string;
  readonly method: 'get' | 'post' | 'put' | 'delete' | 'head' | 'patch';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
  readonly text: string;
}

const CASES: readonly Case[] = [
  {
    what: 'an unknown path',
    method: 'get',
    path: '/zstack/v1/foo/b%20r',
    status: 404,
    text: 'no api mapping to /v1/foo/b r',
  },
  {
    what: 'POST where nothing creates',
    method: 'post',
    path: '/zstack/v1/images/1/actions2',
    status: 404,
    text: 'no api mapping to /v1/images/1/actions2',
  },
  {
    what: 'DELETE of a list',
    method: 'delete',
    path: '/zstack/v1/images',
    headers: AUTHORIZED,
    status: 500,
    text: 'No delete API found for the path[/zstack/v1/images]',
  },
  {
    what: 'POST to one image',
    method: 'post',
    path: '/zstack/v1/images/1',
    headers: AUTHORIZED,
    body: '{}',
    status: 500,
    text: 'No creational API found for the path[/zstack/v1/images/1]',
  },
  {
    what: 'GET of the actions of a zone',
    method: 'get',
    path: '/zstack/v1/zones/1/actions',
    headers: AUTHORIZED,
    status: 500,
    text: 'No query API found for the path[/zstack/v1/zones/1/actions]',
  },
  {
    what: 'PUT without an action',
    method: 'put',
    path: '/zstack/v1/images/1/actions',
    headers: AUTHORIZED,
    body: '{"noSuchAction":{}}',
    status: 400,
    text: "the body doesn't contain action mapping to the URL[/v1/images/1/actions]",
  },
  {
    what: 'PUT without a body',
    method: 'put',
    path: '/zstack/v1/images/1/actions',
    headers: AUTHORIZED,
    status: 500,
    text: '',
  },
  {
    what: 'a method that is not allowed',
    method: 'patch',
    path: '/zstack/v1/images',
    status: 405,
    text: 'The method[PATCH] is not allowed for the path[/zstack/v1/images]',
  },
  {
    what: 'no Authorization',
    method: 'post',
    path: CREATE,
    body: '{}',
    status: 400,
    text: "missing header 'Authorization'",
  },
  {
    what: 'another kind of Authorization',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'Basic x' },
    body: '{}',
    status: 400,
    text: "Authorization type must be 'OAuth'",
  },
  {
    what: 'a signature without Date',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'ZStack a:b' },
    body: '{}',
    status: 400,
    text: "'Date' must be incuded in request header",
  },
  {
    what: 'a signature with a wrong Date',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'ZStack a:b', Date: 'yesterday' },
    body: '{}',
    status: 400,
    text: "'Date' format error, correct format is 'EEE, dd MMM yyyy HH:mm:ss z'",
  },
  {
    what: 'a signature of long ago',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'ZStack a:b', Date: 'Tue, 14 Nov 2017 22:05:56 PRC' },
    body: '{}',
    status: 403,
    text: 'requestTimeTooSkewed',
  },
  {
    what: 'a signature without colon',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'ZStack ab', Date: 'Tue, 14 Nov 2017 22:05:57 PRC' },
    body: '{}',
    status: 400,
    text: "accessKey format is 'ZStack AccessKeyId:Signature'",
  },
  {
    what: 'an access key that nobody has',
    method: 'post',
    path: CREATE,
    headers: { Authorization: 'ZStack a:b', Date: 'Tue, 14 Nov 2017 22:20:57 PRC' },
    body: '{}',
    status: 403,
    text: 'access key id: a does not existed or disabled',
  },
  {
    what: 'a boolean that is none',
    method: 'post',
    path: CREATE,
    headers: AUTHORIZED,
    body: '{"params":{"name":"x","system":"tru"}}',
    status: 400,
    text: 'Invalid value for boolean field [system], [tru] is not a valid boolean string[true, false].',
  },
  {
    what: 'a job uuid of the wrong length',
    method: 'post',
    path: CREATE,
    headers: { ...AUTHORIZED, 'X-Job-UUID': 'abc' },
    body: '{}',
    status: 400,
    text: "Invalid header[X-Job-UUID], it must be a UUID with '-' stripped",
  },
  {
    what: 'a timeout that is no number',
    method: 'post',
    path: CREATE,
    headers: { ...AUTHORIZED, 'X-API-Timeout': 'soon' },
    body: '{}',
    status: 500,
    text: 'For input string: "soon"',
  },
  {
    what: 'a text where a list is expected',
    method: 'post',
    path: CREATE,
    headers: AUTHORIZED,
    body: '{"params":{"name":"x","backupStorageUuids":"a"}}',
    status: 500,
    text: 'java.lang.IllegalStateException: Expected BEGIN_ARRAY but was STRING at line 1 column 35 path $.backupStorageUuids',
  },
  {
    what: 'parameters that are no object',
    method: 'post',
    path: CREATE,
    headers: AUTHORIZED,
    body: '{"params":[]}',
    status: 500,
    text: 'java.util.ArrayList cannot be cast to java.util.Map',
  },
  {
    what: 'a body that is no object',
    method: 'post',
    path: CREATE,
    headers: AUTHORIZED,
    body: '"[]"',
    status: 500,
    text: 'java.lang.IllegalStateException: Expected BEGIN_OBJECT but was STRING at line 1 column 2 path $',
  },
  {
    what: 'polling by POST',
    method: 'post',
    path: '/zstack/v1/api-jobs/1',
    body: '{}',
    status: 405,
    text: 'only GET method is allowed for querying job status',
  },
  {
    what: 'an unknown job',
    method: 'get',
    path: '/zstack/v1/api-jobs/1',
    status: 404,
    text: 'the job has been expired',
  },
  {
    what: 'a web hook elsewhere',
    method: 'post',
    path: CREATE,
    headers: { ...AUTHORIZED, 'X-Web-Hook': 'http://example.org/hook' },
    body: '{}',
    status: 400,
    text: 'Invalid header[X-Web-Hook], the emulator calls only loopback addresses; start it with EMULATOR_WEB_HOOK_HOSTS=example.org to allow this one',
  },
  {
    what: 'a web hook of another protocol',
    method: 'post',
    path: CREATE,
    headers: { ...AUTHORIZED, 'X-Web-Hook': 'file:///etc/passwd' },
    body: '{}',
    status: 400,
    text: 'Invalid header[X-Web-Hook], [file:///etc/passwd] is not an http or https url',
  },
];

test('the REST layer refuses in the real words, as plain text, and nothing is recorded', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  for (const { what, method, path, headers, body, status, text } of CASES) {
    const request = emulator.anonymous[method](path).set(headers ?? {});
    const answer = await (body === undefined
      ? request
      : request.set('Content-Type', 'application/json').send(body));
    expect([what, answer.status, answer.text]).toEqual([what, status, text]);
    expect(answer.headers['content-type']).toBe('text/plain;charset=UTF-8');
  }
  expect(emulator.world()).toEqual(before);
  expect(emulator.environment.database.prepare('select uuid from jobs').all()).toEqual([]);
});

test('bad JSON is 500 with the reason, a body over 1 MiB is 413', async () => {
  const emulator = await TestEmulator.start();
  const post = (body: string) =>
    emulator.anonymous
      .post(CREATE)
      .set(AUTHORIZED)
      .set('Content-Type', 'application/json')
      .send(body);
  const bad = await post('{"params":');
  expect([bad.status, bad.text]).toEqual([
    500,
    'java.io.EOFException: End of input at line 1 column 11 path $.',
  ]);
  const large = await post(JSON.stringify({ params: { name: 'x'.repeat(1024 * 1024) } }));
  expect([large.status, large.text]).toEqual([413, 'the body is larger than 1048576 bytes']);
});

test('HEAD of a shared path is not allowed', async () => {
  const emulator = await TestEmulator.start();
  expect((await emulator.anonymous.head('/zstack/v1/images')).status).toBe(405);
});

test('with authentication off every call is made by admin', async () => {
  const emulator = await TestEmulator.start({ settings: { auth: 'off' } });
  const answer = await emulator.anonymous.post(CREATE).send({ params: { name: 'x' } });
  expect(answer.status).toBe(200);
  expect(
    emulator.environment.world.repositories.accounts.findOwner(answer.body.inventory.uuid),
  ).toBe('36c27e8ff05c4780bf6d2fa65700f22e');
});
