export type ArtifactFormat = 'qcow2' | 'raw' | 'iso' | 'vmdk';

/** All that an image's bytes depend on: equal identities have equal bytes on every machine. */
export interface ArtifactIdentity {
  readonly contentId: string;
  readonly format: ArtifactFormat;
  /** Virtual size in bytes, a whole number from 0 to Number.MAX_SAFE_INTEGER. */
  readonly size: number;
  /** The format in which the content was made; given where it was converted between raw and qcow2. */
  readonly from?: ArtifactFormat;
}

/** Positions in bytes from the start of the artifact; `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}
