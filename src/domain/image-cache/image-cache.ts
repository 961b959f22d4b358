import type { MediaType } from '../image/image.js';

/** An image's bits on a primary storage, kept for the next volume that is made from it. */
export interface ImageCache {
  readonly id: number;
  readonly primaryStorageUuid: string;
  /** No foreign key: a cache outlives its image until it is cleaned up. */
  readonly imageUuid: string;
  readonly installUrl: string;
  readonly mediaType: MediaType;
  readonly size: number;
  readonly md5sum: string;
  readonly state: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface ImageCacheRepository {
  insert(cache: Omit<ImageCache, 'id'>): void;
  find(primaryStorageUuid: string, imageUuid: string): ImageCache | undefined;
  listByPrimaryStorage(primaryStorageUuid: string): ImageCache[];
  remove(id: number): void;
}
