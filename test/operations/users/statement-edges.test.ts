import { ALICE, digest } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const UPDATE = 'org.zstack.header.volume.APIUpdateVolumeMsg';
const OTHER = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
let session: string;
let user: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  user = (await alice('/accounts/users', { name: 'bob', password: digest('bob') })).uuid;
  const { body } = await emulator.anonymous.put('/zstack/v1/accounts/users/login').send({
    logInByUser: { accountName: 'alice', userName: 'bob', password: digest('bob') },
  });
  session = body.inventory.uuid;
});

async function alice(path: string, params: object): Promise<Json> {
  return (await emulator.call('POST', path, { params }, ALICE_SESSION)).body.inventory;
}

const policy = async (...statements: object[]): Promise<Json> =>
  alice('/accounts/policies', { name: 'p', statements });
const give = async (...statements: object[]): Promise<Json> => {
  const made = await policy(...statements);
  await alice(`/accounts/users/${user}/policies`, { policyUuid: made.uuid });
  return made;
};
/** What a call of the user that changes a volume comes to: nothing, or why it is refused. */
const change = async (params: object = { description: 'x' }): Promise<string | undefined> => {
  const path = `/volumes/${SEED.volumes.alice}/actions`;
  return (await emulator.call('PUT', path, { updateVolume: params }, session)).body.error?.details;
};
const allow = (...actions: string[]) => ({ effect: 'Allow', actions });
const deny = (...actions: string[]) => ({ effect: 'Deny', actions });
const byDefault = `operation[API:${UPDATE}] is denied by default, please contact admin to correct it`;

test.each<[string, boolean]>([
  [UPDATE, true],
  [`volume:${UPDATE}`, true],
  [`${UPDATE}:x:y`, true],
  [`x:${UPDATE}:y`, false],
  [`${UPDATE}:x`, false],
  ['APIUpdateVolumeMsg', true],
  ['VolumeMsg', true],
  ['org.zstack.header.volume.API*VolumeMsg', true],
  ['org.zstack.*.volume.*', true],
  ['org/zstack/header/volume/*', true],
  ['volume/APIUpdateVolumeMsg', true],
  ['org.zstack.**', true],
  ['**.volume.**', true],
  ['org.zstack.*', false],
  ['*', false],
  ['org', false],
  ['org.zstack.header.volume', false],
  ['APIUpdateVolume', false],
])('the action %s allows it: %s', async (action, isAllowed) => {
  await give(allow(action));
  expect(await change()).toBe(isAllowed ? undefined : byDefault);
});

test.each<[string, object, string | undefined]>([
  [UPDATE, {}, ''],
  [`${UPDATE}:name`, {}, undefined],
  [`${UPDATE}:name`, { name: null }, undefined],
  [`${UPDATE}:name`, { name: 'n' }, 'name'],
  [`${UPDATE}:size,description`, {}, 'description'],
  [':description', {}, 'description'],
  [':name', {}, undefined],
  ['org:description', {}, undefined],
])('denied for %s, a change with %j is refused over %j', async (action, more, field) => {
  await give(allow('**'));
  const { uuid } = await give(deny('x.y', action));
  expect(await change({ description: 'x', ...more })).toBe(
    field === undefined
      ? undefined
      : field === ''
        ? `the operation is denied by the policy[name:p uuid:${uuid}]`
        : `the operation is denied by the policy[name:p, uuid:${uuid}], field[${field}] is not permitted to set`,
  );
});

test.each<[unknown, string | undefined]>([
  [[], undefined],
  [null, undefined],
  ['nobody', undefined],
  [['user:*'], undefined],
  [[`user:${OTHER}`, 'user:*'], undefined],
  [['user:*', `user:${OTHER}`], undefined],
  [[`user:${OTHER}`], byDefault],
  [['user'], byDefault],
  [['use'], 'unknown principal[use]'],
  [[':x'], 'unknown principal[]'],
  [['group:x:y'], 'unknown principal[group]'],
  [[5], 'unknown principal[5]'],
])('for principals %j it comes to %j', async (principals, details) => {
  await give({ ...allow('**'), principals });
  expect(await change()).toBe(details);
});

test.each<[object, object]>([
  [{}, {}],
  [{ name: null }, {}],
  [{ name: 'n' }, { name: 'n' }],
  [{ name: 5 }, { name: '5' }],
  [{ name: { a: 1 } }, { name: '{"a":1}' }],
  [{ resources: ['r', 1] }, { resources: ['r', '1'] }],
  [{ resources: 'r', principals: {} }, {}],
  [{ principals: [`user:${OTHER}`] }, { principals: [`user:${OTHER}`] }],
])('a statement with %j has %j', async (given, told) => {
  const { statements } = await policy({ ...allow('x', 'y'), ...given });
  expect(statements).toEqual([
    {
      name: null,
      effect: 'Allow',
      principals: null,
      actions: ['x', 'y'],
      resources: null,
      ...told,
    },
  ]);
});

test('the policy that every account has lets its users look', async () => {
  const path = `/accounts/policies?q=accountUuid=${ALICE}&q=name~=DEFAULT-READ%25`;
  const { statements } = await emulator.find(path);
  expect(statements).toEqual([
    {
      name: 'read-apis-for-normal-account',
      effect: 'Allow',
      principals: null,
      actions: expect.arrayContaining(['org.zstack.header.volume.APIQueryVolumeMsg']),
      resources: null,
    },
  ]);
});

describe('a change of a user', () => {
  const path = '/accounts/users/actions';
  test('by itself may name it, keeps what is not told, and may tell the name that it has', async () => {
    const before = await emulator.find(`/accounts/users/${user}`);
    const as = (change: object, by = session) =>
      emulator.call('PUT', path, { updateUser: change }, by);
    for (const told of [
      { uuid: user, description: 'd' },
      { description: 'e' },
      { uuid: user, name: 'bob' },
      { uuid: user, name: 'rob' },
    ]) {
      const was = await emulator.find(`/accounts/users/${user}`);
      const { body } = await as(told);
      expect(body.inventory).toEqual({ ...was, ...told });
    }
    expect(await emulator.find(`/accounts/users/${user}`)).toEqual({
      ...before,
      name: 'rob',
      description: 'e',
    });
  });
});

test.each([{ name: 'n' }, { description: 'e' }, {}])(
  'a change of a group to %j keeps the rest',
  async (change) => {
    const group = await alice('/accounts/groups', { name: 'g', description: 'd' });
    const body = { updateUserGroup: { uuid: group.uuid, ...change } };
    const answer = await emulator.call('PUT', '/accounts/groups/actions', body, ALICE_SESSION);
    expect(answer.body.inventory).toEqual({ ...group, ...change });
  },
);

test.each<[string, string, () => Promise<Json>]>([
  ['UserVO', 'users', () => emulator.find(`/accounts/users/${user}`)],
  ['UserGroupVO', 'groups', () => alice('/accounts/groups', { name: 'g' })],
  ['PolicyVO', 'policies', () => policy(allow('x'))],
])('a %s is its account’s', async (resourceType, _, made) => {
  const { uuid } = await made();
  expect(await emulator.find(`/accounts/resources/refs?q=resourceUuid=${uuid}`)).toMatchObject({
    accountUuid: ALICE,
    resourceType,
  });
});
