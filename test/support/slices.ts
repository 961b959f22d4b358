import { createHash } from 'node:crypto';
import { upload } from './upload';

/** MD5 as images have it. */
export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** Bytes that differ in every block, the same for the same name. */
export function bytesNamed(name: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let made = 0, i = 0; made < length; made += 32, i++) {
    parts.push(createHash('sha256').update(`${name}/${i}`).digest());
  }
  return Buffer.concat(parts, Math.ceil(length / 32) * 32).subarray(0, length);
}

/** An image that is brought in slices. */
export interface Sliced {
  readonly uuid: string;
  readonly bytes: Buffer;
  readonly sliceSize: number;
}

/** How one slice is sent: `as` other bytes, with other headers, or cut off after so many bytes. */
export interface Sending {
  readonly as?: Buffer | AsyncIterable<Buffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cutAfter?: number;
}

export const partOf = ({ bytes, sliceSize }: Sliced, slice: number): Buffer =>
  bytes.subarray(slice * sliceSize, (slice + 1) * sliceSize);

/** Sends one slice; answers status and text, or `cut`. */
export function sendSlice(
  address: string,
  image: Sliced,
  slice: number,
  { as, headers = {}, cutAfter }: Sending = {},
): ReturnType<typeof upload> {
  return upload(address, {
    bytes: as ?? partOf(image, slice),
    headers: {
      'X-IMAGE-UUID': image.uuid,
      'X-IMAGE-SIZE': image.bytes.length,
      'X-SLICE-SIZE': image.sliceSize,
      'X-SLICE-OFFSET': slice * image.sliceSize,
      ...headers,
    },
    ...(cutAfter === undefined ? {} : { cutAfter }),
  });
}
