import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_ACCOUNT, ALICE, digest, logIn, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const UNKNOWN = 'ffffffffffff4fff8fffffffffffffff';
const VALIDATOR = 'org.zstack.header.message.ApiMessageParamValidator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = (params: object) => emulator.make('POST', '/accounts', { params });
const update = (uuid: string, change: object, session?: string) =>
  emulator.call('PUT', `/accounts/${uuid}`, { updateAccount: change }, session);
const refusedUpdate = (uuid: string, change: object, session?: string) =>
  emulator.refused('PUT', `/accounts/${uuid}`, { updateAccount: change }, session);

describe('a new account', () => {
  test('is normal unless it is to be an admin, and is shown without its password', async () => {
    const bob = await create({ name: 'bob', password: digest('bob'), description: 'a tester' });
    expect(bob).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'bob',
      description: 'a tester',
      type: 'Normal',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    });
    expect(await emulator.find(`/accounts/${bob.uuid}`)).toEqual(bob);
    const { body } = await logIn(emulator, 'bob', digest('bob'));
    expect(body.inventory).toMatchObject({ accountUuid: bob.uuid, userUuid: bob.uuid });
  });

  test('takes the uuid and the tags that it is given', async () => {
    const { uuid } = await create({
      name: 'bob',
      password: 'x',
      resourceUuid: UNKNOWN,
      userTags: ['team-a'],
    });
    expect(uuid).toBe(UNKNOWN);
    const { body } = await emulator.call('GET', `/user-tags?q=resourceUuid=${UNKNOWN}`);
    expect(body.inventories).toMatchObject([{ tag: 'team-a', resourceType: 'AccountVO' }]);
  });

  test('of type SystemAdmin deletes accounts and has no quotas, and is else one like others', async () => {
    const boss = await makeAccount(emulator, 'boss', { type: 'SystemAdmin' });
    expect((await emulator.call('GET', '/images', undefined, boss.session)).body).toMatchObject({
      inventories: [],
    });
    expect(
      await emulator.refused('POST', '/zones', { params: { name: 'zone-2' } }, boss.session),
    ).toMatchObject({ code: 'ID.1002' });
    const deleted = await emulator.call('DELETE', `/accounts/${ALICE}`, undefined, boss.session);
    expect(deleted.status).toBe(200);
    const quotas = await emulator.call('GET', `/accounts/quotas?q=identityUuid=${boss.uuid}`);
    expect(quotas.body.inventories).toEqual([]);
  });

  test.each([
    [{ password: 'x' }, `field[name] of message[${VALIDATOR}] is mandatory, can not be null`],
    [{ name: 'x' }, `field[password] of message[${VALIDATOR}] is mandatory, can not be null`],
    [
      { name: 'n'.repeat(256), password: 'x' },
      `field[name] of message[${VALIDATOR}] exceeds max length of string. expected was <= 255, actual was 256`,
    ],
    [
      { name: 'x', password: 'p'.repeat(256) },
      `field[password] of message[${VALIDATOR}] exceeds max length of string. expected was <= 255, actual was 256`,
    ],
    [
      { name: 'x', password: 'x', description: 'd'.repeat(2049) },
      `field[description] of message[${VALIDATOR}] exceeds max length of string. expected was <= 2048, actual was 2049`,
    ],
    [
      { name: 'x', password: 'x', type: 'Root' },
      `valid value for field[type] of message[${VALIDATOR}] are [SystemAdmin, Normal], but Root found`,
    ],
    [
      { name: 'alice', password: 'x' },
      'unable to create an account. An account already called alice',
    ],
  ])('%j is refused', async (params, details) => {
    expect(await emulator.refused('POST', '/accounts', { params })).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });

  test.each([
    ['no-uuid', 'SYS.1007', /^resourceUuid\[no-uuid\] is not a valid uuid\./],
    [ALICE, 'SYS.1000', new RegExp(`^Duplicate entry '${ALICE}' for key 'PRIMARY'$`)],
    [SEED.image, 'SYS.1000', /^Duplicate entry/],
  ])('with the uuid %s is refused', async (resourceUuid, code, details) => {
    const params = { name: 'x', password: 'x', resourceUuid };
    expect(await emulator.refused('POST', '/accounts', { params })).toMatchObject({
      code,
      details: expect.stringMatching(details),
    });
  });
});

