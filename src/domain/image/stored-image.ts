/** An image as it lies on an ImageStore. Sizes are bytes, dates ms since 1970. */
export interface StoredImage {
  readonly id: string;
  readonly parent: string | null;
  readonly blobsum: string | null;
  readonly created: number;
  readonly author: string | null;
  readonly arch: string | null;
  readonly desc: string | null;
  readonly size: number;
  readonly virtualsize: number;
  readonly name: string;
}
