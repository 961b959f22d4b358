import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSeeds } from '../../src/app/seed-files';
import { type Json, TestEmulator } from '../support/emulator';
import { BASE, seedFiles, startSeed, startSeeds } from '../support/seeds';

const zonesOf = (emulator: TestEmulator): Json[] => emulator.world()['zones'] as Json[];
const names = (emulator: TestEmulator) => zonesOf(emulator).map(({ name }) => name);

describe('includes', () => {
  test('stand before what includes them, wherever they lie below it', async () => {
    const emulator = await startSeeds(
      {
        'main.yaml': 'include: [parts/one.yaml, parts/two.json]\nzones: [{ name: last }]',
        'parts/one.yaml': 'include: [deeper/zero.yml]\nzones: [{ name: one }]',
        'parts/deeper/zero.yml': 'zones: [{ name: zero }]',
        'parts/two.json': '{ "version": 1, "zones": [{ "name": "two" }] }',
      },
      'main.yaml',
    );
    expect(names(emulator)).toEqual(['zero', 'one', 'two', 'last']);
  });

  test('that several seeds share stand once', async () => {
    const emulator = await startSeeds(
      {
        'a.yaml': 'include: [base.yaml]\nzones: [{ name: a }]',
        'b.yaml': 'include: [base.yaml]\nzones: [{ name: b }]',
        'base.yaml': 'zones: [{ name: base }]',
      },
      'a.yaml,b.yaml',
    );
    expect(names(emulator)).toEqual(['base', 'a', 'b']);
  });

  test('may name seeds of the package and of the given directories', async () => {
    const directory = seedFiles({ 'mine.yaml': 'zones: [{ name: mine }]' });
    const emulator = await startSeeds({ 'main.yaml': 'include: [minimal, mine]' }, 'main.yaml', {
      settings: { seedDirectories: directory },
    });
    expect(names(emulator)).toEqual(['zone-1', 'mine']);
  });

  test.each([
    [
      'a file that is not there',
      { 'm.yaml': 'include: [x.yaml]' },
      /m\.yaml:2: include\.0: there is no file x\.yaml/,
    ],
    [
      'a name that is not there',
      { 'm.yaml': 'include: [x]' },
      /m\.yaml:2: include\.0: no seed is called 'x' in /,
    ],
    ['itself', { 'm.yaml': 'include: [m.yaml]' }, /m\.yaml includes .*m\.yaml, which is a circle/],
    [
      'each other',
      { 'm.yaml': 'include: [n.yaml]', 'n.yaml': 'include: [m.yaml]' },
      /n\.yaml:2: include\.0: .* which is a circle/,
    ],
    [
      'an absolute path',
      { 'm.yaml': 'include: [/etc/passwd]' },
      /\/etc\/passwd is not relative to/,
    ],
    [
      'a file outside',
      { 'sub/m.yaml': 'include: [../n.yaml]', 'n.yaml': 'zones: []' },
      /\.\.\/n\.yaml leads out of/,
    ],
    [
      'nothing outside, as if there were something',
      { 'sub/m.yaml': 'include: [../none.yaml]' },
      /\.\.\/none\.yaml leads out of/,
    ],
    [
      'what is wrong itself, with its own place',
      { 'm.yaml': 'include: [n.yaml]', 'n.yaml': 'zones:\n  - { name: z, colour: red }' },
      /include\.0: .*|n\.yaml:3: zones\.0: Unrecognized key: "colour"/,
    ],
  ])('of %s are refused', async (_what, files, message) => {
    const [first = ''] = Object.keys(files);
    await expect(startSeeds(files as Record<string, string>, first)).rejects.toThrow(message);
  });

  test('do not follow links out of their directory, nor go on without end', async () => {
    const outside = seedFiles({ 'secret.yaml': 'zones: [{ name: secret }]' });
    const inside = seedFiles({ 'main.yaml': 'include: [link.yaml]' });
    symlinkSync(join(outside, 'secret.yaml'), join(inside, 'link.yaml'));
    const settings = { seed: join(inside, 'main.yaml') };
    await expect(TestEmulator.start({ settings })).rejects.toThrow(/link\.yaml leads out of/);

    const deep = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`s${i}.yaml`, `include: [s${i + 1}.yaml]`]),
    );
    await expect(startSeeds(deep, 's0.yaml')).rejects.toThrow(/more than 16 deep/);
  });
});

