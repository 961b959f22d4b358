import { crc32c } from './crc32c.js';
import { Defect, demand, isPowerOfTwo, isText, readAt, SECTOR_BYTES, type DiskFile, type DiskKind } from './disk-file.js';

// [MS-VHDX]: everything little-endian; two copies of the header, and one of the region table that qemu looks at.
const HEADER_PLACES = [64 * 1024, 128 * 1024];
const HEADER_BYTES = 4096;
const REGION_TABLE_PLACE = 192 * 1024;
const TABLE_BYTES = 64 * 1024;
const CHECKSUM_OFFSET = 4;
const SEQUENCE_OFFSET = 8;
const VERSION_OFFSET = 66;
const REGION_COUNT_OFFSET = 8;
const REGION_HEAD_BYTES = 16;
const ENTRY_BYTES = 32;
const METADATA_COUNT_OFFSET = 10;
const METADATA_HEAD_BYTES = 32;
const MOST_ENTRIES = 2047;
const MIB = 2n ** 20n;

// Globally unique ids as they lie in the file.
const BAT_REGION = '6677c22d23f600429d64115e9bfd4a08';
const METADATA_REGION = '06a27c8b90479a4bb8fe575f050f886e';
const FILE_PARAMETERS = '3767a1ca36fa434db3b633f0aa44e76b';
const VIRTUAL_DISK_SIZE = '2442a52f1bcd7648b2115dbed83bf4b8';
const LOGICAL_SECTOR_SIZE = '1dbf41816fa90947ba47f233a8faab5f';
const LARGEST = 64n * 2n ** 40n;

interface Region {
  readonly place: bigint;
  readonly length: number;
}

/** Hyper-V's newer disks. */
export const vhdx: DiskKind = {
  format: 'raw',
  isIn: (head) => isText(head, 'vhdxfile'),
  read(file) {
    checkHeaders(file);
    const metadata = metadataRegion(file);
    const item = metadataItems(file, metadata);
    const parameters = item(FILE_PARAMETERS, 8);
    const size = item(VIRTUAL_DISK_SIZE, 8).readBigUInt64LE(0);
    const sector = item(LOGICAL_SECTOR_SIZE, 4).readUInt32LE(0);
    const block = parameters.readUInt32LE(0);
    demand(isPowerOfTwo(block) && block >= 2 ** 20 && block <= 2 ** 28, 'Invalid argument: block size');
    demand(sector === 512 || sector === 4096, 'Invalid argument: logical sector size');
    demand(size <= LARGEST && size % BigInt(sector) === 0n, 'Invalid argument: virtual disk size');
    return { virtualSize: (size / SECTOR_BYTES) * SECTOR_BYTES };
  },
};

function checkHeaders(file: DiskFile): void {
  const sequences = HEADER_PLACES.map((place) => file.read(place, HEADER_BYTES))
    .filter((header) => isText(header, 'head') && hasItsSum(header))
    .filter((header) => header.readUInt16LE(VERSION_OFFSET) === 1)
    .map((header) => header.readBigUInt64LE(SEQUENCE_OFFSET));
  demand(sequences.length > 0, 'No valid VHDX header found');
}

function hasItsSum(bytes: Buffer): boolean {
  const own = bytes.readUInt32LE(CHECKSUM_OFFSET);
  const without = Buffer.from(bytes);
  without.writeUInt32LE(0, CHECKSUM_OFFSET);
  return crc32c(without) === own;
}

function metadataRegion(file: DiskFile): Region {
  const table = file.read(REGION_TABLE_PLACE, TABLE_BYTES);
  demand(isText(table, 'regi') && hasItsSum(table), 'Invalid argument: no valid region table');
  const count = table.readUInt32LE(REGION_COUNT_OFFSET);
  demand(count <= MOST_ENTRIES, 'Invalid argument: too many regions');
  const found = new Map<string, Region>();
  for (let i = 0; i < count; i++) {
    const entry = table.subarray(REGION_HEAD_BYTES + i * ENTRY_BYTES);
    const id = entry.toString('hex', 0, 16);
    const place = entry.readBigUInt64LE(16);
    const length = entry.readUInt32LE(24);
    const isPlaced = place >= MIB && place % MIB === 0n && length > 0 && BigInt(length) % MIB === 0n;
    demand(isPlaced, 'Invalid argument: a region lies where none can be');
    const isKnown = id === BAT_REGION || id === METADATA_REGION;
    demand(isKnown || (entry.readUInt32LE(28) & 1) === 0, 'Operation not supported: unknown region');
    demand(!isKnown || !found.has(id), 'Invalid argument: a region twice');
    found.set(id, { place, length });
  }
  const metadata = found.get(METADATA_REGION);
  if (!metadata || !found.has(BAT_REGION)) throw new Defect('Invalid argument: a region is missing');
  return metadata;
}

/** Finds the items of the metadata by their ids. */
function metadataItems(file: DiskFile, { place }: Region) {
  const table = readAt(file, place, TABLE_BYTES);
  demand(isText(table, 'metadata'), 'Invalid argument: no metadata');
  const count = table.readUInt16LE(METADATA_COUNT_OFFSET);
  demand(METADATA_HEAD_BYTES + count * ENTRY_BYTES <= TABLE_BYTES, 'Invalid argument: metadata');
  const places = new Map<string, bigint>();
  for (let i = 0; i < count; i++) {
    const entry = table.subarray(METADATA_HEAD_BYTES + i * ENTRY_BYTES);
    places.set(entry.toString('hex', 0, 16), place + BigInt(entry.readUInt32LE(16)));
  }
  return (id: string, length: number): Buffer => {
    const at = places.get(id);
    if (at === undefined) throw new Defect('Operation not supported: metadata is missing');
    return readAt(file, at, length);
  };
}
