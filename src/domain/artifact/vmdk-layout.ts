import type { FileLayout } from './file-layout.js';

const SECTOR_BYTES = 512;

// SparseExtentHeader of VMware's "Virtual Disk Format 5.0": one sector, packed, little-endian.
const MAGIC = 'KDMV';
const VERSION_OFFSET = 4;
const FLAGS_OFFSET = 8;
const CAPACITY_OFFSET = 12;
const GRAIN_SIZE_OFFSET = 20;
const ENTRIES_PER_GRAIN_TABLE_OFFSET = 44;
const OVERHEAD_OFFSET = 64;
const NEWLINE_TEST_OFFSET = 73;

const VERSION = 1;
const FLAG_NEWLINE_TEST_VALID = 1;
const NEWLINE_TEST = '\n \r\n';
const ENTRIES_PER_GRAIN_TABLE = 512;
const GRAIN_SECTORS = 32;
const OVERHEAD_SECTORS = 1;

/**
 * A sparse VMDK of `size` virtual bytes, rounded up to whole 512-byte sectors in its header: the
 * header and one 16 KiB grain of content (none for size 0). It can be recognised, not opened: it
 * has neither descriptor nor grain directory, which for 2^53 bytes would be a gigabyte.
 */
export function vmdkLayout(size: number): FileLayout {
  const start = OVERHEAD_SECTORS * SECTOR_BYTES;
  const length = size === 0 ? start : start + GRAIN_SECTORS * SECTOR_BYTES;
  return {
    length,
    structure: [{ offset: 0, bytes: sparseHeader(size) }],
    content: [{ start, end: length }],
  };
}

function sparseHeader(size: number): Buffer {
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(VERSION, VERSION_OFFSET);
  header.writeUInt32LE(FLAG_NEWLINE_TEST_VALID, FLAGS_OFFSET);
  header.writeBigUInt64LE(BigInt(Math.ceil(size / SECTOR_BYTES)), CAPACITY_OFFSET);
  header.writeBigUInt64LE(BigInt(GRAIN_SECTORS), GRAIN_SIZE_OFFSET);
  header.writeUInt32LE(ENTRIES_PER_GRAIN_TABLE, ENTRIES_PER_GRAIN_TABLE_OFFSET);
  header.writeBigUInt64LE(BigInt(OVERHEAD_SECTORS), OVERHEAD_OFFSET);
  header.write(NEWLINE_TEST, NEWLINE_TEST_OFFSET, 'latin1');
  return header;
}
