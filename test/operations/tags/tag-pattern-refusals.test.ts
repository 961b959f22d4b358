import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { attach, makePattern, makeTokenPattern } from '../../support/tag-patterns';

const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const params = { name: 'stage', value: 'production' };
const withToken = { ...params, type: 'withToken' };

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const tooLong = (field: string, most: number) =>
  `field[${field}] of message[${M}] exceeds max length of string. expected was <= ${most}, actual was ${most + 1}`;
const wrongColor = (color: string) => `Invalid color specification[${color}], must like #FF00FF`;
const wrongFormat = (format: string) =>
  `Get format[${format}], format must like that name::{tokenName1}::{tokenName2} ... ::{tokenNameN} or {tokenName1}::{tokenName2} ... ::{tokenNameN} Name cannot contain '{}:'`;
const isThere = (name: string, color: string | null) =>
  `you already has a tag which [name:${name}, color:${color}]`;

describe('a new tag pattern is refused', () => {
  const create = (wanted: object, session?: string) =>
    emulator.refused('POST', '/tags', { params: wanted }, session);

  test.each([
    [{ value: 'x' }, `field[name] of message[${M}] is mandatory, can not be null`],
    [{ name: 'x' }, `field[value] of message[${M}] is mandatory, can not be null`],
    [{ ...params, name: 'n'.repeat(129) }, tooLong('name', 128)],
    [{ ...params, value: 'v'.repeat(129) }, tooLong('value', 128)],
    [{ ...params, description: 'd'.repeat(2049) }, tooLong('description', 2048)],
    [
      { ...params, type: 'Simple' },
      `valid value for field[type] of message[${M}] are [simple, withToken], but Simple found`,
    ],
    [
      { ...params, resourceUuid: 'x' },
      expect.stringMatching(/^resourceUuid\[x\] is not a valid uuid\. /),
    ],
  ])('for its parameters: %j', async (wanted, details) => {
    expect(await create(wanted)).toMatchObject({ code: 'SYS.1007', details });
  });

  test.each(['', 'red', 'FF00FF', '#FF00F', '#FF00FF0', '#GG00FF', '#FF00FF\n#FF00FF', '#fff'])(
    'for the color %j',
    async (color) => {
      expect(await create({ ...params, color })).toMatchObject({
        code: 'SYS.1007',
        details: wrongColor(color),
      });
    },
  );

  test.each([
    '',
    'os',
    'os::',
    'os::name',
    '{}',
    'os::{}',
    'os:{name}',
    'os{name}',
    '::{name}',
    '{name}::',
    '{name}{version}',
    '{name}:{version}',
    '{name}::version',
    'a::b::{name}',
    'os::{na:me}',
    'os::{{name}}',
    'os::{name}x',
  ])('for a format with tokens that is none: %j', async (value) => {
    expect(await create({ ...withToken, value })).toMatchObject({
      code: 'SYS.1007',
      details: wrongFormat(value),
    });
  });

  test('for its color before its format, and for its format before there being one like it', async () => {
    await makeTokenPattern(emulator);
    const like = { name: 'os', type: 'withToken', value: 'none' };
    expect((await create({ ...like, color: 'red' })).details).toBe(wrongColor('red'));
    expect((await create(like)).details).toBe(wrongFormat('none'));
  });

  test.each([
    [{}, {}, null],
    [{}, { value: 'other', description: 'other' }, null],
    [{ color: '#FF00FF' }, { color: '#ff00ff' }, '#ff00ff'],
    [withToken, withToken, null],
  ])('where its account has one like it: %j, %j', async (first, second, color) => {
    const value = 'type' in first ? { value: '{x}' } : {};
    await makePattern(emulator, { ...first, ...value });
    expect(await create({ ...params, ...second, ...value })).toMatchObject({
      code: 'TAG.1000',
      details: isThere('stage', color),
    });
  });

  test('where a normal account has one like it', async () => {
    await makePattern(emulator, {}, ALICE_SESSION);
    expect(await create(params, ALICE_SESSION)).toMatchObject({
      code: 'TAG.1000',
      details: isThere('stage', null),
    });
  });

  test('for a uuid that is taken', async () => {
    const { uuid } = await makePattern(emulator);
    expect(await create({ ...params, name: 'other', resourceUuid: uuid })).toMatchObject({
      code: 'SYS.1000',
      details: expect.stringContaining(`Duplicate entry '${uuid}' for key 'PRIMARY'`),
    });
  });
});

