import type { ByteRange } from './artifact-identity.js';

/**
 * Where what lies in an artifact, in bytes from its start. It depends on format and virtual size
 * alone, never on the content. A byte that is in neither list is zero.
 */
export interface FileLayout {
  readonly length: number;
  /** What the format prescribes: small pieces, so that megabytes of zeros between them cost nothing. */
  readonly structure: readonly Piece[];
  /** Where the content's bytes lie, in rising order and apart from the structure. */
  readonly content: readonly ContentRange[];
  /** Added to a position to find its place in the content's stream; 0 where nothing was converted. */
  readonly streamShift?: number;
  /** What tells of the content's bytes that they are whole, apart from both. */
  readonly checksums?: readonly Checksum[];
}

/** Where bytes of the content lie; `shift`: its own, where parts of a stream lie apart. */
export interface ContentRange extends ByteRange {
  readonly shift?: number;
}

/** The Adler-32 (RFC 1950), big-endian, of what lies in these ranges one after the other. */
export interface Checksum {
  readonly offset: number;
  readonly of: readonly ByteRange[];
}

export const CHECKSUM_BYTES = 4;

export interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Bytes before the first that depends on the content: what all artifacts of this layout share. */
export function commonPrefixLength(layout: FileLayout): number {
  return layout.content[0]?.start ?? layout.length;
}

/** The bytes that two ranges share, or undefined when they share none. */
export function overlap(one: ByteRange, other: ByteRange): ByteRange | undefined {
  const start = Math.max(one.start, other.start);
  const end = Math.min(one.end, other.end);
  return start < end ? { start, end } : undefined;
}
