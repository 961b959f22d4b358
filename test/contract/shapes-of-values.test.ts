import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

/*
 * Values that are not of their parameter's type: what the REST layer says of them, and where it stopped reading. Its
 * place is one in the JSON that the real system writes of the parameters: nulls are left out of that.
 */

const VM = ['POST', '/vm-instances', 'params'] as const;
const LOG_IN = ['PUT', '/login', 'logIn'] as const;
const TEMPLATE = [
  'POST',
  `/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`,
  'params',
] as const;

const shape = (expected: string, was: string, column: number, path: string) =>
  `java.lang.IllegalStateException: Expected ${expected} but was ${was} at line 1 column ${column} path $.${path}`;
const noNumber = (name: string, text: string) =>
  `[${name}] field is excepted an int or long, but was [${text}].`;
const noFlag = (name: string, text: string) =>
  `Invalid value for boolean field [${name}], [${text}] is not a valid boolean string[true, false].`;

type Row = readonly [params: string, status: number, text: string];
const OF_VMS: readonly Row[] = [
  ['{"cpuNum":1,"description":null,"name":[1]}', 500, shape('a string', 'BEGIN_ARRAY', 21, 'name')],
  ['{"cpuNum":1.50,"name":{"a":1}}', 500, shape('a string', 'BEGIN_OBJECT', 23, 'name')],
  ['{"dataDiskSizes":5}', 500, shape('BEGIN_ARRAY', 'NUMBER', 19, 'dataDiskSizes')],
  ['{"dataDiskSizes":5.5}', 500, shape('BEGIN_ARRAY', 'NUMBER', 18, 'dataDiskSizes')],
  ['{"dataDiskSizes":-12}', 500, shape('BEGIN_ARRAY', 'NUMBER', 21, 'dataDiskSizes')],
  ['{"dataDiskSizes":true}', 500, shape('BEGIN_ARRAY', 'BOOLEAN', 22, 'dataDiskSizes')],
  ['{"dataDiskSizes":"abc"}', 500, shape('BEGIN_ARRAY', 'STRING', 19, 'dataDiskSizes')],
  ['{"dataDiskSizes":{}}', 500, shape('BEGIN_ARRAY', 'BEGIN_OBJECT', 19, 'dataDiskSizes')],
  ['{"dataDiskSizes":[1,"x"]}', 400, noNumber('dataDiskSizes', 'x')],
  ['{"dataDiskSizes":[1,1.5]}', 400, noNumber('dataDiskSizes', '1.5')],
  ['{"diskAOs":{}}', 500, shape('BEGIN_ARRAY', 'BEGIN_OBJECT', 13, 'diskAOs')],
  ['{"diskAOs":[{"a":1},5]}', 500, shape('BEGIN_OBJECT', 'NUMBER', 22, 'diskAOs[1]')],
  ['{"diskAOs":[null]}', 500, shape('BEGIN_OBJECT', 'NULL', 17, 'diskAOs[0]')],
  ['{"diskAOs":["x"]}', 500, shape('BEGIN_OBJECT', 'STRING', 14, 'diskAOs[0]')],
  [
    '{"l3NetworkUuids":["a",["b"]]}',
    500,
    shape('a string', 'BEGIN_ARRAY', 25, 'l3NetworkUuids[1]'),
  ],
  [
    '{"l3NetworkUuids":["a",null,{}]}',
    500,
    shape('a string', 'BEGIN_OBJECT', 30, 'l3NetworkUuids[2]'),
  ],
  ['{"l3NetworkUuids":{"a":1}}', 500, shape('BEGIN_ARRAY', 'BEGIN_OBJECT', 20, 'l3NetworkUuids')],
  [
    '{"dataVolumeSystemTagsOnIndex":{"a":["x"],"b":"y"}}',
    500,
    shape('BEGIN_ARRAY', 'STRING', 48, 'dataVolumeSystemTagsOnIndex.b'),
  ],
  [
    '{"dataVolumeSystemTagsOnIndex":{"a":["x",{}]}}',
    500,
    shape('a string', 'BEGIN_OBJECT', 38, 'dataVolumeSystemTagsOnIndex.a'),
  ],
  [
    '{"dataVolumeSystemTagsOnIndex":[]}',
    500,
    shape('BEGIN_OBJECT', 'BEGIN_ARRAY', 33, 'dataVolumeSystemTagsOnIndex'),
  ],
  ['{"cpuNum":"x"}', 400, noNumber('cpuNum', 'x')],
  ['{"cpuNum":1.5}', 400, noNumber('cpuNum', '1.5')],
  ['{"cpuNum":true}', 400, noNumber('cpuNum', 'true')],
  ['{"cpuNum":[1]}', 400, noNumber('cpuNum', '[1]')],
  ['{"cpuNum":{"a":1}}', 400, noNumber('cpuNum', '{"a":1}')],
  ['{"cpuNum":""}', 400, noNumber('cpuNum', '')],
  ['{"cpuNum":" "}', 400, noNumber('cpuNum', ' ')],
  ['{"cpuNum":9007199254740993}', 400, noNumber('cpuNum', '9007199254740993')],
];
const OF_LOG_INS: readonly Row[] = [
  ['{"clientInfo":"x"}', 500, shape('BEGIN_OBJECT', 'STRING', 16, 'clientInfo')],
  ['{"clientInfo":[1]}', 500, shape('BEGIN_OBJECT', 'BEGIN_ARRAY', 16, 'clientInfo')],
  ['{"clientInfo":{"a":"b","c":[]}}', 500, shape('a string', 'BEGIN_ARRAY', 29, 'clientInfo.c')],
  ['{"clientInfo":{"a":1,"b":true,"c":null}}', 500, shape('a string', 'NULL', 39, 'clientInfo.c')],
];
const OF_TEMPLATES: readonly Row[] = [
  ['{"name":"x","system":1}', 400, noFlag('system', '1')],
  ['{"name":"x","system":[true]}', 400, noFlag('system', '[true]')],
  ['{"name":"x","system":" true"}', 400, noFlag('system', ' true')],
  ['{"name":"x","system":"yes"}', 400, noFlag('system', 'yes')],
  ['{"name":"x","system":{"a":1}}', 400, noFlag('system', '{"a":1}')],
  ['{"name":"x","virtio":"y"}', 400, noFlag('virtio', 'y')],
];

