import { realTime } from '../../src/core/clock';
import { InvalidSeed } from '../../src/seeding/invalid-seed';
import { loadSeed } from '../../src/seeding/load/load-seed';
import type { TestEmulator } from '../support/emulator';
import { BASE, problemsOf, startSeed } from '../support/seeds';

/** What is wrong with a seed that is called `s`. */
function wrongWith(text: string): string[] {
  try {
    loadSeed([{ name: 's', text }], () => {
      throw new Error('it includes nothing');
    });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error;
    return [...error.problems];
  }
}

const LONG = 16 * 2 ** 20;

describe('problems of a document are told with their lines', () => {
  test.each([
    ['', ['s:1: version: Invalid input: expected 1']],
    ['version: 1\n---\nversion: 1', ['s: there is more than one document']],
    [
      'version: 1\nzones:\n  - &a { name: z, x: *a }',
      ["s:3: the alias 'a' stands in what it is an alias of"],
    ],
    ['version: 1\nzones: [\n  {x', ['s:3: unexpected end of the stream within a flow collection']],
    [
      'version: 1\nzones: [{ name: z }, [], 7]',
      [
        's:2: zones.1: Invalid input: expected object, received array',
        's:2: zones.2: Invalid input: expected object, received number',
      ],
    ],
    ['version: 1\nzones:\n  -\n', ['s:3: zones.0: Invalid input: expected object, received null']],
    [
      'version: 1\nzones:\n  - name: z\n    userTags:\n      - a\n      - ""',
      ['s:6: zones.0.userTags.1: Too small: expected string to have >=1 characters'],
    ],
    [
      '{\n"version": 1,\n"zones": [{ "name": "z" },\n{ "name": "" }]}',
      ['s:4: zones.1.name: Too small: expected string to have >=1 characters'],
    ],
    ['{ "version": 1, "zones": [ }', [expect.stringMatching(/^s:1: /)]],
    [
      'version: 1\nzones:\n  - ? [a, b]\n    : c\n    name: ""',
      ['s:1: object-based map does not support complex keys'],
    ],
    [
      'version: 1\nzones: &z [{ name: z }]\nclusters: *z',
      ['s:3: clusters.0.zone: Invalid input: expected string, received undefined'],
    ],
  ])('%j', (text, problems) => {
    expect(wrongWith(text)).toEqual(problems);
  });

  test.each([
    [`version: 1\n#${'x'.repeat(LONG - 12)}`, []],
    [
      `version: 1\n#${'x'.repeat(LONG - 11)}`,
      ['s: is longer than 16777216 characters; use `count`, or write it as JSON'],
    ],
    [
      `{ "version": 1, "zones": [{ "name": "" }] ${' '.repeat(LONG)}}`,
      ['s: zones.0.name: Too small: expected string to have >=1 characters'],
    ],
  ])('of very long ones without', (text, problems) => {
    expect(wrongWith(text)).toEqual(problems);
  });

  test('aliases bring 200,000 values and no more', () => {
    const list = `a: &a [${'1,'.repeat(999)}]`;
    const seed = (times: number, more = '') => `${list}\nb: [${'*a,'.repeat(times)}${more}]`;
    const [fits] = wrongWith(seed(200));
    expect(fits).toMatch(/^s:1: the seed: Unrecognized keys: "a", "b"|^s:1: version/);
    expect(wrongWith(seed(200, '*a'))).toEqual(['s:2: aliases bring more than 200,000 values']);
  });

  test('a long one in its first thousand characters', () => {
    const [problem] = wrongWith(`version: 1\n${'x'.repeat(2000)}: 1`);
    expect(problem).toHaveLength(1001);
    expect(problem?.endsWith('x…')).toBe(true);
  });

  test('a hundred of them', () => {
    const zones = (count: number) => `version: 1\nzones: [${'{x: 1},'.repeat(count)}]`;
    expect(wrongWith(zones(50))).toHaveLength(100);
    expect(wrongWith(zones(51))).toHaveLength(101);
    expect(wrongWith(zones(51)).at(-1)).toBe('and more: these are the first problems');
  });
});

