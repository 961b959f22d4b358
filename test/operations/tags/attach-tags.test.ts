import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { submit } from '../../support/long-jobs';
import {
  attach,
  attachment,
  makePattern,
  makeTokenPattern,
  textsOn,
} from '../../support/tag-patterns';

const NOW = 'Nov 14, 2017 10:20:57 PM';
const { linux, windows, iso } = SEED.images;
const TOKENS = { name: 'centos', version: '7' };

describe('attaching', () => {
  let emulator: TestEmulator;
  beforeEach(async () => {
    emulator = await TestEmulator.start();
  });

  test('answers a tag for each resource, in their order, and keeps it', async () => {
    const pattern = await makePattern(emulator);
    const answer = await emulator.call(...attachment(pattern.uuid, [windows, linux]));
    const inventory = (resourceUuid: string) => ({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      resourceUuid,
      resourceType: 'ImageVO',
      tag: 'production',
      type: 'User',
      tagPatternUuid: pattern.uuid,
      tagPattern: pattern,
      createDate: NOW,
      lastOpDate: NOW,
    });
    expect(answer.body).toEqual({
      success: true,
      error: null,
      results: [
        { success: true, inventory: inventory(windows), error: null },
        { success: true, inventory: inventory(linux), error: null },
      ],
    });
    for (const { inventory: tag } of answer.body.results) {
      expect(await emulator.find(`/user-tags/${tag.uuid}`)).toEqual(tag);
    }
    const tagged = await emulator.call('GET', '/images?q=__userTag__=production&sort=name');
    expect(tagged.body.inventories.map(({ uuid }: Json) => uuid)).toEqual([linux, windows]);
  });

  test.each<[string, (emulator: TestEmulator) => Promise<string> | string]>([
    ['ImageVO', () => linux],
    ['VolumeVO', () => SEED.volumes.data],
    ['VmInstanceVO', () => SEED.vms.runningLinux],
    ['BackupStorageVO', () => SEED.backupStorages.sftp],
    ['PrimaryStorageVO', () => SEED.primaryStorages.nfs],
    ['ZoneVO', () => SEED.zone],
    ['AccountVO', () => ALICE],
    ['LongJobVO', async (of) => (await submit(of, 'APIAddImageMsg')).uuid],
    ['TagPatternVO', async (of) => (await makePattern(of, { name: 'other' })).uuid],
  ])('works on a resource of the type %s', async (resourceType, resourceOf) => {
    const { uuid } = await makePattern(emulator);
    const resourceUuid = await resourceOf(emulator);
    const tags = await attach(emulator, uuid, [resourceUuid]);
    expect(tags).toMatchObject([{ resourceUuid, resourceType, tag: 'production' }]);
  });

  test.each([
    ['os::{name}::{version}', TOKENS, 'os::centos::7'],
    ['{version}::{name}', TOKENS, '7::centos'],
    ['os::{name}', TOKENS, 'os::centos'],
    ['{a}::{a}', { a: 'x' }, 'x::x'],
    ['{a}::{b}', { a: '{b}', b: '$&' }, '{b}::$&'],
    ['{a}', { a: '' }, ''],
    ['{a}', { a: ' ünï::{} ' }, ' ünï::{} '],
    ['{constructor}::{__proto__}', JSON.parse('{"constructor":"c","__proto__":"p"}'), 'c::p'],
  ])('puts the tokens in: %s', async (value, tokens, text) => {
    const { uuid } = await makeTokenPattern(emulator, { value });
    const [tag] = await attach(emulator, uuid, [linux], tokens);
    expect(tag.tag).toBe(text);
    expect(await textsOn(emulator, linux)).toEqual([text]);
  });

  test('what is attached already answers the same tag again, whatever the tokens, and stays one', async () => {
    const simple = await makePattern(emulator);
    const os = await makeTokenPattern(emulator);
    const [first, again] = await attach(emulator, simple.uuid, [linux, linux]);
    expect(again).toEqual(first);
    expect(await attach(emulator, simple.uuid, [windows, linux])).toMatchObject([
      { resourceUuid: windows },
      first,
    ]);
    const [tag] = await attach(emulator, os.uuid, [linux], TOKENS);
    expect(await attach(emulator, os.uuid, [linux], { ...TOKENS, name: 'other' })).toEqual([tag]);
    expect(await textsOn(emulator, linux)).toEqual(['os::centos::7', 'production']);
  });

  test('the same text stands once by each pattern and once by itself', async () => {
    const one = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other' });
    const own = { params: { resourceType: 'ImageVO', resourceUuid: linux, tag: 'production' } };
    await emulator.make('POST', '/user-tags', own);
    await attach(emulator, one.uuid, [linux, windows]);
    await attach(emulator, other.uuid, [linux]);
    expect(await textsOn(emulator, linux)).toEqual(['production', 'production', 'production']);
    const onWindows = { params: { ...own.params, resourceUuid: windows } };
    expect(await emulator.refused('POST', '/user-tags', onWindows)).toMatchObject({
      code: 'SYS.1006',
      details: `Duplicated Tag[tag:production, type:User, resourceType:ImageVO, resourceUuid:${windows}]`,
    });
  });

  test('a simple pattern takes no tokens, also as an empty object', async () => {
    const { uuid } = await makePattern(emulator);
    expect(await attach(emulator, uuid, [linux], {})).toHaveLength(1);
  });

  test('a normal account attaches its own to its own, and admin’s attaches to everything', async () => {
    const hers = await makePattern(emulator, {}, ALICE_SESSION);
    const { alice } = SEED.volumes;
    expect(await attach(emulator, hers.uuid, [alice], undefined, ALICE_SESSION)).toHaveLength(1);
    // What belongs to nobody is nobody else's.
    expect(await attach(emulator, hers.uuid, [SEED.zone])).toHaveLength(1);
    const admins = await makePattern(emulator);
    expect(await attach(emulator, admins.uuid, [alice, linux, SEED.zone])).toHaveLength(3);
  });
});

