export type ArtifactFormat = 'qcow2' | 'raw' | 'iso' | 'vmdk';

/** All that an image's bytes depend on: equal identities have equal bytes on every machine. */
export interface ArtifactIdentity {
  readonly contentId: string;
  readonly format: ArtifactFormat;
  /** Virtual size in bytes, a whole number from 0 to Number.MAX_SAFE_INTEGER. */
  readonly size: number;
  /** The format in which the content was made; given where it was converted from raw or qcow2. */
  readonly from?: ArtifactFormat;
}

/** Positions in bytes from the start of the artifact; `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Content ids of disks that were converted since their content was made begin with the format that it was made in. */
const CONVERTED = /^(raw|qcow2)-disk:(.*)$/s;

/** The identity of a disk's bytes, with the format that its content was made in as `from`. */
export function originOf(identity: ArtifactIdentity): ArtifactIdentity {
  const { contentId, format, size } = identity;
  const [, from, original] = (format !== 'iso' && CONVERTED.exec(contentId)) || [];
  if (original === undefined) return identity;
  return { contentId: original, format, size, from: from as 'raw' | 'qcow2' };
}

/** The content id under which an image has the bytes of an artifact, whether or not these were converted. */
export function contentIdOf(identity: ArtifactIdentity): string {
  const { contentId, format, from = format } = originOf(identity);
  return from === format ? contentId : `${from}-disk:${contentId}`;
}