test.each([
  [
    '{ name: z2 }, { name: "z{n}", count: 3 }',
    "zones.1: there is a zone called 'z{n}' already, at 0; give one of them another `key`",
  ],
  [
    '{ name: z3 }, { name: a }, { name: b }, { name: "z{n}", count: 3 }',
    "zones.3: there is a zone called 'z{n}' already, at 0; give one of them another `key`",
  ],
  [
    '{ name: "z{n}", count: 3 }, { name: z3 }',
    "zones.1: there is a zone called 'z3' already, at 0; give one of them another `key`",
  ],
  [
    '{ name: "z{n}", count: 3 }, { name: "z{n}", count: 3, from: 3 }',
    "zones.1: there is a zone called 'z{n}' already, at 0; give one of them another `key`",
  ],
  [
    '{ name: "z{n}", count: 13 }, { name: "z1{n}", count: 3, from: 3 }',
    "zones.1: there is a zone called 'z1{n}' already, at 0; give one of them another `key`",
  ],
  ['{ name: z4 }, { name: "z{n}", count: 3 }', undefined],
  ['{ name: z4 }, { name: z0 }, { name: a }, { name: "z{n}", count: 3 }', undefined],
  ['{ name: "z{n}", count: 3 }, { name: "z{n}", count: 3, from: 4 }', undefined],
  ['{ name: "z{n}", count: 13 }, { name: "z1{n}", count: 3, from: 4 }', undefined],
  ['{ name: "z{n}-{n}", count: 13 }, { name: z1-2 }', undefined],
  ['{ name: "{n}b", count: 3 }, { name: "{n}a", count: 3 }', undefined],
  ['{ name: "b{n}", count: 3 }, { name: "a{n}", count: 3 }', undefined],
  [
    '{ name: "{n:03}", count: 12 }, { name: 12 }, { name: "012" }',
    expect.stringContaining('zones.2'),
  ],
])('zones [%s]', (zones, problem) => {
  const found = wrongWith(`version: 1\nzones: [${zones.replace('name: 12', "name: '12'")}]`).map(
    (line) => line.replaceAll(/s:2: /g, '').replace(/at zones\.\d/, 'at 0'),
  );
  expect(found).toEqual(problem === undefined ? [] : [problem]);
});

test.each([
  [
    'vmInstances: [{ name: v, zone: z, image: nothing, rootVolume: { primaryStorage: p, size: 1 } }]',
    "vmInstances.0: no image of the seed is called 'nothing'",
  ],
  [
    'volumes: [{ name: n, size: 1, status: NotInstantiated }]\nimages: [{ name: i, mediaType: DataVolumeTemplate, status: Creating, volume: n, backupStorages: [a] }]',
    "images.0: the volume 'n' lies on no primary storage",
  ],
  [
    'imageReplicationGroups: [{ name: g, backupStorages: [a, a] }, { name: h, backupStorages: [a] }]',
    "imageReplicationGroups.1: the backup storage 'a' is in another group already",
  ],
  [
    'zones: [{ name: y, systemTags: ["ephemeral::x"] }]',
    'zones.0: the system tag ephemeral::x is kept nowhere',
  ],
  [
    'volumes: [{ name: v, primaryStorage: p, size: 1 }]\nsnapshots: [{ name: s, volume: v, size: 1, progress: none, status: Creating }]\nvmInstances: [{ name: m, zone: z, rootVolume: { primaryStorage: p, size: 1 } }]\nsnapshotGroups: [{ name: g, vmInstance: m, snapshots: [s] }]',
    "snapshotGroups.0: the snapshot 's' is not Ready: its group is there when all are",
  ],
])('%s', async (text, problem) => {
  const base = text.startsWith('zones') ? '' : BASE;
  expect(await problemsOf(`${base}\n${text}`)).toEqual([problem]);
});

