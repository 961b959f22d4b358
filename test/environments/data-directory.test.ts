import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DataDirectory } from '../../src/environment/data-directory';
import { filesBelow } from '../support/environments';
import { temporaryFolder } from '../support/process';

/** A data directory with these files; each holds its own path. */
function directoryWith(...files: readonly string[]): { root: string; directory: DataDirectory } {
  const root = temporaryFolder();
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file);
  }
  return { root, directory: new DataDirectory(root) };
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('everything has its place', () => {
  const { root, directory } = directoryWith();
  const { pid } = process;
  expect(
    [
      directory.databaseOf('default'),
      directory.databaseOf('x'),
      directory.blobsOf('default'),
      directory.blobsOf('x'),
      directory.originOf('default', 'b1'),
      directory.originOf('x', 'b2'),
      directory.snapshotOf('default', 's'),
      directory.asideOf('x.2'),
      directory.temporary(),
      directory.temporaryBlobs(),
    ].map((path) => relative(root, path)),
  ).toEqual([
    'default.sqlite',
    'environments/x.sqlite',
    'blobs',
    'environments/x.blobs',
    'environments/default.b1.origin.sqlite',
    'environments/x.b2.origin.sqlite',
    'snapshots/default/s.sqlite',
    'set-aside/x.2.sqlite',
    `temporary/${pid}-0`,
    `temporary/${pid}-1`,
  ]);
  expect(modeOf(join(root, 'temporary'))).toBe('700');
});

test('an emulator in memory has files of images alone, in a folder of its own that goes with it', () => {
  const [directory, other] = [new DataDirectory(undefined), new DataDirectory(undefined)];
  const lazy = directory.temporaryBlobs();
  expect(dirname(lazy)).toMatch(
    new RegExp(`^${tmpdir()}/zstack-image-emulator-${process.pid}-.{8}$`),
  );
  expect(existsSync(dirname(lazy))).toBe(false);
  expect(dirname(other.temporaryBlobs())).not.toBe(dirname(lazy));
  expect(() => directory.databaseOf('x')).toThrow('an emulator in memory has no files');
  const path = directory.temporary();
  expect(existsSync(dirname(path))).toBe(true);
  mkdirSync(path);
  writeFileSync(join(path, 'image'), '');
  directory.restrict();
  directory.clean();
  expect(existsSync(dirname(path))).toBe(false);
  expect(() => directory.clean()).not.toThrow();
});

test('environments and snapshots are those of a name that can be one, in their order', () => {
  const { root, directory } = directoryWith(
    ...['b', 'a', '0-_', 'A', '.sqlite', '-a', `a${'b'.repeat(63)}`, 'a.b'].map(
      (name) => `environments/${name}.sqlite`,
    ),
    'environments/c.sqlite-wal',
    'environments/xsqlite',
    'snapshots/a/two.sqlite',
    'snapshots/a/one.sqlite',
    'snapshots/a/one.blobs/x',
    'snapshots/b/three.sqlite',
  );
  utimesSync(join(root, 'snapshots/a/two.sqlite'), 1_000, 1_234.5678);
  utimesSync(join(root, 'snapshots/a/one.sqlite'), 1_000, 1_000);
  expect(directory.environments()).toEqual(['0-_', 'a', 'b']);
  expect(directory.snapshots('a')).toEqual([
    { name: 'one', bytes: 22, createDate: 1_000_000 },
    { name: 'two', bytes: 22, createDate: 1_234_567 },
  ]);
  expect(directory.snapshots('c')).toEqual([]);
  const empty = new DataDirectory(join(root, 'nowhere'));
  expect([empty.environments(), empty.asides(), empty.leftovers()]).toEqual([[], [], []]);
});

const OF_X = [
  'x.sqlite',
  'x.sqlite-wal',
  'x.rewind',
  'x.b1.origin.sqlite',
  'x.b1.origin.blobs/i',
  'x.blobs/i',
];
const OF_OTHERS = ['xy.sqlite', 'xy.blobs/i', 'x-y.sqlite'];
const inEnvironments = (files: readonly string[]) => files.map((file) => `environments/${file}`);