describe('the limit of tags on a resource', () => {
  const overLimit = (resourceUuid: string, number: number, limit: number) => ({
    success: false,
    error: {
      code: 'TAG.1001',
      details: `resource[uuid:${resourceUuid}] has been attached ${number} tags, cannot attach any more`,
      opaque: { 'tag.count.limit': limit },
    },
  });

  test('is 20 without a word; the others are attached all the same', async () => {
    const emulator = await TestEmulator.start();
    for (let i = 0; i < 20; i++) {
      const { uuid } = await makePattern(emulator, { name: `stage-${i}` });
      await attach(emulator, uuid, [linux]);
    }
    const { uuid } = await makePattern(emulator);
    const { status, body } = await emulator.call(...attachment(uuid, [windows, linux, iso]));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      results: [
        { success: true, inventory: { resourceUuid: windows } },
        overLimit(linux, 20, 20),
        { success: true, inventory: { resourceUuid: iso } },
      ],
    });
    expect(await textsOn(emulator, linux)).toHaveLength(20);
  });

  test('counts tags of patterns only, and none that is gone', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('tag2/tag.resource.attached', '1');
    for (const [path, tag] of [
      ['/user-tags', 'mine'],
      ['/system-tags', 'packer'],
    ] as const) {
      await emulator.make('POST', path, {
        params: { resourceType: 'ImageVO', resourceUuid: linux, tag },
      });
    }
    const one = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other' });
    await attach(emulator, one.uuid, [linux]);
    // The one that is there is no further one.
    await attach(emulator, one.uuid, [linux]);
    const { body } = await emulator.call(...attachment(other.uuid, [linux]));
    expect(body.results).toMatchObject([overLimit(linux, 1, 1)]);
    await emulator.make('DELETE', `/tags/${one.uuid}/resources?resourceUuids=${linux}`);
    await attach(emulator, other.uuid, [linux]);
  });

  test('holds at once when it is set, and takes nothing away; none at all is a limit, too', async () => {
    const emulator = await TestEmulator.start();
    const one = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other' });
    await attach(emulator, one.uuid, [linux]);
    await emulator.configure('tag2/tag.resource.attached', '0');
    const { body } = await emulator.call(...attachment(other.uuid, [linux, windows]));
    expect(body.results).toMatchObject([overLimit(linux, 1, 0), overLimit(windows, 0, 0)]);
    expect(await textsOn(emulator, linux)).toEqual(['production']);
    await emulator.configure('tag2/tag.resource.attached', '2');
    await attach(emulator, other.uuid, [linux, windows]);
  });
});

describe('detaching', () => {
  let emulator: TestEmulator;
  beforeEach(async () => {
    emulator = await TestEmulator.start();
  });
  const detach = (uuid: string, resources: readonly string[], session?: string) => {
    const query = resources.map((one) => `resourceUuids=${one}`).join('&');
    return ['DELETE', `/tags/${uuid}/resources?${query}`, undefined, session] as const;
  };

  test('takes the tag from the named resources only, and no other tag', async () => {
    const one = await makePattern(emulator);
    const other = await makePattern(emulator, { name: 'other', value: 'other' });
    await attach(emulator, one.uuid, [linux, windows, iso]);
    await attach(emulator, other.uuid, [linux]);
    const answer = await emulator.call(...detach(one.uuid, [linux, windows]));
    expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
    expect(await textsOn(emulator, linux)).toEqual(['other']);
    expect(await textsOn(emulator, windows)).toEqual([]);
    expect(await textsOn(emulator, iso)).toEqual(['production']);
  });

  test('from what has no such tag, or is not there, is no error', async () => {
    const { uuid } = await makePattern(emulator);
    const before = emulator.world();
    for (const one of [linux, 'f'.repeat(32), 'x']) {
      expect((await emulator.call(...detach(uuid, [one]))).status).toBe(200);
    }
    expect(emulator.world()).toEqual(before);
  });

  test('its owner does, with an index in the names of the parameters as well', async () => {
    const { alice } = SEED.volumes;
    const { uuid } = await makePattern(emulator, {}, ALICE_SESSION);
    await attach(emulator, uuid, [alice], undefined, ALICE_SESSION);
    const path = `/tags/${uuid}/resources?resourceUuids.0=${alice}`;
    expect((await emulator.call('DELETE', path, undefined, ALICE_SESSION)).status).toBe(200);
    expect(await textsOn(emulator, alice)).toEqual([]);
  });
});

test('a resource that goes takes its tags along, and leaves the pattern', async () => {
  const emulator = await TestEmulator.start();
  const bob = await makeAccount(emulator, 'bob');
  const { uuid } = await makePattern(emulator);
  const zone = await emulator.make('POST', '/zones', { params: { name: 'z' } });
  await attach(emulator, uuid, [linux, zone.uuid, bob.uuid]);
  await emulator.make('DELETE', `/images/${linux}`);
  expect(await textsOn(emulator, linux)).toEqual(['production']);
  await emulator.make('PUT', `/images/${linux}/actions`, { expungeImage: {} });
  await emulator.make('DELETE', `/zones/${zone.uuid}`);
  await emulator.make('DELETE', `/accounts/${bob.uuid}`);
  expect((await emulator.call('GET', '/user-tags')).body.inventories).toEqual([]);
  expect(await emulator.find(`/tags/${uuid}`)).toMatchObject({ name: 'stage' });
});
