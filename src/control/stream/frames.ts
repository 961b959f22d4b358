import type { StreamEventData, StreamEventName } from './describe.js';
import type { StreamKind } from './stream-kinds.js';

/** A piece of a stream, ready to be sent to whoever asked for its kind. */
export interface Frame {
  readonly kind: StreamKind;
  readonly text: string;
}

/** An event as server-sent events write it; with an `id` whoever comes back goes on after it. */
export function eventText<N extends StreamEventName>(
  event: N,
  data: StreamEventData<N>,
  id?: string,
): string {
  const place = id === undefined ? '' : `id: ${id}\n`;
  // JSON has no line breaks of its own.
  return `event: ${event}\n${place}data: ${JSON.stringify(data)}\n\n`;
}
