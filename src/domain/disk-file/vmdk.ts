import {
  Defect,
  demand,
  demandReach,
  isText,
  readAt,
  SECTOR_BYTES,
  wholeLength,
  type DiskFile,
  type DiskKind,
  type Header,
} from './disk-file.js';

// SparseExtentHeader of VMware's "Virtual Disk Format 5.0": packed, little-endian, sizes in sectors.
export const VMDK_MAGIC = 'KDMV';
const VERSION_OFFSET = 4;
const FLAGS_OFFSET = 8;
const HAS_BACKUP_DIRECTORY = 2;
const CAPACITY_OFFSET = 12;
const GRAIN_SIZE_OFFSET = 20;
const DESCRIPTOR_OFFSET = 28;
const ENTRIES_PER_GRAIN_TABLE_OFFSET = 44;
const BACKUP_DIRECTORY_OFFSET = 48;
const GRAIN_DIRECTORY_OFFSET = 56;
const FIRST_GRAIN_OFFSET = 64;

const GRAIN_DIRECTORY_AT_END = 2n ** 64n - 1n;
/** A streamed file ends with a marker, the header once more, and the end of the stream: a sector each. */
const FOOTER_BYTES = 3 * 512;
const FOOTER_MARKER = 3;
const DESCRIPTOR_BYTES = 20 * 512;
const MOST_GRAIN_SECTORS = 0x20_0000n;
const MOST_DIRECTORY_ENTRIES = 32n * 2n ** 20n;

export const vmdk: DiskKind = {
  format: 'vmdk',
  isIn: (head) => isText(head, VMDK_MAGIC),
  read(file) {
    const first = file.read(0, 512);
    const descriptor = first.readBigUInt64LE(DESCRIPTOR_OFFSET);
    if (first.readBigUInt64LE(CAPACITY_OFFSET) === 0n && descriptor !== 0n) {
      return readDescriptor(readAt(file, descriptor * SECTOR_BYTES, DESCRIPTOR_BYTES));
    }
    const isStreamed = first.readBigUInt64LE(GRAIN_DIRECTORY_OFFSET) === GRAIN_DIRECTORY_AT_END;
    return readSparse(file, isStreamed ? footerOf(file) : first);
  },
};

/** The header at the end of a streamed file, where its grain directory is known. */
function footerOf(file: DiskFile): Buffer {
  const start = wholeLength(file) - FOOTER_BYTES;
  demand(start >= 0, 'Invalid argument: the footer of a streamed vmdk is missing');
  const footer = file.read(start, FOOTER_BYTES);
  const end = footer.subarray(1024);
  const isFooter =
    footer.readUInt32LE(8) === 0 &&
    footer.readUInt32LE(12) === FOOTER_MARKER &&
    isText(footer, VMDK_MAGIC, 512) &&
    end.readBigUInt64LE(0) === 0n &&
    end.readUInt32LE(8) === 0 &&
    end.readUInt32LE(12) === 0;
  demand(isFooter, 'Invalid argument: the footer of a streamed vmdk is damaged');
  return footer.subarray(512, 1024);
}

function readSparse(file: DiskFile, header: Buffer): Header {
  checkDescriptor(file);
  const version = header.readUInt32LE(VERSION_OFFSET);
  demand(version <= 3, `Unsupported VMDK version ${version}`);
  const entries = header.readUInt32LE(ENTRIES_PER_GRAIN_TABLE_OFFSET);
  demand(entries <= 512, 'L2 table size too big');
  const grain = header.readBigUInt64LE(GRAIN_SIZE_OFFSET);
  // Qemu keeps these two in 32 bits.
  const perTable = BigInt.asUintN(32, BigInt(entries) * grain);
  demand(perTable !== 0n, 'L1 entry size is invalid');
  const capacity = header.readBigUInt64LE(CAPACITY_OFFSET);
  const firstGrain = header.readBigUInt64LE(FIRST_GRAIN_OFFSET);
  demand(
    BigInt(wholeLength(file)) >= firstGrain * SECTOR_BYTES,
    `File truncated, expecting at least ${firstGrain * SECTOR_BYTES} bytes`,
  );
  demand(grain <= MOST_GRAIN_SECTORS, 'Invalid granularity, image may be corrupt');
  const directoryEntries = BigInt.asUintN(32, (capacity + perTable - 1n) / perTable);
  demand(directoryEntries <= MOST_DIRECTORY_ENTRIES, 'L1 size too big');
  const checkDirectory = (which: string, at: number) =>
    demandReach(
      BigInt.asUintN(64, header.readBigUInt64LE(at) * SECTOR_BYTES),
      directoryEntries * 4n,
      `Could not read ${which} table: Input/output error`,
    );
  checkDirectory('l1', GRAIN_DIRECTORY_OFFSET);
  const hasBackup = (header.readUInt32LE(FLAGS_OFFSET) & HAS_BACKUP_DIRECTORY) !== 0;
  if (hasBackup) checkDirectory('l1 backup', BACKUP_DIRECTORY_OFFSET);
  return { virtualSize: capacity * SECTOR_BYTES };
}

// SparseExtentHeader of an ESX server ("COWD"): little-endian, sizes in sectors.
const COWD_CAPACITY_OFFSET = 12;

/** A disk of an old ESX server; to the agents it is raw. */
export const cowd: DiskKind = {
  format: 'raw',
  isIn: (head) => isText(head, 'COWD'),
  read(file) {
    checkDescriptor(file);
    const capacity = file.read(0, 512).readUInt32LE(COWD_CAPACITY_OFFSET);
    return { virtualSize: BigInt(capacity) * SECTOR_BYTES };
  },
};

/** The descriptor lies behind the header, and names the content: qemu looks for it there. */
function checkDescriptor(file: DiskFile): void {
  const text = file.read(512, DESCRIPTOR_BYTES).toString('latin1');
  demand(/^[^\0]*CID=/.test(text), 'Invalid argument: the descriptor is missing or damaged');
}

/** A text that names other files as the parts of a disk. */
export const vmdkDescriptor: DiskKind = {
  format: 'raw',
  isIn: (head) => isDescriptor(head.toString('latin1')),
  read: (file) => readDescriptor(file.read(0, Math.min(file.length, 2 ** 16))),
};

/** Comments and empty lines, then the version. */
const isDescriptor = (text: string) => /^(?:#[^\n]*\n| *\r?\n)*version=[123]\r?\n/.test(text);

function readDescriptor(bytes: Buffer): never {
  const text = bytes.toString('latin1');
  const extent = /^(?:RW|RDONLY|NOACCESS) \d+ (?:FLAT|SPARSE|VMFS|VMFSSPARSE|SESPARSE) "([^"]*)"/m;
  // The agents download one file: those beside it are not there.
  const part = extent.exec(text)?.[1];
  throw new Defect(
    part === undefined
      ? 'invalid VMDK image descriptor'
      : `Could not open '${part}': No such file or directory`,
  );
}
