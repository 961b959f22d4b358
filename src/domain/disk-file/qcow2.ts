import {
  Defect,
  demand,
  demandReach,
  isText,
  readAt,
  SECTOR_BYTES,
  type DiskFile,
  type DiskKind,
  type Header,
} from './disk-file.js';

export const QCOW_MAGIC = 'QFI\xfb';
export const QCOW_VERSION_OFFSET = 4;

// Offsets in the header, all numbers big-endian (qemu: docs/interop/qcow2.txt).
const BACKING_FILE_OFFSET = 8;
const BACKING_FILE_LENGTH_OFFSET = 16;
const CLUSTER_BITS_OFFSET = 20;
const VIRTUAL_SIZE_OFFSET = 24;
const ENCRYPTION_OFFSET = 32;
const L1_ENTRIES_OFFSET = 36;
const L1_TABLE_OFFSET = 40;
const REFCOUNT_TABLE_OFFSET = 48;
const REFCOUNT_TABLE_CLUSTERS_OFFSET = 56;
const SNAPSHOTS_OFFSET = 60;
const SNAPSHOT_TABLE_OFFSET = 64;
const INCOMPATIBLE_FEATURES_OFFSET = 72;
const REFCOUNT_ORDER_OFFSET = 96;
const HEADER_LENGTH_OFFSET = 100;

const LUKS = 2;
const COMPRESSION_OFFSET = 104;
const ZLIB = 0;
const ZSTD = 1;

const HEADER_BYTES: Readonly<Record<number, number>> = { 2: 72, 3: 104 };
/** Dirty, corrupt, external data, compression, extended L2 entries. */
const KNOWN_FEATURES = 0x1fn;
const OTHER_COMPRESSION = 0x8n;
const EXTENDED_L2 = 0x10n;
const MOST_L1_BYTES = 2n ** 25n;
const MOST_REFCOUNT_BYTES = 2n ** 23n;
const MOST_SNAPSHOT_BYTES = 64n * 40n * 1024n;
const LEAST_SNAPSHOT_BYTES = 40n;
const SNAPSHOT_ID_OFFSET = 12;
const SNAPSHOT_NAME_OFFSET = 14;
const SNAPSHOT_EXTRA_OFFSET = 36;
const MOST_SNAPSHOT_EXTRA = 1024;
const ENTRY_BYTES = 8n;
const LARGEST_INT = 2n ** 31n - 1n;
const LONGEST_BACKING_FILE = 1023;
/** Header extensions begin after the header: a number for its kind, its length, and so many bytes in units of 8. */
const EXTENSION_HEAD_BYTES = 8;
const ENCRYPTION_HEADER = 0x0537_be77;
const ENCRYPTION_HEADER_BYTES = 16;
const BACKING_FORMAT = 0xe279_2aca;
const LONGEST_BACKING_FORMAT = 15;

/** Versions 2 and 3; version 1 is another kind. */
export const qcow2: DiskKind = {
  format: 'qcow2',
  isIn: (head) => isText(head, QCOW_MAGIC) && head.readUInt32BE(QCOW_VERSION_OFFSET) >= 2,
  read,
};

function read(file: DiskFile): Header {
  const head = file.read(0, 512);
  const version = head.readUInt32BE(QCOW_VERSION_OFFSET);
  const least = HEADER_BYTES[version];
  if (least === undefined) throw new Defect(`Unsupported qcow2 version ${version}`);
  const bits = head.readUInt32BE(CLUSTER_BITS_OFFSET);
  demand(bits >= 9 && bits <= 21, `Unsupported cluster size: 2^${bits}`);
  const clusterBytes = 2n ** BigInt(bits);
  const headerLength = version === 2 ? least : head.readUInt32BE(HEADER_LENGTH_OFFSET);
  demand(headerLength >= least, 'qcow2 header too short');
  demand(BigInt(headerLength) <= clusterBytes, 'qcow2 header exceeds cluster size');
  const backingFile = head.readBigUInt64BE(BACKING_FILE_OFFSET);
  demand(backingFile <= clusterBytes, 'Invalid backing file offset');
  const features = version === 2 ? 0n : head.readBigUInt64BE(INCOMPATIBLE_FEATURES_OFFSET);
  const unknown = features & ~KNOWN_FEATURES;
  demand(unknown === 0n, `Unsupported qcow2 feature(s): 0x${unknown.toString(16)}`);
  const extensions = extensionsOf(
    file,
    headerLength,
    backingFile === 0n ? clusterBytes : backingFile,
  );
  const isExtended = (features & EXTENDED_L2) !== 0n;
  demand(!isExtended || bits >= 14, `Invalid subcluster size: ${2 ** bits / 32}`);
  const isLong = headerLength > COMPRESSION_OFFSET;
  checkCompression(isLong ? head.readUInt8(COMPRESSION_OFFSET) : ZLIB, features);
  const order = version === 2 ? 4 : head.readUInt32BE(REFCOUNT_ORDER_OFFSET);
  demand(order <= 6, 'Reference count entry width too large; may not exceed 64 bits');
  const encryption = head.readUInt32BE(ENCRYPTION_OFFSET);
  demand(encryption <= LUKS, `Unsupported encryption method ${encryption}`);
  const isSealed = encryption !== LUKS || extensions.has(ENCRYPTION_HEADER);
  demand(isSealed, 'the header of the encryption is missing');
  const size = head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET);
  checkTables(head, clusterBytes, size, isExtended);
  checkSnapshots(file, head);
  if (backingFile !== 0n) checkBackingFile(head, backingFile, clusterBytes);
  return {
    virtualSize: (size / SECTOR_BYTES) * SECTOR_BYTES,
    // As the agents look for it: who names no file has none.
    hasBackingFile: backingFile !== 0n,
  };
}

