import { ADMIN_ACCOUNT, ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import {
  attach,
  gift,
  makePattern,
  makeTokenPattern,
  shareWith,
  textsOn,
} from '../../support/tag-patterns';

const { linux, windows } = SEED.images;
const { alice } = SEED.volumes;

let emulator: TestEmulator;
let bob: { uuid: string; session: string };
beforeEach(async () => {
  emulator = await TestEmulator.start();
  bob = await makeAccount(emulator, 'bob');
});

const names = async (session?: string): Promise<string[]> =>
  (await emulator.call('GET', '/tags?sort=name', undefined, session)).body.inventories.map(
    ({ name }: Json) => name,
  );
const give = (resourceUuid: string, accountUuid: string) =>
  emulator.call(...gift(resourceUuid, accountUuid));

describe('who sees', () => {
  test('a tag pattern: its owner, admin, and those it is shared with', async () => {
    await makePattern(emulator, { name: 'hers' }, ALICE_SESSION);
    await makePattern(emulator, { name: 'his' }, bob.session);
    const admins = await makePattern(emulator, { name: 'admin’s' });
    expect(await names()).toEqual(['admin’s', 'hers', 'his']);
    expect(await names(ALICE_SESSION)).toEqual(['hers']);
    await shareWith(emulator, admins.uuid, ALICE);
    expect(await names(ALICE_SESSION)).toEqual(['admin’s', 'hers']);
    expect(await names(bob.session)).toEqual(['his']);
    await shareWith(emulator, admins.uuid);
    expect(await names(bob.session)).toEqual(['admin’s', 'his']);
    const one = await emulator.get(`/zstack/v1/tags/${admins.uuid}`, bob.session);
    expect(one.body.inventories).toHaveLength(1);
  });

  test('a tag of a pattern: the pattern’s owner and admin, not all that see pattern and resource', async () => {
    const admins = await makePattern(emulator);
    const hers = await makePattern(emulator, { value: 'hers' }, ALICE_SESSION);
    await shareWith(emulator, admins.uuid);
    await attach(emulator, admins.uuid, [alice, SEED.zone]);
    await attach(emulator, hers.uuid, [alice, SEED.zone]);
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'VolumeVO', resourceUuid: alice, tag: 'mine' },
    });
    expect(await textsOn(emulator, alice)).toEqual(['hers', 'mine', 'production']);
    expect(await textsOn(emulator, alice, ALICE_SESSION)).toEqual(['hers', 'mine']);
    expect(await textsOn(emulator, SEED.zone, ALICE_SESSION)).toEqual(['hers']);
    expect(await textsOn(emulator, SEED.zone, bob.session)).toEqual([]);
    expect(await textsOn(emulator, alice, bob.session)).toEqual([]);
  });

  test('what an account does not see, it does not find either', async () => {
    const admins = await makePattern(emulator);
    await attach(emulator, admins.uuid, [alice]);
    await shareWith(emulator, admins.uuid);
    const found = async (query: string, session?: string) =>
      (await emulator.call('GET', query, undefined, session)).body.inventories;
    const byTag = `/tags?q=tag.resourceUuid=${alice}`;
    expect(await found(byTag)).toHaveLength(1);
    expect(await found(byTag, ALICE_SESSION)).toEqual([]);
    const volumes = '/volumes?q=__userTag__';
    expect(await found(`${volumes}=production`)).toMatchObject([{ uuid: alice }]);
    expect(await found(`${volumes}=production`, ALICE_SESSION)).toEqual([]);
    expect(await found(`${volumes}%20not%20null`, ALICE_SESSION)).toEqual([]);
    expect(await found(`${volumes}!=production`, ALICE_SESSION)).toMatchObject([{ uuid: alice }]);
    const counted = await emulator.call('GET', '/user-tags?count=true', undefined, ALICE_SESSION);
    expect(counted.body.total).toBe(0);
  });
});

