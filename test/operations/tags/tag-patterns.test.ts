import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { attach, makePattern, makeTokenPattern, textsOn } from '../../support/tag-patterns';

const NOW = 'Nov 14, 2017 10:20:57 PM';
const UUID = /^[0-9a-f]{32}$/;
const OWN_UUID = '0123456789ab4def8123456789abcdef';
const { linux, windows } = SEED.images;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const update = (uuid: string, change: object) =>
  emulator.make('PUT', `/tags/${uuid}/actions`, { updateTag: change });
const names = async (query: string): Promise<string[]> =>
  (await emulator.call('GET', `/tags?${query}`)).body.inventories.map(({ name }: Json) => name);
const ownerOf = async (uuid: string): Promise<Json> =>
  (
    await emulator.call('GET', `/accounts/resources/refs?q=resourceUuid=${uuid}`)
  ).body.inventories.map(({ accountUuid, resourceType }: Json) => [accountUuid, resourceType]);

describe('making a tag pattern', () => {
  test('answers what it is, and it is found so', async () => {
    const made = await makePattern(emulator);
    expect(made).toEqual({
      uuid: expect.stringMatching(UUID),
      name: 'stage',
      value: 'production',
      description: null,
      color: null,
      type: 'simple',
      createDate: NOW,
      lastOpDate: NOW,
    });
    expect(await emulator.find(`/tags/${made.uuid}`)).toEqual(made);
    expect(await textsOn(emulator, made.uuid)).toEqual([]);
  });

  test('takes every parameter, a uuid of the caller’s choice among them', async () => {
    const made = await makePattern(emulator, {
      name: ' os ',
      value: ' os::{name} ',
      description: 'which one',
      color: '#ff00Ff',
      type: 'withToken',
      resourceUuid: OWN_UUID,
    });
    expect(made).toMatchObject({
      uuid: OWN_UUID,
      name: 'os',
      value: 'os::{name}',
      description: 'which one',
      color: '#ff00Ff',
      type: 'withToken',
    });
  });

  test('belongs to whoever makes it, admin or not', async () => {
    const { uuid } = await makePattern(emulator);
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    expect(await ownerOf(uuid)).toEqual([[ADMIN_ACCOUNT, 'TagPatternVO']]);
    expect(await ownerOf(hers.uuid)).toEqual([[ALICE, 'TagPatternVO']]);
  });

  test('takes names, values and descriptions of the greatest length', async () => {
    const name = 'n'.repeat(128);
    const made = { name, value: 'v'.repeat(128), description: 'd'.repeat(2048) };
    expect(await makePattern(emulator, made)).toMatchObject(made);
  });

  test.each(['', 'a::b', '{x}', 'os::{name}', 'ünïcode 🚀', "o'brien; --"])(
    'a simple one has any value: %j',
    async (value) => {
      const { uuid } = await makePattern(emulator, { value });
      await attach(emulator, uuid, [linux]);
      expect(await textsOn(emulator, linux)).toEqual([value]);
    },
  );

  test.each(['{a}', '{a}::{b}', 'os::{a}', 'os::{a}::{b}::{c}', ' a b::{c d}', 'ö::{ü}'])(
    'one with tokens has a format: %j',
    async (value) => {
      const made = await makeTokenPattern(emulator, { value });
      expect(made.value).toBe(value.trim());
    },
  );

  test('makes one that differs from others in name, its case, color, type or account', async () => {
    await makePattern(emulator);
    for (const other of [
      { name: 'Stage' },
      { color: '#00FF00' },
      { color: '#00FF01' },
      { type: 'withToken', value: '{x}' },
      { type: 'withToken', value: '{x}', color: '#00FF00' },
    ]) {
      await makePattern(emulator, other);
    }
    await makePattern(emulator, {}, ALICE_SESSION);
    expect(await names('sort=createDate')).toHaveLength(7);
  });

  test('is given user tags like any other resource', async () => {
    const { uuid } = await emulator.make('POST', '/tags', {
      params: { name: 'stage', value: 'production' },
      userTags: ['mine'],
    });
    expect(await textsOn(emulator, uuid)).toEqual(['mine']);
    expect(await emulator.find('/tags?q=__userTag__=mine')).toMatchObject({ uuid });
  });
});

