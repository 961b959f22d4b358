import { inspect } from '../../src/domain/disk-file/inspect.js';
import * as disks from '../support/disk-files';
import { expectFound, fileOf, put, type Edit, type Result } from '../support/inspected';

/** Numbers of headers on either side of every bound, with what qemu says of the rest in its own words. */

const KIB = 2 ** 10;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

type Row = readonly [what: string, edits: readonly Edit[], result: Result];

/** The last place that qemu counts to. */
const LAST = 2n ** 63n - 2n ** 30n;
const UNREACHED = 'Input/output error';

const END = 0;
const OTHER = 0x1234_5678;
const SEALED = 0x0537_be77;
const BACKING_FORMAT = 0xe279_2aca;
const CLUSTER = 64 * KIB;
const SNAPSHOTS = 4 * CLUSTER;
const TOO_LARGE = 'Header extension too large';
const MISSING = 'the header of the encryption is missing';
const EXTRA = 'Too much extra metadata in snapshot table entry';
const FEATURE = 'qcow2: Compression type incompatible feature bit must';

// prettier-ignore
const QCOW2: readonly Row[] = [
  ['of version 2, where nothing of version 3 counts', [[4, 4, 2], [72, 4, OTHER], [76, 4, 256], [96, 4, 99], [100, 4, 3], [104, 4, 7]], GIB],
  ['of version 2 with an extension that is too long', [[4, 4, 2], [72, 4, OTHER], [76, 4, CLUSTER]], TOO_LARGE],
  ['of version 4', [[4, 4, 4]], 'Unsupported qcow2 version 4'],
  ['with clusters of 512 bytes', [[20, 4, 9], [24, 8, 512], [36, 4, 1]], 512],
  ['with clusters of 2 MiB', [[20, 4, 21], [40, 8, 6 * MIB], [48, 8, 2 * MIB]], GIB],
  ['with clusters of 256 bytes', [[20, 4, 8]], 'Unsupported cluster size: 2^8'],
  ['with clusters of 4 MiB', [[20, 4, 22]], 'Unsupported cluster size: 2^22'],
  ['with a header of 103 bytes', [[100, 4, 103]], 'qcow2 header too short'],
  ['whose header is a cluster', [[100, 4, CLUSTER]], GIB],
  ['whose header is more than a cluster', [[100, 4, CLUSTER + 1]], 'qcow2 header exceeds cluster size'],
  ['with every feature', [[20, 4, 14], [24, 8, 512], [76, 4, 0x1f], [100, 4, 112], [104, 1, 1]], 512],
  ['with an unknown feature', [[76, 4, 0x21]], 'Unsupported qcow2 feature(s): 0x20'],
  ['with unknown features', [[72, 4, 0x1_0000], [76, 4, 0x101]], 'Unsupported qcow2 feature(s): 0x1000000000100'],
  ['with extended entries in clusters of 8 KiB', [[20, 4, 13], [76, 4, 0x10]], 'Invalid subcluster size: 256'],
  ['with extended entries for half of it', [[24, 8, 3 * 2 ** 28], [36, 4, 3], [76, 4, 0x10]], 3 * 2 ** 28],
  ['with extended entries for a sector less', [[24, 8, 3 * 2 ** 28 + 512], [36, 4, 3], [76, 4, 0x10]], 'L1 table is too small'],
  ['of another compression', [[76, 4, 8], [100, 4, 112], [104, 1, 1]], GIB],
  ['of another compression that is not marked', [[100, 4, 112], [104, 1, 1]], `${FEATURE} be set`],
  ['that is marked with a compression it has not', [[76, 4, 8], [100, 4, 112]], `${FEATURE} not be set`],
  ['marked so in a short header', [[76, 4, 8]], `${FEATURE} not be set`],
  ['of an unknown compression', [[76, 4, 8], [100, 4, 112], [104, 1, 2]], 'qcow2: unknown compression type: 2'],
  ['whose byte of the compression is the first of an extension', [[104, 1, 1]], GIB],
  ['with refcounts of 64 bits', [[96, 4, 6]], GIB],
  ['with wider ones', [[96, 4, 7]], 'Reference count entry width too large; may not exceed 64 bits'],
  ['encrypted in the old way', [[32, 4, 1]], GIB],
  ['encrypted in an unknown way', [[32, 4, 3]], 'Unsupported encryption method 3'],
  ['encrypted by LUKS', [[32, 4, 2], [104, 4, SEALED], [108, 4, 16]], GIB],
  ['encrypted by LUKS, said after something else', [[32, 4, 2], [104, 4, OTHER], [108, 4, 3], [120, 4, SEALED], [124, 4, 16]], GIB],
  ['encrypted by LUKS with a short header', [[32, 4, 2], [104, 4, SEALED], [108, 4, 8]], 'CRYPTO header extension size 8, but expected size 16'],
  ['with a long header of an encryption that it has not', [[104, 4, SEALED], [108, 4, 24]], 'CRYPTO header extension size 24, but expected size 16'],
  ['encrypted by LUKS without its header', [[32, 4, 2]], MISSING],
  ['encrypted by LUKS, said after the end', [[32, 4, 2], [104, 4, END], [112, 4, SEALED]], MISSING],
  ['with an extension up to the end of its cluster', [[20, 4, 9], [24, 8, 512], [104, 4, OTHER], [108, 4, 400]], 512],
  ['with an extension past the end of its cluster', [[20, 4, 9], [24, 8, 512], [104, 4, OTHER], [108, 4, 401]], TOO_LARGE],
  ['with room for the head of an extension', [[20, 4, 9], [24, 8, 512], [100, 4, 504]], 512],
  ['without room for the head of an extension', [[20, 4, 9], [24, 8, 512], [100, 4, 505]], TOO_LARGE],
  ['with a second extension that is too long', [[104, 4, OTHER], [108, 4, 8], [120, 4, OTHER], [124, 4, CLUSTER]], TOO_LARGE],
  ['with a format of its backing file', [[104, 4, BACKING_FORMAT], [108, 4, 15]], GIB],
  ['with a long format of its backing file', [[104, 4, BACKING_FORMAT], [108, 4, 16]], 'ERROR: ext_backing_format: len=16 too large (>=16)'],
  ['with a backing file after an extension', [[8, 8, 120], [104, 4, OTHER], [108, 4, 8]], [GIB, true]],
  ['with a backing file in an extension', [[8, 8, 120], [104, 4, OTHER], [108, 4, 9]], TOO_LARGE],
  ['with a name of its backing file', [[8, 8, 512], [16, 4, 1023]], [GIB, true]],
  ['with a long name of its backing file', [[8, 8, 512], [16, 4, 1024]], 'Backing file name too long'],
  ['with a name that ends with the cluster', [[8, 8, CLUSTER - 10], [16, 4, 10]], [GIB, true]],
  ['with a name that ends after the cluster', [[8, 8, CLUSTER - 10], [16, 4, 11]], 'Backing file name too long'],
  ['with no name at the end of the cluster', [[8, 8, CLUSTER]], [GIB, true]],
  ['with a backing file after the cluster', [[8, 8, CLUSTER + 1]], 'Invalid backing file offset'],
  ['with a length of a name that is nowhere', [[16, 4, 5000]], GIB],
  ['without refcounts', [[56, 4, 0]], 'Image does not contain a reference count table'],
  ['with as many refcounts as can be', [[56, 4, 128]], GIB],
  ['with more refcounts', [[56, 4, 129]], 'Reference count table too large'],
  ['with refcounts at no cluster', [[48, 8, 1000]], 'Reference count table offset invalid'],
  ['with refcounts at the last place', [[48, 8, LAST - 2n ** 16n]], GIB],
  ['with refcounts behind it', [[48, 8, LAST]], 'Reference count table: Input/output error'],
  ['with refcounts at the end of numbers', [[48, 8, 2n ** 63n - 2n ** 17n]], 'Reference count table: Input/output error'],
  ['with entries at the last place', [[40, 8, LAST - 2n ** 16n]], GIB],
  ['with entries behind it', [[40, 8, LAST]], 'Active L1 table: Input/output error'],
  ['with a snapshot at the last place', [[60, 4, 1], [64, 8, LAST - 2n ** 16n]], GIB],
  ['with a snapshot behind it', [[60, 4, 1], [64, 8, LAST]], 'Snapshot table: Input/output error'],
  ['with refcounts beyond all', [[48, 8, 2n ** 63n - 2n ** 16n]], 'Reference count table offset invalid'],
  ['with as many snapshots as can be', [[60, 4, 65_536], [64, 8, 16 * CLUSTER]], GIB],
  ['with more snapshots', [[60, 4, 65_537], [64, 8, 16 * CLUSTER]], 'Snapshot table too large'],
  ['with snapshots at no cluster', [[60, 4, 1], [64, 8, 1000]], 'Snapshot table offset invalid'],
  ['with as many entries as can be', [[36, 4, 2 ** 22]], GIB],
  ['with more entries', [[36, 4, 2 ** 22 + 1]], 'Active L1 table too large'],
  ['with entries at no cluster', [[40, 8, 3 * CLUSTER + 512]], 'Active L1 table offset invalid'],
  ['of as many bytes as can be counted', [[20, 4, 9], [24, 8, (2n ** 31n - 1n) * 2n ** 15n]], 'L1 table is too small'],
  ['of more bytes', [[20, 4, 9], [24, 8, (2n ** 31n - 1n) * 2n ** 15n + 1n]], 'Image is too big'],
  ['with an entry for all of it', [[24, 8, 2 ** 30], [36, 4, 2]], GIB],
  ['with an entry for less', [[24, 8, 2 ** 30 + 1], [36, 4, 2]], 'L1 table is too small'],
  ['that ends in a sector', [[24, 8, 1000]], 512],
  ['with an endless first snapshot', [[60, 4, 2], [64, 8, SNAPSHOTS], [SNAPSHOTS + 36, 4, 1025]], `${EXTRA} 0`],
  ['with a long first snapshot', [[60, 4, 2], [64, 8, SNAPSHOTS], [SNAPSHOTS + 36, 4, 1024]], GIB],
  ['with an endless second snapshot', [[60, 4, 2], [64, 8, SNAPSHOTS], [SNAPSHOTS + 12, 2, 30], [SNAPSHOTS + 14, 2, 21], [SNAPSHOTS + 36, 4, 1000], [SNAPSHOTS + 1096 + 36, 4, 1025]], `${EXTRA} 1`],
  ['with two right snapshots', [[36, 4, 2000], [60, 4, 2], [64, 8, SNAPSHOTS], [SNAPSHOTS + 12, 2, 1], [SNAPSHOTS + 36, 4, 1024]], GIB],
  ['with an endless snapshot that is not counted', [[60, 4, 1], [64, 8, SNAPSHOTS], [SNAPSHOTS + 40 + 36, 4, 1025]], GIB],
];

