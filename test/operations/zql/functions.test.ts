import { SEED, TEST_TIME, TestEmulator, type Json } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  const { database } = emulator.environment;
  database
    .prepare('update images set name = ?, actual_size = 7, create_date = ? where uuid = ?')
    .run('  Größe Xy ', TEST_TIME + 250, SEED.image);
});

const ask = async (zql: string): Promise<Json> =>
  (await emulator.get(`/zstack/v1/zql?zql=${encodeURIComponent(zql)}`)).body;

/** What each function makes of a text, of a number and of a date; undefined: it is not asked. */
const FUNCTIONS: readonly (readonly [
  name: string,
  text: unknown,
  number: unknown,
  date: unknown,
])[] = [
  ['upper', '  GRößE XY ', '7', '2017-11-14 22:20:57'],
  ['ucase', '  GRößE XY ', '7', '2017-11-14 22:20:57'],
  ['lower', '  größe xy ', '7', '2017-11-14 22:20:57'],
  ['lcase', '  größe xy ', '7', '2017-11-14 22:20:57'],
  ['trim', 'Größe Xy', '7', '2017-11-14 22:20:57'],
  ['ltrim', 'Größe Xy ', '7', '2017-11-14 22:20:57'],
  ['rtrim', '  Größe Xy', '7', '2017-11-14 22:20:57'],
  ['length', 13, 1, 19],
  ['char_length', 11, 1, 19],
  ['character_length', 11, 1, 19],
  ['abs', undefined, 7, TEST_TIME + 250],
  ['sign', undefined, 1, 1],
  ['ceil', undefined, 7, TEST_TIME + 250],
  ['ceiling', undefined, 7, TEST_TIME + 250],
  ['floor', undefined, 7, TEST_TIME + 250],
  ['round', undefined, 7, TEST_TIME + 250],
  ['year', undefined, undefined, 2017],
  ['month', undefined, undefined, 11],
  ['day', undefined, undefined, 14],
  ['hour', undefined, undefined, 22],
  ['minute', undefined, undefined, 20],
  ['second', undefined, undefined, 57],
  ['max', '  Größe Xy ', 7, 'Nov 14, 2017 10:20:57 PM'],
  ['min', '  Größe Xy ', 7, 'Nov 14, 2017 10:20:57 PM'],
  ['avg', undefined, 7, TEST_TIME + 250],
];

test.each(FUNCTIONS)('%s of a text, a number and a date', async (name, ...told) => {
  const fields = ['name', 'actualSize', 'createDate'];
  for (const written of [name, name.toUpperCase()]) {
    for (const [i, field] of fields.entries()) {
      if (told[i] === undefined) continue;
      const body = await ask(`query ${written}(image.${field}) where uuid = '${SEED.image}'`);
      const [result] = body.results;
      const answer = result.inventories?.[0][field] ?? result.inventoryAggregateFunctions[0].at(-1);
      expect([written, field, answer]).toEqual([written, field, told[i]]);
    }
  }
});

test('a function that is not known is refused with all that are', async () => {
  expect((await ask('query soundex(image.name)')).error).toMatchObject({
    code: 'SYS.1014',
    details:
      'the function[soundex] of ZQL is not supported by this emulator; these are: distinct, max, min, avg, ' +
      'upper, ucase, lower, lcase, trim, ltrim, rtrim, length, char_length, character_length, abs, sign, ceil, ' +
      'ceiling, floor, round, year, month, day, hour, minute, second',
  });
  for (const inherited of ['constructor', 'toString', 'hasOwnProperty']) {
    expect((await ask(`query ${inherited}(image.name)`)).error.code).toBe('SYS.1014');
  }
});

test('extremes of texts and orders by functions have no regard to case', async () => {
  const uuids = Object.values(SEED.images);
  for (const [i, name] of ['b', 'A', 'C', 'd', 'E'].entries()) {
    await emulator.make('PUT', `/images/${uuids[i]}/actions`, { updateImage: { name } });
  }
  const extreme = async (name: string) =>
    (await ask(`query ${name}(image.name)`)).results[0].inventoryAggregateFunctions[0][1];
  expect([await extreme('min'), await extreme('max')]).toEqual(['A', 'E']);
  const names = async (order: string) =>
    (await ask(`query image order by ${order}`)).results[0].inventories.map(
      ({ name }: Json) => name,
    );
  expect(await names('name asc')).toEqual(['A', 'b', 'C', 'd', 'E']);
  expect(await names('image.name desc')).toEqual(['E', 'd', 'C', 'b', 'A']);
  expect((await ask('query image order by distinct(image.name) asc')).error.details).toContain(
    'unexpected token: DISTINCT',
  );
  expect((await ask('count upper(distinct(image.name))')).error.details).toContain(
    'unexpected token: DISTINCT',
  );
  expect((await ask('count distinct(upper(image.name))')).results).toEqual([{ total: 5 }]);
});
