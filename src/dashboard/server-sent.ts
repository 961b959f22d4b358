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
  const fields: Record<string, string> = {};
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) fields[name] = value;
  }
  const { event = 'message', data, id } = fields;
  return data === undefined ? undefined : { event, data, id };
}