test.each(QCOW2)('a qcow2 %s', (_what, edits, result) => {
  expectFound(put(disks.qcow2(GIB, 512 * KIB), edits, true), 'qcow2', result);
});

const SMALL = 'Image size is too small (must be at least 2 bytes)';
const CLUSTERS = 'Cluster size must be between 512 and 64k';
const TABLES = 'L2 table size must be between 512 and 64k';

// prettier-ignore
const QCOW: readonly Row[] = [
  ['of a byte', [[24, 8, 1]], SMALL],
  ['of two bytes', [[24, 8, 2]], 0],
  ['that ends in a sector', [[24, 8, GIB + 511]], GIB],
  ['with clusters of 256 bytes', [[32, 1, 8]], CLUSTERS],
  ['with clusters of 512 bytes', [[32, 1, 9]], GIB],
  ['with clusters of 64 KiB', [[32, 1, 16]], GIB],
  ['with clusters of 128 KiB', [[32, 1, 17]], CLUSTERS],
  ['with tables of 256 bytes', [[33, 1, 5]], TABLES],
  ['with tables of 512 bytes', [[33, 1, 6]], GIB],
  ['with tables of 64 KiB', [[33, 1, 13]], GIB],
  ['with tables of 128 KiB', [[33, 1, 14]], TABLES],
  ['that is encrypted', [[36, 4, 1]], GIB],
  ['encrypted in an unknown way', [[36, 4, 2]], 'invalid encryption method in qcow header'],
  ['as large as can be', [[24, 8, 268_435_392n * 2n ** 21n]], 268_435_392 * 2 ** 21],
  ['of a byte more', [[24, 8, 268_435_392n * 2n ** 21n + 1n]], UNREACHED],
  ['of as much as can be counted', [[24, 8, 268_435_455n * 2n ** 21n]], UNREACHED],
  ['of a byte more than can be counted', [[24, 8, 268_435_455n * 2n ** 21n + 1n]], 'Image too large'],
  ['as large as can be said', [[24, 8, 2n ** 64n - 1n]], 'Image too large'],
  ['with a table at the last place', [[40, 8, LAST - 4096n]], GIB],
  ['with a table behind it', [[40, 8, LAST - 4095n]], UNREACHED],
  ['with a table of a part more', [[24, 8, GIB + 1], [40, 8, LAST - 4096n]], UNREACHED],
  ['with a backing file', [[8, 8, 512], [16, 4, 1023]], [GIB, true]],
  ['with a long name of its backing file', [[8, 8, 512], [16, 4, 1024]], 'Backing file name too long'],
  ['with a backing file at the last place', [[8, 8, LAST - 10n], [16, 4, 10]], [GIB, true]],
  ['with a backing file behind it', [[8, 8, LAST - 10n], [16, 4, 11]], UNREACHED],
  ['with a length of a name that is nowhere', [[16, 4, 5000]], GIB],
];

