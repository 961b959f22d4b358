import type { ByteRange } from './artifact-identity.js';
import { contentBytes } from './content-stream.js';
import { adler32 } from './adler32.js';
import { CHECKSUM_BYTES, overlap, type Checksum, type FileLayout } from './file-layout.js';

/** Upper bound of a chunk in bytes: what one reader holds in memory of an artifact. */
const CHUNK_BYTES = 64 * 1024;

/** The bytes of `range` (inside the layout) with the content of `key`, a fresh buffer a chunk. */
export function* chunksOf(
  layout: FileLayout,
  key: Buffer,
  range: ByteRange,
): Generator<Buffer, void, undefined> {
  for (let start = range.start; start < range.end; start += CHUNK_BYTES) {
    yield chunkOf(layout, key, { start, end: Math.min(start + CHUNK_BYTES, range.end) });
  }
}

function chunkOf(layout: FileLayout, key: Buffer, range: ByteRange): Buffer {
  const only = layout.content.find(({ start, end }) => start <= range.start && range.end <= end);
  const { streamShift = 0, checksums = [] } = layout;
  // A chunk of content alone is the stream itself: neither zeros to fill nor a copy.
  if (only) {
    return contentBytes(key, range.start + (only.shift ?? streamShift), range.end - range.start);
  }

  const chunk = Buffer.alloc(range.end - range.start);
  for (const { offset, bytes } of layout.structure) {
    const part = overlap(range, { start: offset, end: offset + bytes.length });
    if (part) bytes.copy(chunk, part.start - range.start, part.start - offset, part.end - offset);
  }
  for (const content of layout.content) {
    const part = overlap(range, content);
    if (!part) continue;
    const shift = content.shift ?? streamShift;
    const bytes = contentBytes(key, part.start + shift, part.end - part.start);
    bytes.copy(chunk, part.start - range.start);
  }
  for (const checksum of checksums) {
    const { offset } = checksum;
    const part = overlap(range, { start: offset, end: offset + CHECKSUM_BYTES });
    if (!part) continue;
    const bytes = checksumBytes(layout, key, checksum);
    bytes.copy(chunk, part.start - range.start, part.start - offset, part.end - offset);
  }
  return chunk;
}

/** No checksum lies in what another one is of. */
function checksumBytes(layout: FileLayout, key: Buffer, { of }: Checksum): Buffer {
  const bytes = Buffer.alloc(CHECKSUM_BYTES);
  bytes.writeUInt32BE(adler32(of.map((range) => chunkOf(layout, key, range))));
  return bytes;
}