/** The kinds of the extensions that stand in a header. */
function extensionsOf(file: DiskFile, start: number, end: bigint): ReadonlySet<number> {
  const kinds = new Set<number>();
  for (let at = BigInt(start); at < end;) {
    const head = readAt(file, at, EXTENSION_HEAD_BYTES);
    const kind = head.readUInt32BE(0);
    const length = head.readUInt32BE(4);
    at += BigInt(EXTENSION_HEAD_BYTES);
    demand(BigInt(length) <= end - at, 'Header extension too large');
    if (kind === 0) break;
    kinds.add(kind);
    demand(
      kind !== ENCRYPTION_HEADER || length === ENCRYPTION_HEADER_BYTES,
      `CRYPTO header extension size ${length}, but expected size ${ENCRYPTION_HEADER_BYTES}`,
    );
    demand(
      kind !== BACKING_FORMAT || length <= LONGEST_BACKING_FORMAT,
      `ERROR: ext_backing_format: len=${length} too large (>=16)`,
    );
    at += (BigInt(length) + 7n) & ~7n;
  }
  return kinds;
}

function checkCompression(type: number, features: bigint): void {
  demand(type === ZLIB || type === ZSTD, `qcow2: unknown compression type: ${type}`);
  const isMarked = (features & OTHER_COMPRESSION) !== 0n;
  const isOther = type !== ZLIB;
  demand(
    isMarked === isOther,
    `qcow2: Compression type incompatible feature bit must ${isOther ? '' : 'not '}be set`,
  );
}

function checkTables(head: Buffer, clusterBytes: bigint, size: bigint, isExtended: boolean): void {
  const checkTable = (what: string, at: bigint, bytes: bigint, most: bigint) => {
    demand(bytes <= most, `${what} too large`);
    const fits = at + bytes < 2n ** 63n && at % clusterBytes === 0n;
    demand(fits, `${what} offset invalid`);
    demandReach(at, bytes, `${what}: Input/output error`);
  };
  const refcountClusters = head.readUInt32BE(REFCOUNT_TABLE_CLUSTERS_OFFSET);
  demand(refcountClusters !== 0, 'Image does not contain a reference count table');
  checkTable(
    'Reference count table',
    head.readBigUInt64BE(REFCOUNT_TABLE_OFFSET),
    BigInt(refcountClusters) * clusterBytes,
    MOST_REFCOUNT_BYTES,
  );
  const snapshots = BigInt(head.readUInt32BE(SNAPSHOTS_OFFSET));
  checkTable(
    'Snapshot table',
    head.readBigUInt64BE(SNAPSHOT_TABLE_OFFSET),
    snapshots * LEAST_SNAPSHOT_BYTES,
    MOST_SNAPSHOT_BYTES,
  );
  const l1Entries = BigInt(head.readUInt32BE(L1_ENTRIES_OFFSET));
  checkTable(
    'Active L1 table',
    head.readBigUInt64BE(L1_TABLE_OFFSET),
    l1Entries * ENTRY_BYTES,
    MOST_L1_BYTES,
  );
  const perL2Entry = isExtended ? 2n * ENTRY_BYTES : ENTRY_BYTES;
  const perL1Entry = (clusterBytes / perL2Entry) * clusterBytes;
  const needed = (size + perL1Entry - 1n) / perL1Entry;
  demand(needed <= LARGEST_INT, 'Image is too big');
  demand(l1Entries >= needed, 'L1 table is too small');
}

/** Entries of their own lengths: one that claims more than any has is damaged. */
function checkSnapshots(file: DiskFile, head: Buffer): void {
  const count = head.readUInt32BE(SNAPSHOTS_OFFSET);
  let at = head.readBigUInt64BE(SNAPSHOT_TABLE_OFFSET);
  for (let i = 0; i < count; i++) {
    const entry = readAt(file, at, Number(LEAST_SNAPSHOT_BYTES));
    const extra = entry.readUInt32BE(SNAPSHOT_EXTRA_OFFSET);
    demand(extra <= MOST_SNAPSHOT_EXTRA, `Too much extra metadata in snapshot table entry ${i}`);
    const names = entry.readUInt16BE(SNAPSHOT_ID_OFFSET) + entry.readUInt16BE(SNAPSHOT_NAME_OFFSET);
    at = (at + LEAST_SNAPSHOT_BYTES + BigInt(extra + names) + 7n) & ~7n;
  }
}

function checkBackingFile(head: Buffer, at: bigint, clusterBytes: bigint): void {
  const length = head.readUInt32BE(BACKING_FILE_LENGTH_OFFSET);
  const most = Math.min(LONGEST_BACKING_FILE, Number(clusterBytes - at));
  demand(length <= most, 'Backing file name too long');
}
