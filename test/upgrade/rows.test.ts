import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOffline } from '../../src/app/compose';
import { brokenLaws } from '../../src/persistence/laws';
import { spoil } from '../support/data-directory';
import { ROOT, type Json } from '../support/emulator';
import { changesOf, described, rowsIn, rowsOfFile, type Rows } from './compare';
import { DATA_DIRECTORIES, digestsOf, filesOf, manifestOf, unpacked, VERSIONS } from './fixtures';
import { MOVED } from './moved';

/**
 * The environment that the addresses in a world lead to: whoever opens it under this name changes none. What a
 * copy was made from is not opened before a reset, and leads to where it came from until then.
 */
const environmentOf = (rows: Rows): string =>
  /emulator\/v1\/environments\/([\w-]+)\/backup-storage/.exec(JSON.stringify(rows))?.[1] ??
  'default';

/** The rows of a database after this version has opened it, and the laws that they break. */
function opened(folder: string, file: string, before: Rows): { rows: Rows; laws: object } {
  const blobs = file === 'default.sqlite' ? 'blobs' : file.replace(/\.sqlite$/, '.blobs');
  const world = openOffline(environmentOf(before), join(folder, file), join(folder, blobs));
  try {
    expect(world.database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(world.database.pragma('foreign_key_check')).toEqual([]);
    return { rows: rowsIn(world.database), laws: brokenLaws(world.database) };
  } finally {
    world.end();
  }
}

test.each(DATA_DIRECTORIES)(
  'every row and byte of the data directory %s/%s is there after it was opened, and the laws hold',
  (version, name) => {
    const folder = unpacked(version, name);
    const { databases, files } = manifestOf(version).fixtures[name] ?? { databases: {}, files: {} };
    expect(filesOf(folder).databases).toEqual(Object.keys(databases));
    for (const [file, description] of Object.entries(databases)) {
      const before = rowsOfFile(join(folder, file));
      // The fixture is the one that the version left.
      expect([file, described(before)]).toEqual([file, description]);
      const { rows, laws } = opened(folder, file, before.rows);
      expect([file, changesOf(before.rows, rows, MOVED)]).toEqual([file, []]);
      expect([file, laws]).toEqual([file, {}]);
    }
    expect(digestsOf(folder)).toEqual(files);
  },
);

test.each(VERSIONS)('one value altered in a fixture of %s is seen', (version) => {
  const folder = unpacked(version, 'life');
  const file = join('environments', 'forked.sqlite');
  const before = rowsOfFile(join(folder, file));
  spoil(folder, "update images set actual_size = actual_size + 1 where name = 'real'", file);
  const after = rowsOfFile(join(folder, file));
  const left = manifestOf(version).fixtures['life']?.databases[file];
  expect(described(before)).toEqual(left);
  expect(described(after)).not.toEqual(left);
  expect(changesOf(before.rows, after.rows, MOVED)).toHaveLength(2);
});

test.each(VERSIONS)('the fixtures of %s have rows in every table of its schema', (version) => {
  const counts = new Map<string, number>();
  for (const { databases } of Object.values(manifestOf(version).fixtures)) {
    for (const { tables } of Object.values(databases)) {
      for (const [table, { rows }] of Object.entries(tables)) {
        counts.set(table, (counts.get(table) ?? 0) + rows);
      }
    }
  }
  expect([...counts].filter(([, rows]) => rows === 0)).toEqual([]);
});

test('what migrations move on purpose names migrations that there are', () => {
  const journal = join(ROOT, 'migrations', 'meta', '_journal.json');
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: Json[] };
  const known = new Set<string>(entries.map(({ tag }) => tag));
  expect(MOVED.filter(({ by }) => !known.has(by))).toEqual([]);
});

const BEFORE: Rows = { images: [{ uuid: 'a', name: 'x' }], zones: [{ uuid: 'z' }], tags: [] };