describe('finding tag patterns', () => {
  test.each([
    ['q=name=STAGE', ['stage']],
    ['q=value~=os::%25', ['os']],
    ['q=type=withToken', ['os']],
    ['q=color%20not%20null', ['os']],
    ['q=description=d&q=name!=os', ['stage']],
    ['sort=-name', ['stage', 'os']],
    [`q=tag.resourceUuid=${linux}`, ['os', 'stage']],
    ['q=tag.tag=os::centos::7', ['os']],
    [`q=tag.resourceUuid=${windows}`, ['stage']],
    ['q=tag.image.name=centos-7.9&limit=1&sort=name', ['os']],
    ['q=tag.tagPattern.name=stage', ['stage']],
  ])('%s', async (query, expected) => {
    const { uuid } = await makePattern(emulator, { description: 'd' });
    const os = await makeTokenPattern(emulator, { color: '#FF00FF' });
    await attach(emulator, uuid, [linux, windows]);
    await attach(emulator, os.uuid, [linux], { name: 'centos', version: '7' });
    const found = await names(query);
    expect(query.includes('sort') ? found : found.toSorted()).toEqual(expected);
  });

  test('user tags are found by their pattern, which they show', async () => {
    const pattern = await makePattern(emulator, { color: '#FF00FF' });
    const [tag] = await attach(emulator, pattern.uuid, [linux]);
    for (const query of [
      'q=tagPattern.color=%23ff00ff',
      'q=tagPattern.value=production',
      `q=tagPatternUuid=${pattern.uuid}`,
      'q=tagPatternUuid%20not%20null',
    ]) {
      expect((await emulator.call('GET', `/user-tags?${query}`)).body.inventories).toEqual([
        { ...tag, tagPattern: pattern },
      ]);
    }
    expect(await emulator.find('/user-tags?q=tagPattern.name=other')).toBeUndefined();
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'ImageVO', resourceUuid: linux, tag: 'mine' },
    });
    expect(await emulator.find('/user-tags?q=tagPatternUuid%20is%20null')).toMatchObject({
      tag: 'mine',
      tagPatternUuid: null,
      tagPattern: null,
    });
  });

  test('ZQL calls them tagpattern', async () => {
    await makePattern(emulator);
    await makeTokenPattern(emulator);
    const zql = encodeURIComponent(
      "query tagpattern.name where type = 'withToken'; count tagpattern",
    );
    const { body } = await emulator.call('GET', `/zql?zql=${zql}`);
    expect(body.results).toMatchObject([{ inventories: [{ name: 'os' }] }, { total: 2 }]);
  });

  test('counts, pages and names their class, also in the tags that were made of them', async () => {
    await makePattern(emulator);
    await makeTokenPattern(emulator);
    const { body } = await emulator.call('GET', '/tags?replyWithCount=true&limit=1&fields=name');
    expect([body.total, body.inventories]).toEqual([2, [{ name: 'stage' }]]);
    expect(body.schema).toEqual({
      'inventories[0]': 'org.zstack.header.tag.TagPatternInventory',
    });
    const { uuid } = await emulator.find('/tags?q=name=stage');
    await attach(emulator, uuid, [linux]);
    expect((await emulator.call('GET', '/user-tags')).body.schema).toEqual({
      'inventories[0]': 'org.zstack.header.tag.UserTagInventory',
      'inventories[0].tagPattern': 'org.zstack.header.tag.TagPatternInventory',
    });
  });
});

