import type { ErrorCode } from '../core/api-error.js';

/** How answers look: with every documented field, or as the real system sends them (no nulls). */
export type WireForm = 'documented' | 'native';

/** A rendered answer: status and JSON text. */
export interface Rendered {
  readonly status: number;
  readonly body: string;
}

/** What every documented success begins with; a few bodies say it themselves, also in the native form. */
const SUCCESS = /^\{"success":true(?:,|(?=\}))/;

/** A success body, given as an object or as the JSON text that a job keeps. */
export function renderSuccess(wire: WireForm, body: object | string): Rendered {
  if (wire === 'native') {
    const object: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return { status: 200, body: nativeJson(object) };
  }
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  const own = json.slice(SUCCESS.exec(json)?.[0].length ?? 1);
  return { status: 200, body: `{"success":true,"error":null${own === '}' ? own : `,${own}`}` };
}

/** The JSON text of a value in the form of answers. */
export const renderValue = (wire: WireForm, value: unknown): string =>
  wire === 'native' ? nativeJson(value) : JSON.stringify(value);

/** What a success body begins with, before its own keys. */
export const successStart = (wire: WireForm): string =>
  wire === 'native' ? '{' : '{"success":true,"error":null,';

/**
 * A refusal or failure: 503 with the error object, the one place where errors get their form. The object stands
 * alone in both forms, as in the real system: clients (the Go SDK 2, and so Terraform and Packer) take an error's
 * words only from an object with one key.
 */
export function renderFailure(wire: WireForm, error: ErrorCode): Rendered {
  const body =
    wire === 'native'
      ? nativeJson({ error: nativeError(error) })
      : JSON.stringify({ error: documentedError(error) });
  return { status: 503, body };
}

/** Where an accepted call's result will be. */
export function renderJob(location: string, apiTimeout: number): Rendered {
  return { status: 202, body: JSON.stringify({ location, apiTimeout }) };
}

function documentedError(error: ErrorCode): object {
  return {
    code: error.code,
    description: error.description,
    details: error.details,
    ...(error.location === undefined ? {} : { location: error.location }),
    elaboration: null,
    opaque: error.opaque ?? null,
    cause: error.cause ? documentedError(error.cause) : null,
    ...(error.causes ? { causes: error.causes.map(documentedError) } : {}),
  };
}

/** An error as the real system sends it. `cost` is the time of a look-up that the emulator does not make; leaves carry it. */
export function nativeError(error: ErrorCode): object {
  if (error.causes) return { ...error, causes: error.causes.map(nativeError) };
  return error.cause ? { ...error, cause: nativeError(error.cause) } : { ...error, cost: '0ms' };
}

/** JSON as Gson writes it: no nulls, and five characters escaped that HTML gives a meaning. */
function nativeJson(value: unknown): string {
  const json = JSON.stringify(value, (_key, item: unknown) => (item === null ? undefined : item));
  return json.replace(/[<>&='\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
