import { crc32c } from './crc32c.js';
import {
  Defect,
  demand,
  isPowerOfTwo,
  isText,
  readAt,
  SECTOR_BYTES,
  type DiskFile,
  type DiskKind,
} from './disk-file.js';

// [MS-VHDX]: everything little-endian; two copies of the header, and one of the region table that qemu looks at.
const HEADER_PLACES = [64 * 1024, 128 * 1024];
const HEADER_BYTES = 4096;
const REGION_TABLE_PLACE = 192 * 1024;
const TABLE_BYTES = 64 * 1024;
const CHECKSUM_OFFSET = 4;
const SEQUENCE_OFFSET = 8;
const LOG_VERSION_OFFSET = 64;
const VERSION_OFFSET = 66;
const LOG_LENGTH_OFFSET = 68;
const LOG_PLACE_OFFSET = 72;
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
const PAGE_83 = 'ab12cabee6b2234593efc309e000c746';
const PHYSICAL_SECTOR_SIZE = 'c748a3cd5d4471449cc9e9885251c556';
const HAS_PARENT = 2;

interface Region {
  readonly place: bigint;
  readonly length: number;
}

/** Hyper-V's newer disks. */
export const vhdx: DiskKind = {
  format: 'raw',
  isIn: (head) => isText(head, 'vhdxfile'),
  read(file) {
    const { metadata, map } = regionsOf(file, logOf(file));
    const item = metadataItems(file, metadata);
    const parameters = item(FILE_PARAMETERS, 8);
    const hasParent = (parameters.readUInt32LE(4) & HAS_PARENT) !== 0;
    demand(!hasParent, 'Operation not supported: a differencing disk');
    item(PAGE_83, 16);
    item(PHYSICAL_SECTOR_SIZE, 4);
    const size = item(VIRTUAL_DISK_SIZE, 8).readBigUInt64LE(0);
    const sector = item(LOGICAL_SECTOR_SIZE, 4).readUInt32LE(0);
    const block = parameters.readUInt32LE(0);
    demand(
      isPowerOfTwo(block) && block >= 2 ** 20 && block <= 2 ** 28,
      'Invalid argument: block size',
    );
    demand(sector === 512, 'Operation not supported: logical sector size');
    demand(size > 0n, 'Invalid argument: virtual disk size');
    const entries = mapEntries(size, BigInt(block));
    demand(entries * 8n <= BigInt(map.length), 'Invalid argument: the map of blocks is too short');
    return { virtualSize: (size / SECTOR_BYTES) * SECTOR_BYTES };
  },
};

/** An entry for each block, and one for each chunk of blocks but the last. */
function mapEntries(size: bigint, block: bigint): bigint {
  const blocks = (size + block - 1n) / block;
  const perChunk = (2n ** 23n * SECTOR_BYTES) / block;
  return blocks + (blocks - 1n) / perChunk;
}

/** The log by the later one of two valid headers; it must lie where one can. */
function logOf(file: DiskFile): Region {
  const valid = HEADER_PLACES.map((place) => file.read(place, HEADER_BYTES))
    .filter((header) => isText(header, 'head') && hasItsSum(header))
    .filter((header) => header.readUInt16LE(VERSION_OFFSET) === 1);
  const [first, second] = valid;
  if (!first) throw new Defect('No valid VHDX header found');
  const sequenceOf = (header: Buffer) => header.readBigUInt64LE(SEQUENCE_OFFSET);
  const isSame = second !== undefined && sequenceOf(first) === sequenceOf(second);
  demand(!isSame || first.equals(second), 'No valid VHDX header found');
  const isSecondLater = second !== undefined && sequenceOf(second) > sequenceOf(first);
  const current = isSecondLater ? second : first;
  const log = current.readBigUInt64LE(LOG_PLACE_OFFSET);
  const isPlaced = log >= MIB && log % MIB === 0n;
  demand(isPlaced && current.readUInt16LE(LOG_VERSION_OFFSET) === 0, 'Invalid argument: the log');
  return { place: log, length: current.readUInt32LE(LOG_LENGTH_OFFSET) };
}

function hasItsSum(bytes: Buffer): boolean {
  const own = bytes.readUInt32LE(CHECKSUM_OFFSET);
  const without = Buffer.from(bytes);
  without.writeUInt32LE(0, CHECKSUM_OFFSET);
  return crc32c(without) === own;
}

function regionsOf(
  file: DiskFile,
  log: Region,
): { readonly metadata: Region; readonly map: Region } {
  const table = file.read(REGION_TABLE_PLACE, TABLE_BYTES);
  demand(isText(table, 'regi') && hasItsSum(table), 'Invalid argument: no valid region table');
  const count = table.readUInt32LE(REGION_COUNT_OFFSET);
  demand(count <= MOST_ENTRIES, 'Invalid argument: too many regions');
  const found = new Map<string, Region>();
  const all = [log];
  for (let i = 0; i < count; i++) {
    const entry = table.subarray(REGION_HEAD_BYTES + i * ENTRY_BYTES);
    const id = entry.toString('hex', 0, 16);
    const place = entry.readBigUInt64LE(16);
    const length = entry.readUInt32LE(24);
    for (const other of all) {
      const isApart =
        place + BigInt(length) <= other.place || place >= other.place + BigInt(other.length);
      demand(isApart, 'Invalid argument: a region lies in another one');
    }
    all.push({ place, length });
    const isKnown = id === BAT_REGION || id === METADATA_REGION;
    demand(
      isKnown || (entry.readUInt32LE(28) & 1) === 0,
      'Operation not supported: unknown region',
    );
    demand(!isKnown || !found.has(id), 'Invalid argument: a region twice');
    const isPlaced =
      place >= MIB && place % MIB === 0n && length > 0 && BigInt(length) % MIB === 0n;
    demand(!isKnown || isPlaced, 'Invalid argument: a region lies where none can be');
    found.set(id, { place, length });
  }
  const metadata = found.get(METADATA_REGION);
  const map = found.get(BAT_REGION);
  if (!metadata || !map) throw new Defect('Invalid argument: a region is missing');
  return { metadata, map };
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
