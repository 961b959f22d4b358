import { ADMIN_ACCOUNT, digest, logIn, makeAccount } from '../../support/accounts';
import { SEED, TestEmulator } from '../../support/emulator';

const { image } = SEED;
const on = { resourceType: 'ImageVO', resourceUuid: image };

/** Each line: what is there first, and a call that is refused as it differs in its case alone; the real database compares so. */
test.each([
  [
    'an account',
    ['POST', '/accounts', { params: { name: 'Bob', password: 'x' } }],
    ['POST', '/accounts', { params: { name: 'bOB', password: 'y' } }],
    'unable to create an account. An account already called bOB',
  ],
  [
    'another name of an account',
    ['POST', '/accounts', { params: { name: 'Bob', password: 'x' } }],
    ['PUT', `/accounts/${ADMIN_ACCOUNT}`, { updateAccount: { name: 'BOB' } }],
    'unable to update name. An account already called BOB',
  ],
  [
    'a user tag',
    ['POST', '/user-tags', { params: { ...on, tag: 'prod' } }],
    ['POST', '/user-tags', { params: { ...on, tag: 'PROD' } }],
    `Duplicated Tag[tag:PROD, type:User, resourceType:ImageVO, resourceUuid:${image}]`,
  ],
  [
    'one of several user tags',
    ['POST', '/zones', { params: { name: 'another' } }],
    [
      'POST',
      '/zones',
      {
        params: {
          name: 'z',
          resourceUuid: '20000000000040008000000000000077',
          userTags: ['prod', 'Prod'],
        },
      },
    ],
    'Duplicated Tag[tag:Prod, type:User, resourceType:ZoneVO, resourceUuid:20000000000040008000000000000077]',
  ],
  [
    'the host of a backup storage',
    ['POST', '/backup-storage/sftp', { params: sftpOn('server.example') }],
    ['POST', '/backup-storage/sftp', { params: sftpOn('SERVER.example') }],
    'duplicate backup storage. There has been a sftp backup storage[hostname:SERVER.example] existing',
  ],
] as const)('there is one %s, in whatever case', async (_what, [, path, body], second, details) => {
  const emulator = await TestEmulator.start();
  expect((await emulator.call('POST', path, body)).status).toBe(200);
  const before = emulator.world();
  const [method, to, change] = second;
  const answer = await emulator.call(method, to, change);
  expect(answer.body.error).toMatchObject({ details });
  expect(emulator.world()).toEqual(before);
});

function sftpOn(hostname: string) {
  return { name: hostname, hostname, url: '/images', username: 'root', password: 'x' };
}

test.each([
  ['admin', digest('password'), 200],
  ['ADMIN', digest('password'), 200],
  ['Admin', digest('password').toUpperCase(), 200],
  ['admin', digest('Password'), 503],
  ['admi', digest('password'), 503],
])('a log-in as %s with its password as %.8s… is %i', async (name, password, status) => {
  const emulator = await TestEmulator.start();
  const answer = await logIn(emulator, name, password);
  expect(answer.status).toBe(status);
  expect(answer.body.inventory?.accountUuid).toBe(status === 200 ? ADMIN_ACCOUNT : undefined);
});

test('a system tag in another case is the one that is there', async () => {
  const emulator = await TestEmulator.start();
  const tag = (text: string) => ({ params: { ...on, tag: text } });
  await emulator.call('POST', '/system-tags', tag('bootMode::UEFI'));
  await emulator.call('POST', '/system-tags', tag('bootMode::uefi'));
  const { body } = await emulator.get(
    `/zstack/v1/system-tags?q=resourceUuid=${image}&q=tag~=bootMode%25`,
  );
  expect(body.inventories).toHaveLength(1);
});

test('of two accounts that are there from before, each logs in by its exact name', async () => {
  const emulator = await TestEmulator.start();
  const bob = await makeAccount(emulator, 'bob');
  // A world of version 0.1.0 may have both.
  emulator.environment.database
    .prepare('update accounts set name = ? where uuid = ?')
    .run('Alice', bob.uuid);
  const session = await logIn(emulator, 'Alice', digest('bob'));
  expect(session.body.inventory?.accountUuid).toBe(bob.uuid);
  expect((await logIn(emulator, 'Alice', digest('alice'))).status).toBe(503);
});