test.each(QCOW)('a qcow %s', (_what, edits, result) => {
  expectFound(put(disks.qcow(GIB, 4 * KIB), edits, true), 'qcow2', result);
});

const NO_DESCRIPTOR = 'Invalid argument: the descriptor is missing or damaged';
const UNKNOWN_PARTS = 'invalid VMDK image descriptor';
const TABLE = (which: string) => `Could not read ${which} table: Input/output error`;
const lastSector = LAST / 512n;
const part = Buffer.from('\nRW 2048 FLAT "a-flat.vmdk" 0\n');
const partAt = (place: number) => [...part].map((byte, i): Edit => [place + i, 1, byte]);

// prettier-ignore
const VMDK: readonly Row[] = [
  ['of version 3', [[4, 4, 3]], GIB],
  ['of version 4', [[4, 4, 4]], 'Unsupported VMDK version 4'],
  ['with large tables', [[44, 4, 513]], 'L2 table size too big'],
  ['without grains', [[20, 8, 0]], 'L1 entry size is invalid'],
  ['with entries of 2^32 sectors', [[20, 8, 2 ** 23]], 'L1 entry size is invalid'],
  ['with the largest grains', [[20, 8, 0x20_0000]], GIB],
  ['with larger grains', [[20, 8, 0x20_0001]], 'Invalid granularity, image may be corrupt'],
  ['whose grains begin where it ends', [[64, 8, 512]], GIB],
  ['whose grains begin later', [[64, 8, 513]], 'File truncated, expecting at least 262656 bytes'],
  ['with as many entries as can be', [[12, 8, 2 ** 41]], 2 ** 50],
  ['with more entries', [[12, 8, 2 ** 41 + 1]], 'L1 size too big'],
  ['with so many entries that they are none', [[12, 8, 2n ** 32n], [20, 8, 1], [44, 4, 1]], 2 ** 41],
  ['with a table at the last place', [[56, 8, lastSector - 1n]], GIB],
  ['with a table that ends with the last place', [[12, 8, 65_536 * 128], [56, 8, lastSector - 1n]], 4 * GIB],
  ['with a table that ends after it', [[12, 8, 65_536 * 128 + 1], [56, 8, lastSector - 1n]], TABLE('l1')],
  ['with a table after it', [[56, 8, lastSector]], TABLE('l1')],
  ['with a table so far away that it is near', [[56, 8, 2n ** 55n]], GIB],
  ['with a second table after it', [[8, 4, 3], [48, 8, lastSector]], TABLE('l1 backup')],
  ['with a second table that does not count', [[8, 4, 1], [48, 8, lastSector]], GIB],
  ['with a right second table', [[8, 4, 2]], GIB],
  ['without a descriptor', [[512, 1, 0]], NO_DESCRIPTOR],
  ['with a descriptor that ends early', [[530, 1, 0]], NO_DESCRIPTOR],
  ['of no size', [[12, 8, 0], [28, 8, 0]], 0],
  ['that is a descriptor', [[12, 8, 0]], UNKNOWN_PARTS],
  ['that is a descriptor with parts', [[12, 8, 0], ...partAt(600)], "Could not open 'a-flat.vmdk': No such file or directory"],
  ['that is a descriptor elsewhere', [[12, 8, 0], [28, 8, 8], ...partAt(4096)], "Could not open 'a-flat.vmdk': No such file or directory"],
  ['that is a descriptor beyond all', [[12, 8, 0], [28, 8, LAST]], UNREACHED],
];

