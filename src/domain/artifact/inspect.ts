import type { ArtifactFormat } from './artifact-identity.js';

/** How many bytes of a file's start `inspect` wants to see: an ISO is known by its 17th sector. */
export const INSPECTED_BYTES = 16 * 2048 + 6;

const QCOW2_MAGIC = 'QFI\xfb';
// Offsets in a qcow2's header, all numbers big-endian (qemu: docs/interop/qcow2.txt).
const VERSION_OFFSET = 4;
const BACKING_FILE_OFFSET = 8;
const CLUSTER_BITS_OFFSET = 20;
const VIRTUAL_SIZE_OFFSET = 24;
const HEADER_LENGTH_OFFSET = 100;
/** Bytes of the header by version, at least. */
const HEADER_BYTES: Readonly<Record<number, number>> = { 2: 72, 3: 104 };
const CLUSTER_BITS = { least: 9, most: 21 };
const ISO_SIGNATURE = 'CD001';
const ISO_SIGNATURE_OFFSET = 16 * 2048 + 1;
const VMDK_MAGIC = 'KDMV';

/** What a file's first bytes tell of it. */
export interface Inspection {
  readonly format: ArtifactFormat;
  /** Virtual size in bytes that the header tells; null: that of the file. */
  readonly virtualSize: number | null;
  /** Whether a qcow2 needs another file. */
  readonly hasBackingFile: boolean;
  /** Why qemu could not open a file with this header, or null. */
  readonly defect: string | null;
}

const sized = (format: ArtifactFormat): Inspection => ({
  format,
  virtualSize: null,
  hasBackingFile: false,
  defect: null,
});

/** Recognises an image by its first bytes; what has no known header is raw. */
export function inspect(head: Buffer): Inspection {
  const startsWith = (text: string, at = 0) =>
    head.length >= at + text.length && head.toString('latin1', at, at + text.length) === text;
  if (startsWith(QCOW2_MAGIC)) return inspectQcow2(head);
  if (startsWith(ISO_SIGNATURE, ISO_SIGNATURE_OFFSET)) return sized('iso');
  return sized(startsWith(VMDK_MAGIC) ? 'vmdk' : 'raw');
}

function inspectQcow2(head: Buffer): Inspection {
  const defect = defectOfQcow2(head);
  if (defect !== undefined) return { ...sized('qcow2'), defect };
  return {
    format: 'qcow2',
    virtualSize: Number(head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET)),
    hasBackingFile: head.readBigUInt64BE(BACKING_FILE_OFFSET) !== 0n,
    defect: null,
  };
}

function defectOfQcow2(head: Buffer): string | undefined {
  const version = head.length >= VERSION_OFFSET + 4 ? head.readUInt32BE(VERSION_OFFSET) : 2;
  const least = HEADER_BYTES[version];
  if (least === undefined) return `Unsupported qcow2 version ${version}`;
  if (head.length < least) return `the qcow2 header has ${head.length} of ${least} bytes`;
  const bits = head.readUInt32BE(CLUSTER_BITS_OFFSET);
  if (bits < CLUSTER_BITS.least || bits > CLUSTER_BITS.most) {
    return `Unsupported cluster size: 2^${bits}`;
  }
  const headerLength = version === 2 ? least : head.readUInt32BE(HEADER_LENGTH_OFFSET);
  if (headerLength < least) return 'qcow2 header too short';
  if (headerLength > 2 ** bits) return 'qcow2 header exceeds cluster size';
  const size = head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET);
  // Beyond it numbers of JSON are not exact any more.
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return `Image is too big: ${size} bytes`;
  return undefined;
}