describe('a change of a tag pattern is refused', () => {
  const change = (uuid: string, changes: object, session?: string) =>
    emulator.refused('PUT', `/tags/${uuid}/actions`, { updateTag: changes }, session);

  test.each([
    [{ name: 'n'.repeat(129) }, tooLong('name', 128)],
    [{ value: 'v'.repeat(129) }, tooLong('value', 128)],
    [{ description: 'd'.repeat(2049) }, tooLong('description', 2048)],
    [{ color: 'red', value: 'x' }, wrongColor('red')],
    [{ value: 'production' }, 'cannot update simple tag pattern format'],
    [{ value: 'other' }, 'cannot update simple tag pattern format'],
  ])('of a simple one: %j', async (changes, details) => {
    const { uuid } = await makePattern(emulator);
    expect(await change(uuid, changes)).toMatchObject({ code: 'SYS.1007', details });
  });

  const onlyNames = 'you can only update token name';
  test.each([
    [{ value: 'os', color: 'red' }, wrongColor('red')],
    [{ value: 'os' }, wrongFormat('os')],
    [{ value: 'other::{name}::{version}' }, onlyNames],
    [{ value: '{name}::{version}' }, onlyNames],
    [{ value: 'os::{name}' }, onlyNames],
    [{ value: 'os::{name}::{version}::{arch}' }, onlyNames],
  ])('of one with tokens: %j', async (changes, details) => {
    const { uuid } = await makeTokenPattern(emulator);
    await attach(emulator, uuid, [SEED.images.linux], { name: 'a', version: 'b' });
    expect(await change(uuid, changes)).toMatchObject({ code: 'SYS.1007', details });
  });

  test('where the account would have two alike', async () => {
    const { uuid } = await makePattern(emulator, { color: '#00FF00' });
    await makePattern(emulator, { color: '#FF00FF' });
    await makePattern(emulator, { name: 'other', color: '#00FF00' });
    for (const [changes, name, color] of [
      [{ color: '#ff00ff' }, 'stage', '#ff00ff'],
      [{ name: 'other' }, 'other', '#00FF00'],
    ] as const) {
      expect(await change(uuid, changes)).toMatchObject({
        code: 'TAG.1000',
        details: isThere(name, color),
      });
    }
  });

  test('by admin to what admin has one like, whosever it is', async () => {
    await makePattern(emulator);
    const hers = await makePattern(emulator, { name: 'hers' }, ALICE_SESSION);
    expect(await change(hers.uuid, { name: 'stage' })).toMatchObject({
      code: 'TAG.1000',
      details: isThere('stage', null),
    });
  });

  test('of one that is not there, or is something else', async () => {
    for (const uuid of [NOWHERE, SEED.images.linux]) {
      expect(await change(uuid, { name: 'x' })).toMatchObject({
        code: 'SYS.1003',
        details: `invalid field[uuid], resource[uuid:${uuid}, type:TagPatternVO] not found`,
      });
    }
  });

  test('of another account’s, shared or not', async () => {
    const { uuid } = await makePattern(emulator);
    const error = {
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${uuid}, type:TagPatternVO]`,
    };
    expect(await change(uuid, { name: 'x' }, ALICE_SESSION)).toMatchObject(error);
    const share = { resourceUuids: [uuid], toPublic: true };
    await emulator.make('PUT', '/accounts/resources/actions', { shareResource: share });
    expect(await change(uuid, { name: 'x' }, ALICE_SESSION)).toMatchObject(error);
  });
});

test('the deletion of another account’s pattern, or of its tag, is refused', async () => {
  const { uuid } = await makePattern(emulator);
  const [tag] = await attach(emulator, uuid, [SEED.images.linux]);
  for (const [kind, one] of [
    ['tag pattern', uuid],
    ['user tag', tag.uuid],
  ]) {
    expect(
      await emulator.refused('DELETE', `/tags/${one}`, undefined, ALICE_SESSION),
    ).toMatchObject({
      code: 'ID.1002',
      details: `permission denied. The ${kind}[uuid: ${one}] refer to a resource not belonging to the account[uuid: ${ALICE}]`,
    });
  }
  expect((await emulator.refused('DELETE', `/tags/${uuid}?deleteMode=x`)).code).toBe('SYS.1000');
});

test.each([
  ['POST', '/tags', { params: { ...params, name: ['x'] } }, 500],
  ['POST', '/tags', { params: { ...params, color: { r: 1 } } }, 500],
  ['POST', '/tags', { params: { ...params, tagUuids: 'x' } }, 500],
  ['POST', '/tags', { params: { ...params, name: 7, value: 7 } }, 200],
  ['POST', '/tags', { params: null }, 503],
  ['PUT', `/tags/${NOWHERE}/actions`, { updateTag: { name: {} } }, 500],
  ['PUT', `/tags/${NOWHERE}/actions`, { updateTag: null }, 503],
  ['PUT', `/tags/${NOWHERE}/actions`, { nothing: {} }, 503],
  ['POST', `/tags/${NOWHERE}/resources`, { params: { resourceUuids: 'x' } }, 500],
  ['POST', `/tags/${NOWHERE}/resources`, { params: { tokens: ['x'] } }, 500],
  ['POST', `/tags/${NOWHERE}/resources`, { params: { tokens: { a: { b: 1 } } } }, 500],
  ['POST', `/tags/${NOWHERE}/resources`, {}, 503],
] as const)('odd bodies never crash: %s %s %j', async (method, path, body, status) => {
  const answer = await emulator.call(method, path, body);
  expect([answer.status, answer.text.includes('\n')]).toEqual([status, false]);
});
