/** One event of a stream of server-sent events. */
export interface ServerSent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * The events of a stream, as they come. A browser's own EventSource sends no token; this reads what an answer to
 * `fetch` brings.
 */
export async function* serverSent(
  body: ReadableStream<BufferSource>,
): AsyncGenerator<ServerSent[]> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop() ?? '';
    yield parts.flatMap((part) => {
      const read = eventIn(part);
      return read ? [read] : [];
    });
  }
}

/** What one block of lines says; undefined for a comment. */
function eventIn(block: string): ServerSent | undefined {
  let event = 'message';
  let data: string | undefined;
  let id: string | undefined;
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data = line.slice(6);
    else if (line.startsWith('id: ')) id = line.slice(4);
  }
  return data === undefined ? undefined : { event, data, id };
}
