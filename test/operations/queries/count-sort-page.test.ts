import { SEED, TEST_TIME, TestEmulator, type Json } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const ask = async (search: string, path = '/images'): Promise<Json> => {
  const answer = await emulator.get(`/zstack/v1${path}?${search}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
const names = async (search: string): Promise<string[]> =>
  (await ask(search)).inventories.map((image: { name: string }) => image.name);

const UPWARD = [
  'centos-7.9',
  'deleted-yesterday',
  'retired',
  'ubuntu-22.04-live.iso',
  'windows-2019',
];

test.each([
  ['%2Bname', UPWARD],
  ['+name', UPWARD],
  ['name', UPWARD],
  ['-name', UPWARD.toReversed()],
  [
    '-size',
    ['windows-2019', 'centos-7.9', 'retired', 'deleted-yesterday', 'ubuntu-22.04-live.iso'],
  ],
  [
    'description',
    ['centos-7.9', 'windows-2019', 'ubuntu-22.04-live.iso', 'deleted-yesterday', 'retired'],
  ],
  [
    '-virtio',
    ['centos-7.9', 'ubuntu-22.04-live.iso', 'retired', 'deleted-yesterday', 'windows-2019'],
  ],
])('sort=%s gives %j', async (sort, expected) => {
  expect(await names(`sort=${sort}`)).toEqual(expected);
});

test('names are sorted without regard to case', async () => {
  for (const name of ['Aa', 'ab', 'AC']) {
    await emulator.make('POST', '/zones', { params: { name } });
  }
  const { inventories } = await ask('sort=name', '/zones');
  expect(inventories.map(({ name }: Json) => name)).toEqual(['Aa', 'ab', 'AC', 'zone-1']);
});

test('dates are sorted as times, not as the texts that stand for them', async () => {
  for (const name of ['first', 'second']) {
    emulator.advance(24 * 3_600_000 * 17);
    await emulator.make('POST', '/zones', { params: { name } });
  }
  const { inventories } = await ask('sort=-createDate&fields=name,createDate', '/zones');
  expect(inventories).toEqual([
    { name: 'second', createDate: 'Dec 18, 2017 10:20:57 PM' },
    { name: 'first', createDate: 'Dec 1, 2017 10:20:57 PM' },
    { name: 'zone-1', createDate: 'Nov 14, 2017 10:20:57 PM' },
  ]);
});

test('pages of every size put together are the whole, sorted or not', async () => {
  for (const sort of ['', 'sort=-state&', 'sort=platform&']) {
    const whole = await names(sort);
    for (const limit of [1, 2, 3, 5, 9]) {
      const pages: string[] = [];
      for (let start = 0; start < 5; start += limit) {
        pages.push(...(await names(`${sort}start=${start}&limit=${limit}`)));
      }
      expect(pages).toEqual(whole);
    }
  }
});

test('a page of nothing, beyond the end, or of more than there is', async () => {
  expect(await names('limit=0')).toEqual([]);
  expect(await names('start=5')).toEqual([]);
  expect(await names('start=2147483647')).toEqual([]);
  expect(await names('limit=2147483647')).toHaveLength(5);
});

test('a query without a limit answers 1000 of more, and says how many there are', async () => {
  const { repositories, chance } = emulator.environment.world;
  for (let i = 0; i < 1_005; i++) {
    repositories.tags.insertUserTag({
      uuid: chance.uuid(),
      resourceUuid: SEED.images.linux,
      resourceType: 'ImageVO',
      tagPatternUuid: null,
      tag: `tag-${String(i).padStart(4, '0')}`,
      createDate: TEST_TIME,
      lastOpDate: TEST_TIME,
    });
  }
  const first = await ask('replyWithCount=true&sort=tag', '/user-tags');
  expect([first.inventories.length, first.total]).toEqual([1_000, 1_005]);
  const rest = await ask('start=1000&sort=tag', '/user-tags');
  expect(rest.inventories.map(({ tag }: Json) => tag)).toEqual([
    'tag-1000',
    'tag-1001',
    'tag-1002',
    'tag-1003',
    'tag-1004',
  ]);
  expect(rest).not.toHaveProperty('total');
  const all = await ask('limit=2000', '/user-tags');
  expect(all.inventories).toHaveLength(1_005);
});

test('count=true answers the number of all that are meant, and no inventories', async () => {
  const meant = { success: true, error: null, schema: {} };
  expect(await ask('count=true')).toEqual({ ...meant, total: 5 });
  expect(await ask('count=TRUE&q=status=Ready&start=3&limit=1')).toEqual({ ...meant, total: 4 });
  expect(await ask('count=true&replyWithCount=true&q=name=none')).toEqual({ ...meant, total: 0 });
  expect(await ask('count=false')).not.toHaveProperty('total');
});

test('replyWithCount=true adds the number of all to a page', async () => {
  const page = await ask('replyWithCount=true&limit=2&start=1&q=state=Enabled');
  expect([page.inventories.length, page.total]).toEqual([2, 4]);
});

test('fields leaves only the keys that it names, in either wire form', async () => {
  const [image] = (await ask('fields=name, uuid ,description&q=name=centos-7.9')).inventories;
  expect(image).toEqual({ uuid: SEED.images.linux, name: 'centos-7.9', description: null });
  const native = await TestEmulator.start({ settings: { wire: 'native' } });
  const search = 'fields=name,uuid,description&q=name=centos-7.9';
  const { body } = await native.get(`/zstack/v1/images?${search}`);
  expect(body.inventories).toEqual([{ uuid: SEED.images.linux, name: 'centos-7.9' }]);
});

test('fields cannot name a list inside of an inventory, where there is one to show', async () => {
  for (const [path, list] of [
    ['/images', 'backupStorageRefs'],
    ['/backup-storage', 'attachedZoneUuids'],
    ['/vm-instances', 'allVolumes'],
  ]) {
    expect(await emulator.refused('GET', `${path}?fields=name,${list}`)).toMatchObject({
      code: 'SYS.1000',
      details: expect.stringContaining(
        `For the field[${list}], fail to convert a vo to a inventory`,
      ),
    });
    expect((await ask(`fields=name,${list}&q=name=none`, path)).inventories).toEqual([]);
  }
});

/** Each line: how pages and orders may be written, and the names that are found. */
test.each([
  ['sort=--name&limit=1', ['windows-2019']],
  ['sort=%2B%2Bname&limit=1', ['centos-7.9']],
  ['sort=+name&limit=1', ['centos-7.9']],
  ['sort=mediaType%20desc,name&limit=2', ['centos-7.9', 'deleted-yesterday']],
  ['sort=-mediaType%20desc,name&limit=2', ['windows-2019', 'retired']],
  ['sort=name&limit=%202%20', ['centos-7.9', 'deleted-yesterday']],
  ['sort=name&limit=%2B2&start=%200', ['centos-7.9', 'deleted-yesterday']],
  ['sort=name&limit=0', []],
])('%s finds %j', async (search, expected) => {
  expect(await names(search)).toEqual(expected);
});

test('count=true counts where the first of the fields is set', async () => {
  const total = async (search: string) => (await ask(search)).total;
  await emulator.make('PUT', `/images/${SEED.images.linux}/actions`, {
    updateImage: { description: 'described' },
  });
  expect(await total('count=true&fields=name,description')).toBe(5);
  const described = (await ask('q=description not null')).inventories.length;
  expect(described).toBeLessThan(5);
  expect(await total('count=true&fields=description,name')).toBe(described);
  expect(await total('replyWithCount=true&fields=description&limit=1')).toBe(described);
});

test.each(['abc', '', 'yes', 'true-ish'])('a flag compared with %j is refused', async (text) => {
  const error = await emulator.refused('GET', `/images?q=system=${text}`);
  expect(error).toMatchObject({ code: 'SYS.1000' });
});

test.each([
  ['true', 0],
  ['FALSE', 5],
  ['1', 0],
  ['0', 5],
  ['2', 0],
])('a flag compared with %s finds %i', async (text, found) => {
  expect(await names(`q=system=${text}`)).toHaveLength(found);
});

const IMAGE = 'org.zstack.header.image.ImageInventory';
const REF = 'org.zstack.header.image.ImageBackupStorageRefInventory';

test.each(['documented', 'native'])('the schema tells every class (%s)', async (wire) => {
  const other = await TestEmulator.start({ settings: { wire } });
  const schemaOf = async (search: string) =>
    (await other.get(`/zstack/v1/images?${search}`)).body.schema;
  expect(await schemaOf('q=name?=centos-7.9,windows-2019&sort=name')).toEqual({
    'inventories[0]': IMAGE,
    'inventories[0].backupStorageRefs[0]': REF,
    'inventories[0].backupStorageRefs[1]': REF,
    'inventories[1]': IMAGE,
    'inventories[1].backupStorageRefs[0]': REF,
  });
  expect(await schemaOf('q=name=centos-7.9&fields=name')).toEqual({ 'inventories[0]': IMAGE });
  expect(await schemaOf('q=name=none')).toEqual({});
  expect(await schemaOf('count=true')).toEqual({});
});

test('the bodies of both wire forms', async () => {
  const native = await TestEmulator.start({ settings: { wire: 'native' } });
  const search = '/zstack/v1/images?q=name=none&replyWithCount=true';
  expect((await native.get(search)).text).toBe('{"inventories":[],"total":0,"schema":{}}');
  expect((await emulator.get(search)).text).toBe(
    '{"success":true,"error":null,"inventories":[],"total":0,"schema":{}}',
  );
  expect((await native.get('/zstack/v1/images?count=true')).text).toBe('{"total":5,"schema":{}}');
});

test('groupBy and unknown parameters are accepted and ignored', async () => {
  const plain = await ask('sort=name');
  expect(await ask('sort=name&groupBy=state')).toEqual(plain);
  expect(await ask("sort=name&groupBy=nope'--&nonsense=1&q.0=name")).toEqual(plain);
});

test('a condition that is written twice is one', async () => {
  expect(await names('q=name=retired&q=name=retired')).toEqual(['retired']);
});

test('by uuid every parameter is ignored, even a wrong one', async () => {
  const path = `/images/${SEED.image}`;
  const plain = await ask('', path);
  expect(await ask('q=nonsense&limit=x&start=-1&count=true&sort=nope&fields=nope', path)).toEqual(
    plain,
  );
});

test.each([
  ['limit=', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=1e3', 'limit'],
  ['limit=0x10', 'limit'],
  ['limit=99999999999', 'limit'],
  ['start=', 'start'],
  ['start=one', 'start'],
  ['start=NaN', 'start'],
])('%s is no integer', async (search, name) => {
  const before = emulator.world();
  const answer = await emulator.get(`/zstack/v1/images?${search}`);
  expect([answer.status, answer.text]).toEqual([
    400,
    `Invalid query parameter. '${name}' must be an integer`,
  ]);
  expect(emulator.world()).toEqual(before);
});

const NO_FIELD =
  'org.zstack.header.exception.CloudRuntimeException: inventory[${selfInventoryClass}] has no field[nope]';
const ILLEGAL = 'java.lang.IllegalArgumentException:';

test.each([
  [
    'sort=-nope',
    'SYS.1000',
    "org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  [
    'sort=backupStorage.name',
    'SYS.1000',
    "org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[ImageInventory] doesn't have field[backupStorage.name]",
  ],
  [
    'sort=contentId',
    'SYS.1000',
    "org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[ImageInventory] doesn't have field[contentId]",
  ],
  [
    'count=true&sort=nope',
    'SYS.1000',
    "org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  [
    'sort=',
    'SYS.1000',
    "ParseCancellationException: error mismatched input 'asc' expecting {'(', ID} at line 1:",
  ],
  ['sort=name,uuid', 'SYS.1000', "error no viable alternative at input 'name,' at line 1:"],
  [
    'sort=name%20desc',
    'SYS.1000',
    "error extraneous input 'asc' expecting {<EOF>, ';'} at line 1:",
  ],
  ['fields=name,nope', 'SYS.1000', NO_FIELD],
  ['count=true&fields=nope', 'SYS.1000', NO_FIELD],
  ['limit=-1', 'SYS.1000', `${ILLEGAL} max-results cannot be negative`],
  ['start=-1', 'SYS.1000', `${ILLEGAL} first-result value cannot be negative : -1`],
  ['limit=-1&start=-1', 'SYS.1000', `${ILLEGAL} max-results cannot be negative`],
  ['filterName=x', 'SYS.1007', 'filterName must be formatted as [filterType:condition(s)]'],
  ['filterName=x:', 'SYS.1007', 'filterName must be formatted as [filterType:condition(s)]'],
])('%s is refused', async (search, code, details) => {
  expect(await emulator.refused('GET', `/images?${search}`)).toMatchObject({
    code,
    details: expect.stringContaining(details),
  });
});

test('a filter of a module that is not emulated says so', async () => {
  const error = await emulator.refused('GET', '/images?filterName=abc:def');
  expect(error).toMatchObject({
    code: 'SYS.1014',
    details:
      'the filter type[abc] belongs to a module that is not emulated; use a condition on __systemTag__',
  });
});

test('what begins alike comes in the order of names, page by page, unless another order is asked for', async () => {
  const uuids = [SEED.images.linux, SEED.images.windows, SEED.images.iso, SEED.images.disabled];
  for (const [i, name] of ['like-c', 'like-A', 'like-b', 'LIKE-a'].entries()) {
    await emulator.make('PUT', `/images/${uuids[i]}/actions`, { updateImage: { name } });
  }
  const namesOf = async (search: string): Promise<string[]> => {
    const { body } = await emulator.get(`/zstack/v1/images?q=name~=like-%25&${search}`);
    return body.inventories.map(({ name }: { name: string }) => name);
  };
  expect(await namesOf('')).toEqual(['like-A', 'LIKE-a', 'like-b', 'like-c']);
  const pages = [];
  for (const start of [0, 1, 2, 3]) pages.push(...(await namesOf(`start=${start}&limit=1`)));
  expect(pages).toEqual(['like-A', 'LIKE-a', 'like-b', 'like-c']);
  expect(await namesOf('sort=-name')).toEqual(['like-c', 'like-b', 'like-A', 'LIKE-a']);
  expect(await namesOf('sort=size')).toEqual(['like-b', 'LIKE-a', 'like-c', 'like-A']);
});
