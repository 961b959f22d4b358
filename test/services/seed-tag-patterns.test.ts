import { type Json, TestEmulator } from '../support/emulator';
import { BASE, seedFiles, startSeed, startSeeds } from '../support/seeds';
import { attach, textsOn } from '../support/tag-patterns';

const inventories = async (emulator: TestEmulator, path: string): Promise<Json[]> =>
  (await emulator.call('GET', path)).body.inventories;
/** Tags of patterns by the names of both, such as `os: os::linux::7`. */
async function tagsOn(emulator: TestEmulator, uuid: string): Promise<string[]> {
  const found = await inventories(emulator, `/user-tags?q=resourceUuid=${uuid}`);
  return found.map(({ tag, tagPattern }: Json) => `${tagPattern?.name}: ${tag}`).toSorted();
}

const PATTERNS = `version: 1
${BASE}
accounts: [{ name: alice, password: a }, { name: bob, password: b }]
tagPatterns:
  - { name: stage, value: production, color: '#FF0000', description: of the company, createDate: -1d }
  - { name: os, type: withToken, value: 'os::{name}::{version}' }
  - { name: mine, account: alice, sharedWith: [bob], value: mine, uuid: 7a900000000040008000000000000001 }
`;
const image = (fields: string) =>
  `images: [{ name: i, url: 'http://x', size: 1G, backupStorages: [a], ${fields} }]`;
const withImage = (fields: string) => startSeed(`${PATTERNS}${image(fields)}`);

describe('tag patterns of a seed', () => {
  test('are told as the seed says, and owned and shared as it says', async () => {
    const emulator = await startSeed(PATTERNS);
    expect(await inventories(emulator, '/tags?sort=%2Bname')).toMatchObject([
      { uuid: '7a900000000040008000000000000001', name: 'mine', value: 'mine', color: null },
      { name: 'os', value: 'os::{name}::{version}', type: 'withToken', description: null },
      {
        name: 'stage',
        value: 'production',
        color: '#FF0000',
        type: 'simple',
        description: 'of the company',
        createDate: 'Nov 13, 2017 10:20:57 PM',
      },
    ]);
    const [alice, bob] = await inventories(emulator, '/accounts?q=name?=alice,bob&sort=%2Bname');
    const own = await inventories(emulator, '/accounts/resources/refs?q=resourceType=TagPatternVO');
    expect(own.filter(({ accountUuid }: Json) => accountUuid === alice.uuid)).toMatchObject([
      { resourceUuid: '7a900000000040008000000000000001' },
    ]);
    expect(own).toHaveLength(3);
    expect(await inventories(emulator, '/accounts/resources')).toMatchObject([
      { resourceUuid: '7a900000000040008000000000000001', receiverAccountUuid: bob.uuid },
    ]);
  });

  test('have the same uuids in each world of the seed, whatever its chance, and so have their tags', async () => {
    const seed = `${PATTERNS}${image('tags: [stage, { pattern: os, tokens: { name: linux, version: 7 } }]').replace('version: 7', "version: '7'")}`;
    const [one, other] = [
      await startSeed(`chance: 1\n${seed}`),
      await startSeed(`chance: 2\n${seed}`),
    ];
    for (const path of ['/tags', '/user-tags']) {
      expect(await inventories(other, path)).toEqual(await inventories(one, path));
    }
    expect(one.brokenLaws()).toEqual({});
  });

  test('can be counted, and chosen from, with a number in every text', async () => {
    const emulator = await startSeed(`${BASE}
chance: 5
tagPatterns:
  - { name: 'team-{n}', value: 'team {n}', count: 3, color: { choice: ['#000000', '#FFFFFF'] } }
  - { name: build, type: withToken, value: 'build::{number}' }
images:
  - name: 'i{n}'
    count: 3
    url: http://x
    size: 1G
    backupStorages: [a]
    tags: ['team-{n}', { pattern: build, tokens: { number: '{n:03}' } }]
  - { name: any, url: 'http://x', size: 1G, backupStorages: [a], tags: [{ choice: [team-1, team-2] }] }
`);
    const [second] = await inventories(emulator, '/images?q=name=i2');
    expect(await tagsOn(emulator, second.uuid)).toEqual(['build: build::002', 'team-2: team 2']);
    const [any] = await inventories(emulator, '/images?q=name=any');
    expect(await textsOn(emulator, any.uuid)).toEqual([expect.stringMatching(/^team [12]$/)]);
  });

  test('may be changed by a seed behind theirs, and so may the tags of a resource', async () => {
    const more = `
tagPatterns: [{ name: stage, override: true, value: testing }]
images: [{ name: i, override: true, tags: [stage] }]`;
    const files = {
      'seed.yaml': `${PATTERNS}${image('tags: [mine], account: alice')}`,
      'more.yaml': more,
    };
    const emulator = await startSeeds(files, 'seed.yaml,more.yaml');
    const [{ uuid }] = (await inventories(emulator, '/images')) as [Json];
    expect(await tagsOn(emulator, uuid)).toEqual(['stage: testing']);
  });
});

