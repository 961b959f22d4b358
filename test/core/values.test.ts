import { Chance } from '../../src/core/chance';
import { durationOf, isClockState, LAST_DATE, parseDuration } from '../../src/core/clock';
import { folded, isSameText } from '../../src/core/collation';
import { inJavaOrder } from '../../src/core/java-order';
import { keysFrom, newSecret } from '../../src/core/keys';
import {
  machineFaultOf,
  machineFaultText,
  isDamage,
  isFileGone,
  isNoDefect,
} from '../../src/core/machine-fault';
import { didYouMean, nearest } from '../../src/core/nearest';
import { isResourceUuid, uuidFromName, uuidOfHash } from '../../src/core/uuid';

test.each([
  ['1h30m', 5400000],
  ['72h', 259200000],
  ['1500ms', 1500],
  ['3d', 259200000],
  ['90s', 90000],
  ['1m', 60000],
  [' 5s ', 5000],
  ['123456789012s', 123456789012000],
])('the span %j takes %d ms', (text, ms) => {
  expect([parseDuration(text), durationOf(text)]).toEqual([ms, ms]);
});

test.each(['', '5x', 'h', '1h x', 'x1h', '1h 5m', '1.5h', '1234567890123s', '-1h'])(
  '%j is no span',
  (text) => {
    expect([parseDuration(text), durationOf(text)]).toEqual([undefined, undefined]);
  },
);

test('a span may be a number of milliseconds, in digits, too', () => {
  expect([0, 5, '12', ' 12 ', '1234567890123456'].map(durationOf)).toEqual([
    0, 5, 12, 12, 1234567890123456,
  ]);
  expect(
    [
      '-1',
      '12x',
      'x12',
      '12345678901234567',
      '9999999999999999',
      -1,
      1.5,
      null,
      undefined,
      {},
      true,
    ].map(durationOf),
  ).toEqual(Array.from({ length: 11 }));
});

test.each([
  [{ mode: 'real', value: 0 }, true],
  [{ mode: 'offset', value: -5 }, true],
  [{ mode: 'stopped', value: LAST_DATE }, true],
  [{ mode: 'offset', value: -LAST_DATE }, true],
  [{ mode: 'stopped', value: LAST_DATE + 1 }, false],
  [{ mode: 'offset', value: -LAST_DATE - 1 }, false],
  [{ mode: 'x', value: 0 }, false],
  [{ mode: 'real' }, false],
  [{ mode: 'real', value: 0.5 }, false],
  [{ mode: 'real', value: '0' }, false],
  [{}, false],
  [null, false],
  [undefined, false],
])('that %j can be the state of a clock is %p', (state, canBe) => {
  expect(isClockState(state)).toBe(canBe);
});

test('the random stream is the same on every machine', () => {
  const chance = Chance.fromSeed(7);
  expect(chance.state).toEqual([1702219989, -240875822, -1242037740, -1452111619]);
  expect([chance.nextUint32(), chance.below(10), chance.text(12)]).toEqual([
    9232548,
    0,
    'ZoW1ERxn5zlo',
  ]);
  expect(chance.shuffled([1, 2, 3, 4, 5, 6, 7])).toEqual([7, 6, 5, 2, 4, 3, 1]);
  expect([chance.uuid(), chance.uuid()]).toEqual([
    '24e8ab330d0f40ac8dce8576f11d01f8',
    '24e8db3c68464c9991d693788eaf9735',
  ]);
  expect(chance.state).toEqual([-2032096807, 624690096, -725957053, -1452111593]);
  const large = Chance.fromSeed(2 ** 40 + 5);
  expect([large.state, large.uuid()]).toEqual([
    [-1809966563, 1293191457, 79078884, 144372775],
    'c9134c75e9cd47658038cc910bd97518',
  ]);
  large.restore([1, 2, 3, 4]);
  expect(large.state).toEqual([1, 2, 3, 4]);
});

test('uuids of names and keys of purposes are the same on every machine', () => {
  expect([uuidFromName('default/zone/zone-1'), uuidFromName('\u00e9')]).toEqual([
    '2911d7f177dd5f208220f3078c9972d5',
    'bf15be717ac15080b4f1c45669282589',
  ]);
  expect(uuidOfHash('0123456789abcdef0123456789abcdef01234567')).toBe(
    '0123456789ab5def8123456789abcdef',
  );
  expect(uuidOfHash('0123456789abcdeff123456789abcdef01234567')).toBe(
    '0123456789ab5defb123456789abcdef',
  );
  const keys = keysFrom(() => 's');
  expect([keys.of('a'), keys.of('a', 64), keys.of('a', 5)]).toEqual([
    '9659450897188d054f9c20310342e042',
    '9659450897188d054f9c20310342e042c55697737b2798b59f8f1cef7dda0674',
    '96594',
  ]);
  expect([keys.uuid('a'), keys.uuid('b')]).toEqual([
    '9659450897184d058f9c20310342e042',
    '27e6af74a06145f48d6d0176376ae333',
  ]);
  expect([newSecret().length, newSecret() === newSecret()]).toEqual([64, false]);
});

test.each([
  ['d0000000000040008000000000000001', true],
  ['d000000000001000b000000000000001', true],
  ['d000000000005000a000000000000001', true],
  ['d0000000000060008000000000000001', false],
  ['d0000000000000008000000000000001', false],
  ['d0000000000040007000000000000001', false],
  ['d000000000004000c000000000000001', false],
  ['D0000000000040008000000000000001', false],
  ['d000000000004000800000000000001', false],
  ['xd0000000000040008000000000000001', false],
  ['d0000000000040008000000000000001x', false],
])('that %s is a uuid which a caller may choose is %p', (text, isOne) => {
  expect(isResourceUuid(text)).toBe(isOne);
});