test.each(VMDK)('a vmdk %s', (_what, edits, result) => {
  expectFound(put(disks.vmdk(GIB, 256 * KIB), edits, false), 'vmdk', result);
});

test('a vmdk whose last sector is not whole has it', () => {
  const whole = put(disks.vmdk(GIB, 256 * KIB), [[64, 8, 512]], false);
  expectFound(whole.subarray(0, -511), 'vmdk', GIB);
  expectFound(whole.subarray(0, -512), 'vmdk', 'File truncated, expecting at least 262144 bytes');
});

const FOOTER = 64 * KIB - 3 * 512;
const NO_FOOTER = 'Invalid argument: the footer of a streamed vmdk is damaged';

// prettier-ignore
const STREAMED: readonly Row[] = [
  ['with data in its marker', [[FOOTER + 8, 4, 1]], NO_FOOTER],
  ['with another marker', [[FOOTER + 12, 4, 2]], NO_FOOTER],
  ['with another header', [[FOOTER + 512, 1, 0]], NO_FOOTER],
  ['that does not end', [[FOOTER + 1024, 8, 1]], NO_FOOTER],
  ['with data after its end', [[FOOTER + 1032, 4, 1]], NO_FOOTER],
  ['with another end', [[FOOTER + 1036, 4, 1]], NO_FOOTER],
  ['of another version at its end alone', [[FOOTER + 516, 4, 4]], 'Unsupported VMDK version 4'],
  ['of another version at its beginning alone', [[4, 4, 4]], GIB],
];

