import { inspect } from '../../src/domain/disk-file/inspect.js';
import { crc32c } from '../support/crc32c';
import * as disks from '../support/disk-files';
import { expectFound, fileOf, put, type Edit, type Result } from '../support/inspected';

/** As disk-headers.test.ts, of the kinds of disks that the agents take for raw. */

const KIB = 2 ** 10;
const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** The last place that qemu counts to. */
const LAST = 2n ** 63n - 2n ** 30n;

type Row = readonly [what: string, edits: readonly Edit[], result: Result];

/** A number of four letters. */
const word = (text: string) => Buffer.from(text, 'latin1').readUInt32BE(0);

/** The vhd with numbers in it, and with the sum that it has then. */
function vhd(edits: readonly Edit[], size = GIB, bytes = 8 * KIB): Buffer {
  const made = put(disks.vhd(size, bytes), [...edits, [64, 4, 0]], true);
  const sum = made.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  return put(made, [[64, 4, ~sum >>> 0]], true);
}

const MAGIC = 'Invalid header magic';
const SMALL = 'Page table too small';
const CUT =
  'block-vpc: free_data_block_offset points after the end of file. The image has been truncated.';
const DYNAMIC = 512;
const TABLE = 2048;

// prettier-ignore
const VHD: readonly Row[] = [
  ['of a geometry', [[28, 4, word('vpc ')], [56, 2, 100], [58, 1, 4], [59, 1, 17]], 6800 * 512],
  ['of the largest geometry', [[28, 4, word('vpc ')], [56, 2, 65_535], [58, 1, 16], [59, 1, 255]], GIB],
  ['whose table ends after the file', [[DYNAMIC + 16, 8, 6 * KIB + 1]], CUT],
  ...['win ', 'qem2', 'd2v ', 'tap\0', 'CTXS'].map((name): Row => [`of ${name}`, [[28, 4, word(name)], [56, 2, 1], [58, 1, 1], [59, 1, 1]], GIB]),
  ['that ends in a sector', [[48, 8, GIB - 1]], GIB - 512],
  ['of another kind', [[60, 4, 2]], GIB],
  ['of another kind without its second header', [[60, 4, 2], [DYNAMIC, 4, 0]], MAGIC],
  ['without its second header', [[DYNAMIC, 4, 0]], MAGIC],
  ['whose second header is elsewhere', [[16, 8, 1024]], MAGIC],
  ['whose second header is beyond all', [[16, 8, LAST]], 'Input/output error'],
  ['with blocks of 512 bytes', [[48, 8, 512 * 512], [DYNAMIC + 32, 4, 512]], 512 * 512],
  ['with blocks of 256 bytes', [[48, 8, 256 * 512], [DYNAMIC + 32, 4, 256]], 'Invalid block size 256'],
  ['with blocks of nothing', [[DYNAMIC + 32, 4, 0]], 'Invalid block size 0'],
  ['with odd blocks', [[DYNAMIC + 32, 4, 12_345]], 'Invalid block size 12345'],
  ['of as many blocks as can be', [[48, 8, 0xffff_ffffn * 512n], [DYNAMIC + 32, 4, 512]], SMALL],
  ['of more blocks', [[48, 8, 2n ** 41n], [DYNAMIC + 32, 4, 512]], 'Too many blocks'],
  ['with a block for all of it', [[DYNAMIC + 28, 4, 512]], GIB],
  ['with a block less', [[DYNAMIC + 28, 4, 511]], SMALL],
  ['with as many entries as are read', [[DYNAMIC + 28, 4, 2 ** 29 - 128]], CUT],
  ['with more than are read', [[DYNAMIC + 28, 4, 2 ** 29 - 127]], 'Error reading pagetable'],
  ['with as many entries as can be', [[DYNAMIC + 28, 4, 2 ** 29 - 1]], 'Error reading pagetable'],
  ['with more entries', [[DYNAMIC + 28, 4, 2 ** 29]], 'Max Table Entries too large (536870912)'],
  ['with a table at the last place', [[DYNAMIC + 16, 8, LAST - 2048n]], CUT],
  ['with a table behind it', [[DYNAMIC + 16, 8, LAST - 2047n]], 'Error reading pagetable'],
  ['with a first block beyond its end', [[TABLE, 4, 0]], CUT],
  ['with small blocks up to its end', [[48, 8, 16 * KIB], [DYNAMIC + 32, 4, 4096], [DYNAMIC + 28, 4, 4], [TABLE, 4, 3], [TABLE + 4, 4, 7], [TABLE + 8, 4, 5]], 16 * KIB],
  ['with a small block beyond its end', [[48, 8, 16 * KIB], [DYNAMIC + 32, 4, 4096], [DYNAMIC + 28, 4, 4], [TABLE, 4, 3], [TABLE + 4, 4, 8], [TABLE + 8, 4, 5]], CUT],
  ['with a small block beyond its end in its last entry', [[48, 8, 16 * KIB], [DYNAMIC + 32, 4, 4096], [DYNAMIC + 28, 4, 4], [TABLE + 12, 4, 8]], CUT],
  ['with a small block that its table does not count', [[48, 8, 16 * KIB], [DYNAMIC + 32, 4, 4096], [DYNAMIC + 28, 4, 4], [TABLE + 16, 4, 8]], 16 * KIB],
];

