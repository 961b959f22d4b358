/** Bytes of which the last one was changed on its way, as a fault rule said. */
export async function* corrupted(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let held: Buffer | undefined;
  for await (const chunk of chunks) {
    if (held) yield held;
    held = chunk;
  }
  if (held) yield withOtherEnd(held);
}

function withOtherEnd(chunk: Buffer): Buffer {
  if (chunk.length === 0) return chunk;
  const other = Buffer.from(chunk);
  other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
  return other;
}

/** The content of made-up bytes of which some were changed on their way. */
export const corruptedContent = (contentId: string): string => `corrupted:${contentId}`;
