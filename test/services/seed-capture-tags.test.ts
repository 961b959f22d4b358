import { captureSeed } from '../../src/seeding';
import { ALICE, makeAccount } from '../support/accounts';
import { capture, load, toldBy } from '../support/capture';
import { ALICE_SESSION, type Json, SEED, TestEmulator } from '../support/emulator';
import { attach, makePattern, makeTokenPattern, shareWith, textsOn } from '../support/tag-patterns';

const { linux, windows } = SEED.images;
const SAME_AS_ALWAYS = 9;
/** What the report of a capture names beside what it always does. */
const namedBy = ({ notCarried }: { notCarried: string[] }) => notCarried.slice(SAME_AS_ALWAYS);

/** An emulator whose answers to some paths are changed, as a cloud's may be. */
const captureWith = (
  emulator: TestEmulator,
  change: Readonly<Record<string, (rows: Json[]) => Json[]>>,
) =>
  captureSeed(async (path) => {
    const { body } = await emulator.get(`/zstack/v1${path}`);
    const [asked = ''] = path.split('?');
    return { ...body, inventories: change[asked]?.(body.inventories) ?? body.inventories };
  });

/** The user tags of a resource: texts, and the names of their patterns. */
async function tagsOn(emulator: TestEmulator, uuid: string): Promise<[string, string | null][]> {
  const { body } = await emulator.call('GET', `/user-tags?q=resourceUuid=${uuid}&sort=%2Btag`);
  return body.inventories.map(({ tag, tagPattern }: Json) => [tag, tagPattern?.name ?? null]);
}

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

test('tag patterns and their tags are told as they were, and captured again as the same seed', async () => {
  const red = await makePattern(emulator, { color: '#ff0000', description: 'a "description"' });
  const blue = await makePattern(emulator, { color: '#0000FF' });
  const os = await makeTokenPattern(emulator);
  const odd = await makeTokenPattern(emulator, { name: 'odd', value: 'a.*(b)::{x}' });
  const alices = await makePattern(emulator, { name: 'mine' }, ALICE_SESSION);
  await shareWith(emulator, alices.uuid, (await makeAccount(emulator, 'bob')).uuid);
  const userTag = { resourceType: 'ImageVO', resourceUuid: linux, tag: 'production' };
  await emulator.make('POST', '/user-tags', { params: userTag });
  emulator.advance(5000);
  await attach(emulator, blue.uuid, [
    linux,
    SEED.volumes.data,
    SEED.volumes.runningLinux,
    SEED.backupStorages.ceph,
    SEED.primaryStorages.local,
    ALICE,
    red.uuid,
  ]);
  await attach(emulator, red.uuid, [linux]);
  await attach(emulator, os.uuid, [linux], { name: 'cent os', version: '' });
  await attach(emulator, os.uuid, [windows], { name: '{version}', version: 'a::b::c:d\n' });
  await attach(emulator, odd.uuid, [linux], { x: '::' });
  await attach(emulator, alices.uuid, [SEED.volumes.alice, alices.uuid, ALICE]);
  await emulator.make('PUT', `/tags/${os.uuid}/actions`, {
    updateTag: { value: 'os::{system}::{release}' },
  });
  const captured = await capture(emulator);
  const again = await load(captured);
  expect(again.brokenLaws()).toEqual({});
  expect(await toldBy(again)).toEqual(await toldBy(emulator));
  expect((await capture(again)).text).toBe(captured.text);
  expect(namedBy(captured)).toEqual([]);
  // Texts that come of a pattern are not said a second time.
  expect(captured.text.match(/production/g)).toHaveLength(4);
});

test('what UpdateTag and another owner made of a pattern is captured, too', async () => {
  const { uuid } = await makePattern(emulator, { name: 'before' });
  await attach(emulator, uuid, [linux, SEED.volumes.alice]);
  await emulator.make('PUT', `/tags/${uuid}/actions`, { updateTag: { name: 'after' } });
  await emulator.make('POST', `/account/${ALICE}/resources`, { params: { resourceUuid: uuid } });
  const again = await load(await capture(emulator));
  expect(await toldBy(again)).toEqual(await toldBy(emulator));
  expect(await tagsOn(again, SEED.volumes.alice)).toEqual([['production', 'after']]);
});