test('what cannot be opened is set aside with all that is its own, and brought back so', () => {
  const { root, directory } = directoryWith(
    ...inEnvironments([...OF_X, ...OF_OTHERS]),
    'snapshots/x/s.sqlite',
    'snapshots/xy/s.sqlite',
    'snapshots/x/s.blobs/i',
  );
  const before = filesBelow(root);
  expect(directory.setAside('x')).toBe(join(root, 'set-aside/x.sqlite'));
  const others = [...inEnvironments(OF_OTHERS), 'snapshots/xy/s.sqlite'];
  const aside = [...OF_X, 'x.snapshots/s.sqlite', 'x.snapshots/s.blobs/i'];
  expect(filesBelow(root)).toEqual(
    [...others, ...aside.map((file) => `set-aside/${file}`)].toSorted(),
  );
  expect(modeOf(join(root, 'set-aside'))).toBe('700');
  // The next of its name lies beside it, and nothing of it is taken for the first one's.
  for (const text of ['second', 'third']) {
    writeFileSync(join(root, 'environments/x.sqlite'), text);
    writeFileSync(join(root, 'environments/x.rewind'), text);
    directory.setAside('x');
  }
  expect(directory.asides()).toEqual(['x', 'x.2', 'x.3']);
  expect(directory.asideOf('x.3')).toBe(join(root, 'set-aside/x.3.sqlite'));
  expect(directory.bringBack('x')).toBe(join(root, 'environments/x.sqlite'));
  const seconds = ['x.2.rewind', 'x.2.sqlite', 'x.3.rewind', 'x.3.sqlite'];
  expect(filesBelow(root)).toEqual(
    [...before, ...seconds.map((file) => `set-aside/${file}`)].toSorted(),
  );
  // Where there is one of its name nothing is moved.
  expect(directory.bringBack('x.2')).toBeUndefined();
  directory.remove('x');
  expect(directory.bringBack('x.3')).toBe(join(root, 'environments/x.sqlite'));
  expect(filesBelow(root)).toEqual(
    [
      ...others,
      ...inEnvironments(['x.rewind', 'x.sqlite']),
      'set-aside/x.2.rewind',
      'set-aside/x.2.sqlite',
    ].toSorted(),
  );
  expect(readFileSync(join(root, 'environments/x.rewind'), 'utf8')).toBe('third');
});

test('what was set aside comes back into a directory where nothing else is left', () => {
  const { root, directory } = directoryWith(
    'set-aside/x.sqlite',
    'set-aside/x.snapshots/s.sqlite',
    'set-aside/y.1234567.sqlite',
    'set-aside/Y.sqlite',
    'set-aside/notes.txt',
  );
  expect(directory.asides()).toEqual(['x']);
  expect(directory.bringBack('x')).toBe(join(root, 'environments/x.sqlite'));
  expect(filesBelow(root)).toEqual([
    'environments/x.sqlite',
    'set-aside/Y.sqlite',
    'set-aside/notes.txt',
    'set-aside/y.1234567.sqlite',
    'snapshots/x/s.sqlite',
  ]);
  expect([modeOf(join(root, 'environments')), modeOf(join(root, 'snapshots'))]).toEqual([
    '700',
    '700',
  ]);
});

test('the database is moved last, so that what broke off is still an environment', () => {
  const { root, directory } = directoryWith(
    ...inEnvironments(OF_X),
    // What it would be moved to.
    'set-aside/x.b1.origin.sqlite/in-the-way',
  );
  expect(() => directory.setAside('x')).toThrow('EISDIR');
  expect(directory.environments()).toEqual(['x']);
  const moved = ['x.blobs/i', 'x.b1.origin.blobs/i', 'x.rewind', 'x.sqlite-wal'];
  expect(moved.filter((file) => existsSync(join(root, 'set-aside', file)))).toEqual(moved);
});

test('an environment is removed with all that is its own', () => {
  const { root, directory } = directoryWith(
    ...inEnvironments([...OF_X, ...OF_OTHERS]),
    'snapshots/x/s.sqlite',
    'snapshots/xy/s.sqlite',
  );
  directory.remove('x');
  expect(filesBelow(root)).toEqual(
    [...inEnvironments(OF_OTHERS), 'snapshots/xy/s.sqlite'].toSorted(),
  );
});

test('of states at birth the one of this birth stays, and those of others', () => {
  const { root, directory } = directoryWith(
    'environments/x.b1.origin.sqlite',
    'environments/x.b1.origin.blobs/i',
    'environments/x.b2.origin.sqlite',
    'environments/x.b2.origin.sqlite-wal',
    'environments/x.b2.origin.blobs/i',
    'environments/x.sqlite',
    'environments/xy.b2.origin.sqlite',
  );
  expect(directory.originsOf('x').map((path) => relative(root, path))).toEqual([
    'environments/x.b1.origin.sqlite',
    'environments/x.b2.origin.sqlite',
  ]);
  directory.removeOrigins('x', 'b1');
  expect(filesBelow(root)).toEqual([
    'environments/x.b1.origin.blobs/i',
    'environments/x.b1.origin.sqlite',
    'environments/x.sqlite',
    'environments/xy.b2.origin.sqlite',
  ]);
});

