import type { ArtifactFormat } from '../artifact/artifact-identity.js';

/** The bytes of a file, wherever they lie. */
export interface DiskFile {
  /** In bytes. */
  readonly length: number;
  /** Bytes from a place on; what is beyond the end of the file is zero, as for qemu. */
  read(at: number, length: number): Buffer;
}

/** What a file is, as the real system's agents and the `qemu-img info` that they call see it. */
export interface Inspection {
  readonly format: ArtifactFormat;
  /** Virtual size in bytes. */
  readonly virtualSize: number;
  /** Whether a qcow2 needs another file. */
  readonly hasBackingFile: boolean;
  /** Why qemu could not open the file, or null. */
  readonly defect: string | null;
}

/** What a header says that qemu opens. */
export interface Header {
  /** Virtual size in bytes. */
  readonly virtualSize: bigint;
  readonly hasBackingFile?: boolean;
}

/** A kind of disk that qemu knows. */
export interface DiskKind {
  /** What the agents call such a file; they know no vhd, vhdx, vdi and qed. */
  readonly format: ArtifactFormat;
  /** Whether a file is of this kind, by its first bytes (512 of them, or more). */
  isIn(head: Buffer): boolean;
  /** @throws {Defect} when qemu could not open it */
  read(file: DiskFile): Header;
}

/** Why qemu could not open a file, in its own words. */
export class Defect extends Error {}

/** @throws {Defect} unless it holds */
export function demand(holds: boolean, defect: string): void {
  if (!holds) throw new Defect(defect);
}

export const SECTOR_BYTES = 512n;

/** Whether the bytes at a place are this text. */
export const isText = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;

/** The last place in a file that qemu counts to. */
const LAST_PLACE = 2n ** 63n - 2n ** 30n;
/** The most that it reads at once. */
const MOST_BYTES = 2n ** 31n - 512n;

/**
 * Bytes at a place that a header names.
 * @throws {Defect} where no file can have them
 */
export function readAt(file: DiskFile, at: bigint, length: number): Buffer {
  demandReach(at, BigInt(length), 'Input/output error');
  return file.read(Math.min(Number(at), file.length), length);
}

/** @throws {Defect} where no file can have so many bytes at a place, or nobody reads so many */
export function demandReach(at: bigint, length: bigint, defect: string): void {
  demand(length <= MOST_BYTES && at + length <= LAST_PLACE, defect);
}

/** Of a file, in bytes: qemu counts in whole sectors. */
export const wholeLength = (file: DiskFile): number => Math.ceil(file.length / 512) * 512;

export const isPowerOfTwo = (value: number): boolean =>
  value > 0 && 2 ** Math.round(Math.log2(value)) === value;
