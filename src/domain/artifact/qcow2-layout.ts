import type { FileLayout, Piece } from './file-layout.js';

// Offsets in the header of a version 3 file (qemu: docs/interop/qcow2.txt). Numbers are big-endian.
const MAGIC = 'QFI\xfb';
const VERSION_OFFSET = 4;
const CLUSTER_BITS_OFFSET = 20;
const VIRTUAL_SIZE_OFFSET = 24;
const L1_ENTRIES_OFFSET = 36;
const L1_TABLE_OFFSET_OFFSET = 40;
const REFCOUNT_TABLE_OFFSET_OFFSET = 48;
const REFCOUNT_TABLE_CLUSTERS_OFFSET = 56;
const REFCOUNT_ORDER_OFFSET = 96;
const HEADER_LENGTH_OFFSET = 100;
const HEADER_BYTES = 104;

const VERSION = 3;
const REFCOUNT_ORDER = 4;
const REFCOUNT_BYTES = 2;
const TABLE_ENTRY_BYTES = 8;
const SECTOR_BYTES = 512;
/** Bit 63 of an L1 or L2 entry: the cluster that it points to has a refcount of exactly 1. */
const COPIED_FLAG = 1n << 63n;

const MIN_CLUSTER_BITS = 14;
const MAX_CLUSTER_BITS = 21;
const MAX_L1_TABLE_BYTES = 2 ** 20;
/** Content at guest offset 0, in bytes: one cluster of the smallest size. */
export const QCOW2_CONTENT_BYTES = 2 ** MIN_CLUSTER_BITS;

// The order of the file. One refcount block suffices: at its smallest it counts 8,192 clusters,
// and the largest file has 5 clusters and a MiB of L1 table.
const REFCOUNT_TABLE_CLUSTER = 1;
const REFCOUNT_BLOCK_CLUSTER = 2;
const L1_TABLE_CLUSTER = 3;

interface Geometry {
  /** The virtual size that the header tells, in bytes. */
  readonly virtualSize: number;
  readonly clusterBits: number;
  readonly clusterBytes: number;
  readonly l1Entries: number;
  readonly l1Clusters: number;
}

/**
 * A qcow2 version 3 file of `size` virtual bytes: header, refcount table, refcount block, L1 table,
 * L2 table, then one data cluster (guest offset 0); the rest of the disk is unallocated. A disk of
 * size 0 has no L1 entry and so neither L2 table nor data: it is the same for every content.
 *
 * - The header tells `size` rounded UP to a multiple of 512, because qcow2 counts in sectors.
 * - Clusters are 16 KiB as long as the L1 table fits into 1 MiB (up to 4 TiB); beyond, the smallest
 *   power of two that makes it fit. The largest size, 2^53 - 1, needs 1 MiB (a file of 5 MiB), so
 *   the format's limit of 2 MiB is never met.
 * - The data cluster holds the disk's first 16 KiB (a converted raw image: its first MiB in several
 *   clusters), or all of a smaller disk, and the file ends with
 *   it even where a cluster is larger: readers take what is past the end of the file for zeros.
 */
export function qcow2Layout(size: number, contentBytes = QCOW2_CONTENT_BYTES): FileLayout {
  const geometry = geometryOf(size);
  const { clusterBytes, virtualSize, l1Clusters } = geometry;
  const l2TableCluster = L1_TABLE_CLUSTER + l1Clusters;
  const dataCluster = l2TableCluster + 1;
  const hasData = virtualSize > 0;
  const dataBytes = Math.min(contentBytes, virtualSize);
  const dataClusters = Math.ceil(dataBytes / clusterBytes);
  const usedClusters = hasData ? dataCluster + dataClusters : L1_TABLE_CLUSTER;

  const pieceAt = (cluster: number, bytes: Buffer): Piece => ({
    offset: cluster * clusterBytes,
    bytes,
  });
  const structure = [
    pieceAt(0, header(geometry)),
    pieceAt(REFCOUNT_TABLE_CLUSTER, tableEntry(REFCOUNT_BLOCK_CLUSTER * clusterBytes)),
    pieceAt(REFCOUNT_BLOCK_CLUSTER, refcountsOfOne(usedClusters)),
  ];
  if (!hasData) return { length: usedClusters * clusterBytes, structure, content: [] };

  structure.push(
    pieceAt(L1_TABLE_CLUSTER, tableEntry(l2TableCluster * clusterBytes, COPIED_FLAG)),
    pieceAt(l2TableCluster, dataEntries(dataCluster, dataClusters, clusterBytes)),
  );
  const start = dataCluster * clusterBytes;
  const length = start + dataBytes;
  return { length, structure, content: [{ start, end: length }] };
}