test('what belongs to no environment is told and cleaned up, and nothing else', () => {
  const left = [
    'gone.blobs',
    'gone.rewind',
    'gone.rewind-new',
    'gone.sqlite-wal',
    'gone.b1.origin.sqlite',
    'gone.b1.origin.blobs',
  ];
  const stays = [
    'there.sqlite',
    'there.sqlite-wal',
    'there.blobs',
    'there.b1.origin.sqlite',
    'default.b1.origin.sqlite',
    'gone.rewind-old',
    'gone.notes',
    'Gone.blobs',
    'a-gone.blobs.old',
  ];
  const { root, directory } = directoryWith(
    ...inEnvironments([...left, ...stays]),
    'snapshots/gone/s.sqlite',
    'snapshots/there/s.sqlite',
    'snapshots/default/s.sqlite',
    'snapshots/Notes/s.sqlite',
    'temporary/1-0',
    'default.sqlite',
  );
  const rest = [
    ...inEnvironments(stays),
    'snapshots/there/s.sqlite',
    'snapshots/default/s.sqlite',
    'snapshots/Notes/s.sqlite',
    'default.sqlite',
  ];
  expect(
    directory
      .leftovers()
      .map((path) => relative(root, path))
      .toSorted(),
  ).toEqual([...inEnvironments(left), 'snapshots/gone'].toSorted());
  directory.cleanUp();
  expect(filesBelow(root)).toEqual([...rest, 'temporary/1-0'].toSorted());
  directory.clean();
  expect(filesBelow(root)).toEqual(rest.toSorted());
});

const OURS = [
  'default.sqlite',
  'default.sqlite-wal',
  'default.rewind',
  'default.rewind-new',
  'default.b1.origin.sqlite',
  'default.before-mend.sqlite',
  'default.before-mend-2.sqlite',
  'blobs/i',
  'environments/x.sqlite',
  'snapshots/x/s.sqlite',
  'set-aside/x.sqlite',
  'temporary/1-0',
  'fleet.json',
];
/** Names that only look like ours. */
const OF_SOMEBODY = [
  'default.sqlite.old',
  'my-default.sqlite',
  'default.before-mend-x.sqlite',
  'blobs.old',
  'fleet.json~',
];

function readableToAll(root: string, files: readonly string[]): void {
  chmodSync(root, 0o755);
  for (const file of files) {
    chmodSync(join(root, file), 0o644);
    for (let path = dirname(file); path !== '.'; path = dirname(path)) {
      chmodSync(join(root, path), 0o755);
    }
  }
}

test('the rights of others are taken from all that is ours, and from a directory that is ours alone', () => {
  const { root, directory } = directoryWith(...OURS);
  readableToAll(root, OURS);
  directory.restrict();
  expect(OURS.map((file) => modeOf(join(root, file)))).toEqual(OURS.map(() => '600'));
  expect(modeOf(root)).toBe('700');
  const folders = ['blobs', 'environments', 'snapshots', 'snapshots/x', 'set-aside', 'temporary'];
  expect(folders.map((folder) => modeOf(join(root, folder)))).toEqual(folders.map(() => '700'));
});

test.each(OF_SOMEBODY)('a directory with %p in it may be somebody’s home', (file) => {
  const { root, directory } = directoryWith(file, 'default.sqlite');
  readableToAll(root, [file, 'default.sqlite']);
  directory.restrict();
  expect([root, join(root, file), join(root, 'default.sqlite')].map(modeOf)).toEqual([
    '755',
    '644',
    '600',
  ]);
});

test('what a link leads to keeps its rights', () => {
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'i'), '');
  readableToAll(elsewhere, ['i']);
  const { root, directory } = directoryWith('default.sqlite');
  symlinkSync(elsewhere, join(root, 'blobs'));
  directory.restrict();
  expect([modeOf(elsewhere), modeOf(join(elsewhere, 'i'))]).toEqual(['755', '644']);
  expect(() => new DataDirectory(join(root, 'nowhere')).restrict()).not.toThrow();
});
