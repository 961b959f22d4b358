import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Exchange } from '../exchange.js';

/** What bodies may grow to when they are unpacked, in bytes. */
const MOST = 64 * 2 ** 20;

const UNPACK: Readonly<Record<string, (body: Uint8Array) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { maxOutputLength: MOST }),
  'x-gzip': (body) => gunzipSync(body, { maxOutputLength: MOST }),
  deflate: (body) => inflateSync(body, { maxOutputLength: MOST }),
  br: (body) => brotliDecompressSync(body, { maxOutputLength: MOST }),
};

/** A body as text; undefined where it cannot be unpacked. */
export function textOf(body: Uint8Array, headers: Exchange['requestHeaders']): string | undefined {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity' || body.length === 0) return Buffer.from(body).toString();
  try {
    return UNPACK[encoding]?.(body).toString();
  } catch {
    return undefined;
  }
}

/** What a text of JSON says; undefined where it is none. */
export function jsonOf(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an object, or undefined. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** Code of a refusal, or undefined where it is none. */
export function codeOf(body: unknown): string | undefined {
  const code = fieldOf(fieldOf(body, 'error'), 'code');
  return typeof code === 'string' ? code : undefined;
}

const UUID = /(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])/g;

/** Uuids in a text. */
export const uuidsIn = (text: string): string[] => text.match(UUID) ?? [];