test.each(VHD)('a vhd %s', (_what, edits, result) => {
  expectFound(vhd(edits), 'raw', result);
});

test('a vhd whose table ends with the file is whole', () => {
  const unused = [...Array(512).keys()].map((i): Edit => [6 * KIB + 4 * i, 4, 0xffff_ffff]);
  expectFound(vhd([[DYNAMIC + 16, 8, 6 * KIB], ...unused]), 'raw', GIB);
});

test('a vhd with a wrong sum is refused', () => {
  for (const at of [40, 63, 64, 65, 66, 67, 68, 511]) {
    const bytes = vhd([]);
    bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at);
    expectFound(bytes, 'raw', 'Incorrect header checksum');
  }
});

test('the bits of a large block lie before it in whole sectors', () => {
  const large: Edit[] = [[48, 8, 16 * MIB], [DYNAMIC + 32, 4, 4 * MIB], [DYNAMIC + 28, 4, 4], [TABLE, 4, 8]]; // prettier-ignore
  const end = 8 * 512 + 1024 + 4 * MIB;
  expectFound(vhd(large, GIB, end), 'raw', 16 * MIB);
  expectFound(vhd(large, GIB, end).subarray(0, -511), 'raw', 16 * MIB);
  expectFound(vhd(large, GIB, end).subarray(0, -512), 'raw', CUT);
});

test('a table of twice the largest disk is looked into, a longer one is not', () => {
  const most = 2 ** 21;
  const bytes = vhd([[TABLE, 4, 2 ** 20]], GIB, 9 * MIB);
  bytes.fill(0xff, TABLE + 4);
  expectFound(put(bytes, [[DYNAMIC + 28, 4, most]], true), 'raw', CUT);
  expectFound(put(bytes, [[DYNAMIC + 28, 4, most + 1]], true), 'raw', GIB);
});

const HEAD = 64 * KIB;
const SECOND = 128 * KIB;
const REGIONS = 192 * KIB;
const MAP = REGIONS + 16;
const METADATA_REGION = MAP + 32;
const METADATA = 3 * MIB;
const ITEMS = METADATA + 64 * KIB;

