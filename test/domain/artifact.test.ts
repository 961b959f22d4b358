import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  artifactChunks,
  artifactLength,
  artifactMd5,
  type ArtifactFormat,
  type ArtifactIdentity,
  type ByteRange,
} from '../../src/domain/artifact/artifact.js';
import { LruCache } from '../../src/domain/artifact/lru-cache.js';
import { needs } from '../support/tools';

const GIB = 2 ** 30;
const TIB = 2 ** 40;
const MAX = Number.MAX_SAFE_INTEGER;
const SIZES = [0, 1, 511, 512, 16_384, 40 * GIB, TIB, 4 * TIB, 4 * TIB + 1, MAX];
const FORMATS: readonly ArtifactFormat[] = ['qcow2', 'raw', 'iso', 'vmdk'];
const FORMATS_AND_SIZES = FORMATS.flatMap((format) => SIZES.map((size) => [format, size] as const));

function identity(format: ArtifactFormat, size: number, contentId = 'content-1'): ArtifactIdentity {
  return { contentId, format, size };
}

function bytesOf(artifact: ArtifactIdentity, range?: ByteRange): Buffer {
  return Buffer.concat([...artifactChunks(artifact, range)]);
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

describe('the bytes are the same on every machine', () => {
  // From a second implementation (Python's struct and hashlib, and `openssl enc -aes-256-ctr`), not from this one.
  test.each([
    ['qcow2', 0, 49_152, '7e868a37984b3021458c8087d31e5add'],
    ['qcow2', 1, 82_432, 'c484ee2075b1a359baf87454056c461d'],
    ['qcow2', 511, 82_432, 'a561052753f800a11895b32b9a7ee34f'],
    ['qcow2', 512, 82_432, 'be702ff63596302e53cd4a91f378a1e5'],
    ['qcow2', 40 * GIB, 98_304, 'dfb1d73320ba31f2b414bb41365247bd'],
    ['qcow2', TIB, 344_064, '4e00197132675dad10a6dea6a1e6dfe7'],
    ['qcow2', MAX, 5_259_264, '1997678873613ad053d30c584a7e88b0'],
    ['raw', 0, 0, 'd41d8cd98f00b204e9800998ecf8427e'],
    ['raw', 1, 1, '03c7c0ace395d80182db07ae2c30f034'],
    ['raw', 40 * GIB, 1_048_576, '27d93c7da04dc476a5275e5bdb536149'],
    ['iso', 34_815, 34_815, 'fae3e7ac984e6d3903933f34853bd244'],
    ['iso', 34_816, 34_816, '54e72ced1f7e83bf1b92e4555e7f4464'],
    ['iso', 36_867, 36_867, 'ec7a8d0ec84921cc24cc03e48d964de6'],
    ['iso', 700 * 2 ** 20, 1_048_576, 'f7762938cfe163fb1e00d786d4105030'],
    ['iso', MAX, 1_048_576, 'a3c8476ecbf7dd31009a4b2d092df85f'],
    ['vmdk', 0, 10_752, 'd9d25aa64b19f8d9b1df0332aea96a36'],
    ['vmdk', 513, 29_696, 'a6da2d28fb7b4b51bf67b84639ec1e1e'],
    ['vmdk', 40 * GIB, 49_664, 'ce619d547ea58f22d6179af39892e73c'],
    ['vmdk', 128 * GIB + 1, 62_464, '7c5d64e9b6757e0c11dba89a9200d106'],
    ['vmdk', MAX, 94_720, '985bb214e8f2521f4f7f5ad8ee301ee8'],
  ] as const)('%s of %d bytes', (format, size, length, sum) => {
    expect(artifactLength(identity(format, size))).toBe(length);
    expect(artifactMd5(identity(format, size))).toBe(sum);
  });
});

describe('chunks, length and MD5 tell of the same file', () => {
  test.each(FORMATS_AND_SIZES)('%s of %d bytes', (format, size) => {
    const artifact = identity(format, size);
    const chunks = [...artifactChunks(artifact)];
    const whole = Buffer.concat(chunks);
    expect(Math.max(0, ...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(65_536);
    expect(whole).toHaveLength(artifactLength(artifact));
    expect(artifactMd5(artifact)).toBe(md5(whole));
  });

  test('a sum from memory, from a known prefix and from nothing is the same', () => {
    const size = 3 * GIB;
    const sums = ['a', 'b', 'a'].map((id) => artifactMd5(identity('qcow2', size, id)));
    expect(sums[0]).toBe(sums[2]);
    expect(sums).toEqual(['a', 'b', 'a'].map((id) => md5(bytesOf(identity('qcow2', size, id)))));
  });

  test('the sum of what was converted is its own, whichever is asked for first', () => {
    const plain = identity('raw', 100_000, 'converted');
    const converted = { ...plain, from: 'qcow2' } as const;
    for (const first of [plain, converted]) {
      const again = { ...first, contentId: 'converted, first asked' };
      expect(artifactMd5(again)).toBe(md5(bytesOf(again)));
    }
    for (const one of [plain, converted, plain]) expect(artifactMd5(one)).toBe(md5(bytesOf(one)));
    expect(artifactMd5(plain)).not.toBe(artifactMd5(converted));
  });

  test('a sum that was forgotten comes out the same again', () => {
    const first = identity('vmdk', GIB, 'forgotten');
    const before = artifactMd5(first);
    for (let i = 0; i < 1100; i++) artifactMd5(identity('vmdk', 512 * (i + 1), 'filler'));
    expect(artifactMd5(first)).toBe(before);
  });
});

describe('another identity has other bytes', () => {
  test('no two of a grid of contents, formats and sizes are the same', () => {
    // From 35 KiB on every format holds content; see the next test for what holds none.
    const sizes = [35 * 1024, 35 * 1024 + 1, 40 * GIB, 40 * GIB + 1, TIB, MAX - 1, MAX];
    const grid = FORMATS.flatMap((format) =>
      sizes.flatMap((size) => ['a', 'b', 'ab', ''].map((id) => identity(format, size, id))),
    );
    expect(new Set(grid.map(artifactMd5)).size).toBe(grid.length);
    expect(new Set(grid.map((artifact) => md5(bytesOf(artifact)))).size).toBe(grid.length);
  });

  test('qcow2 sizes that round to the same sector still differ', () => {
    const sums = [1, 2, 511, 512].map((size) => artifactMd5(identity('qcow2', size)));
    expect(new Set(sums).size).toBe(4);
  });

  test.each(FORMATS)('a %s of size 0 has no content to differ by', (format) => {
    expect(artifactMd5(identity(format, 0, 'a'))).toBe(artifactMd5(identity(format, 0, 'b')));
  });
});

describe('a range', () => {
  const artifacts = [
    ...[0, 1, 20_000, 40 * GIB, TIB].map((size) => identity('qcow2', size)),
    ...[0, 1, 100_000, GIB].map((size) => identity('raw', size)),
    ...[34_816, 36_867, 100_000, GIB].map((size) => identity('iso', size)),
    ...[0, GIB].map((size) => identity('vmdk', size)),
  ];
  const wholes = new Map(artifacts.map((artifact) => [artifact, bytesOf(artifact)]));

  test('is that slice of the whole', () => {
    const position = fc.oneof(
      fc.nat(2 ** 20 + 100),
      // Around cluster, sector, chunk and AES block edges.
      fc.tuple(fc.nat(70), fc.integer({ min: -17, max: 17 })).map(([n, by]) => n * 16_384 + by),
    );
    fc.assert(
      fc.property(fc.constantFrom(...artifacts), position, position, (artifact, one, other) => {
        const start = Math.max(0, Math.min(one, other));
        const end = Math.max(0, one, other);
        const slice = wholes.get(artifact)?.subarray(start, end);
        expect(slice && bytesOf(artifact, { start, end }).equals(slice)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('past the end, empty or reversed gives what there is', () => {
    const artifact = identity('raw', 100);
    const whole = bytesOf(artifact);
    expect(bytesOf(artifact, { start: 90, end: 1000 })).toEqual(whole.subarray(90));
    expect(bytesOf(artifact, { start: 100, end: 1000 })).toHaveLength(0);
    expect(bytesOf(artifact, { start: 50, end: 50 })).toHaveLength(0);
    expect(bytesOf(artifact, { start: 60, end: 50 })).toHaveLength(0);
  });

  test.each([-1, 0.5, Number.NaN, MAX + 1])('or size of %d is refused', (bad) => {
    expect(() => artifactLength(identity('qcow2', bad))).toThrow(RangeError);
    expect(() => artifactMd5(identity('raw', bad))).toThrow(RangeError);
    expect(() => bytesOf(identity('raw', 10), { start: bad, end: 10 })).toThrow(RangeError);
    expect(() => bytesOf(identity('raw', 10), { start: 0, end: bad })).toThrow(RangeError);
  });
});

/** The header fields of a qcow2 file, read by offset from its specification. */
function readQcow2(file: Buffer) {
  const clusterBits = file.readUInt32BE(20);
  const clusterBytes = 2 ** clusterBits;
  const refcountTableOffset = Number(file.readBigUInt64BE(48));
  const refcountBlockOffset = Number(file.readBigUInt64BE(refcountTableOffset));
  return {
    clusterBits,
    clusterBytes,
    virtualSize: file.readBigUInt64BE(24),
    l1Entries: file.readUInt32BE(36),
    l1Offset: Number(file.readBigUInt64BE(40)),
    refcountTableOffset,
    refcountBlockOffset,
    refcounts: Array.from({ length: clusterBytes / 2 }, (_, i) =>
      file.readUInt16BE(refcountBlockOffset + 2 * i),
    ),
  };
}

/** The offset in an L1 or L2 entry, which must have the flag "refcount is 1" and no other. */
function copiedOffset(file: Buffer, at: number): number {
  const entry = file.readBigUInt64BE(at);
  expect(entry >> 56n).toBe(0x80n);
  return Number(entry & 0x00ff_ffff_ffff_ffffn);
}

function isZero(bytes: Buffer): boolean {
  return bytes.equals(Buffer.alloc(bytes.length));
}

describe.each(SIZES)('a qcow2 of %d bytes', (size) => {
  const file = bytesOf(identity('qcow2', size));
  const header = readQcow2(file);
  const virtualSize = ((BigInt(size) + 511n) / 512n) * 512n;

  test('has a version 3 header that tells the virtual size', () => {
    expect(file.toString('latin1', 0, 4)).toBe('QFI\xfb');
    expect(file.readUInt32BE(4)).toBe(3);
    expect(header.virtualSize).toBe(virtualSize);
    expect(file.readBigUInt64BE(72)).toBe(0n); // incompatible features
    expect(file.readUInt32BE(96)).toBe(4); // refcount order
    expect(file.readUInt32BE(100)).toBe(104); // header length
    // No backing file, encryption, snapshots, other features or header extensions.
    expect(isZero(file.subarray(8, 20))).toBe(true);
    expect(isZero(file.subarray(32, 36))).toBe(true);
    expect(isZero(file.subarray(60, 96))).toBe(true);
    expect(isZero(file.subarray(104, header.clusterBytes))).toBe(true);
  });

  test('has 16 KiB clusters unless the L1 table would pass 1 MiB', () => {
    const coveredBySmallest = 2n ** 17n * 2n ** 25n; // 1 MiB of L1 entries, each for 32 MiB
    expect(header.clusterBits === 14).toBe(virtualSize <= coveredBySmallest);
    expect(header.clusterBits).toBeGreaterThanOrEqual(14);
    expect(header.clusterBits).toBeLessThanOrEqual(21);
    expect(header.l1Entries * 8).toBeLessThanOrEqual(2 ** 20);
    expect(file.length).toBeLessThan(6 * 2 ** 20);
  });

  test('has just as many L1 entries as cover the virtual size', () => {
    const perEntry = BigInt(header.clusterBytes / 8) * BigInt(header.clusterBytes);
    const entries = BigInt(header.l1Entries);
    expect(entries * perEntry).toBeGreaterThanOrEqual(virtualSize);
    expect((entries - 1n) * perEntry).toBeLessThan(virtualSize);
  });

  test('counts every cluster of the file once and no other', () => {
    const used = Math.ceil(file.length / header.clusterBytes);
    expect(header.refcounts.slice(0, used)).toEqual(Array.from({ length: used }, () => 1));
    expect(header.refcounts.slice(used).every((count) => count === 0)).toBe(true);
    const tableRest = file.subarray(
      header.refcountTableOffset + 8,
      header.refcountTableOffset + header.clusterBytes,
    );
    expect(isZero(tableRest)).toBe(true);
  });
});

test('a qcow2 of 0 bytes has neither tables nor data after its refcounts', () => {
  const file = bytesOf(identity('qcow2', 0));
  const { l1Entries, l1Offset, clusterBytes } = readQcow2(file);
  expect({ l1Entries, l1Offset }).toEqual({ l1Entries: 0, l1Offset: 0 });
  expect(file).toHaveLength(3 * clusterBytes);
});

describe.each(SIZES.filter((size) => size > 0))('the disk in a qcow2 of %d bytes', (size) => {
  const file = bytesOf(identity('qcow2', size));
  const header = readQcow2(file);

  test('maps guest offset 0 to the content, which ends the file, and nothing else', () => {
    const l2Offset = copiedOffset(file, header.l1Offset);
    const dataOffset = copiedOffset(file, l2Offset);
    expect(dataOffset % header.clusterBytes).toBe(0);
    expect(isZero(file.subarray(header.l1Offset + 8, l2Offset))).toBe(true);
    expect(isZero(file.subarray(l2Offset + 8, dataOffset))).toBe(true);
    expect(l2Offset - header.l1Offset).toBeGreaterThanOrEqual(header.l1Entries * 8);
    expect(dataOffset - l2Offset).toBe(header.clusterBytes);
    expect(file.length - dataOffset).toBe(Math.min(16_384, Number(header.virtualSize)));
    // What other contents share ends where the content begins.
    const other = bytesOf(identity('qcow2', size, 'content-2'));
    expect(other.subarray(0, dataOffset).equals(file.subarray(0, dataOffset))).toBe(true);
    expect(other.subarray(dataOffset).equals(file.subarray(dataOffset))).toBe(false);
  });
});

describe('an ISO', () => {
  const PRIMARY = 16 * 2048;

  test.each([
    [18 * 2048, 18],
    [700 * 2 ** 20, 358_400],
    [MAX, 2 ** 32 - 1],
  ])('of %d bytes has a volume descriptor that tells %d sectors', (size, sectors) => {
    const file = bytesOf(identity('iso', size));
    expect(file.toString('latin1', PRIMARY, PRIMARY + 7)).toBe('\x01CD001\x01');
    expect(file.toString('latin1', PRIMARY + 2048, PRIMARY + 2055)).toBe('\xffCD001\x01');
    expect(file.readUInt32LE(PRIMARY + 80)).toBe(sectors);
    expect(file.readUInt32BE(PRIMARY + 84)).toBe(sectors);
    expect(file.readUInt16LE(PRIMARY + 128)).toBe(2048);
  });

  test('of 17 sectors ends with its descriptor, and one byte less has none', () => {
    const file = bytesOf(identity('iso', 17 * 2048));
    expect(file.toString('latin1', PRIMARY, PRIMARY + 7)).toBe('\x01CD001\x01');
    expect(file).toHaveLength(17 * 2048);
    expect(bytesOf(identity('iso', 17 * 2048 - 1)).includes('CD001')).toBe(false);
  });
});

describe('a VMDK', () => {
  test.each([
    [0, 0n],
    [1, 1n],
    [513, 2n],
    [40 * GIB, 83_886_080n],
    [MAX, 2n ** 44n],
  ])('of %d bytes tells a capacity of %d sectors', (size, sectors) => {
    const file = bytesOf(identity('vmdk', size));
    expect(file.toString('latin1', 0, 4)).toBe('KDMV');
    expect(file.readUInt32LE(4)).toBe(1);
    expect(file.readBigUInt64LE(12)).toBe(sectors);
    // The sector that FTP in text mode would break, and that VMware checks for it.
    expect(file.toString('latin1', 73, 77)).toBe('\n \r\n');
  });
});

describe('the memory of sums', () => {
  test('holds no more than its capacity and forgets what was unused for longest', () => {
    const made: string[] = [];
    const cache = new LruCache<string>(2);
    const get = (key: string) =>
      cache.getOrMake(key, () => {
        made.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(get(key)).toBe(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(cache.size).toBe(2);
  });
});

const qemuImg = needs('qemu-img');

qemuImg.describe(`qemu-img reads what is made ${qemuImg.note}`, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'artifact-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]): string {
    return execFileSync('qemu-img', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  function fileOf(artifact: ArtifactIdentity): string {
    const path = join(folder, `${artifact.size}.${artifact.format}`);
    writeFileSync(path, bytesOf(artifact));
    return path;
  }

  test.each(SIZES)('finds a sound qcow2 with a virtual size of %d bytes', (size) => {
    const path = fileOf(identity('qcow2', size));
    // A check that finds errors or leaks exits with a code other than 0, which throws.
    expect(run('check', '-f', 'qcow2', path)).toContain('No errors were found');
    const info = run('info', '--output=json', path);
    expect(info).toContain('"format": "qcow2"');
    // As text, because 2^53 is past what JSON.parse keeps exactly.
    const rounded = ((BigInt(size) + 511n) / 512n) * 512n;
    expect(info).toContain(`"virtual-size": ${rounded},`);
  });

  test.each([...SIZES, 128 * GIB, 128 * GIB + 1])('finds a sound vmdk of %d bytes', (size) => {
    const path = fileOf(identity('vmdk', size));
    expect(run('check', path)).toContain('No errors were found');
    const info = run('info', '--output=json', path);
    expect(info).toContain('"format": "vmdk"');
    const rounded = ((BigInt(size) + 511n) / 512n) * 512n;
    expect(info).toContain(`"virtual-size": ${rounded},`);
  });

  test.each(
    (['qcow2', 'vmdk'] as const).flatMap((format) =>
      [512, 40 * GIB, MAX].map((size) => [format, size] as const),
    ),
  )('reads the content of a %s of %d bytes', (format, size) => {
    const path = fileOf(identity(format, size));
    const guest = join(folder, 'guest.raw');
    run('dd', '-f', format, '-O', 'raw', 'bs=32k', 'count=1', `if=${path}`, `of=${guest}`);
    const file = bytesOf(identity(format, size));
    // The content ends the file; of a vmdk it is a grain, also where the disk is smaller.
    const content = file.subarray(format === 'vmdk' ? -16_384 : -Math.min(size, 16_384));
    const expected = Buffer.alloc(Math.min(size, 32_768));
    content.copy(expected);
    expect(readFileSync(guest).equals(expected)).toBe(true);
  });

  test('finds the errors of a file that has some', () => {
    const path = join(folder, 'broken.qcow2');
    const bytes = bytesOf(identity('qcow2', GIB));
    bytes.writeUInt16BE(0, 2 * 16_384 + 2 * 3); // the refcount of the L1 table
    writeFileSync(path, bytes);
    expect(() => run('check', '-f', 'qcow2', path)).toThrow('qemu-img check');
  });

  test.each(
    (['qcow2', 'raw'] as const).flatMap((from) =>
      [1, 512, 32_769, 65_537, 2 ** 20 + 1, 4 * GIB].map((size) => [from, size] as const),
    ),
  )('reads the same of a %s of %d bytes and of the stream-optimized vmdk of it', (from, size) => {
    const disk = { contentId: 'stream', format: from, size };
    const vmdk = fileOf({ ...disk, format: 'vmdk', from });
    const info = JSON.parse(run('info', '--output=json', vmdk));
    expect(info['format-specific'].data['create-type']).toBe('streamOptimized');
    const qcow2 = fileOf(from === 'qcow2' ? disk : { ...disk, format: 'qcow2', from });
    expect(run('compare', vmdk, qcow2)).toContain('Images are identical');
  });

  test('a stream-optimized vmdk describes itself as the tools of VMware do', () => {
    const vmdk = { contentId: 'c', format: 'vmdk', from: 'raw', size: 300_001 } as const;
    const descriptor = bytesOf(vmdk)
      .subarray(512, 21 * 512)
      .toString('latin1');
    for (const line of [
      'createType="streamOptimized"',
      'RW 586 SPARSE "disk.vmdk"',
      'ddb.adapterType = "lsilogic"',
      'ddb.geometry.heads = "255"',
      'ddb.geometry.sectors = "63"',
    ]) {
      expect(descriptor.split('\n')).toContain(line);
    }
  });

  test('a stream-optimized vmdk is made in any pieces', () => {
    const vmdk = { contentId: 'c', format: 'vmdk', from: 'raw', size: 300_001 } as const;
    const whole = bytesOf(vmdk);
    for (const [start, end] of [
      [65_530, 65_560],
      [131_000, 131_200],
      [0, 65_537 + 65_536 + 30],
    ]) {
      const part = Buffer.concat([...artifactChunks(vmdk, { start: start ?? 0, end: end ?? 0 })]);
      expect(part).toEqual(whole.subarray(start, end));
    }
    expect(artifactLength(vmdk)).toBe(whole.length);
  });
});
