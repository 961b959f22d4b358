import type { FileLayout } from './file-layout.js';

const SECTOR_BYTES = 512;

// SparseExtentHeader of VMware's "Virtual Disk Format 5.0": one sector, packed, little-endian; places in sectors.
const MAGIC = 'KDMV';
const VERSION_OFFSET = 4;
const FLAGS_OFFSET = 8;
const CAPACITY_OFFSET = 12;
const GRAIN_SIZE_OFFSET = 20;
const DESCRIPTOR_PLACE_OFFSET = 28;
const DESCRIPTOR_SIZE_OFFSET = 36;
const ENTRIES_PER_GRAIN_TABLE_OFFSET = 44;
const GRAIN_DIRECTORY_PLACE_OFFSET = 56;
const OVERHEAD_OFFSET = 64;
const NEWLINE_TEST_OFFSET = 73;

const VERSION = 1;
const FLAG_NEWLINE_TEST_VALID = 1;
const NEWLINE_TEST = '\n \r\n';
const ENTRIES_PER_GRAIN_TABLE = 512;
const ENTRY_BYTES = 4;
const GRAIN_TABLE_SECTORS = (ENTRIES_PER_GRAIN_TABLE * ENTRY_BYTES) / SECTOR_BYTES;

const DESCRIPTOR_START = 1;
const DESCRIPTOR_SECTORS = 20;
const DIRECTORY_START = DESCRIPTOR_START + DESCRIPTOR_SECTORS;
const LEAST_GRAIN_SECTORS = 32;
const MOST_DIRECTORY_ENTRIES = 2 ** 14;
/** Content at guest offset 0, in bytes: one grain of the smallest size. */
const CONTENT_BYTES = LEAST_GRAIN_SECTORS * SECTOR_BYTES;

const SECTORS_PER_TRACK = 63;
const MOST_CYLINDERS = 65_535;

/**
 * A sparse VMDK of `size` virtual bytes, rounded up to whole 512-byte sectors in its header: header, descriptor,
 * grain directory, one grain table, and 16 KiB of content at guest offset 0; the rest of the disk is unallocated.
 * A disk of size 0 has neither directory nor content.
 *
 * Grains are 16 KiB as long as the directory has at most 2^14 entries (up to 128 GiB); beyond, the smallest power
 * of two that makes it so. The largest size, 2^53 - 1, needs grains of 1 GiB, the largest that qemu takes. The file
 * ends with the content even where a grain is larger: readers take what is past its end for zeros.
 */
export function vmdkLayout(size: number): FileLayout {
  const capacity = Math.ceil(size / SECTOR_BYTES);
  const descriptor = {
    offset: DESCRIPTOR_START * SECTOR_BYTES,
    bytes: Buffer.from(vmdkDescriptor(capacity, MONOLITHIC), 'latin1'),
  };
  const grain = grainSectorsFor(capacity);
  const directoryEntries = Math.ceil(capacity / (ENTRIES_PER_GRAIN_TABLE * grain));
  const directorySectors = Math.ceil((directoryEntries * ENTRY_BYTES) / SECTOR_BYTES);
  const table = DIRECTORY_START + directorySectors;
  const overhead = table + (capacity === 0 ? 0 : GRAIN_TABLE_SECTORS);
  const header = { offset: 0, bytes: headerOf(capacity, grain, overhead) };
  const start = overhead * SECTOR_BYTES;
  if (capacity === 0) return { length: start, structure: [header, descriptor], content: [] };
  const structure = [
    header,
    descriptor,
    { offset: DIRECTORY_START * SECTOR_BYTES, bytes: entry(table) },
    { offset: table * SECTOR_BYTES, bytes: entry(overhead) },
  ];
  const length = start + CONTENT_BYTES;
  return { length, structure, content: [{ start, end: length }] };
}

function grainSectorsFor(capacity: number): number {
  let grain = LEAST_GRAIN_SECTORS;
  while (capacity > MOST_DIRECTORY_ENTRIES * ENTRIES_PER_GRAIN_TABLE * grain) grain *= 2;
  return grain;
}

function headerOf(capacity: number, grain: number, overhead: number): Buffer {
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(VERSION, VERSION_OFFSET);
  header.writeUInt32LE(FLAG_NEWLINE_TEST_VALID, FLAGS_OFFSET);
  header.writeBigUInt64LE(BigInt(capacity), CAPACITY_OFFSET);
  header.writeBigUInt64LE(BigInt(grain), GRAIN_SIZE_OFFSET);
  // Where a header with a descriptor tells no capacity, the descriptor is to name another file.
  const descriptorStart = capacity === 0 ? 0 : DESCRIPTOR_START;
  header.writeBigUInt64LE(BigInt(descriptorStart), DESCRIPTOR_PLACE_OFFSET);
  header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), DESCRIPTOR_SIZE_OFFSET);
  header.writeUInt32LE(ENTRIES_PER_GRAIN_TABLE, ENTRIES_PER_GRAIN_TABLE_OFFSET);
  header.writeBigUInt64LE(BigInt(DIRECTORY_START), GRAIN_DIRECTORY_PLACE_OFFSET);
  header.writeBigUInt64LE(BigInt(overhead), OVERHEAD_OFFSET);
  header.write(NEWLINE_TEST, NEWLINE_TEST_OFFSET, 'latin1');
  return header;
}

const MONOLITHIC = {
  createType: 'monolithicSparse',
  file: 'image.vmdk',
  adapter: 'ide',
  heads: 16,
};

/** What kind of VMDK a descriptor describes, and on which adapter of a VM it is. */
interface Described {
  readonly createType: string;
  readonly file: string;
  readonly adapter: string;
  /** Heads of the made-up geometry: 16 on IDE, 255 on SCSI. */
  readonly heads: number;
}

/** The text inside of a VMDK that describes it; `capacity` is in sectors. */
export function vmdkDescriptor(
  capacity: number,
  { createType, file, adapter, heads }: Described,
): string {
  const cylinders = Math.min(Math.ceil(capacity / (heads * SECTORS_PER_TRACK)), MOST_CYLINDERS);
  return `# Disk DescriptorFile
version=1
CID=5a535441
parentCID=ffffffff
createType="${createType}"

# Extent description
RW ${capacity} SPARSE "${file}"

# The Disk Data Base
#DDB

ddb.virtualHWVersion = "4"
ddb.geometry.cylinders = "${cylinders}"
ddb.geometry.heads = "${heads}"
ddb.geometry.sectors = "${SECTORS_PER_TRACK}"
ddb.adapterType = "${adapter}"
`;
}

function entry(sector: number): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeUInt32LE(sector);
  return bytes;
}