function geometryOf(size: number): Geometry {
  const virtualSize = Math.ceil(size / SECTOR_BYTES) * SECTOR_BYTES;
  let clusterBits = MIN_CLUSTER_BITS;
  while (
    clusterBits < MAX_CLUSTER_BITS &&
    l1EntriesFor(virtualSize, clusterBits) * TABLE_ENTRY_BYTES > MAX_L1_TABLE_BYTES
  ) {
    clusterBits++;
  }
  const clusterBytes = 2 ** clusterBits;
  const l1Entries = l1EntriesFor(virtualSize, clusterBits);
  const l1Clusters = Math.ceil((l1Entries * TABLE_ENTRY_BYTES) / clusterBytes);
  return { virtualSize, clusterBits, clusterBytes, l1Entries, l1Clusters };
}

/** An L1 entry stands for one L2 table, which is a cluster of entries, each for a data cluster. */
function l1EntriesFor(virtualSize: number, clusterBits: number): number {
  const clusterBytes = 2 ** clusterBits;
  return Math.ceil(virtualSize / ((clusterBytes / TABLE_ENTRY_BYTES) * clusterBytes));
}

/** What is not written is zero: no backing file, encryption, snapshots or feature bits. */
function header({ virtualSize, clusterBits, clusterBytes, l1Entries }: Geometry): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32BE(VERSION, VERSION_OFFSET);
  bytes.writeUInt32BE(clusterBits, CLUSTER_BITS_OFFSET);
  bytes.writeBigUInt64BE(BigInt(virtualSize), VIRTUAL_SIZE_OFFSET);
  bytes.writeUInt32BE(l1Entries, L1_ENTRIES_OFFSET);
  // An empty L1 table lies nowhere: qemu-img writes 0 too.
  const l1TableOffset = l1Entries === 0 ? 0 : L1_TABLE_CLUSTER * clusterBytes;
  bytes.writeBigUInt64BE(BigInt(l1TableOffset), L1_TABLE_OFFSET_OFFSET);
  bytes.writeBigUInt64BE(
    BigInt(REFCOUNT_TABLE_CLUSTER * clusterBytes),
    REFCOUNT_TABLE_OFFSET_OFFSET,
  );
  bytes.writeUInt32BE(1, REFCOUNT_TABLE_CLUSTERS_OFFSET);
  bytes.writeUInt32BE(REFCOUNT_ORDER, REFCOUNT_ORDER_OFFSET);
  bytes.writeUInt32BE(HEADER_BYTES, HEADER_LENGTH_OFFSET);
  return bytes;
}

function tableEntry(offset: number, flags = 0n): Buffer {
  const entry = Buffer.alloc(TABLE_ENTRY_BYTES);
  entry.writeBigUInt64BE(BigInt(offset) | flags);
  return entry;
}

/** L2 entries of data clusters that follow each other. */
function dataEntries(first: number, count: number, clusterBytes: number): Buffer {
  const entries = Array.from({ length: count }, (_, i) =>
    tableEntry((first + i) * clusterBytes, COPIED_FLAG),
  );
  return Buffer.concat(entries);
}

function refcountsOfOne(clusters: number): Buffer {
  const refcounts = Buffer.alloc(clusters * REFCOUNT_BYTES);
  for (let i = 0; i < clusters; i++) refcounts.writeUInt16BE(1, i * REFCOUNT_BYTES);
  return refcounts;
}