/** The vhdx with numbers in it, and with the sums that it has then. */
function vhdx(edits: readonly Edit[], copies = false): Buffer {
  const made = disks.vhdx(GIB);
  if (copies) made.copy(made, SECOND, HEAD, HEAD + 4096);
  put(made, edits, false);
  for (const [at, length] of [
    [HEAD, 4096],
    [SECOND, 4096],
    [REGIONS, 64 * KIB],
  ] as const) {
    // prettier-ignore
    if (!edits.some(([place]) => place >= at && place < at + length)) continue;
    const part = made.subarray(at, at + length);
    part.writeUInt32LE(0, 4);
    part.writeUInt32LE(crc32c(part), 4);
  }
  return made;
}

const HEADER = 'No valid VHDX header found';
const LOG = 'Invalid argument: the log';
const PLACE = 'Invalid argument: a region lies where none can be';
const OVERLAP = 'Invalid argument: a region lies in another one';
const MISSING = 'Invalid argument: a region is missing';
const UNKNOWN = 'Operation not supported: unknown region';
const NO_ITEM = 'Operation not supported: metadata is missing';
const BLOCK = 'Invalid argument: block size';
const SECTOR = 'Operation not supported: logical sector size';
const SIZE = 'Invalid argument: virtual disk size';
const SHORT = 'Invalid argument: the map of blocks is too short';

/** Other regions, which nobody needs to know. */
const regions = (count: number): Edit[] => [
  [REGIONS + 8, 4, count],
  ...[...Array(count - 2).keys()].flatMap((i): Edit[] => [
    [MAP + 64 + 32 * i + 16, 8, (4 + i) * MIB],
    [MAP + 64 + 32 * i + 24, 4, MIB],
  ]),
];

