import { ALICE_SESSION, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const refusal = (zql: string) => emulator.refused('GET', `/zql?zql=${encodeURIComponent(zql)}`);

const SAID =
  'unhandled exception happened when calling private void org.zstack.query.QueryFacadeImpl.1.doCall(org.zstack.header.core.ReturnValueCompletion), ';
const INTERNAL = { code: 'SYS.1000', description: 'An internal error happened in system' };
const START = "{'query', 'count', 'sum', 'search'}";
const NOT_HQL = 'org.hibernate.hql.internal.ast.QuerySyntaxException:';
const NO_PROPERTY = 'org.hibernate.QueryException: could not resolve property:';
const RESULTS = 'could not extract ResultSet';

// More of these, with what the real parser says of them, stand in verdicts.json.
test.each([
  ['', `error mismatched input '<EOF>' expecting ${START} at line 1:0, `],
  // A letter beyond 16 bits is one.
  [
    "query image where name = '😀' and name = 'x",
    "error token recognition error at: ''x' at line 1:40, and name = '",
  ],
  ['select x', `error mismatched input 'select' expecting ${START} at line 1:0, select `],
  [
    "query image where name = 'x",
    "error token recognition error at: ''x' at line 1:25, re name = '",
  ],
  ['QUERY image', `error mismatched input 'QUERY' expecting ${START} at line 1:0, QUERY imag`],
])('%j is refused with the place of what was not expected', async (zql, text) => {
  expect(await refusal(zql)).toMatchObject({ ...INTERNAL, details: `${SAID}${text}` });
});

test('without a text there is nothing to read', async () => {
  expect(await emulator.refused('GET', '/zql')).toMatchObject({
    ...INTERNAL,
    details: `${SAID}null`,
  });
});

const IMAGE = 'org.zstack.header.image.ImageInventory';
// The real system forgot to fill in the class.
const noField = (name: string) =>
  ['inventory[$', `{selfInventoryClass}] has no field[${name}]`].join('');

test.each([
  ['query nothing', 'cannot find inventory with name[nothing]'],
  ['count constructor', 'cannot find inventory with name[constructor]'],
  ["query image where nope = 'x'", `inventory class[class ${IMAGE}] not having field[nope]`],
  ['query image.nope', noField('nope')],
  ['query image.backupStorageRef', noField('backupStorageRef')],
  ['query max(image.nope)', noField('nope')],
  ['query image group by nope', noField('nope')],
  ['sum image.nope by state', noField('nope')],
  ['count image.nope', noField('nope')],
  ['count image group by nope', noField('nope')],
  ['count distinct(image.nope)', noField('nope')],
  ['query image where name in (query image.nope)', noField('nope')],
  ['query image where name in (query volume.image.name)', noField('image')],
  ['sum image.size by nope', `${NO_PROPERTY} nope of: org.zstack.header.image.ImageVO`],
  [
    'query image order by image.nope asc',
    `${NO_PROPERTY} nope of: org.zstack.header.image.ImageVO`,
  ],
  [
    'query image where image.size > image.nope',
    `${NO_PROPERTY} nope of: org.zstack.header.image.ImageVO`,
  ],
  [
    "query image where nowhere.name = 'x'",
    `invalid nested query condition[nowhere.name] on class ${IMAGE},the expanded target[ImageInventory] have no expanded query[nowhere]`,
  ],
  [
    'query image order by nope asc',
    "invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  [
    'query image order by size + nope asc',
    "invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  [
    'count image order by nope asc',
    "invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  ['query image where name in (query nothing.name)', 'cannot find inventory with name[nothing]'],
  ['query image order by length(name) asc', 'cannot find inventory with name[name]'],
  [
    'query image order by length(image) asc',
    `${NO_PROPERTY} null of: org.zstack.header.image.ImageVO`,
  ],
  [
    'query image.backupStorageRefs',
    'org.zstack.header.exception.CloudRuntimeException: For the field[backupStorageRefs], fail to convert a vo to a inventory',
  ],
  ['query max(image)', 'java.lang.IndexOutOfBoundsException: Index: 0, Size: 0'],
  ['query COUNT(image)', "query grammar can't support, COUNT"],
  ['query Sum(image.size)', "query grammar can't support, Sum"],
  ['query image.name zone.name', 'null'],
  ['query image limit -1', 'max-results cannot be negative'],
  ['query image offset -1', 'first-result value cannot be negative : -1'],
  ['query image limit 2147483648', 'For input string: "2147483648"'],
  [
    'query image return with (other)',
    'cannot find any ReturnWithExtensionPoint dealing with other',
  ],
  [
    'query image return with (TOTAL)',
    'cannot find any ReturnWithExtensionPoint dealing with TOTAL',
  ],
  [
    "query image restrict by (name = 'x')",
    'the restrict by clause[name ...] without entity name is not handled by any extension',
  ],
  ['query image restrict by (backupstorage.uuid is null)', 'null'],
  [
    "query image restrict by (accesskey.uuid = 'x')",
    'invalid restrict by clause, inventory[accesskey] has no restriction to inventory[ImageInventory]',
  ],
  ['query image where name =', `${NOT_HQL} unexpected end of subtree`],
  ["query image where name is null 'x'", `${NOT_HQL} unexpected token: 'x'`],
  ["query image where name in 'x'", `${NOT_HQL} unexpected token: 'x'`],
  ["query image where name in (('x'))", `${NOT_HQL} unexpected token: )`],
  ["query image where name has ('x')", `${NOT_HQL} unexpected token: has`],
  ['query image where name = "x"', `${NOT_HQL} unexpected char: '"'`],
  ["query image where name = 'x' size = 1", `${NOT_HQL} unexpected token: size`],
  ['query image where image.size in image.size', `${NOT_HQL} unexpected token: in`],
  ['query image where zone.uuid = image.uuid', `${NOT_HQL} Invalid path: 'ZoneInventory.uuid'`],
  [
    "query image where name = ('x','y')",
    `org.hibernate.exception.GenericJDBCException: ${RESULTS}`,
  ],
  [
    'query image order by (name, size) asc',
    `org.hibernate.exception.GenericJDBCException: ${RESULTS}`,
  ],
  ['count max(image.size)', `org.hibernate.exception.GenericJDBCException: ${RESULTS}`],
  [
    'query max(image.size) return with (total)',
    `org.hibernate.exception.GenericJDBCException: ${RESULTS}`,
  ],
  [
    'query image where uuid = (query image.uuid)',
    `org.hibernate.exception.DataException: ${RESULTS}`,
  ],
  [
    'query image inner join image on image.uuid = image.uuid',
    `${NOT_HQL} Duplicate definition of alias`,
  ],
  [
    'query vminstance.name inner join zone on zone.uuid = vminstance.zoneUuid',
    `org.hibernate.exception.ConstraintViolationException: ${RESULTS}`,
  ],
  ["search 'x' from zone", 'cannot find index with name[zone]'],
  ["search 'x' from nothing", 'cannot find inventory with name[nothing]'],
  [
    "search 'x' restrict by (zone.uuid = 'a', zone.name = 'b')",
    'zql search not support multiple restrict expressions',
  ],
])('%j is refused as there', async (zql, text) => {
  expect(await refusal(zql)).toMatchObject({ ...INTERNAL, details: `${SAID}${text}` });
});

test('a sum of nothing is an invalid argument', async () => {
  expect(await refusal('sum image by platform')).toMatchObject({
    code: 'SYS.1007',
    details: 'the field to sum must be specified',
  });
  expect(await refusal('query image where zone = image.uuid')).toMatchObject({
    code: 'SYS.1006',
    details: 'fieldList is empty, cannot get columnName',
  });
});

test('an error in one statement of a batch refuses the whole batch', async () => {
  const error = await refusal('query zone; query nothing');
  expect(error.details).toBe(`${SAID}cannot find inventory with name[nothing]`);
});

test.each([
  ['query image filter by x{y}', 'filter by'],
  ["query image return with (total, zwatch{metricName='x'})", 'return with (zwatch)'],
  ["query image where uuid = getapi(api='QueryVolume', output='inventories.uuid')", 'getapi'],
  ["query image where uuid in (getapi(output='inventories.uuid', api='QueryVolume'))", 'getapi'],
  ['query upper(image)', 'upper of whole inventories'],
  ['query max(image) group by state', 'max of whole inventories with group by'],
  ['query distinct(image) group by state', 'group by of whole inventories that are distinct'],
])('%j is known and not emulated', async (zql, what) => {
  expect(await refusal(zql)).toMatchObject({
    code: 'SYS.1014',
    details: `'${what}' of ZQL is known to this emulator, but not supported yet`,
  });
});

test('a function that is not known here is named', async () => {
  const { code, details } = await refusal('query soundex(image.name)');
  expect(code).toBe('SYS.1014');
  expect(details).toMatch(/^the function\[soundex\] of ZQL is not supported .* distinct, max, min/);
});

test('the words of the language may stand in quotes', async () => {
  for (const text of ['getapi', '(', ')', 'query', ';', 'limit 1', 'null']) {
    const zql = `query image where name = '${text}' or name in ('${text}') named as '${text}'`;
    const { body } = await emulator.get(`/zstack/v1/zql?zql=${encodeURIComponent(zql)}`);
    expect(body.results).toEqual([{ inventories: [], name: text }]);
  }
});

test('a secret of another account is not told, not even by whether something is found', async () => {
  await emulator.make('POST', '/accesskeys', {
    params: {
      accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      userUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      AccessKeyID: 'AAAAAAAAAAAAAAAAAAAA',
      AccessKeySecret: 'ssssssssssssssssssssssssssssssssssssssss',
    },
  });
  const zql = `count account where uuid in (query accesskey.accountUuid where AccessKeySecret like 's%');
    count zone where uuid not in (query accesskey.uuid where AccessKeySecret like 's%')`;
  const path = `/zstack/v1/zql?zql=${encodeURIComponent(zql)}`;
  expect((await emulator.get(path)).body.results).toEqual([{ total: 1 }, { total: 1 }]);
  const { body } = await emulator.get(path, ALICE_SESSION);
  expect(body.results).toEqual([{ total: 0 }, { total: 1 }]);
});