test('a cloud that knows no tag patterns is captured with texts, and the report says so', async () => {
  const { uuid } = await makePattern(emulator);
  await attach(emulator, uuid, [linux]);
  const captured = await captureWith(emulator, {
    '/tags': () => {
      throw new Error('no such API');
    },
  });
  const again = await load(captured);
  expect(await tagsOn(again, linux)).toEqual([['production', null]]);
  expect(namedBy(captured)).toEqual([
    'tag patterns: the other side does not tell them: 1, such as no such API',
    'tags of tag patterns that a seed cannot have: kept as user tags: 1, such as production',
  ]);
});

test.each([
  ['a color that is none', { color: 'red' }],
  ['an unknown type', { type: 'other' }],
  ['a format that is none', { type: 'withToken' }],
  ['a value that is too long', { value: 'x'.repeat(129) }],
  ['no value', { value: null }],
])('a pattern with %s is left out, and its tags are kept as texts', async (_what, flaw) => {
  const { uuid } = await makePattern(emulator);
  await attach(emulator, uuid, [linux]);
  const captured = await captureWith(emulator, {
    '/tags': (rows) => rows.map((row: Json) => ({ ...row, ...flaw })),
  });
  const again = await load(captured);
  expect((await again.call('GET', '/tags')).body.inventories).toEqual([]);
  expect(await tagsOn(again, linux)).toEqual([['production', null]]);
  expect(namedBy(captured)).toEqual([
    'tag patterns that the emulator cannot have: 1, such as stage',
    'tags of tag patterns that a seed cannot have: kept as user tags: 1, such as production',
  ]);
});

test('of patterns of one account that are alike the first is captured, of two accounts both', async () => {
  const first = await makePattern(emulator, { color: '#FF0000' });
  const second = await makePattern(emulator, { color: '#0000FF' });
  const alices = await makePattern(emulator, { color: '#FF0000' }, ALICE_SESSION);
  const captured = await captureWith(emulator, {
    '/tags': (rows) =>
      rows
        .map((row: Json) => (row.uuid === second.uuid ? { ...row, color: '#ff0000' } : row))
        .toSorted((a: Json) => (a.uuid === second.uuid ? 1 : -1)),
  });
  const again = await load(captured);
  const { inventories } = (await again.call('GET', '/tags')).body;
  const uuids = inventories.map(({ uuid }: Json) => uuid);
  expect(new Set(uuids)).toEqual(new Set([first.uuid, alices.uuid]));
});

test.each([
  ['a text that is not of the simple pattern', {}, {}, 'other'],
  [
    'a text that is not of the format',
    { value: 'os::{name}', type: 'withToken' },
    { name: 'x' },
    'system::x',
  ],
  ['too few parts for the format', { value: 'os::{name}', type: 'withToken' }, { name: 'x' }, 'os'],
  ['two values of one token', { value: '{a}::{a}', type: 'withToken' }, { a: 'x' }, 'x::y'],
])('a tag with %s is kept as a text', async (_what, pattern, tokens, tag) => {
  const { uuid } = await makePattern(emulator, pattern);
  await attach(emulator, uuid, [linux], tokens);
  const captured = await captureWith(emulator, {
    '/user-tags': (rows) => rows.map((row: Json) => ({ ...row, tag })),
  });
  expect(await tagsOn(await load(captured), linux)).toEqual([[tag, null]]);
  expect(namedBy(captured)).toEqual([
    `tags of tag patterns that a seed cannot have: kept as user tags: 1, such as ${tag}`,
  ]);
});

test("a tag of an account's pattern on what the seed gives to another is kept as a text", async () => {
  const { uuid } = await makePattern(emulator, {}, ALICE_SESSION);
  const { uuid: vm } = (
    await emulator.call('GET', `/vm-instances?q=rootVolumeUuid=${SEED.volumes.runningLinux}`)
  ).body.inventories[0];
  // A root volume of a seed belongs to the account of its VM; older worlds may say otherwise.
  emulator.environment.database
    .prepare('update account_resource_refs set account_uuid = ? where resource_uuid = ?')
    .run(ALICE, SEED.volumes.runningLinux);
  await attach(emulator, uuid, [SEED.volumes.runningLinux], undefined, ALICE_SESSION);
  const captured = await capture(emulator);
  const again = await load(captured);
  expect((await again.call('GET', `/vm-instances/${vm}`)).status).toBe(200);
  expect(await textsOn(again, SEED.volumes.runningLinux)).toEqual(['production']);
  expect(namedBy(captured).join()).toContain('kept as user tags: 1, such as production');
});