test.each([
  ['nmae', ['name', 'size'], 'name'],
  ['NAME', ['Name'], 'Name'],
  ['nam', ['name'], 'name'],
  ['na', ['name'], undefined],
  ['x', ['name'], undefined],
  ['ab', ['cd'], undefined],
  ['', ['name'], undefined],
  ['', [''], undefined],
  ['name', [], undefined],
  ['abcdef', ['abxdyf'], 'abxdyf'],
  ['abcdef', ['abxdyz'], undefined],
  ['abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
  ['abcdefghi', ['abcdewxyz'], undefined],
  ['imagez', ['image', 'images'], 'image'],
  ['a'.repeat(256), ['a'.repeat(255)], 'a'.repeat(255)],
  ['a'.repeat(257), ['a'.repeat(256)], undefined],
])('near to %s of %j is %s', (name, names, near) => {
  expect(nearest(name, names)).toBe(near);
  expect(didYouMean(name, names)).toBe(near === undefined ? '' : ` (did you mean '${near}'?)`);
});

test('texts are the same without regard to case, accents and blanks at the end', () => {
  expect(['Stra\u00dfe', '\u00c9 a  ', ' x', 'a\u0301'].map(folded)).toEqual([
    'STRASSE',
    'E A',
    ' X',
    'A',
  ]);
  expect([
    isSameText('A ', 'a'),
    isSameText('a', 'b'),
    isSameText(null, null),
    isSameText(null, 'a'),
    isSameText('a', null),
  ]).toEqual([true, false, true, false, false]);
});

test('a set of texts stands in the order of a HashSet', () => {
  const states = [
    'Running',
    'Stopped',
    'Paused',
    'Destroyed',
    'Created',
    'Starting',
    'Stopping',
    'VolumeMigrating',
    'NoState',
    'Crashed',
    'Unknown',
    'x',
  ];
  expect(inJavaOrder(states)).toEqual([
    'Crashed',
    'Destroyed',
    'Unknown',
    'Stopped',
    'Starting',
    'VolumeMigrating',
    'NoState',
    'Running',
    'x',
    'Stopping',
    'Paused',
    'Created',
  ]);
});

const NO_SPACE = 'no space left on the device: make room, then try again';
const TOO_MANY =
  'too many files are open: let clients close connections, or raise the limit (ulimit -n), then try again';
const BROKEN =
  'the disk failed to read or write (input/output error): look at the device and the log of the system, then try again';
const READ_ONLY = 'the file system can only be read: make it writable, then try again';
const RIGHTS = 'the rights of the file or its directory are missing: give them, then try again';
const MEMORY = 'the machine has no memory left: end something, then try again';
const BUSY = 'the file is in use by another program: end that, then try again';
const UNOPENED =
  'a file cannot be opened or made: look whether the device has room, whether too many files are open, and at the rights of its directory, then try again';

test.each([
  [['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'], NO_SPACE],
  [['EMFILE', 'ENFILE'], TOO_MANY],
  [['ENOMEM', 'SQLITE_NOMEM', 'SQLITE_IOERR_NOMEM'], MEMORY],
  [
    [
      'EIO',
      'ENXIO',
      'ENODEV',
      'ESTALE',
      'SQLITE_IOERR',
      'SQLITE_IOERR_READ',
      'SQLITE_READONLY_DBMOVED',
    ],
    BROKEN,
  ],
  [['EROFS', 'SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY'], READ_ONLY],
  [['EACCES', 'EPERM', 'SQLITE_PERM', 'SQLITE_AUTH'], RIGHTS],
  [['EBUSY', 'ETXTBSY', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'], BUSY],
  [['SQLITE_CANTOPEN', 'SQLITE_CANTOPEN_ISDIR'], UNOPENED],
])('of the codes %j the machine is to blame', (codes, words) => {
  for (const code of codes) {
    const fault = machineFaultOf({ code });
    expect([code, fault && machineFaultText(fault)]).toEqual([code, words]);
    expect([isNoDefect({ code }), isDamage({ code })]).toEqual([true, false]);
    expect(machineFaultOf({ code: `X${code}` })).toBeUndefined();
  }
});

test.each([
  'ENOSPCX',
  'SQLITE_FULLX',
  'ENFILEX',
  'ENOMEMX',
  'EIOX',
  'EROFSX',
  'SQLITE_AUTHX',
  'EBUSYX',
  'SQLITE_CANTOPE',
  'ENOENT',
])('of the code %s it is not', (code) => {
  expect(machineFaultOf({ code })).toBeUndefined();
  expect(isFileGone({ code })).toBe(code === 'ENOENT');
});

test('a damaged file is no defect either, anything else is one', () => {
  for (const code of ['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB']) {
    expect([isDamage({ code }), isNoDefect({ code }), machineFaultOf({ code })]).toEqual([
      true,
      true,
      undefined,
    ]);
  }
  for (const other of [
    new Error('x'),
    { code: 'SQLITE_CONSTRAINT' },
    { code: '' },
    { code: 'XSQLITE_CORRUPT' },
    { code: 'SQLITE_NOTADBX' },
    null,
    'EIO',
  ]) {
    expect([isDamage(other), isNoDefect(other), machineFaultOf(other)]).toEqual([
      false,
      false,
      undefined,
    ]);
  }
});
