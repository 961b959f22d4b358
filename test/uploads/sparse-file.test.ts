import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ByteMeter, ByteSum } from '../../src/jobs/byte-meter';
import { addRest, copyInto, isPartOf, receiveInto } from '../../src/jobs/sparse-file';
import { temporaryFolder } from '../support/process';

const MIB = 2 ** 20;
const BLOCK = 2 ** 16;
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
const at = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(at(name));
const put = (name: string, bytes: Buffer): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};
/** Bytes that differ everywhere. */
const bytesOf = (length: number, seed = 1) =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => 1 + ((i * 7 + seed * 31 + (i >> 8)) % 250)));
const onLinux = process.platform === 'linux' ? test : test.skip;
const roomOf = (name: string) => statSync(at(name)).blocks * 512;

describe('what comes is received', () => {
  const receive = async (...chunks: Buffer[]) => {
    const sum = ByteSum.ofNothing();
    const meter = new ByteMeter(Infinity, () => new Error('too many'), sum);
    await receiveInto(Readable.from(chunks), meter, at('new'));
    const all = Buffer.concat(chunks);
    expect(read('new').equals(all)).toBe(true);
    expect([meter.length, sum.result()]).toEqual([
      all.length,
      { length: all.length, md5: md5(all) },
    ]);
  };

  test.each<[string, Buffer[]]>([
    ['nothing', []],
    ['one byte', [Buffer.from([7])]],
    ['a zero', [Buffer.from([0])]],
    ['pieces', [bytesOf(10), bytesOf(20, 2), bytesOf(30, 3)]],
    ['zeros at the start', [Buffer.alloc(100), bytesOf(10)]],
    ['zeros in between', [bytesOf(10), Buffer.alloc(100), bytesOf(10)]],
    ['zeros at the end', [bytesOf(10), Buffer.alloc(100)]],
    ['zeros with a byte at the end', [Buffer.concat([Buffer.alloc(100), Buffer.from([1])])]],
    ['zeros with a byte at the start', [Buffer.concat([Buffer.from([1]), Buffer.alloc(100)])]],
    ['equal bytes', [Buffer.alloc(100, 5)]],
  ])('%s', async (_what, chunks) => {
    await receive(...chunks);
    expect(statSync(at('new')).mode & 0o777).toBe(0o600);
  });

  onLinux('zeros take no room', async () => {
    await receive(Buffer.alloc(MIB));
    expect(roomOf('new')).toBe(0);
  });

  test('into a new file only, and no more than may come', async () => {
    put('new', Buffer.from('there'));
    await expect(receive(bytesOf(10))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(read('new').toString()).toBe('there');
    const few = (most: number) =>
      receiveInto(
        Readable.from([bytesOf(5), bytesOf(5)]),
        new ByteMeter(most, () => new Error('too many')),
        at(`few ${most}`),
      );
    await expect(few(9)).rejects.toThrow('too many');
    await few(10);
    expect(read('few 10')).toHaveLength(10);
  });
});

describe('bytes are copied into a file', () => {
  const copy = async (from: Buffer, place: number, sum?: ByteSum) => {
    await copyInto(put('from', from), at('to'), place, sum);
    return read('to');
  };

  test.each<[string, Buffer | undefined, Buffer, number]>([
    ['a new one', undefined, bytesOf(100), 0],
    ['a new one, behind a hole', undefined, bytesOf(100), 50],
    ['nothing into a new one', undefined, Buffer.alloc(0), 0],
    ['nothing behind the end', bytesOf(5), Buffer.alloc(0), 20],
    ['zeros behind the end', bytesOf(5), Buffer.alloc(100), 5],
    ['zeros over the end', bytesOf(50), Buffer.alloc(100), 5],
    ['in the middle', bytesOf(100), bytesOf(20, 2), 30],
    ['over the end', bytesOf(100), bytesOf(20, 2), 90],
    ['at the end', bytesOf(100), bytesOf(20, 2), 100],
    ['the same', bytesOf(100), bytesOf(100), 0],
    ['several blocks', bytesOf(5 * BLOCK), bytesOf(3 * BLOCK, 2), BLOCK + 7],
    ['more than a piece', undefined, bytesOf(MIB + BLOCK + 3), 0],
    ['exactly a piece', undefined, bytesOf(MIB), 3],
    ['two pieces over others', bytesOf(3 * MIB), bytesOf(2 * MIB, 2), 11],
  ])('%s', async (_what, there, from, place) => {
    if (there) chmodSync(put('to', there), 0o640);
    const expected = Buffer.alloc(Math.max(there?.length ?? 0, place + from.length));
    there?.copy(expected);
    from.copy(expected, place);
    const sum = ByteSum.ofNothing();
    expect((await copy(from, place, sum)).equals(expected)).toBe(true);
    expect(sum.result()).toEqual({ length: from.length, md5: md5(from) });
    // Of what was there the rights are as they were.
    expect(statSync(at('to')).mode & 0o777).toBe(there ? 0o640 : 0o600);
  });

  test('where single blocks differ', async () => {
    const there = bytesOf(6 * BLOCK);
    for (const blocks of [[0], [5], [1, 2], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5]]) {
      put('to', there);
      const other = Buffer.from(there);
      for (const block of blocks) other[block * BLOCK + 9] = 0;
      expect((await copy(other, 0)).equals(other)).toBe(true);
    }
  });

  onLinux('zeros take no room where nothing was', async () => {
    await copy(Buffer.concat([bytesOf(10), Buffer.alloc(2 * MIB)]), 0);
    expect(statSync(at('to')).size).toBe(2 * MIB + 10);
    expect(roomOf('to')).toBeLessThan(MIB);
  });

  test('what may not be written to is a failure, and nothing is made', async () => {
    await expect(copyInto(at('nowhere'), at('to'), 0, undefined)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(
      copyInto(put('from', bytesOf(5)), join(folder, 'no', 'folder'), 0, undefined),
    ).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(copyInto(at('from'), folder, 0, undefined)).rejects.toMatchObject({
      code: 'EISDIR',
    });
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

test.each<[string, Buffer, Buffer, number, boolean]>([
  ['all of it', bytesOf(100), bytesOf(100), 0, true],
  ['a part', bytesOf(100).subarray(10, 20), bytesOf(100), 10, true],
  ['another part', bytesOf(100).subarray(10, 20), bytesOf(100), 11, false],
  ['nothing', Buffer.alloc(0), bytesOf(100), 100, true],
  ['over the end', bytesOf(100), bytesOf(99), 0, false],
  ['behind the end', bytesOf(1), bytesOf(99), 99, false],
  ['but for the last byte', Buffer.concat([bytesOf(99), Buffer.from([0])]), bytesOf(100), 0, false],
  [
    'but for the first byte',
    Buffer.concat([Buffer.from([0]), bytesOf(100).subarray(1)]),
    bytesOf(100),
    0,
    false,
  ],
  ['of two pieces', bytesOf(MIB + 5), bytesOf(MIB + 9), 0, true],
  [
    'of two pieces, in the second of which it differs',
    Buffer.concat([bytesOf(MIB + 5), Buffer.from([0])]),
    bytesOf(MIB + 9),
    0,
    false,
  ],
])('whether bytes are part of others: %s', async (_what, from, other, place, isPart) => {
  expect(await isPartOf(put('from', from), put('other', other), place)).toBe(isPart);
});

test('a sum learns the rest of a file', async () => {
  const bytes = bytesOf(2 * MIB + 5);
  put('all', bytes);
  for (const known of [0, 1, MIB, MIB + 7, bytes.length]) {
    const sum = ByteSum.ofNothing();
    sum.add(bytes.subarray(0, known));
    const before = sum.copy();
    await addRest(sum, at('all'));
    expect(sum.result()).toEqual({ length: bytes.length, md5: md5(bytes) });
    // A copy goes on alone.
    expect(before.result()).toEqual({ length: known, md5: md5(bytes.subarray(0, known)) });
  }
});