describe('tags of patterns', () => {
  test('are on every resource that the seed says, beside its user tags', async () => {
    const base = PATTERNS.replace('name: z }', 'name: z, tags: [stage] }')
      .replace('url: /p,', 'url: /p, tags: [stage],')
      .replace('url: /a,', 'url: /a, tags: [stage],')
      .replace('password: a }', 'password: a, tags: [mine, stage] }')
      .replace("color: '#FF0000',", "color: '#FF0000', tags: [os-of-all, stage],");
    const emulator = await startSeed(`${base}
  - { name: os-of-all, value: any }
vmInstances:
  - { name: v, zone: z, account: alice, tags: [mine], rootVolume: { primaryStorage: p, size: 1G, tags: [mine, stage] } }
volumes: [{ name: d, account: alice, primaryStorage: p, size: 1G, tags: [stage] }]
snapshots: [{ name: s, account: alice, volume: d, size: 1, tags: [stage] }]
longJobs: [{ name: j, jobName: APIAddImageMsg, tags: [stage] }]
${image('userTags: [production], tags: [stage]')}
`);
    const texts: Record<string, string[]> = {};
    for (const { resourceType, tag } of await inventories(emulator, '/user-tags?sort=%2Btag')) {
      (texts[resourceType] ??= []).push(tag);
    }
    expect(texts).toEqual({
      AccountVO: ['mine', 'production'],
      BackupStorageVO: ['production'],
      ImageVO: ['production', 'production'],
      LongJobVO: ['production'],
      PrimaryStorageVO: ['production'],
      TagPatternVO: ['any', 'production'],
      VmInstanceVO: ['mine'],
      VolumeSnapshotVO: ['production'],
      VolumeVO: ['mine', 'production', 'production'],
      ZoneVO: ['production'],
    });
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('have the values of their tokens, and the emulator goes on with them', async () => {
    const emulator = await withImage(
      "tags: [{ pattern: os, tokens: { name: linux, version: '7' } }, 7a900000000040008000000000000001], account: alice",
    );
    const [{ uuid }] = (await inventories(emulator, '/images')) as [Json];
    expect(await tagsOn(emulator, uuid)).toEqual(['mine: mine', 'os: os::linux::7']);
    const [{ uuid: os }] = (await inventories(emulator, '/tags?q=name=os')) as [Json];
    // It is there already: the tag stays as it is.
    await attach(emulator, os, [uuid], { name: 'other', version: '8' });
    expect(await tagsOn(emulator, uuid)).toContain('os: os::linux::7');
    await emulator.make('DELETE', `/tags/${os}`);
    expect(await tagsOn(emulator, uuid)).toEqual(['mine: mine']);
  });

  test('of two patterns of one name are told apart by a key, or by a uuid', async () => {
    const emulator = await startSeed(`${BASE}
tagPatterns:
  - { name: stage, value: red, color: '#FF0000', uuid: 7a900000000040008000000000000001 }
  - { key: blue-stage, name: stage, value: blue, color: '#0000FF' }
${image('tags: [7a900000000040008000000000000001, blue-stage]')}
`);
    const [{ uuid }] = (await inventories(emulator, '/images')) as [Json];
    expect(await tagsOn(emulator, uuid)).toEqual(['stage: blue', 'stage: red']);
  });

  test('are as many as the configuration of the seed says', async () => {
    const emulator = await startSeed(
      `globalConfig: { tag2/tag.resource.attached: 30 }\n${BASE}
tagPatterns: [{ name: 't{n}', value: 'v{n}', count: 30 }]
${image(`tags: [${Array.from({ length: 30 }, (_, i) => `t${i + 1}`).join(', ')}]`)}`,
    );
    expect(await inventories(emulator, '/user-tags')).toHaveLength(30);
  });
});

test('a world with tag patterns is the same after a restart', async () => {
  const directory = seedFiles({ 's.yaml': `${PATTERNS}${image('tags: [stage]')}` });
  const settings = { dataDir: directory, seed: `${directory}/s.yaml` };
  const first = await TestEmulator.start({ settings });
  const tags = await inventories(first, '/user-tags');
  await first.stop();
  const again = await TestEmulator.start({ settings });
  expect(await inventories(again, '/user-tags')).toEqual(tags);
});