test('the cache of an image that is not in the seed needs its size', async () => {
  const image = '1a000000000040008000000000000001';
  const base = BASE.replace('url: /p,', `url: /p, imageCaches: [{ image: ${image} }],`);
  expect(await problemsOf(base)).toEqual([
    `primaryStorages.0: the image '${image}' is not in the seed: its cache needs a size`,
  ]);
});

describe('the clock of a seed', () => {
  const clockOf = async (clock: string) => {
    const emulator = await startSeed(`clock: ${clock}\nzones: [{ name: z, createDate: now }]`, {
      realTime: true,
    });
    const [zone] = emulator.world()['zones'] as { create_date: number }[];
    const { mode } = (await emulator.control('GET', '/clock')).body.inventory;
    return { mode, made: zone?.create_date ?? 0, now: emulator.environment.world.clock.now() };
  };
  const START = Date.UTC(2020, 1, 3);

  test('stands where it is stopped', async () => {
    const { mode, made, now } = await clockOf("{ start: '2020-02-03', mode: stopped }");
    expect([mode, made, now]).toEqual(['stopped', START, START]);
  });

  test('goes on from where it starts', async () => {
    const { mode, made, now } = await clockOf("{ start: '2020-02-03' }");
    expect(mode).toBe('offset');
    for (const time of [made, now]) {
      expect(time).toBeGreaterThanOrEqual(START);
      expect(time).toBeLessThan(START + 600_000);
    }
  });

  test.each(['{}', '{ start: now }', '{ start: -0m }'])(
    'is that of the machine: %s',
    async (clock) => {
      const { mode, now } = await clockOf(clock);
      expect(mode).toBe(clock.includes('-0m') ? 'offset' : 'real');
      expect(Math.abs(now - realTime())).toBeLessThan(600_000);
    },
  );

  test('stands now where it is stopped without a start', async () => {
    const { mode, made, now } = await clockOf('{ mode: stopped }');
    expect([mode, made]).toEqual(['stopped', now]);
    expect(Math.abs(now - realTime())).toBeLessThan(600_000);
  });
});

describe('the current tree of snapshots', () => {
  const treesOf = async (snapshots: string) => {
    const emulator: TestEmulator = await startSeed(
      `${BASE}\nvolumes: [{ name: v, primaryStorage: p, size: 9 }]\nsnapshots: [${snapshots}]`,
    );
    const rows = emulator.world();
    const trees = rows['volume_snapshot_trees'] as { uuid: string; current: number }[];
    return (rows['volume_snapshots'] as { name: string; latest: number; tree_uuid: string }[]).map(
      ({ name, latest, tree_uuid: tree }) =>
        `${name}${latest ? ' latest' : ''}${trees.find(({ uuid }) => uuid === tree)?.current ? ' current' : ''}`,
    );
  };
  test.each([
    ['{ name: a, volume: v, size: 1 }', ['a latest current']],
    ['{ name: a, volume: v, size: 1, latest: false }', ['a']],
    [
      '{ name: a, volume: v, size: 1 }, { name: b, volume: v, parent: null, size: 1 }',
      ['a latest', 'b latest current'],
    ],
    [
      '{ name: a, volume: v, size: 1, latest: true }, { name: b, volume: v, parent: null, size: 1 }',
      ['a latest current', 'b latest'],
    ],
    [
      '{ name: a, volume: v, size: 1 }, { name: b, volume: v, parent: null, size: 1, status: Creating, progress: none }',
      ['a latest current', 'b latest'],
    ],
    ['{ name: a, volume: v, size: 1, status: Creating, progress: none }', ['a latest']],
    [
      '{ name: a, volume: v, size: 1 }, { name: b, volume: v, parent: null, size: 1, latest: false }',
      ['a latest', 'b'],
    ],
    [
      '{ name: a, volume: v, size: 1, latest: false }, { name: b, volume: v, size: 1 }, { name: c, volume: v, parent: a, size: 1, latest: true }',
      ['a current', 'b current', 'c latest current'],
    ],
  ])('of [%s]', async (snapshots, expected) => {
    expect(await treesOf(snapshots)).toEqual(expected);
  });
});