// prettier-ignore
const VHDX: readonly Row[] = [
  ['without a header', [[HEAD, 4, 1]], HEADER],
  ['of another version', [[HEAD + 66, 2, 2]], HEADER],
  ['with a log of another version', [[HEAD + 64, 2, 1]], LOG],
  ['with a log at the least place', [[HEAD + 72, 8, MIB]], GIB],
  ['with a log elsewhere', [[HEAD + 72, 8, 2 * MIB]], GIB],
  ['without a log', [[HEAD + 72, 8, 0]], LOG],
  ['with a log at half a place', [[HEAD + 72, 8, MIB + 512]], LOG],
  ['without regions', [[REGIONS, 4, 1]], 'Invalid argument: no valid region table'],
  ['with as many regions as can be', regions(2047), GIB],
  ['with more regions', [[REGIONS + 8, 4, 2048]], 'Invalid argument: too many regions'],
  ['with a region that is nothing', [[REGIONS + 8, 4, 3]], GIB],
  ['with an unknown region at no place', [...regions(3), [MAP + 64 + 16, 8, 100], [MAP + 64 + 24, 4, 1000]], GIB],
  ['with an unknown region up to another one', [...regions(3), [MAP + 64 + 16, 8, 2 * MIB - 1000], [MAP + 64 + 24, 4, 1000]], GIB],
  ['with an unknown region in another one', [...regions(3), [MAP + 64 + 16, 8, 2 * MIB - 1000], [MAP + 64 + 24, 4, 1001]], OVERLAP],
  ['with a log up to a region', [[HEAD + 68, 4, MIB]], GIB],
  ['with a log in a region', [[HEAD + 68, 4, MIB + 1]], OVERLAP],
  ['with an unknown region at the end of another one', [...regions(3), [MAP + 64 + 16, 8, 4 * MIB - 1]], OVERLAP],
  ['with a region at the least place', [[MAP + 16, 8, MIB]], GIB],
  ['with a region at no place', [[MAP + 16, 8, 0]], PLACE],
  ['with a region at half a place', [[MAP + 16, 8, 2 * MIB + 512]], PLACE],
  ['with a region of nothing', [[MAP + 24, 4, 0]], PLACE],
  ['with a region of half a length', [[MAP + 24, 4, MIB + 512]], PLACE],
  ['with an unknown region that must be known', [...regions(3), [MAP + 64 + 28, 4, 1]], UNKNOWN],
  ['with an unknown region that has other flags', [...regions(3), [MAP + 64 + 28, 4, 2]], GIB],
  ['with unknown regions of one name', regions(4), GIB],
  ['without a map', [[MAP, 1, 0], [MAP + 28, 4, 0]], MISSING],
  ['without metadata', [[METADATA_REGION, 1, 0], [METADATA_REGION + 28, 4, 0]], MISSING],
  ['with metadata that are none', [[METADATA, 1, 0]], 'Invalid argument: no metadata'],
  ['with as many metadata as can be', [[METADATA + 10, 2, 2047]], GIB],
  ['with more metadata', [[METADATA + 10, 2, 2048]], 'Invalid argument: metadata'],
  ['with metadata that are not counted', [[METADATA + 10, 2, 4]], NO_ITEM],
  ...[0, 1, 2, 3, 4].map((i): Row => [`without its metadata ${i}`, [[METADATA + 32 + 32 * i, 1, 0]], NO_ITEM]),
  ['with a parent', [[ITEMS + 4, 4, 2]], 'Operation not supported: a differencing disk'],
  ['whose blocks stay', [[ITEMS + 4, 4, 1]], GIB],
  ['with the smallest blocks', [[ITEMS, 4, MIB]], GIB],
  ['with smaller blocks', [[ITEMS, 4, MIB / 2]], BLOCK],
  ['with odd blocks', [[ITEMS, 4, 3 * MIB]], BLOCK],
  ['with the largest blocks', [[ITEMS, 4, 256 * MIB]], GIB],
  ['with larger blocks', [[ITEMS, 4, 512 * MIB]], BLOCK],
  ['with large sectors', [[ITEMS + 16, 4, 4096]], SECTOR],
  ['that ends in a sector', [[ITEMS + 8, 8, GIB + 1000]], GIB + 512],
  ['of half a sector', [[ITEMS + 8, 8, 256]], 0],
  ['of nothing', [[ITEMS + 8, 8, 0]], SIZE],
  ['that is larger than any of Hyper-V', [[ITEMS, 4, 256 * MIB], [ITEMS + 8, 8, 2n ** 46n + 512n], [MAP + 16, 8, 4 * MIB], [MAP + 24, 4, 3 * MIB]], 2 ** 46 + 512],
  ['with a map of all its blocks', [[ITEMS + 8, 8, 130_056n * 2n ** 25n]], 130_056 * 2 ** 25],
  ['with a map of all its blocks but one', [[ITEMS + 8, 8, 130_056n * 2n ** 25n + 512n]], SHORT],
];

test.each(VHDX)('a vhdx %s', (_what, edits, result) => {
  expectFound(vhdx(edits), 'raw', result);
});

test('the later one of two headers of a vhdx counts', () => {
  const log: Edit = [SECOND + 72, 8, 0];
  const sequences = (first: number, second: number): Edit[] => [[HEAD + 8, 8, first], [SECOND + 8, 8, second]]; // prettier-ignore
  expectFound(vhdx(sequences(5, 5), true), 'raw', GIB);
  expectFound(vhdx([...sequences(5, 5), log], true), 'raw', HEADER);
  expectFound(vhdx([...sequences(5, 6), log], true), 'raw', LOG);
  expectFound(vhdx([...sequences(6, 5), log], true), 'raw', GIB);
  expectFound(vhdx([...sequences(5, 6), [HEAD + 72, 8, 0]], true), 'raw', GIB);
  expectFound(vhdx([[HEAD, 4, 1], log], true), 'raw', LOG);
  expectFound(vhdx([[HEAD, 4, 1]], true), 'raw', GIB);
  expectFound(vhdx([[SECOND + 66, 2, 2], log], true), 'raw', GIB);
});

test('a vhdx with a wrong sum has no header, or no regions', () => {
  const wrong = (at: number) => put(vhdx([]), [[at, 1, 1]], false);
  expectFound(wrong(HEAD + 4095), 'raw', HEADER);
  expectFound(wrong(REGIONS + 64 * KIB - 1), 'raw', 'Invalid argument: no valid region table');
});

