import { answerClassOf } from '../../src/contract/messages';
import { messageClassOf } from '../../src/domain/message-class';
import { ADMIN_SESSION, type Json, type TestEmulator } from './emulator';

/** What the door answered: its response, and what stands in the result of that. */
export interface MessageAnswer {
  readonly response: Json;
  /** The class of the reply or event, and its fields; undefined while there is none. */
  readonly className: string | undefined;
  readonly fields: Json;
}

export interface MessageOptions {
  /** Null: the message has no session. */
  readonly session?: string | null;
  /** Of another environment, e.g. `/environments/a/zstack`. */
  readonly context?: string;
}

/** Sends a body as it is. */
export const post = (emulator: TestEmulator, body: string, path = '/zstack/api') =>
  fetch(`${emulator.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });

/** Sends the message of an operation; `Processing` is answered as it is. */
export async function send(
  emulator: TestEmulator,
  operation: string,
  fields: object = {},
  { session = ADMIN_SESSION, context = '/zstack' }: MessageOptions = {},
): Promise<MessageAnswer> {
  const whole = session === null ? fields : { ...fields, session: { uuid: session } };
  const body = JSON.stringify({ [messageClassOf(operation)]: whole });
  const answer = await post(emulator, body, `${context}/api`);
  const text = await answer.text();
  expect([answer.status, text.startsWith('{')]).toEqual([200, true]);
  return read(JSON.parse(text));
}

/** The same, looked at until it is done; the class of the answer must be the operation's. */
export async function done(
  emulator: TestEmulator,
  operation: string,
  fields: object = {},
  options: MessageOptions = {},
): Promise<Json> {
  let answer = await send(emulator, operation, fields, options);
  while (answer.response.state === 'Processing') {
    emulator.advance(1000);
    answer = await resultOf(emulator, answer.response.uuid, options.context);
  }
  expect(answer.className).toBe(answerClassOf(operation));
  return answer.fields;
}

/** A look at what a message came to. */
export async function resultOf(
  emulator: TestEmulator,
  uuid: string,
  context = '/zstack',
): Promise<MessageAnswer> {
  const answer = await fetch(`${emulator.url}${context}/api/result/${uuid}`);
  expect(answer.status).toBe(200);
  return read(await answer.json());
}

function read(response: Json): MessageAnswer {
  if (response.result === undefined) return { response, className: undefined, fields: undefined };
  const entries = Object.entries(JSON.parse(response.result));
  expect(entries).toHaveLength(1);
  const [[className, fields] = []] = entries;
  return { response, className, fields };
}
