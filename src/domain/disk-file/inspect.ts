import {
  Defect,
  isText,
  wholeLength,
  type DiskFile,
  type DiskKind,
  type Inspection,
} from './disk-file.js';
import { qcow } from './qcow.js';
import { qcow2, QCOW_MAGIC } from './qcow2.js';
import { qed } from './qed.js';
import { vdi } from './vdi.js';
import { vhd } from './vhd.js';
import { vhdx } from './vhdx.js';
import { cowd, vmdk, vmdkDescriptor } from './vmdk.js';

/** What qemu looks for in the first bytes of a file; what is none of it is raw. */
const KINDS: readonly DiskKind[] = [qcow2, qcow, vmdk, cowd, vmdkDescriptor, vhd, vhdx, vdi, qed];

const ISO_SIGNATURE = 'CD001';
const ISO_SIGNATURE_PLACES = [0x8001, 0x8801, 0x9001];
const HEAD_BYTES = 512;

/**
 * What a file is, and how large the disk in it, as the agents and `qemu-img info` see it (docs/images.md, "What
 * bytes are"). Never throws.
 */
export function inspect(file: DiskFile): Inspection {
  const head = file.read(0, HEAD_BYTES);
  const kind = KINDS.find((one) => one.isIn(head));
  if (!kind) return raw(file, head);
  const { format } = kind;
  const none = { format, virtualSize: 0, hasBackingFile: false } as const;
  try {
    const { virtualSize, hasBackingFile = false } = kind.read(file);
    // Other numbers of JSON are not exact; the real system goes to 2^63 - 1.
    if (!Number.isSafeInteger(Number(virtualSize))) {
      return { ...none, defect: `Image is too big: ${virtualSize} bytes` };
    }
    return { format, virtualSize: Number(virtualSize), hasBackingFile, defect: null };
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    return { ...none, defect: error.message };
  }
}

function raw(file: DiskFile, head: Buffer): Inspection {
  const isIso = ISO_SIGNATURE_PLACES.some((place) => isText(file.read(place, 5), ISO_SIGNATURE));
  // The agents look at the first four bytes alone.
  const format = isText(head, QCOW_MAGIC) ? 'qcow2' : isIso ? 'iso' : 'raw';
  return { format, virtualSize: wholeLength(file), hasBackingFile: false, defect: null };
}
