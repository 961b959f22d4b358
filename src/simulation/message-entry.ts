import { isPlainObject } from '../core/plain-object.js';
import type { NumberedEntry } from './journal/journal.js';

type Fields = Readonly<Record<string, unknown>>;

/** A message among the requests of a journal. */
export interface SentMessage {
  /** The full name of its class. */
  readonly className: string;
  readonly fields: Fields | undefined;
  /** What stands beside it in the body, where nothing reads it. */
  readonly beside: readonly string[];
}

const MESSAGES = /\/zstack\/api\/?$/;

/** Whether a request went to the address of messages. */
export const isMessage = ({ url }: Pick<NumberedEntry, 'url'>): boolean =>
  MESSAGES.test(url.split('?', 1)[0] ?? '');

/** The message of a request; undefined where it held none, or only a part of a long one was kept. */
export function messageOf(entry: NumberedEntry): SentMessage | undefined {
  if (!isMessage(entry)) return undefined;
  const [first, ...others] = Object.entries(objectIn(entry.requestBody) ?? {});
  if (!first) return undefined;
  const [className, fields] = first;
  return {
    className,
    fields: isPlainObject(fields) ? fields : undefined,
    beside: others.map(([name]) => name),
  };
}

/** What a message that was done at once was answered with. */
export function messageAnswer({ answerBody }: NumberedEntry): Fields | undefined {
  const [fields] = Object.values(objectIn(objectIn(answerBody)?.['result']) ?? {});
  return isPlainObject(fields) ? fields : undefined;
}

/** Whether what a call came to was to be asked for afterwards. */
export const isAnsweredLater = (entry: NumberedEntry): boolean =>
  entry.jobUuid !== null &&
  entry.operation !== 'PollJob' &&
  (entry.status === 202 || isMessage(entry));

/** A text as the object that it holds; undefined when it holds none, or only a part of a long one was kept. */
export function objectIn(text: unknown): Fields | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