describe('changing a tag pattern', () => {
  test('changes what is named and nothing else, and its date', async () => {
    const made = await makePattern(emulator, { description: 'old', color: '#FF00FF' });
    emulator.advance(1000);
    const later = { lastOpDate: 'Nov 14, 2017 10:20:58 PM' };
    for (const change of [{ name: 'new' }, { description: 'new' }, { color: '#00ff00' }]) {
      Object.assign(made, change, later);
      expect(await update(made.uuid, change)).toEqual(made);
      expect(await emulator.find(`/tags/${made.uuid}`)).toEqual(made);
    }
    expect(await update(made.uuid, {})).toMatchObject({ name: 'new', color: '#00ff00' });
  });

  test('to what it is already is no error', async () => {
    const { uuid } = await makePattern(emulator, { color: '#FF00FF' });
    const same = { name: 'stage', color: '#ff00ff' };
    expect(await update(uuid, same)).toMatchObject(same);
  });

  test('renames tokens; tags that are there keep their text', async () => {
    const { uuid } = await makeTokenPattern(emulator);
    const [tag] = await attach(emulator, uuid, [linux], { name: 'centos', version: '7' });
    const value = 'os::{family}::{version}';
    expect(await update(uuid, { value })).toMatchObject({ value });
    expect(await emulator.find(`/user-tags/${tag.uuid}`)).toMatchObject({
      tag: 'os::centos::7',
      tagPattern: { value },
    });
    await attach(emulator, uuid, [windows], { family: 'windows', version: '2019' });
    expect(await textsOn(emulator, windows)).toEqual(['os::windows::2019']);
  });

  test('is free to make it like one of another account', async () => {
    await makePattern(emulator);
    const hers = await makePattern(emulator, { name: 'hers' }, ALICE_SESSION);
    const answer = await emulator.call(
      'PUT',
      `/tags/${hers.uuid}/actions`,
      { updateTag: { name: 'stage' } },
      ALICE_SESSION,
    );
    expect(answer.body.inventory).toMatchObject({ name: 'stage' });
  });
});

describe('deleting a tag pattern', () => {
  test('takes all of its tags along, and leaves nothing', async () => {
    const before = emulator.world();
    const { uuid } = await makePattern(emulator);
    await attach(emulator, uuid, [linux, windows, SEED.zone]);
    const answer = await emulator.call('DELETE', `/tags/${uuid}?deleteMode=Enforcing`);
    expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
    expect(emulator.world()).toEqual(before);
    expect((await emulator.call('DELETE', `/tags/${uuid}`)).status).toBe(200);
  });

  test('takes what stood on it along: user tags, tags of other patterns, shares', async () => {
    const before = emulator.world();
    const other = await makePattern(emulator, { name: 'other' });
    const { uuid } = await makePattern(emulator);
    await attach(emulator, other.uuid, [uuid]);
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'TagPatternVO', resourceUuid: uuid, tag: 'mine' },
    });
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [uuid], toPublic: true, accountUuids: [ALICE] },
    });
    await emulator.make('DELETE', `/tags/${uuid}`);
    await emulator.make('DELETE', `/tags/${other.uuid}`);
    expect(emulator.world()).toEqual(before);
  });

  test('the tag of one resource goes alone: the pattern and its other tags stay', async () => {
    const { uuid } = await makePattern(emulator);
    const [tag] = await attach(emulator, uuid, [linux, windows]);
    await emulator.make('DELETE', `/tags/${tag.uuid}`);
    expect(await textsOn(emulator, linux)).toEqual([]);
    expect(await textsOn(emulator, windows)).toEqual(['production']);
    expect(await emulator.find(`/tags/${uuid}`)).toMatchObject({ name: 'stage' });
  });

  test('its owner deletes it, and admin anybody’s', async () => {
    for (const session of [ALICE_SESSION, undefined]) {
      const { uuid } = await makePattern(emulator, {}, ALICE_SESSION);
      expect((await emulator.call('DELETE', `/tags/${uuid}`, undefined, session)).status).toBe(200);
      expect(await emulator.find(`/tags/${uuid}`)).toBeUndefined();
    }
  });
});