async function ask(emulator: TestEmulator, method: string, path: string, body?: string) {
  const answer = await fetch(`${emulator.url}/zstack/v1${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

test('a value of another shape is refused with its place', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  for (const [[method, path, key], rows] of [
    [VM, OF_VMS],
    [LOG_IN, OF_LOG_INS],
    [TEMPLATE, OF_TEMPLATES],
  ] as const) {
    for (const [params, status, text] of rows) {
      const answer = await ask(emulator, method, path, `{"${key}":${params}}`);
      expect([params, answer]).toEqual([params, { status, text }]);
    }
  }
  expect(emulator.world()).toEqual(before);
});

test.each([
  ['[]', false],
  ['["true"]', true],
  ['[true, " TRUE "]', true],
  ['["virtio-scsi", "x"]', true],
  ['[false]', false],
  ['["false"]', false],
  ['["true", " False "]', false],
  ['["true", ""]', false],
  ['["true", " "]', false],
  ['[1]', false],
  ['[null]', false],
  ['"TRUE"', true],
  ['"False"', false],
  ['true', true],
])('virtio %s is %s', async (value, virtio) => {
  const emulator = await TestEmulator.start();
  const [method, path] = TEMPLATE;
  const body = `{"params":{"name":"x","virtio":${value}}}`;
  const { text } = await ask(emulator, method, path, body);
  expect(JSON.parse(text).inventory.virtio).toBe(virtio);
});

const SEVERAL =
  'Invalid query parameter[clientInfo.a], only one value is allowed for the parameter but multiple values found';
test.each([
  ['clientInfo=1', 500, shape('BEGIN_OBJECT', 'STRING', 16, 'clientInfo')],
  ['clientInfo.a=1&clientInfo.a=2', 400, SEVERAL],
  ['clientInfo.a=1&clientInfo.b=2', 200, expect.any(String)],
  [
    'clientInfo.a.b=1&clientInfo.a.c=2',
    400,
    'duplicate map query parameter[clientInfo.a.c], there has been a parameter with the same map key',
  ],
  ['.=2', 500, '0'],
  ['..=2', 500, '0'],
  ['a.=2', 500, '1'],
  ['a..=2', 500, '1'],
  ['.a=2', 200, expect.any(String)],
  ['constructor=2&__proto__.a=1', 200, expect.any(String)],
])('the query string %s is %i', async (query, status, text) => {
  const emulator = await TestEmulator.start();
  const answer = await ask(emulator, 'DELETE', `/accounts/sessions/x?${query}`);
  expect(answer).toEqual({ status, text });
});

test('numbered values are a list in the order of their numbers, whatever has no number', async () => {
  const emulator = await TestEmulator.start();
  const detailsOf = async (query: string) =>
    (await emulator.refused('GET', `/backup-storage/capacities?${query}`)).details;
  const named = (...uuids: string[]) =>
    `invalid field[backupStorageUuids], resource[uuids:[${uuids.join(', ')}], type:BackupStorageVO] not found`;
  const list = 'backupStorageUuids';
  expect(await detailsOf(`${list}.10=c&${list}.2=b&${list}.-1=a&${list}=z`)).toBe(
    named('a', 'b', 'c'),
  );
  expect(await detailsOf(`${list}.%2B3=b&${list}.0000000002=a`)).toBe(named('a', 'b'));
  expect(await detailsOf(`${list}=b&${list}=a`)).toBe(named('b', 'a'));
  const { status, text } = await ask(
    emulator,
    'GET',
    `/backup-storage/capacities?${list}.00000000002=a`,
  );
  expect([status, text]).toEqual([
    500,
    'class org.zstack.header.storage.backup.APIGetBackupStorageCapacityMsg::backupStorageUuids must be annotated by @MapField',
  ]);
});

const FREE = `/l3-networks/ip/free?l3NetworkUuid=${SEED.l3Network}`;
test.each([
  ['2', 2],
  ['2.9', 2],
  [' 2 ', 2],
  ['%2B2', 2],
  ['2.', 2],
  ['2e0', 2],
  ['20E-1', 2],
  ['200E-02', 2],
  ['2f', 2],
  ['2.5D', 2],
  ['.5', 0],
  ['NaN', 0],
  ['-0.5', 0],
])('a number of a query string is read as Java reads one: %s is %i', async (text, number) => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', `${FREE}&limit=${text}`);
  expect(body.inventories).toHaveLength(number);
});

test.each([
  ['', 'empty String'],
  ['%20', 'empty String'],
  ['2x', 'For input string: "2x"'],
  ['x2', 'For input string: "x2"'],
  ['2e', 'For input string: "2e"'],
  ['.', 'For input string: "."'],
  ['1.2.3', 'For input string: "1.2.3"'],
  ['0x10', 'For input string: "0x10"'],
])('%j is no number there', async (text, said) => {
  const emulator = await TestEmulator.start();
  expect(await ask(emulator, 'GET', `${FREE}&limit=${text}`)).toEqual({ status: 500, text: said });
});

test('what is larger than an int is the largest', async () => {
  const emulator = await TestEmulator.start();
  const all = (await emulator.call('GET', `${FREE}&limit=2147483647`)).body.inventories;
  for (const limit of ['2147483648', '99999999999', 'Infinity']) {
    const { body } = await emulator.call('GET', `${FREE}&limit=${limit}`);
    expect(body.inventories).toEqual(all);
  }
  const least = (await emulator.call('GET', `${FREE}&limit=-2147483648`)).body;
  expect((await emulator.call('GET', `${FREE}&limit=-Infinity`)).body).toEqual(least);
});