describe('seeds that are composed', () => {
  const BOTH = {
    'base.yaml':
      'chance: 1\nsessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]\nglobalConfig: { image/deletionPolicy: Never, image/expungePeriod: 5 }\nzones: [{ name: z, description: from base }]',
    'more.yaml': 'globalConfig: { image/deletionPolicy: Direct }\nzones: [{ name: y }]',
  };

  test('stand one behind the other; what is said once is said by the last', async () => {
    const emulator = await startSeeds(BOTH, 'base.yaml,more.yaml');
    expect(names(emulator)).toEqual(['z', 'y']);
    const config = await emulator.call('GET', '/global-configurations?q=category=image');
    const values = Object.fromEntries(
      config.body.inventories.map(({ name, value }: Json) => [name, value]),
    );
    expect(values).toMatchObject({ deletionPolicy: 'Direct', expungePeriod: '5' });
  });

  test('may refer to each other', async () => {
    const emulator = await startSeeds(
      {
        'a.yaml': BASE,
        'b.yaml': "images: [{ name: i, url: 'http://x', size: 1G, backupStorages: [a] }]",
      },
      'a.yaml,b.yaml',
    );
    expect(emulator.world()['images']).toMatchObject([{ name: 'i', status: 'Ready' }]);
  });

  test('must not name one thing twice: both places are told', async () => {
    await expect(
      startSeeds({ ...BOTH, 'more.yaml': '\nzones: [{ name: z }]' }, 'base.yaml,more.yaml'),
    ).rejects.toThrow(
      /more\.yaml:3: zones\.0: 'z' stands already at .*base\.yaml:\d+: zones\.0; `override: true` would change it/,
    );
  });

  test('with override change the fields that they name, and keep the others and the uuid', async () => {
    const plain = zonesOf(await startSeeds(BOTH, 'base.yaml'));
    const emulator = await startSeeds(
      { ...BOTH, 'more.yaml': 'zones: [{ name: z, override: true, state: Disabled }]' },
      'base.yaml,more.yaml',
    );
    expect(zonesOf(emulator)).toMatchObject([
      { uuid: plain[0].uuid, name: 'z', description: 'from base', state: 'Disabled' },
    ]);
  });

  test('with override may change one resource of a count, or the count itself', async () => {
    const emulator = await startSeeds(
      {
        'base.yaml': "zones: [{ name: 'z-{n}', count: 3, description: 'nr {n}' }]",
        'more.yaml':
          "zones:\n  - { name: z-2, override: true, state: Disabled }\n  - { name: 'z-{n}', override: true, count: 4 }",
      },
      'base.yaml,more.yaml',
    );
    expect(
      zonesOf(emulator).map(({ name, state, description }) => [name, state, description]),
    ).toEqual([
      ['z-1', 'Enabled', 'nr 1'],
      ['z-2', 'Disabled', 'nr 2'],
      ['z-3', 'Enabled', 'nr 3'],
      ['z-4', 'Enabled', 'nr 4'],
    ]);
  });

  test('with override tell what is wrong where it stands', async () => {
    await expect(
      startSeeds(
        { ...BOTH, 'more.yaml': 'zones:\n  - { name: z, override: true, state: Broken }' },
        'base.yaml,more.yaml',
      ),
    ).rejects.toThrow(/more\.yaml:3: zones\.0\.state: Invalid option/);
    await expect(
      startSeeds(
        { ...BOTH, 'more.yaml': 'zones:\n  - { name: x, override: true }' },
        'base.yaml,more.yaml',
      ),
    ).rejects.toThrow(/more\.yaml:3: zones\.0: overrides 'x', which does not stand before it/);
  });

  test('are told all problems at once, in every file', async () => {
    const failure = await startSeeds(
      {
        'a.yaml':
          'zones:\n  - { name: 5 }\n  - { name: z, state: On }\nglobalConfig: { image/nothing: 1, image/expungePeriod: x }',
        'b.yaml': 'images:\n  - { name: i, size: lots, backupStorages: [{ nam: a }] }\ncolour: red',
      },
      'a.yaml,b.yaml',
    ).catch((error: Error) => error.message.split('\n'));
    expect(failure).toEqual([
      expect.stringMatching(/b\.yaml:1: the seed: Unrecognized key: "colour"/),
      expect.stringMatching(/a\.yaml:3: zones\.0\.name: Invalid input: expected string/),
      expect.stringMatching(/a\.yaml:4: zones\.1\.state: Invalid option/),
      expect.stringMatching(/a\.yaml:5: globalConfig\.image\/nothing: .*no such entry/),
      expect.stringMatching(
        /a\.yaml:5: globalConfig\.image\/expungePeriod: .*the value\[x\] cannot be converted/,
      ),
    ]);
  });
});

