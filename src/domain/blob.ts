import type { ArtifactFormat } from './artifact/artifact.js';

/** Real bytes that were uploaded or downloaded: what stands behind a content identity in a file. */
export interface Blob {
  readonly contentId: string;
  /** Length of the file in bytes. */
  readonly length: number;
  /** Virtual size in bytes: of a qcow2 what its header says, else the length. */
  readonly virtualSize: number;
  readonly format: ArtifactFormat;
  readonly md5: string;
  readonly createDate: number;
}

/** The identity of real bytes: their MD5 and their length. */
export const blobContentId = (md5: string, length: number): string =>
  `${md5}-${length.toString(16)}`;

/** Whether the content can be real bytes at all: the others need no look at the table. */
export const mayBeBlob = (contentId: string): boolean => /^[0-9a-f]{32}-[0-9a-f]+$/.test(contentId);

export interface BlobRepository {
  insert(blob: Blob): void;
  find(contentId: string): Blob | undefined;
  remove(contentId: string): void;
  /** Content identities of all. */
  names(): string[];
  /** Whether any image, volume or snapshot still has this content. */
  isUsed(contentId: string): boolean;
}

/**
 * The files of one world's blobs. Bytes come in on paths of their own; what is acknowledged of an upload
 * lies in its partial file; a finished blob is never written again. Content identities and keys are made
 * by us, so they are safe as names.
 */
export interface BlobFiles {
  /** Path of a finished blob: for reading only. */
  pathOf(contentId: string): string;
  /** Path of bytes that a request sent, by their SHA-256. */
  sentPathOf(sum: string): string;
  /** Path of what is acknowledged of an upload. */
  partialPathOf(key: string): string;
  /** A new path for bytes that are on their way; what a kill leaves there is removed at the next start. */
  newArrivalPath(): string;
  /** Whether the file of a finished blob is there, as long as it must be. */
  isWhole(contentId: string, length: number): boolean;
  /**
   * Lets whole and synced bytes lie under the name of their blob too; they keep the name that they have.
   * Answers what takes the new name away.
   */
  place(path: string, contentId: string): () => void;
  /** Nobody may write to a finished blob any more. */
  seal(contentId: string): void;
  remove(contentId: string): void;
  removePartial(key: string): void;
  /** Removes what has arrived on a path, if it is there. */
  discard(path: string): void;
}