test('a region of a vhdx that is known is there once', () => {
  const twice = vhdx([]);
  twice.copy(twice, MAP + 64, MAP, MAP + 32);
  put(twice, [[MAP + 64 + 16, 8, 5 * MIB], [REGIONS + 8, 4, 3], [REGIONS + 4, 4, 0]], false); // prettier-ignore
  const part = twice.subarray(REGIONS, REGIONS + 64 * KIB);
  part.writeUInt32LE(crc32c(part), 4);
  expectFound(twice, 'raw', 'Invalid argument: a region twice');
});

const L1 = 'QED L1 table offset is invalid';
const CLUSTERS = 'QED cluster size is invalid';
const TABLES = 'QED table size is invalid';

// prettier-ignore
const QED: readonly Row[] = [
  ['with every feature', [[16, 8, 7]], GIB],
  ['with an unknown feature', [[16, 8, 0x9]], 'Unsupported QED features: 8'],
  ['with unknown features', [[16, 8, 0xab00]], 'Unsupported QED features: ab00'],
  ['with clusters of 4 KiB', [[4, 4, 4096]], GIB],
  ['with clusters of 2 KiB', [[4, 4, 2048]], CLUSTERS],
  ['with odd clusters', [[4, 4, 12_288]], CLUSTERS],
  ['with clusters of 64 MiB', [[4, 4, 64 * MIB]], L1],
  ['with clusters of 128 MiB', [[4, 4, 128 * MIB]], CLUSTERS],
  ['with tables of two clusters', [[8, 4, 2]], GIB],
  ['with tables of one', [[8, 4, 1], [48, 8, 512]], L1],
  ['with tables of none', [[8, 4, 0]], TABLES],
  ['with tables of three', [[8, 4, 3]], TABLES],
  ['with tables of sixteen', [[4, 4, 4096], [8, 4, 16]], GIB],
  ['with tables of more', [[4, 4, 4096], [8, 4, 32]], TABLES],
  ['as large as can be', [[48, 8, 2n ** 46n]], 2 ** 46],
  ['that is larger', [[48, 8, 2n ** 46n + 512n]], 'QED image size is invalid'],
  ['that ends in a sector', [[48, 8, 1000]], 'QED image size is invalid'],
  ['with a table in its header', [[40, 8, 0]], L1],
  ['with a longer header', [[12, 4, 2]], L1],
  ['with a shorter header', [[12, 4, 0]], GIB],
  ['with a table at no cluster', [[4, 4, 4096], [40, 8, 64 * KIB + 512]], L1],
  ['with a table beyond it', [[40, 8, 128 * KIB]], L1],
  ['with a name of its backing file that does not count', [[60, 4, 5000]], GIB],
  ['with a name of its backing file', [[16, 8, 1], [56, 4, 65_526], [60, 4, 10]], GIB],
  ['with a name of its backing file beyond its header', [[16, 8, 1], [56, 4, 65_527], [60, 4, 10]], 'QED backing file is invalid'],
  ['with the longest name', [[16, 8, 1], [56, 4, 64], [60, 4, 4095]], GIB],
  ['with a longer name', [[16, 8, 1], [56, 4, 64], [60, 4, 4096]], 'QED backing file is invalid'],
];

test.each(QED)('a qed %s', (_what, edits, result) => {
  expectFound(put(disks.qed(GIB, 320 * KIB), edits, false), 'raw', result);
});

test('the table of a qed lies in whole clusters of the file', () => {
  const whole = disks.qed(GIB, 320 * KIB);
  expectFound(whole.subarray(0, -511), 'raw', GIB);
  expectFound(whole.subarray(0, -512), 'raw', L1);
});

