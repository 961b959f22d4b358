import { ADMIN_ACCOUNT, ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import {
  attach,
  attachment,
  makePattern,
  makeTokenPattern,
  shareWith,
} from '../../support/tag-patterns';

const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { linux, windows } = SEED.images;
const { alice } = SEED.volumes;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const notOwner = (uuid: string, type: string) => ({
  code: 'SYS.1006',
  details: `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${uuid}, type:${type}]`,
});
const notOwned = (uuids: string, account: string) => ({
  code: 'SYS.1007',
  details: `resource[uuids:[${uuids}]] is not owned by account[uuid:${account}]`,
});

describe('attaching is refused', () => {
  test('when the values of tokens make a text of more than 2048 characters', async () => {
    const { uuid } = await makePattern(emulator, { value: '{a}', type: 'withToken' });
    await attach(emulator, uuid, [linux], { a: 'x'.repeat(2048) });
    const long = attachment(uuid, [windows], { a: 'y'.repeat(2049) });
    expect(await emulator.refused(...long)).toMatchObject({
      code: 'SYS.1007',
      details: `the tag of pattern[uuid:${uuid}] exceeds max length of string. expected was <= 2048, actual was 2049`,
    });
  });

  test.each([
    [undefined, `field[resourceUuids] of message[${M}] is mandatory, can not be null`],
    [[], 'field[resourceUuids] must be a nonempty list'],
    [[linux, null], 'field[resourceUuids] cannot contain a NULL element'],
  ])('to %j', async (resourceUuids, details) => {
    const { uuid } = await makePattern(emulator);
    const body = { params: { resourceUuids } };
    expect(await emulator.refused('POST', `/tags/${uuid}/resources`, body)).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });

  test('to what is not there, all of it, and nothing else is tagged', async () => {
    const { uuid } = await makePattern(emulator);
    expect(await emulator.refused(...attachment(uuid, [linux, NOWHERE, 'x']))).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[resourceUuids], resource[uuids:[${NOWHERE}, x], type:ResourceVO] not found`,
    });
  });

  test('for a pattern that is not there, or is something else', async () => {
    for (const uuid of [NOWHERE, linux]) {
      expect(await emulator.refused(...attachment(uuid, [linux]))).toMatchObject({
        code: 'SYS.1003',
        details: `invalid field[tagUuid], resource[uuid:${uuid}, type:TagPatternVO] not found`,
      });
    }
  });

  test.each([
    ['os::{name}::{version}', undefined, '[name, version]'],
    ['os::{name}::{version}', {}, '[name, version]'],
    ['os::{name}::{version}', { name: 'x' }, '[name, version]'],
    ['{version}::{name}', { name: 'x', Version: '7' }, '[version, name]'],
    ['{constructor}', {}, '[constructor]'],
    ['{__proto__}', {}, '[__proto__]'],
  ])('where tokens are missing: %s with %j', async (value, tokens, names) => {
    const { uuid } = await makeTokenPattern(emulator, { value });
    expect(await emulator.refused(...attachment(uuid, [linux], tokens))).toMatchObject({
      code: 'SYS.1007',
      details: `all tokens ${names} must be specify`,
    });
  });

  test('where a simple pattern is given tokens', async () => {
    const { uuid } = await makePattern(emulator, { value: 'os::{name}' });
    expect(await emulator.refused(...attachment(uuid, [linux], { name: 'x' }))).toMatchObject({
      code: 'SYS.1007',
      details: 'simple tag pattern has no tokens',
    });
  });

  test('where the pattern’s owner is no admin and the resource another account’s, also to admin', async () => {
    const bob = await makeAccount(emulator, 'bob');
    const { uuid } = await makePattern(emulator, {}, ALICE_SESSION);
    const his = await makePattern(emulator, { name: 'his' }, bob.session);
    const wanted = [linux, alice, SEED.zone, his.uuid];
    expect(await emulator.refused(...attachment(uuid, wanted))).toMatchObject(
      notOwned(`${linux}, ${his.uuid}`, ALICE),
    );
    await shareWith(emulator, linux);
    expect(await emulator.refused(...attachment(uuid, [linux]))).toMatchObject(
      notOwned(linux, ALICE),
    );
  });

  test('where tokens are missing before whose the resource is', async () => {
    const { uuid } = await makeTokenPattern(emulator, {}, ALICE_SESSION);
    expect(await emulator.refused(...attachment(uuid, [linux], {}))).toMatchObject({
      details: 'all tokens [name, version] must be specify',
    });
  });

  test('to a normal account for another’s pattern, shared or not, and for what is not its own', async () => {
    const admins = await makePattern(emulator);
    const toHers = attachment(admins.uuid, [alice]);
    const error = notOwner(admins.uuid, 'TagPatternVO');
    expect(await emulator.refused(...toHers, ALICE_SESSION)).toMatchObject(error);
    await shareWith(emulator, admins.uuid);
    expect(await emulator.refused(...toHers, ALICE_SESSION)).toMatchObject(error);
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    for (const foreign of [linux, SEED.zone]) {
      const request = attachment(hers.uuid, [alice, foreign]);
      expect(await emulator.refused(...request, ALICE_SESSION)).toMatchObject(
        notOwner(foreign, 'ResourceVO'),
      );
    }
  });
});

describe('detaching is refused', () => {
  test.each([
    ['', 'SYS.1007', `field[resourceUuids] of message[${M}] is mandatory, can not be null`],
    [`?resourceUuids=${linux}`, 'SYS.1003', undefined],
  ])('for %j', async (query, code, details) => {
    const { uuid } = await makePattern(emulator);
    const tag = details === undefined ? NOWHERE : uuid;
    expect(await emulator.refused('DELETE', `/tags/${tag}/resources${query}`)).toMatchObject({
      code,
      details:
        details ?? `invalid field[tagUuid], resource[uuid:${tag}, type:TagPatternVO] not found`,
    });
  });

  test('to a normal account for another’s pattern, also from its own resource', async () => {
    const { uuid } = await makePattern(emulator);
    await attach(emulator, uuid, [alice, windows]);
    await shareWith(emulator, uuid);
    const path = `/tags/${uuid}/resources?resourceUuids=${alice}`;
    expect(await emulator.refused('DELETE', path, undefined, ALICE_SESSION)).toMatchObject(
      notOwner(uuid, 'TagPatternVO'),
    );
  });
});

test('admin’s patterns stand on everything: nothing is refused', async () => {
  const { uuid } = await makePattern(emulator);
  const tags = await attach(emulator, uuid, [alice, linux, ALICE, ADMIN_ACCOUNT]);
  expect(tags).toHaveLength(4);
});
