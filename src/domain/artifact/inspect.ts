import type { ArtifactFormat } from './artifact-identity.js';

/** How many bytes of a file's start `inspect` wants to see: an ISO is known by its 17th sector. */
export const INSPECTED_BYTES = 16 * 2048 + 6;

const QCOW2_MAGIC = 'QFI\xfb';
const BACKING_FILE_OFFSET = 8;
const VIRTUAL_SIZE_OFFSET = 24;
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
}

/** Recognises an image by its first bytes; what has no known header is raw. */
export function inspect(head: Buffer): Inspection {
  const startsWith = (text: string, at = 0) =>
    head.length >= at + text.length && head.toString('latin1', at, at + text.length) === text;
  if (startsWith(QCOW2_MAGIC) && head.length >= VIRTUAL_SIZE_OFFSET + 8) {
    return {
      format: 'qcow2',
      virtualSize: Number(head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET)),
      hasBackingFile: head.readBigUInt64BE(BACKING_FILE_OFFSET) !== 0n,
    };
  }
  const format = startsWith(ISO_SIGNATURE, ISO_SIGNATURE_OFFSET)
    ? 'iso'
    : startsWith(VMDK_MAGIC)
      ? 'vmdk'
      : 'raw';
  return { format, virtualSize: null, hasBackingFile: false };
}
