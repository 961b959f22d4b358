/** One upload of an image's bytes to one backup storage (a url that starts with `upload://`). */
export interface Upload {
  readonly imageUuid: string;
  readonly backupStorageUuid: string;
  /** Key that clients send in X-IMAGE-UUID. */
  readonly key: string;
  readonly jobUuid: string;
  /** Announced by the first request, in bytes; null before. */
  readonly imageSize: number | null;
  readonly sliceSize: number | null;
  /** Slices that have arrived: `0-4,7`. */
  readonly received: string;
  readonly uploadUrl: string;
  readonly createDate: number;
  /** When the last bytes came. */
  readonly lastOpDate: number;
}

/** Whether an image's url says that its bytes are uploaded. */
export const isUpload = (url: string): boolean => url.startsWith('upload://');

/** What the unfinished bytes of an upload are called. */
export const partialOf = ({
  imageUuid,
  backupStorageUuid,
}: Pick<Upload, 'imageUuid' | 'backupStorageUuid'>): string => `${imageUuid}-${backupStorageUuid}`;

export interface UploadRepository {
  insert(upload: Upload): void;
  find(imageUuid: string, backupStorageUuid: string): Upload | undefined;
  findByKey(key: string, backupStorageUuid: string): Upload | undefined;
  list(): Upload[];
  listByImage(imageUuid: string): Upload[];
  update(
    upload: Upload,
    change: Partial<Pick<Upload, 'imageSize' | 'sliceSize' | 'received'>>,
    now: number,
  ): void;
  remove(imageUuid: string, backupStorageUuid: string): void;
}
