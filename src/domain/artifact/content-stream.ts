import { createCipheriv, createHash } from 'node:crypto';
import type { ArtifactIdentity } from './artifact-identity.js';

/** Part of every key: another number here changes every artifact, so it goes with a major release only. */
const STREAM_VERSION = 'zstack-image-emulator artifact 1';
const AES_BLOCK_BYTES = 16;
const COUNTER_LOW_HALF_OFFSET = 8;

/**
 * The key of an artifact's pseudo-random stream: the SHA-256 of version, format, size and content
 * id, a line each. Format and size are in it because they need not show elsewhere: a raw image of
 * 2 TiB and one of 3 TiB are both cut to the same length.
 */
export function contentKey({ format, from, size, contentId }: ArtifactIdentity): Buffer {
  return createHash('sha256')
    .update(`${STREAM_VERSION}\n${from ?? format}\n${size}\n${contentId}`, 'utf8')
    .digest();
}

/**
 * `length` bytes of the key's stream from byte `offset` on, without making what precedes: AES-256
 * in counter mode over zeros, the counter being the number of the 16-byte block (big-endian).
 */
export function contentBytes(key: Buffer, offset: number, length: number): Buffer {
  const skipped = offset % AES_BLOCK_BYTES;
  const counter = Buffer.alloc(AES_BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt((offset - skipped) / AES_BLOCK_BYTES), COUNTER_LOW_HALF_OFFSET);
  const cipher = createCipheriv('aes-256-ctr', key, counter);
  return cipher.update(Buffer.alloc(skipped + length)).subarray(skipped);
}
