import { NoPact } from './no-pact.js';

/** A body as the file has it; undefined: nothing is said of it; null: it must be empty. */
export type PactBody =
  { readonly json: unknown } | { readonly bytes: Buffer; readonly type: string } | null | undefined;

const JSON_TYPE = /[/+]json\b/i;

/** Version 3 has the body itself, version 4 an object that says what it is. */
export function bodyOf(
  part: { readonly body?: unknown },
  headers: Readonly<Record<string, readonly string[]>>,
  version: 3 | 4,
): PactBody {
  const [header] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? [];
  if (!('body' in part) || part.body === undefined) return undefined;
  if (part.body === null || part.body === '') return null;
  if (version === 3) return contentOf(part.body, header);
  const body = part.body as { content?: unknown; contentType?: string; encoded?: unknown };
  if (typeof body !== 'object' || !('content' in body)) {
    throw new NoPact('a body of version 4 is an object that says its content');
  }
  const type = body.contentType ?? header;
  if (body.content === null || body.content === '') return null;
  const encoded = body.encoded;
  if (typeof body.content === 'string' && (encoded === true || encoded === 'base64')) {
    return bytesOf(Buffer.from(body.content, 'base64'), type);
  }
  if (typeof body.content === 'string' && String(encoded).toLowerCase() === 'json') {
    return { json: jsonIn(body.content) };
  }
  return contentOf(body.content, type);
}

function contentOf(content: unknown, type: string | undefined): PactBody {
  // A text is itself unless it is said to be JSON.
  if (typeof content !== 'string') return { json: content };
  if (type === undefined || !JSON_TYPE.test(type)) return bytesOf(Buffer.from(content), type);
  try {
    return { json: JSON.parse(content) as unknown };
  } catch {
    return { json: content };
  }
}

function bytesOf(bytes: Buffer, type: string = 'text/plain'): PactBody {
  if (!JSON_TYPE.test(type)) return { bytes, type };
  return { json: jsonIn(bytes.toString('utf8')) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NoPact(`a body is said to be JSON, and is none: ${text.slice(0, 100)}`);
  }
}
