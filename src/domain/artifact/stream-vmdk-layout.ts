import type { Checksum, ContentRange, FileLayout, Piece } from './file-layout.js';
import { vmdkDescriptor } from './vmdk-layout.js';

const SECTOR_BYTES = 512;

// SparseExtentHeader and markers of VMware's "Virtual Disk Format 5.0": packed, little-endian; places in sectors.
const MAGIC = 'KDMV';
const VERSION = 3;
const FLAG_NEWLINE_TEST_VALID = 1;
const FLAG_COMPRESSED = 2 ** 16;
const FLAG_MARKERS = 2 ** 17;
const NEWLINE_TEST = '\n \r\n';
const COMPRESSION_DEFLATE = 1;
const DIRECTORY_AT_END = 2n ** 64n - 1n;

const MARKER_HEADER_BYTES = 16;
const GRAIN_MARKER_BYTES = 12;
const MARKER_GRAIN_TABLE = 1;
const MARKER_DIRECTORY = 2;
const MARKER_FOOTER = 3;

const DESCRIPTOR_START = 1;
const DESCRIPTOR_SECTORS = 20;
const GRAIN_SECTORS = 128;
const GRAIN_BYTES = GRAIN_SECTORS * SECTOR_BYTES;
/** Where the first grain begins: nothing lies between the descriptor and it. */
const OVERHEAD_SECTORS = 128;
const ENTRIES_PER_TABLE = 512;
const ENTRY_BYTES = 4;
const TABLE_SECTORS = (ENTRIES_PER_TABLE * ENTRY_BYTES) / SECTOR_BYTES;

// RFC 1950 and 1951: stored blocks, so that where a byte lies does not depend on what it is.
const ZLIB_HEADER = Buffer.from([0x78, 0x01]);
const BLOCK_BYTES = GRAIN_BYTES / 2;
const BLOCK_HEADER_BYTES = 5;

const STREAM = {
  createType: 'streamOptimized',
  file: 'disk.vmdk',
  adapter: 'lsilogic',
  heads: 255,
};

/** The largest disk that VMware takes as a VMDK, and the largest that is made here: 64 TiB. */
export const STREAM_VMDK_MAX_BYTES = 2 ** 46;

/**
 * A stream-optimized VMDK of `size` virtual bytes, rounded up to whole sectors: header, descriptor, the first
 * `contentBytes` of the disk in grains of 64 KiB that are compressed in form only, their table, the grain directory,
 * and a footer. The content's stream begins at its byte `streamStart`. A disk of size 0 has no grains.
 */
export function streamVmdkLayout(
  size: number,
  contentBytes: number,
  streamStart: number,
): FileLayout {
  const capacity = Math.ceil(size / SECTOR_BYTES);
  const held = Math.min(contentBytes, capacity * SECTOR_BYTES);
  const structure: Piece[] = [];
  const content: ContentRange[] = [];
  const checksums: Checksum[] = [];
  const put = (sector: number, bytes: Buffer) =>
    structure.push({ offset: sector * SECTOR_BYTES, bytes });

  put(0, header(capacity, DIRECTORY_AT_END));
  put(DESCRIPTOR_START, Buffer.from(vmdkDescriptor(capacity, STREAM), 'latin1'));
  let sector = OVERHEAD_SECTORS;
  const grains: number[] = [];
  for (let at = 0; at < held; at += GRAIN_BYTES) {
    grains.push(sector);
    const grain = grainAt(sector * SECTOR_BYTES, at, held, streamStart);
    structure.push(...grain.structure);
    content.push(...grain.content);
    checksums.push(grain.checksum);
    sector += Math.ceil(grain.length / SECTOR_BYTES);
  }

  const directoryEntries = Math.ceil(capacity / (ENTRIES_PER_TABLE * GRAIN_SECTORS));
  const directory = Buffer.alloc(directoryEntries === 0 ? 0 : ENTRY_BYTES);
  if (grains.length > 0) {
    put(sector, marker(TABLE_SECTORS, MARKER_GRAIN_TABLE));
    put(sector + 1, entries(grains));
    directory.writeUInt32LE(sector + 1);
    sector += 1 + TABLE_SECTORS;
  }
  const directorySectors = Math.ceil((directoryEntries * ENTRY_BYTES) / SECTOR_BYTES);
  put(sector, marker(directorySectors, MARKER_DIRECTORY));
  put(sector + 1, directory);
  const footer = sector + 1 + directorySectors;
  put(footer, marker(1, MARKER_FOOTER));
  put(footer + 1, header(capacity, BigInt(sector + 1)));
  // The end of the stream is a sector of zeros.
  return { length: (footer + 3) * SECTOR_BYTES, structure, content, checksums };
}