describe('passwords', () => {
  test('lie in the database file only as hashes with a salt of their own', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'accounts-'));
    const onDisk = await TestEmulator.start({ settings: { dataDir } });
    const password = digest('the same for both');
    for (const name of ['bob', 'carol']) {
      await onDisk.make('POST', '/accounts', { params: { name, password } });
    }
    const [former, latter] = [digest('alice-password'), digest('the next one')];
    await onDisk.make('PUT', `/accounts/${ALICE}`, {
      updateAccount: { password: latter, oldPassword: former },
    });
    await onDisk.make('PUT', `/backup-storage/sftp/${SEED.backupStorages.sftp}/actions`, {
      updateSftpBackupStorage: { password: 'of-the-storage' },
    });
    const hashes = onDisk.environment.database
      .prepare<[], string>("select password_hash from accounts where name in ('bob', 'carol')")
      .pluck()
      .all();
    expect(new Set(hashes).size).toBe(2);
    expect(new Set(hashes.map((hash) => hash.split(':')[1])).size).toBe(2);
    await onDisk.stop();

    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    const holds = (what: string | Buffer) => files.some((file) => file.includes(what));
    expect(holds('carol')).toBe(true);
    for (const secret of [password, former, latter]) {
      expect(holds(secret)).toBe(false);
      expect(holds(Buffer.from(secret, 'hex'))).toBe(false);
    }
    expect(holds('the same for both')).toBe(false);
    expect(holds('of-the-storage')).toBe(false);
    rmSync(dataDir, { recursive: true });
  });

  test('are compared exactly, save for the case of their digest', async () => {
    for (const wrong of [digest('Password'), 'password', '']) {
      const { status, body } = await logIn(emulator, 'admin', wrong);
      expect([status, body.error.code]).toEqual([503, 'ID.1000']);
    }
  });

  test('can be changed: the new one counts, the old one does not', async () => {
    const change = { password: digest('new'), oldPassword: digest('alice-password') };
    expect((await update(ALICE, change, ALICE_SESSION)).status).toBe(200);
    expect((await logIn(emulator, 'alice', digest('alice-password'))).status).toBe(503);
    expect((await logIn(emulator, 'alice', digest('new'))).status).toBe(200);
  });
});

describe('an update', () => {
  test('changes what it names and leaves the rest', async () => {
    emulator.advance(60_000);
    const { body } = await update(ALICE, { name: 'alicia' });
    expect(body.inventory).toMatchObject({
      name: 'alicia',
      description: 'A normal account, for trying ownership',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:21:57 PM',
    });
    expect((await logIn(emulator, 'alicia', digest('alice-password'))).status).toBe(200);
  });

  test('of a normal account is for itself only', async () => {
    const bob = await makeAccount(emulator, 'bob');
    const own = await update(ALICE, { description: 'me' }, ALICE_SESSION);
    expect(own.body.inventory.description).toBe('me');
    for (const uuid of [bob.uuid, ADMIN_ACCOUNT]) {
      const { name } = await emulator.find(`/accounts/${uuid}`);
      expect(await refusedUpdate(uuid, { password: digest('mine') }, ALICE_SESSION)).toMatchObject({
        code: 'SYS.1006',
        details: `account[uuid: ${uuid}, name: ${name}] is a normal account, it cannot reset the password of another account[uuid: ${uuid}]`,
      });
    }
  });

  test.each([
    [
      ALICE,
      { name: 'admin' },
      'SYS.1007',
      'unable to update name. An account already called admin',
    ],
    [ADMIN_ACCOUNT, { name: 'root' }, 'SYS.1006', 'the name of admin account cannot be updated'],
    [
      ALICE,
      { password: 'x', oldPassword: 'wrong' },
      'SYS.1006',
      `old password is not equal to the original password, cannot update the password of account[uuid: ${ALICE}]`,
    ],
    [
      ALICE,
      { description: 'd'.repeat(2049) },
      'SYS.1007',
      `field[description] of message[${VALIDATOR}] exceeds max length of string. expected was <= 2048, actual was 2049`,
    ],
    [
      UNKNOWN,
      { name: 'x' },
      'SYS.1003',
      `invalid field[uuid], resource[uuid:${UNKNOWN}, type:AccountVO] not found`,
    ],
  ])('of %s by %j is refused', async (uuid, change, code, details) => {
    expect(await refusedUpdate(uuid, change)).toMatchObject({ code, details });
  });
});

test('of admins the first alone sets passwords', async () => {
  const boss = await makeAccount(emulator, 'boss', { type: 'SystemAdmin' });
  const before = emulator.world();
  for (const uuid of [boss.uuid, ALICE]) {
    const body = { updateAccount: { password: 'x' } };
    expect(await emulator.refused('PUT', `/accounts/${uuid}`, body, boss.session)).toMatchObject({
      code: 'SYS.1006',
      details: `only admin account can update it's password`,
    });
  }
  expect(emulator.world()).toEqual(before);
});