test.each(STREAMED)('a streamed vmdk %s', (_what, edits, result) => {
  expectFound(put(disks.streamedVmdk(GIB, 64 * KIB), edits, false), 'vmdk', result);
});

test('a streamed vmdk ends with whole sectors, and has three at least', () => {
  const whole = disks.streamedVmdk(GIB, 64 * KIB);
  expectFound(whole.subarray(0, -511), 'vmdk', GIB);
  expectFound(whole.subarray(0, 1536), 'vmdk', NO_FOOTER);
  const missing = 'Invalid argument: the footer of a streamed vmdk is missing';
  expectFound(whole.subarray(0, 1024), 'vmdk', missing);
});

test('a disk of an old ESX server tells its sectors, and has a descriptor', () => {
  const disk = put(Buffer.alloc(4096), [[12, 4, 2 ** 21]], false);
  disk.write('COWD');
  expectFound(disk, 'raw', NO_DESCRIPTOR);
  disk.write('CID=1', 600);
  expectFound(disk, 'raw', NO_DESCRIPTOR);
  disk.fill(' ', 512, 600);
  expectFound(disk, 'raw', GIB);
});

describe('a text that names the parts of a disk', () => {
  const PART = 'RW 2048 FLAT "a-flat.vmdk" 0\n';
  const found = (said: string) => inspect(fileOf(Buffer.from(said)));
  const refused = (defect: string) => ({
    format: 'raw',
    virtualSize: 0,
    hasBackingFile: false,
    defect,
  });
  const MISSING_PART = "Could not open 'a-flat.vmdk': No such file or directory";

  test.each([
    ['version=1\n', true],
    ['version=2\r\n', true],
    ['version=3\n', true],
    ['version=4\n', false],
    ['version=1', false],
    ['version=1 \n', false],
    ['# one\n#\n\n  \r\n \n# two\nversion=1\n', true],
    ['# one\n\tversion=1\n', false],
    [' # one\nversion=1\n', false],
    ['CID=1\nversion=1\n', false],
  ])('%j begins one: %p', (begin, isOne) => {
    const none = { ...refused(''), virtualSize: 512, defect: null };
    expect(found(`${begin}${PART}`)).toEqual(isOne ? refused(MISSING_PART) : none);
  });

  test('may name any kind of part, and what is none is not looked for', () => {
    for (const access of ['RW', 'RDONLY', 'NOACCESS']) {
      for (const kind of ['FLAT', 'SPARSE', 'VMFS', 'VMFSSPARSE', 'SESPARSE']) {
        expect(found(`version=1\n${access} 20 ${kind} "a-flat.vmdk" 0\n`)).toEqual(
          refused(MISSING_PART),
        );
      }
    }
    for (const none of [
      'RX 20 FLAT "a"',
      'RW 20 ZERO "a"',
      'RW x FLAT "a"',
      'RW 20 FLAT a',
      '  RW 20 FLAT "a"',
    ]) {
      expect(found(`version=1\n${none}\n`)).toEqual(refused(UNKNOWN_PARTS));
    }
    expect(found('version=1\nRW 20 FLAT ""\n')).toEqual(
      refused("Could not open '': No such file or directory"),
    );
  });

  test('is read up to 64 KiB', () => {
    const long = (length: number) => `version=1\n${' '.repeat(length - 11 - PART.length)}\n${PART}`;
    expect(found(long(2 ** 16))).toEqual(refused(MISSING_PART));
    expect(found(long(2 ** 16 + PART.length))).toEqual(refused(UNKNOWN_PARTS));
  });
});
