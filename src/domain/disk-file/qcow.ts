import { demand, demandReach, isText, SECTOR_BYTES, type DiskKind } from './disk-file.js';
import { QCOW_MAGIC, QCOW_VERSION_OFFSET } from './qcow2.js';

// Offsets in the header of version 1, all numbers big-endian.
const BACKING_FILE_OFFSET = 8;
const BACKING_FILE_LENGTH_OFFSET = 16;
const VIRTUAL_SIZE_OFFSET = 24;
const CLUSTER_BITS_OFFSET = 32;
const L2_BITS_OFFSET = 33;
const ENCRYPTION_OFFSET = 36;
const L1_TABLE_OFFSET = 40;
const LARGEST_INT = 2n ** 31n - 1n;
const LONGEST_BACKING_FILE = 1023;

/** Version 1 of qcow: the agents call it qcow2, as it has the same first bytes. */
export const qcow: DiskKind = {
  format: 'qcow2',
  isIn: (head) => isText(head, QCOW_MAGIC) && head.readUInt32BE(QCOW_VERSION_OFFSET) === 1,
  read(file) {
    const head = file.read(0, 512);
    const size = head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET);
    demand(size > 1n, 'Image size is too small (must be at least 2 bytes)');
    const clusterBits = head.readUInt8(CLUSTER_BITS_OFFSET);
    demand(clusterBits >= 9 && clusterBits <= 16, 'Cluster size must be between 512 and 64k');
    const l2Bits = head.readUInt8(L2_BITS_OFFSET);
    demand(l2Bits >= 6 && l2Bits <= 13, 'L2 table size must be between 512 and 64k');
    const encryption = head.readUInt32BE(ENCRYPTION_OFFSET);
    demand(encryption <= 1, 'invalid encryption method in qcow header');
    const shift = 2n ** BigInt(clusterBits + l2Bits);
    const entries = (size + shift - 1n) / shift;
    demand(entries <= LARGEST_INT / 8n, 'Image too large');
    const l1Table = head.readBigUInt64BE(L1_TABLE_OFFSET);
    demandReach(l1Table, entries * 8n, 'Input/output error');
    const backingFile = head.readBigUInt64BE(BACKING_FILE_OFFSET);
    const length = head.readUInt32BE(BACKING_FILE_LENGTH_OFFSET);
    if (backingFile !== 0n) {
      demand(length <= LONGEST_BACKING_FILE, 'Backing file name too long');
      demandReach(backingFile, BigInt(length), 'Input/output error');
    }
    return {
      virtualSize: (size / SECTOR_BYTES) * SECTOR_BYTES,
      hasBackingFile: backingFile !== 0n,
    };
  },
};
