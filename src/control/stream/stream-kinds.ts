import { invalid } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';

/** What a stream can tell of. */
export const STREAM_KINDS = ['requests', 'changes', 'tasks', 'clock', 'faults', 'worlds'] as const;

export type StreamKind = (typeof STREAM_KINDS)[number];

/**
 * The kinds that a text names, with commas between them; null: all.
 * @throws {ControlError} `invalid` for one that there is not
 */
export function kindsIn(text: string | null): ReadonlySet<StreamKind> {
  if (text === null) return new Set(STREAM_KINDS);
  const names = text.split(',').map((name) => name.trim());
  const known: readonly string[] = STREAM_KINDS;
  const odd = names.find((name) => !known.includes(name));
  if (odd !== undefined) {
    throw invalid(
      `the query parameter 'kinds' is '${text}': expected some of ${STREAM_KINDS.join(', ')}, with commas between them${didYouMean(odd, STREAM_KINDS)}`,
    );
  }
  return new Set(names as StreamKind[]);
}
