import {
  demand,
  demandReach,
  isPowerOfTwo,
  isText,
  readAt,
  SECTOR_BYTES,
  wholeLength,
  type DiskFile,
  type DiskKind,
} from './disk-file.js';

// The footer of a dynamic disk also begins its file ("Virtual Hard Disk Image Format Specification"); big-endian.
const COOKIE = 'conectix';
const HEADER_PLACE_OFFSET = 16;
const CREATOR_OFFSET = 28;
const CURRENT_SIZE_OFFSET = 48;
const CYLINDERS_OFFSET = 56;
const HEADS_OFFSET = 58;
const SECTORS_OFFSET = 59;
const CHECKSUM_OFFSET = 64;

// The header of a dynamic disk.
const DYNAMIC_COOKIE = 'cxsparse';
const DYNAMIC_BYTES = 1024;
const TABLE_PLACE_OFFSET = 16;
const TABLE_ENTRIES_OFFSET = 28;
const BLOCK_BYTES_OFFSET = 32;

/** Writers of which qemu knows that they mean the size, not the geometry. */
const WRITERS_OF_SIZES = ['win ', 'qem2', 'd2v ', 'tap\0', 'CTXS'];
/** The largest geometry stands for all larger disks. */
const LARGEST_GEOMETRY = 65_535n * 16n * 255n;
const MOST_SECTORS = 0xffff_ffffn;
const MOST_TABLE_ENTRIES = 2 ** 29 - 1;
/** So many blocks of 2 MiB are twice the largest disk; the table of a stranger one is not read. */
const MOST_READ_ENTRIES = 2 ** 21;
const UNUSED = 0xffff_ffff;

/**
 * A dynamic or differencing vhd, which is told by where its footer is. One of fixed size has its footer at the end alone: to qemu, which looks at the
 * start of what nobody named, it is raw, as it is to the agents.
 */
export const vhd: DiskKind = {
  format: 'raw',
  isIn: (head) => isText(head, COOKIE),
  read(file) {
    const footer = file.read(0, 512);
    demand(sumOf(footer) === footer.readUInt32BE(CHECKSUM_OFFSET), 'Incorrect header checksum');
    const chs =
      BigInt(footer.readUInt16BE(CYLINDERS_OFFSET)) *
      BigInt(footer.readUInt8(HEADS_OFFSET)) *
      BigInt(footer.readUInt8(SECTORS_OFFSET));
    const meansSize = WRITERS_OF_SIZES.some((name) => isText(footer, name, CREATOR_OFFSET));
    const sectors =
      meansSize || chs === LARGEST_GEOMETRY
        ? footer.readBigUInt64BE(CURRENT_SIZE_OFFSET) / SECTOR_BYTES
        : chs;
    const place = footer.readBigUInt64BE(HEADER_PLACE_OFFSET);
    const header = readAt(file, place, DYNAMIC_BYTES);
    demand(isText(header, DYNAMIC_COOKIE), 'Invalid header magic');
    const block = header.readUInt32BE(BLOCK_BYTES_OFFSET);
    demand(isPowerOfTwo(block) && block >= 512, `Invalid block size ${block}`);
    const entries = header.readUInt32BE(TABLE_ENTRIES_OFFSET);
    const bytes = sectors * SECTOR_BYTES;
    demand(bytes / BigInt(block) <= 0xffff_ffffn, 'Too many blocks');
    demand(BigInt(entries) * BigInt(block) >= bytes, 'Page table too small');
    demand(entries <= MOST_TABLE_ENTRIES, `Max Table Entries too large (${entries})`);
    const table = header.readBigUInt64BE(TABLE_PLACE_OFFSET);
    demandReach(table, BigInt(entries) * 4n, 'Error reading pagetable');
    demand(
      endOfBlocks(file, table, entries, block) <= BigInt(wholeLength(file)),
      'block-vpc: free_data_block_offset points after the end of file. The image has been truncated.',
    );
    demand(sectors <= MOST_SECTORS, 'File too large');
    return { virtualSize: sectors * SECTOR_BYTES };
  },
};

/** The complement of the sum of all other bytes. */
function sumOf(footer: Buffer): number {
  const bytes = footer.filter((_, at) => at < CHECKSUM_OFFSET || at >= CHECKSUM_OFFSET + 4);
  return ~bytes.reduce((sum, byte) => sum + byte, 0) >>> 0;
}

/** Where the last block ends that the table of blocks names; where it names none, or is not in the file, that table. */
function endOfBlocks(file: DiskFile, table: bigint, entries: number, blockBytes: number): bigint {
  const tableEnd = table + BigInt(entries) * 4n;
  const least = ((tableEnd + 511n) / 512n) * 512n;
  if (least > BigInt(wholeLength(file)) || entries > MOST_READ_ENTRIES) return least;
  const bytes = file.read(Number(table), entries * 4);
  let last = -1;
  for (let at = 0; at < bytes.length; at += 4) {
    const sector = bytes.readUInt32BE(at);
    if (sector !== UNUSED && sector > last) last = sector;
  }
  if (last < 0) return least;
  const bitmapBytes = (Math.floor(blockBytes / 4096) + 511) & ~511;
  return BigInt(last) * SECTOR_BYTES + BigInt(bitmapBytes + blockBytes);
}
