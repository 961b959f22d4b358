import type { Image, ImageBackupStorageRef } from './image.js';

/** An image whose bits still lie where a removed backup storage was. */
export interface UnclaimedImage {
  /** Where: a server and its directory, or a Ceph cluster and its pool. */
  readonly place: string;
  readonly image: Image & { readonly contentId: string };
  readonly ref: Pick<
    ImageBackupStorageRef,
    'installPath' | 'takenBytes' | 'createDate' | 'lastOpDate'
  >;
  readonly systemTags: readonly string[];
}

export interface UnclaimedImageRepository {
  /** Notes an image, in place of what was known of it there. */
  save(image: UnclaimedImage): void;
  listAt(place: string): UnclaimedImage[];
  remove(place: string, imageUuid: string): void;
}