test('tags beyond the limit of the configuration are kept as texts', async () => {
  for (const name of ['one', 'two', 'three']) {
    const { uuid } = await makePattern(emulator, { name, value: name });
    await attach(emulator, uuid, [linux]);
  }
  await emulator.configure('tag2/tag.resource.attached', '2');
  const captured = await capture(emulator);
  expect(await tagsOn(await load(captured), linux)).toEqual([
    ['one', 'one'],
    ['three', 'three'],
    ['two', null],
  ]);
  expect(namedBy(captured)).toEqual([
    'tags of tag patterns that a seed cannot have: kept as user tags: 1, such as two',
  ]);
});

/** What belongs to nobody, by where it is asked for. */
const UNOWNED = {
  ZoneVO: '/zones',
  ClusterVO: '/clusters',
  HostVO: '/hosts',
  PrimaryStorageVO: '/primary-storage',
  BackupStorageVO: '/backup-storage',
};

test('a tag on anything that can have one in a seed comes along', async () => {
  await emulator.make('POST', '/longjobs', {
    params: {
      jobName: 'APIAddImageMsg',
      jobData: JSON.stringify({
        name: 'by-job',
        url: 'http://x/i.qcow2',
        format: 'qcow2',
        mediaType: 'RootVolumeTemplate',
        backupStorageUuids: [SEED.backupStorages.imageStore],
      }),
    },
  });
  const owned = await emulator.call('GET', '/accounts/resources/refs?limit=1000');
  const unowned = await Promise.all(
    Object.entries(UNOWNED).map(async ([resourceType, path]) => {
      const { body } = await emulator.call('GET', `${path}?limit=1`);
      return { resourceType, resourceUuid: body.inventories[0].uuid };
    }),
  );
  const tagged = new Map<string, string>();
  for (const { resourceType, resourceUuid } of [...owned.body.inventories, ...unowned] as Json[]) {
    if (tagged.has(resourceType)) continue;
    const params = { resourceType, resourceUuid, tag: `a ${resourceType}` };
    const { status } = await emulator.call('POST', '/user-tags', { params });
    if (status === 200) tagged.set(resourceType, resourceUuid);
  }
  expect([...tagged.keys()]).toEqual(expect.arrayContaining(Object.keys(UNOWNED)));
  const captured = await capture(emulator);
  const loaded = await load(captured);
  const lost: string[] = [];
  for (const [type, uuid] of tagged) {
    const { body } = await loaded.call('GET', `/user-tags?q=tag=a ${type}`);
    if (body.inventories[0]?.resourceUuid !== uuid) lost.push(type);
  }
  // A seed has no place for these, and the report says so.
  expect(lost).toEqual(['PolicyVO', 'IpRangeVO', 'VmNicVO']);
  expect(namedBy(captured).join('\n')).toMatch(
    /user tags of what has none in a seed: 3, such as a \w+ of/,
  );
});

test('a state that no resource has here is told of each kind, and taken as another', async () => {
  const volume = SEED.volumes.runningLinux;
  await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 's' } });
  await emulator.make('POST', '/security-groups', { params: { name: 'g' } });
  const odd = (rows: Json[]): Json[] => rows.map((row) => ({ ...row, state: 'Odd' }));
  const paths = [
    '/zones',
    '/clusters',
    '/hosts',
    '/primary-storage',
    '/backup-storage',
    '/volumes',
    '/volume-snapshots',
    '/images',
    '/vm-instances',
    '/instance-offerings',
    '/disk-offerings',
    '/l3-networks',
    '/vips',
    '/eips',
    '/security-groups',
  ];
  const captured = await captureWith(
    emulator,
    Object.fromEntries(paths.map((path) => [path, odd])),
  );
  const told = captured.notCarried.flatMap(
    (line) => /^states? of (.*) that the/.exec(line)?.[1] ?? [],
  );
  expect(told.toSorted()).toEqual([
    'EIPs',
    'VIPs',
    'VMs',
    'clusters',
    'hosts',
    'images',
    'networks',
    'offerings',
    'primary storages',
    'security groups',
    'snapshots',
    'volumes',
    'zones',
  ]);
  expect((await load(captured)).brokenLaws()).toEqual({});
});
