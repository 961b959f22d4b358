import type { Credentials } from '../../api/call.js';
import type { Params } from '../../api/params.js';
import type { RawParams } from '../../api/read-params.js';
import { isPlainObject } from '../../core/plain-object.js';
import { RestError } from '../../core/rest-error.js';

/** A message as it came: the class that it names, and its fields. */
export interface Message {
  readonly className: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The message in a body: an object whose first key is the full name of its class.
 * @throws {RestError} with what the real system answers a body that holds none: 200 with its parser's words, or 500
 * where it has none
 */
export function readMessage(body: string): Message {
  const value = jsonOf(body);
  if (value === undefined || value === null) throw noMessage(500, 'the body is empty');
  if (!isPlainObject(value)) throw noMessage(200, `Not a JSON Object: ${JSON.stringify(value)}`);
  const [first] = Object.entries(value);
  if (!first) throw noMessage(500, 'the body names no message');
  const [className, fields] = first;
  if (fields === null) throw noMessage(500, `the message[${className}] is null`);
  if (!isPlainObject(fields)) throw wrongShape('BEGIN_OBJECT', fields, `$.${className}`);
  return { className, fields };
}

const LONGEST_TOLD = 500;
const noMessage = (status: number, text: string) =>
  new RestError(status, text.slice(0, LONGEST_TOLD));

function jsonOf(body: string): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw noMessage(
      200,
      `com.google.gson.stream.MalformedJsonException: ${(error as Error).message}`,
    );
  }
}

function wrongShape(expected: string, value: unknown, path: string): RestError {
  const was = Array.isArray(value)
    ? 'BEGIN_ARRAY'
    : { object: 'BEGIN_OBJECT', boolean: 'BOOLEAN', number: 'NUMBER' }[typeof value as 'object'];
  return noMessage(
    200,
    `java.lang.IllegalStateException: Expected ${expected} but was ${was ?? 'STRING'} at path ${path}`,
  );
}

/** @throws {RestError} for a session that is no object */
export function credentialsIn({ className, fields }: Message): Credentials {
  const session = fields['session'] ?? undefined;
  if (session === undefined) {
    return { kind: 'missing', details: `session of message[${className}] is null` };
  }
  if (!isPlainObject(session)) throw wrongShape('BEGIN_OBJECT', session, '$.session');
  const uuid = session['uuid'] ?? '';
  if (typeof uuid !== 'string') throw wrongShape('a string', uuid, '$.session.uuid');
  return { kind: 'session', sessionUuid: uuid };
}

/** What every message has beside its own fields, and no operation reads. */
const OF_EVERY_MESSAGE = new Set(['session', 'timeout']);

/**
 * The parameters among the fields. Numbers that are to be texts are taken as they are written: the REST API makes
 * `5.0` of 5, messages do not.
 */
export function parametersIn({ fields }: Message, params: Params): RawParams {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !OF_EVERY_MESSAGE.has(name))
      .map(([name, value]) => [name, withTexts(params[name]?.type, value)]),
  );
}

function withTexts(type: string | undefined, value: unknown): unknown {
  if (type === 'String' && typeof value === 'number') return String(value);
  if (type === 'List<String>' && Array.isArray(value)) return value.map(asWritten);
  if (type === 'Map<String, String>' && isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asWritten(item)]));
  }
  return value;
}

const asWritten = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/** Milliseconds after which the caller gives up; undefined: the operation's own time. */
export function timeoutIn({ fields: { timeout } }: Message): number | undefined {
  return typeof timeout === 'number' && Number.isSafeInteger(timeout) && timeout > 0
    ? timeout
    : undefined;
}
