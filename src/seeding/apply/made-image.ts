import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { ImageFormat, ImageStatus } from '../../domain/image/image.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Progress } from './work.js';

/** An image of a seed, everything drawn in it. */
export type MadeImage = Made<EntryOf<'images'>>;

/** An image of a seed on one storage. */
export interface MadeRef {
  readonly storage: BackupStorage;
  readonly status: ImageStatus;
  readonly progress: Progress;
  readonly installPath: string | undefined;
  /** Whether it lies over the bytes of another image, and takes none itself. */
  readonly isShared: boolean;
  readonly export:
    { readonly format?: ImageFormat | undefined; readonly url?: string | undefined } | undefined;
}

/** The bytes inside an image. */
export interface Content {
  readonly contentId: string;
  readonly format: ImageFormat;
  readonly size: number;
  readonly actualSize: number;
  /** Whether the seed says it; else it follows from the url or the volume. */
  readonly isGiven: boolean;
}

/** What is known of an image before its row is written. */
export interface Outline {
  readonly uuid: string;
  readonly url: string;
  readonly content: Content;
  /** The volume that it is or was made of. */
  readonly volume: Volume | undefined;
}