/** A grain at `start` of the file: its marker, and a zlib stream of two blocks with what lies at `at` of the disk. */
function grainAt(start: number, at: number, held: number, streamStart: number) {
  const data = start + GRAIN_MARKER_BYTES;
  const first = data + ZLIB_HEADER.length + BLOCK_HEADER_BYTES;
  const second = first + BLOCK_BYTES + BLOCK_HEADER_BYTES;
  const end = second + BLOCK_BYTES;
  const blocks = [first, second];
  const length = end + 4 - start;
  const grainMarker = Buffer.alloc(GRAIN_MARKER_BYTES);
  grainMarker.writeBigUInt64LE(BigInt(at / SECTOR_BYTES));
  grainMarker.writeUInt32LE(length - GRAIN_MARKER_BYTES, 8);
  return {
    length,
    structure: [
      { offset: start, bytes: Buffer.concat([grainMarker, ZLIB_HEADER, blockHeader(false)]) },
      { offset: second - BLOCK_HEADER_BYTES, bytes: blockHeader(true) },
    ],
    content: blocks.flatMap((block, i) => {
      const from = at + i * BLOCK_BYTES;
      const bytes = Math.min(BLOCK_BYTES, held - from);
      // What a disk holds no content at is zero, in the grain too.
      return bytes > 0
        ? [{ start: block, end: block + bytes, shift: streamStart + from - block }]
        : [];
    }),
    checksum: {
      offset: end,
      of: blocks.map((block) => ({ start: block, end: block + BLOCK_BYTES })),
    },
  };
}

function blockHeader(isLast: boolean): Buffer {
  const bytes = Buffer.alloc(BLOCK_HEADER_BYTES);
  bytes.writeUInt8(isLast ? 1 : 0);
  bytes.writeUInt16LE(BLOCK_BYTES, 1);
  bytes.writeUInt16LE(BLOCK_BYTES ^ 0xffff, 3);
  return bytes;
}

/** In the header the directory is said to lie at the end; the footer is the header with its place. */
function header(capacity: number, directory: bigint): Buffer {
  const bytes = Buffer.alloc(SECTOR_BYTES);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(VERSION, 4);
  bytes.writeUInt32LE(FLAG_NEWLINE_TEST_VALID + FLAG_COMPRESSED + FLAG_MARKERS, 8);
  bytes.writeBigUInt64LE(BigInt(capacity), 12);
  bytes.writeBigUInt64LE(BigInt(GRAIN_SECTORS), 20);
  bytes.writeBigUInt64LE(BigInt(DESCRIPTOR_START), 28);
  bytes.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
  bytes.writeUInt32LE(ENTRIES_PER_TABLE, 44);
  bytes.writeBigUInt64LE(directory, 56);
  bytes.writeBigUInt64LE(BigInt(OVERHEAD_SECTORS), 64);
  bytes.write(NEWLINE_TEST, 73, 'latin1');
  bytes.writeUInt16LE(COMPRESSION_DEFLATE, 77);
  return bytes;
}

function marker(sectors: number, type: number): Buffer {
  const bytes = Buffer.alloc(MARKER_HEADER_BYTES);
  bytes.writeBigUInt64LE(BigInt(sectors));
  bytes.writeUInt32LE(type, 12);
  return bytes;
}

function entries(sectors: readonly number[]): Buffer {
  const bytes = Buffer.alloc(sectors.length * ENTRY_BYTES);
  for (const [i, sector] of sectors.entries()) bytes.writeUInt32LE(sector, i * ENTRY_BYTES);
  return bytes;
}
