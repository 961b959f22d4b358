import { ALICE_SESSION, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const refusal = (zql: string) => emulator.refused('GET', `/zql?zql=${encodeURIComponent(zql)}`);

const ERROR = 'org.zstack.zql.ast.visitors.ZQLError:';
const START = "{'query', 'count', 'sum'}";

test.each([
  ['', `line 1:0 mismatched input '<EOF>' expecting ${START}`],
  [';', `line 1:0 mismatched input ';' expecting ${START}`],
  ['select name from images', `line 1:0 mismatched input 'select' expecting ${START}`],
  ['query', "line 1:5 mismatched input '<EOF>' expecting a name"],
  ['query image where', "line 1:17 mismatched input '<EOF>' expecting a name"],
  [
    "query image where name 'x'",
    "line 1:23 mismatched input 'x' expecting {'=', '!=', '>', '>=', '<', '<=', 'is', 'in', 'not', 'like', 'has'}",
  ],
  ['query image where name =', "line 1:24 mismatched input '<EOF>' expecting a value"],
  ['query image where name = x', "line 1:25 mismatched input 'x' expecting a value"],
  ['query image where name = ()', "line 1:26 mismatched input ')' expecting a value"],
  ["query image where (name = 'x'", "line 1:29 mismatched input '<EOF>' expecting ')'"],
  ["query image where name = 'x') ", "line 1:28 mismatched input ')' expecting ';'"],
  ["query image where name in ('a',)", "line 1:31 mismatched input ')' expecting a value"],
  ["query image\nwhere name\n  = 'x' and", "line 3:11 mismatched input '<EOF>' expecting a name"],
  ["query image\nwhere name ~ 'x'", "line 2:11 token recognition error at: '~ 'x''"],
  ["query image where name = 'x", "line 1:25 token recognition error at: ''x'"],
  ['query image order by name', "line 1:25 mismatched input '<EOF>' expecting {'asc', 'desc'}"],
  ['query image limit -1', "line 1:18 mismatched input '-1' expecting an integer"],
  ['query image limit 1.5', "line 1:18 mismatched input '1.5' expecting an integer"],
  ['query image limit 2147483648', "line 1:18 mismatched input '2147483648' expecting an integer"],
  ['query image offset x', "line 1:19 mismatched input 'x' expecting an integer"],
  ['query image named as x', "line 1:21 mismatched input 'x' expecting a text in quotes"],
  ['query image where uuid in (query image)', "line 1:38 mismatched input ')' expecting '.'"],
  ['sum image.size', "line 1:14 mismatched input '<EOF>' expecting 'by'"],
  ['query distinct(image.name', "line 1:25 mismatched input '<EOF>' expecting ')'"],
  ['query zone; query', "line 1:17 mismatched input '<EOF>' expecting a name"],
  ['query image return with (total', "line 1:30 mismatched input '<EOF>' expecting ')'"],
  ["query image restrict by name = 'x'", "line 1:24 mismatched input 'name' expecting '('"],
])('%j is refused with the place of what was not expected', async (zql, text) => {
  expect(await refusal(zql)).toMatchObject({
    code: 'SYS.1000',
    description: 'An internal error happened in system',
    details: `${ERROR} syntax error, ${text}`,
  });
});

const RUNTIME = 'org.zstack.header.exception.CloudRuntimeException:';
const IMAGE = 'org.zstack.header.image.ImageInventory';

test.each([
  ['query nothing', `${RUNTIME} cannot find inventory with name[nothing]`],
  ['count constructor', `${RUNTIME} cannot find inventory with name[constructor]`],
  [
    "query image where nope = 'x'",
    `${RUNTIME} inventory class[class ${IMAGE}] not having field[nope]`,
  ],
  ['query image.nope', `${RUNTIME} inventory[\${selfInventoryClass}] has no field[nope]`],
  ['sum image.nope by state', `${RUNTIME} inventory class[class ${IMAGE}] not having field[nope]`],
  ['sum image.size by nope', `${RUNTIME} inventory class[class ${IMAGE}] not having field[nope]`],
  [
    'count image group by nope',
    `${RUNTIME} inventory class[class ${IMAGE}] not having field[nope]`,
  ],
  [
    'count distinct(image.nope)',
    `${RUNTIME} inventory class[class ${IMAGE}] not having field[nope]`,
  ],
  [
    "query image where nowhere.name = 'x'",
    `${RUNTIME} invalid nested query condition[nowhere.name] on class ${IMAGE},the expanded target[ImageInventory] have no expanded query[nowhere]`,
  ],
  [
    'query image order by nope asc',
    `${ERROR} invalid order by clause, inventory[ImageInventory] doesn't have field[nope]`,
  ],
  [
    'sum image.size by state order by name asc',
    `${ERROR} invalid order by clause, inventory[ImageInventory] doesn't have field[name]`,
  ],
  [
    'query image where name > (query image.name)',
    `${ERROR} a subquery can follow =, !=, in and not in only`,
  ],
  [
    'query image where name has (query image.name)',
    `${ERROR} a subquery can follow =, !=, in and not in only`,
  ],
  [
    'query image where name in (query volume.image.name)',
    `${ERROR} the subquery[volume.image.name] must name one field of its own`,
  ],
  [
    'query image where name in (query nothing.name)',
    `${RUNTIME} cannot find inventory with name[nothing]`,
  ],
])('%j is refused', async (zql, details) => {
  expect(await refusal(zql)).toMatchObject({ code: 'SYS.1000', details });
});

test('an error in one statement of a batch refuses the whole batch', async () => {
  const error = await refusal('query zone; query nothing');
  expect(error.details).toBe(`${RUNTIME} cannot find inventory with name[nothing]`);
});

test.each([
  ['query image filter by x', 'filter by'],
  ['query image return with (total, zwatch)', 'return with (zwatch)'],
  ['query image where uuid = getapi', 'getapi'],
])('%j is known and not emulated', async (zql, what) => {
  expect(await refusal(zql)).toMatchObject({
    code: 'SYS.1014',
    details: `'${what}' of ZQL is known to this emulator, but not supported yet`,
  });
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
    count zone where uuid != (query accesskey.uuid where AccessKeySecret like 's%')`;
  const path = `/zstack/v1/zql?zql=${encodeURIComponent(zql)}`;
  expect((await emulator.get(path)).body.results).toEqual([{ total: 1 }, { total: 1 }]);
  const { body } = await emulator.get(path, ALICE_SESSION);
  expect(body.results).toEqual([{ total: 0 }, { total: 1 }]);
});
