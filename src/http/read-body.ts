import type { IncomingMessage } from 'node:http';
import { RestError } from '../core/rest-error.js';

/** More than any call of the API needs; uploads of images have their own address. */
const MOST_BYTES = 1024 * 1024;

/** A client may take so long to send it, in ms. */
const LONGEST = 300_000;

/**
 * The whole body as text.
 * @throws {RestError} 413 when it is larger than 1 MiB, 408 when it does not come, 500 for an unknown charset
 */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const late = () => reject(new RestError(408, 'the body did not come'));
    const limit = setTimeout(late, LONGEST).unref();
    request.on('close', () => clearTimeout(limit));
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // The rest is read and dropped, so that the client gets to read the refusal.
      if (length <= MOST_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      if (length > MOST_BYTES) {
        reject(new RestError(413, `the body is larger than ${MOST_BYTES} bytes`));
      } else {
        const [first] = chunks;
        const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
        const text = textOf(bytes, request.headers['content-type']);
        if (text instanceof RestError) reject(text);
        else resolve(text);
      }
    });
    request.on('error', reject);
  });
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/**
 * A body in the charset that its type names. The real system reads one without a charset as ISO-8859-1, and garbles
 * what is not ASCII; here it is UTF-8. Of a charset that is not known, the refusal: 500 in the real system's words.
 */
function textOf(bytes: Buffer, contentType: string | undefined): string | RestError {
  const charset = contentType?.includes('=') ? CHARSET.exec(contentType)?.[1] : undefined;
  if (charset === undefined || /^utf-?8$/i.test(charset)) return bytes.toString('utf8');
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new RestError(500, `java.io.UnsupportedEncodingException: ${charset}`);
  }
}

/**
 * The body of a call of the emulator's own API as a JSON object; undefined when it is empty.
 * @throws {RestError} 500 with the parser's message
 */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RestError(500, `the body is not valid JSON: ${(error as Error).message}`);
  }
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new RestError(500, 'the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}
