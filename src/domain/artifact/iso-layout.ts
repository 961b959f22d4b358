import type { FileLayout } from './file-layout.js';
import { PLAIN_ARTIFACT_MAX_BYTES, rawLayout } from './raw-layout.js';

// ECMA-119 (ISO 9660), section 8: sectors, and offsets inside a volume descriptor.
const SECTOR_BYTES = 2048;
const PRIMARY_DESCRIPTOR_START = 16 * SECTOR_BYTES;
const TERMINATOR_START = 17 * SECTOR_BYTES;
const FILES_START = 18 * SECTOR_BYTES;

const PRIMARY_SIGNATURE = '\x01CD001\x01';
const TERMINATOR_SIGNATURE = '\xffCD001\x01';

const SYSTEM_ID_OFFSET = 8;
const VOLUME_ID_OFFSET = 40;
const IDENTIFIER_BYTES = 32;
const VOLUME_SPACE_SIZE_OFFSET = 80;
const VOLUME_SET_SIZE_OFFSET = 120;
const VOLUME_SEQUENCE_NUMBER_OFFSET = 124;
const LOGICAL_BLOCK_SIZE_OFFSET = 128;
const FILE_STRUCTURE_VERSION_OFFSET = 881;
const APPLICATION_USE_START = 883;
const APPLICATION_USE_END = 1395;

const VOLUME_ID = 'ZSTACK_IMAGE';
const MAX_UINT32 = 2 ** 32 - 1;

/**
 * An ISO image of `size` bytes, cut after the first MiB: a primary volume descriptor that tells the
 * full size (in 2,048-byte sectors, at most 2^32 - 1), a set terminator, and content in place of
 * files. The descriptor's application-use bytes are content too, so that even an image that ends
 * right there differs from others. An image of fewer than 17 sectors has no room for a descriptor
 * and is plain content. It can be recognised, not mounted: there is no directory in it.
 */
export function isoLayout(size: number): FileLayout {
  if (size < TERMINATOR_START) return rawLayout(size);
  const length = Math.min(size, PLAIN_ARTIFACT_MAX_BYTES);
  return {
    length,
    structure: [
      { offset: PRIMARY_DESCRIPTOR_START, bytes: primaryDescriptor(size) },
      { offset: TERMINATOR_START, bytes: Buffer.from(TERMINATOR_SIGNATURE, 'latin1') },
    ],
    content: [
      {
        start: PRIMARY_DESCRIPTOR_START + APPLICATION_USE_START,
        end: PRIMARY_DESCRIPTOR_START + APPLICATION_USE_END,
      },
      { start: Math.min(FILES_START, length), end: length },
    ],
  };
}

/** The descriptor's bytes before its application-use part. */
function primaryDescriptor(size: number): Buffer {
  const bytes = Buffer.alloc(APPLICATION_USE_START);
  bytes.write(PRIMARY_SIGNATURE, 'latin1');
  bytes.write(' '.repeat(IDENTIFIER_BYTES), SYSTEM_ID_OFFSET, 'latin1');
  bytes.write(VOLUME_ID.padEnd(IDENTIFIER_BYTES), VOLUME_ID_OFFSET, 'latin1');
  const sectors = Math.min(Math.floor(size / SECTOR_BYTES), MAX_UINT32);
  // ISO 9660 writes a number in both byte orders, one after the other.
  bytes.writeUInt32LE(sectors, VOLUME_SPACE_SIZE_OFFSET);
  bytes.writeUInt32BE(sectors, VOLUME_SPACE_SIZE_OFFSET + 4);
  writeBothEndian16(bytes, 1, VOLUME_SET_SIZE_OFFSET);
  writeBothEndian16(bytes, 1, VOLUME_SEQUENCE_NUMBER_OFFSET);
  writeBothEndian16(bytes, SECTOR_BYTES, LOGICAL_BLOCK_SIZE_OFFSET);
  bytes.writeUInt8(1, FILE_STRUCTURE_VERSION_OFFSET);
  return bytes;
}

function writeBothEndian16(bytes: Buffer, value: number, offset: number): void {
  bytes.writeUInt16LE(value, offset);
  bytes.writeUInt16BE(value, offset + 2);
}