test('admins change what is no name and no password of every account, the first one included', async () => {
  const boss = await makeAccount(emulator, 'boss', { type: 'SystemAdmin' });
  const body = { updateAccount: { description: 'd' } };
  for (const uuid of [ADMIN_ACCOUNT, ALICE]) {
    const answer = await emulator.call('PUT', `/accounts/${uuid}`, body, boss.session);
    expect(answer.body.inventory).toMatchObject({ uuid, description: 'd' });
  }
  const name = { updateAccount: { name: 'other' } };
  expect(await emulator.refused('PUT', `/accounts/${ADMIN_ACCOUNT}`, name)).toMatchObject({
    details: 'the name of admin account cannot be updated',
  });
});

describe('deleting an account', () => {
  test('gives what it owns to admin and ends its sessions, keys, quotas and shares', async () => {
    const bob = await makeAccount(emulator, 'bob');
    const image = (
      await emulator.createTemplate(
        SEED.volumes.alice,
        { name: 'hers' },
        { session: ALICE_SESSION },
      )
    ).body.inventory.uuid;
    const shareWith = (resourceUuid: string, accountUuid: string) =>
      emulator.make('PUT', '/accounts/resources/actions', {
        shareResource: { resourceUuids: [resourceUuid], accountUuids: [accountUuid] },
      });
    await shareWith(image, bob.uuid);
    await shareWith(SEED.images.linux, ALICE);
    await emulator.make('POST', '/accesskeys', { params: { accountUuid: ALICE, userUuid: ALICE } });

    expect((await emulator.call('DELETE', `/accounts/${ALICE}`)).status).toBe(200);

    const { body: refs } = await emulator.call('GET', '/accounts/resources/refs');
    const owners = new Map(
      refs.inventories.map((ref: { resourceUuid: string; accountUuid: string }) => [
        ref.resourceUuid,
        ref.accountUuid,
      ]),
    );
    // Bob has the policy that every account has.
    expect(new Set(owners.values())).toEqual(new Set([ADMIN_ACCOUNT, bob.uuid]));
    for (const hers of [image, SEED.volumes.alice]) expect(owners.get(hers)).toBe(ADMIN_ACCOUNT);
    expect((await emulator.find(`/images/${image}`)).name).toBe('hers');
    const late = await emulator.call('GET', '/images', undefined, ALICE_SESSION);
    expect(late.body.error).toMatchObject({ code: 'ID.1001', details: 'Session expired' });
    const left = async (path: string) => (await emulator.call('GET', path)).body.inventories;
    expect(await left('/accesskeys')).toEqual([]);
    expect(await left(`/accounts/quotas?q=identityUuid=${ALICE}`)).toEqual([]);
    // Networks and offerings are for all.
    expect(await left('/accounts/resources?q=toPublic=false')).toEqual([]);
    expect(await left(`/accounts/${ALICE}`)).toEqual([]);
    expect((await logIn(emulator, 'alice', digest('alice-password'))).status).toBe(503);
    const bobs = await emulator.call('GET', '/images', undefined, bob.session);
    expect(bobs.body.inventories).toEqual([]);
  });

  test('that is not there succeeds, a malformed uuid does not', async () => {
    expect((await emulator.call('DELETE', `/accounts/${UNKNOWN}`)).status).toBe(200);
    expect(await emulator.refused('DELETE', '/accounts/nobody')).toMatchObject({
      code: 'SYS.1003',
      details: 'invalid value[nobody] of field [uuid]',
    });
  });

  test('is for admins, and not of the one that calls or of the first admin', async () => {
    const boss = await makeAccount(emulator, 'boss', { type: 'SystemAdmin' });
    const refusals = [
      [ALICE, ALICE_SESSION, 'Only admin can delete account.'],
      [ADMIN_ACCOUNT, ALICE_SESSION, 'cannot delete builtin admin account.'],
      [ADMIN_ACCOUNT, boss.session, 'cannot delete builtin admin account.'],
      [ADMIN_ACCOUNT, undefined, 'account cannot delete itself'],
      [boss.uuid, boss.session, 'account cannot delete itself'],
    ] as const;
    for (const [uuid, session, details] of refusals) {
      expect(
        await emulator.refused('DELETE', `/accounts/${uuid}`, undefined, session),
      ).toMatchObject({ code: 'SYS.1007', details });
    }
    expect((await emulator.call('DELETE', `/accounts/${boss.uuid}`)).status).toBe(200);
  });
});

test('a normal account finds itself only, admin finds all', async () => {
  const names = async (session?: string) =>
    (await emulator.call('GET', '/accounts?sort=name', undefined, session)).body.inventories.map(
      ({ name }: { name: string }) => name,
    );
  expect(await names()).toEqual(['admin', 'alice']);
  expect(await names(ALICE_SESSION)).toEqual(['alice']);
});