describe('a seed is found', () => {
  test('by its name in the given directories, before those of the package, in YAML or JSON', async () => {
    const directory = seedFiles({
      'empty.json': '{ "version": 1, "zones": [{ "name": "not so empty" }] }',
    });
    const settings = { seed: 'empty', seedDirectories: directory };
    expect(names(await TestEmulator.start({ settings }))).toEqual(['not so empty']);
  });

  test.each([
    ['nothing-of-this-name', /no seed is called 'nothing-of-this-name' in the package/],
    ['/nowhere/x.yaml', /there is no file \/nowhere\/x\.yaml/],
    [join(__dirname, '..'), /is no file/],
    ['minimal,,empty', /no seed is called ''/],
  ])('not as %s', async (seed, message) => {
    const started = TestEmulator.start({ settings: { seed } });
    await expect(started.then(() => undefined)).rejects.toThrow(message);
  });

  test('and is not read when it is larger than 64 MB', async () => {
    const directory = seedFiles({});
    writeFileSync(join(directory, 'big.json'), Buffer.alloc(65 * 2 ** 20, ' '));
    await expect(readSeeds(['big'], [directory])).rejects.toThrow(/larger than 64 MB/);
  });
});

describe('YAML', () => {
  test('may use anchors and merges', async () => {
    const emulator = await startSeed(
      'zones:\n  - &z { name: a, state: Disabled }\n  - { <<: *z, name: b }',
    );
    expect(zonesOf(emulator).map(({ name, state }) => [name, state])).toEqual([
      ['a', 'Disabled'],
      ['b', 'Disabled'],
    ]);
  });

  test.each([
    [
      'aliases without end',
      `a: &a [x, x]\nb: &b [${'*a,'.repeat(99)}]\nc: &c [${'*b,'.repeat(99)}]\nzones: [*c, *c, *c]`,
      /alias|Unrecognized/,
    ],
    ['an alias of nothing', 'zones: [*nothing]', /seed\.yaml.*(alias|nothing)/i],
    ['one key twice', 'zones: []\nzones: []', /seed\.yaml:3: duplicated mapping key/],
    ['a list in place of a map', '- 1', /seed\.yaml:/],
    ['a text', 'hello', /seed\.yaml:2: /],
    ['a tag for code', 'zones: !!js/function "x"', /seed\.yaml/],
  ])('with %s is refused', async (_what, text, message) => {
    await expect(startSeed(`version: 1\n${text}`)).rejects.toThrow(message);
  });

  test('of nothing is no seed: its version is missing', async () => {
    await expect(startSeed('# version: 1\n')).rejects.toThrow(/version: Invalid input: expected 1/);
  });
});
