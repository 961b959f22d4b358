import {
  demand,
  isPowerOfTwo,
  isText,
  SECTOR_BYTES,
  wholeLength,
  type DiskKind,
} from './disk-file.js';

// The header of qemu's enhanced disks, little-endian (qemu: docs/interop/qed_spec.rst).
const CLUSTER_BYTES_OFFSET = 4;
const TABLE_CLUSTERS_OFFSET = 8;
const HEADER_CLUSTERS_OFFSET = 12;
const FEATURES_OFFSET = 16;
const L1_TABLE_OFFSET = 40;
const IMAGE_SIZE_OFFSET = 48;
const BACKING_NAME_OFFSET = 56;
const BACKING_NAME_LENGTH_OFFSET = 60;

const BACKING_FILE = 1n;
/** Backing file, to be checked, backing file that is not probed. */
const KNOWN_FEATURES = 0x7n;
const LONGEST_BACKING_FILE = 4095;

export const qed: DiskKind = {
  format: 'raw',
  isIn: (head) => isText(head, 'QED\0'),
  read(file) {
    const head = file.read(0, 512);
    const features = head.readBigUInt64LE(FEATURES_OFFSET);
    const unknown = features & ~KNOWN_FEATURES;
    demand(unknown === 0n, `Unsupported QED features: ${unknown.toString(16)}`);
    const cluster = head.readUInt32LE(CLUSTER_BYTES_OFFSET);
    demand(
      isPowerOfTwo(cluster) && cluster >= 2 ** 12 && cluster <= 2 ** 26,
      'QED cluster size is invalid',
    );
    const fileBytes = (BigInt(wholeLength(file)) / BigInt(cluster)) * BigInt(cluster);
    const table = head.readUInt32LE(TABLE_CLUSTERS_OFFSET);
    demand(isPowerOfTwo(table) && table <= 16, 'QED table size is invalid');
    const size = head.readBigUInt64LE(IMAGE_SIZE_OFFSET);
    const entries = (BigInt(cluster) * BigInt(table)) / 8n;
    const isSize = size % SECTOR_BYTES === 0n && size <= entries * entries * BigInt(cluster);
    demand(isSize, 'QED image size is invalid');
    const l1 = head.readBigUInt64LE(L1_TABLE_OFFSET);
    const lastCluster = l1 + BigInt(table - 1) * BigInt(cluster);
    const header = BigInt(head.readUInt32LE(HEADER_CLUSTERS_OFFSET)) * BigInt(cluster);
    // Qemu takes no table of one cluster.
    const isInFile = table > 1 && l1 >= header && lastCluster < fileBytes;
    const isTable = isInFile && l1 % BigInt(cluster) === 0n;
    demand(isTable, 'QED L1 table offset is invalid');
    if ((features & BACKING_FILE) !== 0n) {
      const length = head.readUInt32LE(BACKING_NAME_LENGTH_OFFSET);
      const end = BigInt(head.readUInt32LE(BACKING_NAME_OFFSET)) + BigInt(length);
      demand(end <= header && length <= LONGEST_BACKING_FILE, 'QED backing file is invalid');
    }
    return { virtualSize: size };
  },
};