describe('a tag pattern that is given away', () => {
  test('to a normal account stays on what that account owns, or nobody does', async () => {
    const { uuid } = await makePattern(emulator);
    await attach(emulator, uuid, [alice, linux, SEED.zone]);
    await shareWith(emulator, uuid);
    const answer = await give(uuid, ALICE);
    expect(answer.body.inventory).toMatchObject({
      accountUuid: ALICE,
      resourceUuid: uuid,
      resourceType: 'TagPatternVO',
    });
    expect(await textsOn(emulator, alice, ALICE_SESSION)).toEqual(['production']);
    expect(await textsOn(emulator, SEED.zone, ALICE_SESSION)).toEqual(['production']);
    expect(await textsOn(emulator, linux)).toEqual([]);
    expect(await names(ALICE_SESSION)).toEqual(['stage']);
    expect(await names(bob.session)).toEqual([]);
  });

  test('to an admin stays everywhere', async () => {
    const { uuid } = await makePattern(emulator, {}, ALICE_SESSION);
    await attach(emulator, uuid, [alice, SEED.zone]);
    expect((await give(uuid, ADMIN_ACCOUNT)).status).toBe(200);
    expect(await textsOn(emulator, alice)).toEqual(['production']);
    expect(await textsOn(emulator, SEED.zone)).toEqual(['production']);
    expect(await textsOn(emulator, alice, ALICE_SESSION)).toEqual([]);
    await attach(emulator, uuid, [linux]);
  });

  test('leaves other patterns where they are', async () => {
    const { uuid } = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other', value: 'other' });
    await attach(emulator, uuid, [linux]);
    await attach(emulator, other.uuid, [linux, uuid]);
    await give(uuid, ALICE);
    expect(await textsOn(emulator, linux)).toEqual(['other']);
    expect(await textsOn(emulator, uuid)).toEqual(['other']);
  });

  test('loses the tags of its former owner’s other patterns, and keeps its own on itself', async () => {
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    const other = await makePattern(emulator, { name: 'other', value: 'other' }, ALICE_SESSION);
    await attach(emulator, other.uuid, [hers.uuid]);
    await attach(emulator, hers.uuid, [hers.uuid, other.uuid]);
    await give(hers.uuid, bob.uuid);
    expect(await textsOn(emulator, hers.uuid)).toEqual(['production']);
    expect(await textsOn(emulator, other.uuid)).toEqual([]);
  });

  test('is refused where the new owner has one like it', async () => {
    const { uuid } = await makePattern(emulator, { color: '#FF00FF' });
    await makePattern(emulator, { color: '#ff00ff', value: 'x' }, ALICE_SESSION);
    expect(await emulator.refused(...gift(uuid, ALICE))).toMatchObject({
      code: 'TAG.1000',
      details: 'you already has a tag which [name:stage, color:#FF00FF]',
    });
    expect((await give(uuid, bob.uuid)).status).toBe(200);
  });
});