test.each<[string, Rows, string[]]>([
  ['nothing', BEFORE, []],
  ['a column', { ...BEFORE, images: [{ uuid: 'a', name: 'x', size: 1 }] }, []],
  ['a table', { ...BEFORE, later: [{ uuid: 'b' }] }, []],
  ['a value', { ...BEFORE, zones: [{ uuid: 'y' }] }, ['zones lost', 'zones has']],
  ['the loss of a row', { ...BEFORE, zones: [] }, ['zones lost']],
  ['the loss of a column', { ...BEFORE, images: [{ uuid: 'a' }] }, ['images lost', 'images has']],
  [
    'the loss of a table',
    { images: BEFORE['images'] ?? [], tags: [] },
    ['the table zones is gone'],
  ],
  ['a second row', { ...BEFORE, zones: [{ uuid: 'z' }, { uuid: 'z' }] }, ['zones has']],
  ['a first row', { ...BEFORE, tags: [{ uuid: 't' }] }, ['tags: new rows']],
])('the comparison sees %s', (_what, after, expected) => {
  const found = changesOf(BEFORE, after, []);
  expect(found.map((line, i) => line.startsWith(expected[i] ?? '?'))).toEqual(
    expected.map(() => true),
  );
});

test('what is moved on purpose is not looked for, and nothing else is let through', () => {
  const after: Rows = { ...BEFORE, images: [{ uuid: 'a' }] };
  const move = { by: 'x', table: 'images', reason: 'elsewhere' };
  expect(changesOf(BEFORE, after, [{ ...move, columns: ['name'] }])).toEqual([]);
  expect(changesOf(BEFORE, after, [{ ...move, columns: ['uuid'] }])).toHaveLength(2);
  expect(changesOf(BEFORE, { zones: [], tags: [] }, [move])).toHaveLength(1);
});

const FIRST_ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';
const QUOTAS = [
  'image.num',
  'image.size',
  'volume.data.num',
  'volume.capacity',
  'snapshot.volume.num',
  'vm.totalNum',
  'vm.num',
  'vm.cpuNum',
  'vm.memorySize',
  'l3.num',
  'securityGroup.num',
  'ssh_key_pair.num',
  'vip.num',
  'eip.num',
];

test.each(DATA_DIRECTORIES)(
  'volumes of %s/%s keep their format but where they lie nowhere, accounts get the new quotas and policies',
  (version, name) => {
    const folder = unpacked(version, name);
    for (const file of Object.keys(manifestOf(version).fixtures[name]?.databases ?? {})) {
      const before = rowsOfFile(join(folder, file));
      const { rows } = opened(folder, file, before.rows);
      const formats = ({ volumes = [] }: Rows) =>
        volumes.map((row) => [row['uuid'], row['status'], row['format']]);
      const wanted = formats(before.rows).map(([uuid, status, format]) => [
        uuid,
        status,
        status === 'NotInstantiated' ? null : format,
      ]);
      expect([file, formats(rows)]).toEqual([file, wanted]);
      const normal = (rows['accounts'] ?? []).filter((row) => row['type'] === 'Normal');
      for (const { uuid } of normal) {
        const quotas = (rows['quotas'] ?? []).filter((row) => row['identity_uuid'] === uuid);
        expect(quotas).toHaveLength(QUOTAS.length);
        expect(new Set(quotas.map((row) => row['name']))).toEqual(new Set(QUOTAS));
        for (const quota of quotas) expect(quota['uuid']).toMatch(/^[0-9a-f]{32}$/);
      }
      // What users may read without more: every account but the first has a policy for it.
      const others = (rows['accounts'] ?? []).filter((row) => row['uuid'] !== FIRST_ADMIN);
      const policies = (rows['policies'] ?? []).filter((row) => row['name'] === 'DEFAULT-READ');
      expect(new Set(policies.map((row) => row['account_uuid']))).toEqual(
        new Set(others.map((row) => row['uuid'])),
      );
      const owned = (rows['account_resource_refs'] ?? []).filter(
        (row) => row['resource_type'] === 'PolicyVO',
      );
      expect(owned).toHaveLength(others.length);
      expect(new Set(owned.map((row) => row['resource_uuid']))).toEqual(
        new Set(policies.map((row) => row['uuid'])),
      );
    }
  },
);