const no = (why: string) => `unsupported VDI image (${why})`;
const LARGEST = 0x1fff_ff80n * 2n ** 20n;

// prettier-ignore
const VDI: readonly Row[] = [
  ['of another version', [[0x44, 4, 0x0003_0002]], no('version 3.2')],
  ['with a map elsewhere', [[0x154, 4, 1024]], GIB],
  ['with a map at no sector', [[0x154, 4, 0x201]], no('unaligned block map offset 0x201')],
  ['with data elsewhere', [[0x158, 4, 1024]], GIB],
  ['with data at no sector', [[0x158, 4, 0x2ff]], no('unaligned data offset 0x2ff')],
  ['with other sectors', [[0x168, 4, 4096]], no('sector size 4096 is not 512')],
  ['with other blocks', [[0x178, 4, 4096]], no('block size 4096 is not 1048576')],
  ['with too few blocks', [[0x180, 4, 1023]], no(`disk size ${GIB}, image bitmap has room for ${GIB - MIB}`)],
  ['that ends in a sector', [[0x170, 8, GIB - 511]], GIB],
  ['of a byte more than its blocks', [[0x170, 8, GIB + 1]], no(`disk size ${GIB + 512}, image bitmap has room for ${GIB}`)],
  ['as large as can be', [[0x170, 8, LARGEST], [0x180, 4, 0x1fff_ff80]], Number(LARGEST)],
  ['that is larger', [[0x170, 8, LARGEST + 1n], [0x180, 4, 0x1fff_ff80]], 'Unsupported VDI image size (size is 0x1fffff8000001, max supported is 0x1fffff8000000)'],
  ['with more blocks than can be', [[0x180, 4, 0x1fff_ff81]], no('too many blocks 536870785, max is 536870784')],
  ['with what is before its link', [[0x1a7, 1, 1]], GIB],
  ['with a link', [[0x1a8, 1, 1]], no('non-NULL link UUID')],
  ['with the end of a link', [[0x1b7, 1, 1]], no('non-NULL link UUID')],
  ['with a parent', [[0x1b8, 1, 1]], no('non-NULL parent UUID')],
  ['with the end of a parent', [[0x1c7, 1, 1]], no('non-NULL parent UUID')],
  ['with what is after its parent', [[0x1c8, 1, 1]], GIB],
];

test.each(VDI)('a vdi %s', (_what, edits, result) => {
  expectFound(put(disks.vdi(GIB, 512), edits, false), 'raw', result);
});

test('an ISO has its name at one of three places, all of it', () => {
  for (const place of [0x8001, 0x8801, 0x9001]) {
    const iso = Buffer.alloc(64 * KIB);
    iso.write('CD001', place);
    expect(inspect(fileOf(iso))).toMatchObject({ format: 'iso', virtualSize: 64 * KIB });
    expect(inspect(fileOf(iso.subarray(0, place + 4)))).toMatchObject({ format: 'raw' });
    expect(inspect(fileOf(iso.subarray(1)))).toMatchObject({ format: 'raw' });
  }
});

test('what is larger than a number can be is told, and what cannot be read is no defect of a disk', () => {
  const huge = put(disks.vmdk(GIB, 256 * KIB), [[12, 8, 2n ** 44n], [20, 8, 2 ** 20]], false); // prettier-ignore
  expectFound(huge, 'vmdk', 'Image is too big: 9007199254740992 bytes');
  expectFound(put(huge, [[12, 8, 2n ** 44n - 1n]], false), 'vmdk', 2 ** 53 - 512);
  const broken = { length: 512, read: () => { throw new Error('EIO'); } }; // prettier-ignore
  expect(() => inspect(broken)).toThrow('EIO');
  const disk = fileOf(disks.qcow2(GIB));
  const later = { ...disk, read: (at: number, length: number) => (at > 0 ? broken.read() : disk.read(at, length)) }; // prettier-ignore
  expect(() => inspect(later)).toThrow('EIO');
});