describe('a resource that is given away', () => {
  const vmOf = async (volume: string): Promise<string> =>
    (await emulator.find(`/volumes/${volume}`))?.vmInstanceUuid;

  test('loses the tags of its former owner’s patterns, and keeps admin’s and its own', async () => {
    const hers = await makePattern(emulator, { value: 'hers' }, ALICE_SESSION);
    const os = await makeTokenPattern(emulator, { value: '{os}' }, ALICE_SESSION);
    const admins = await makePattern(emulator, { value: 'admin’s' });
    await attach(emulator, hers.uuid, [alice, SEED.zone]);
    await attach(emulator, os.uuid, [alice], { os: 'x' });
    await attach(emulator, admins.uuid, [alice]);
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'VolumeVO', resourceUuid: alice, tag: 'mine' },
    });
    // A root volume goes with its VM alone.
    await give(await vmOf(alice), bob.uuid);
    expect(await textsOn(emulator, alice)).toEqual(['admin’s', 'mine']);
    expect(await textsOn(emulator, alice, bob.session)).toEqual(['mine']);
    expect(await textsOn(emulator, SEED.zone)).toEqual(['hers']);
    expect(await names(ALICE_SESSION)).toEqual(['os', 'stage']);
  });

  test('by an admin keeps the tags of admin’s patterns', async () => {
    const admins = await makePattern(emulator);
    await attach(emulator, admins.uuid, [linux]);
    await give(linux, ALICE);
    expect(await textsOn(emulator, linux)).toEqual(['production']);
  });

  test('takes its parts along, and they lose such tags, too', async () => {
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    const taken = await emulator.call(
      'POST',
      `/volumes/${alice}/volume-snapshots`,
      { params: { name: 's', tagUuids: [hers.uuid] } },
      ALICE_SESSION,
    );
    const { uuid, treeUuid } = taken.body.inventory;
    await attach(emulator, hers.uuid, [treeUuid]);
    await give(await vmOf(alice), bob.uuid);
    expect(await textsOn(emulator, uuid)).toEqual([]);
    expect(await textsOn(emulator, treeUuid)).toEqual([]);
  });
});

test('admin takes the patterns of a deleted account over, with their tags', async () => {
  const his = await makePattern(emulator, {}, bob.session);
  await attach(emulator, his.uuid, [bob.uuid, SEED.zone]);
  await shareWith(emulator, his.uuid, ALICE);
  await emulator.make('DELETE', `/accounts/${bob.uuid}`);
  const { body } = await emulator.call(
    'GET',
    `/accounts/resources/refs?q=resourceUuid=${his.uuid}`,
  );
  expect(body.inventories).toMatchObject([{ accountUuid: ADMIN_ACCOUNT }]);
  expect(await names(ALICE_SESSION)).toEqual([]);
  expect(await textsOn(emulator, SEED.zone)).toEqual(['production']);
  expect(await textsOn(emulator, bob.uuid)).toEqual([]);
  await attach(emulator, his.uuid, [linux, windows]);
});

test('a pattern’s type is named where what is shared is listed', async () => {
  const { uuid } = await makePattern(emulator);
  await shareWith(emulator, uuid, ALICE);
  const { body } = await emulator.call('GET', `/accounts/resources?q=resourceUuid=${uuid}`);
  expect(body.inventories).toMatchObject([{ resourceUuid: uuid, resourceType: 'TagPatternVO' }]);
});

describe('tags go', () => {
  const tag = (resourceType: string, resourceUuid: string) =>
    emulator.make('POST', '/user-tags', { params: { resourceType, resourceUuid, tag: 'mine' } });
  const left = async () => (await emulator.call('GET', '/user-tags')).body.inventories;

  test.each([
    ['with its last snapshot', (uuid: string) => `/volume-snapshots/${uuid}`],
    ['with its volume', () => `/volumes/${SEED.volumes.spareData}`],
  ])('with a tree of snapshots, which goes %s', async (_how, pathOf) => {
    await emulator.configure('volume/deletionPolicy', 'Direct');
    const volume = SEED.volumes.spareData;
    const path = `/volumes/${volume}/volume-snapshots`;
    const { uuid, treeUuid } = await emulator.make('POST', path, { params: { name: 's' } });
    const pattern = await makePattern(emulator);
    await tag('VolumeSnapshotTreeVO', treeUuid);
    await attach(emulator, pattern.uuid, [treeUuid, uuid]);
    await emulator.make('DELETE', pathOf(uuid));
    expect(await emulator.find(`/volume-snapshots/trees/${treeUuid}`)).toBeUndefined();
    expect(await left()).toEqual([]);
  });

  test('with an account', async () => {
    await tag('AccountVO', bob.uuid);
    await emulator.make('DELETE', `/accounts/${bob.uuid}`);
    expect(await left()).toEqual([]);
  });
});
