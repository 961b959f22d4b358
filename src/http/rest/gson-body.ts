import { GsonError, GsonReader } from '../../core/gson-reader.js';
import { RestError } from '../../core/rest-error.js';
import { hideLooseSecrets } from '../../core/secrets.js';
import type { Exchange } from '../exchange.js';

type Body = Readonly<Record<string, unknown>>;

/** A number that the real system may write in another form than it came in, or than JavaScript reads it. */
const ODD_NUMBER = /[:,[\s]-?\d+(?:[.eE]|\d{15})/;

/**
 * The body of a call of the image API as the real system's parser reads it; undefined when it is empty or null. What
 * every client sends, strict JSON, is read by the machine's own parser, where that comes to the same.
 * @throws {RestError} 500 with the parser's words
 */
export function readGsonBody(exchange: Exchange): Body | undefined {
  const text = exchange.requestBody;
  if (text === '') return undefined;
  const strict = ODD_NUMBER.test(text) ? undefined : strictObject(text);
  if (strict && Object.keys(strict).every((name) => isThereOnce(text, name))) return strict;
  try {
    const body = new GsonReader(text).readMap();
    // The journal and what reads it know strict JSON.
    if (!strict) exchange.requestBody = body === undefined ? '' : JSON.stringify(body);
    return body;
  } catch (error) {
    exchange.requestBody = hideLooseSecrets(text);
    if (error instanceof GsonError) throw new RestError(500, error.message);
    throw error;
  }
}

function strictObject(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

/** A key that is there twice is refused by the real parser, and unseen by the machine's own. */
function isThereOnce(text: string, name: string): boolean {
  const quoted = `"${name}"`;
  return text.indexOf(quoted) === text.lastIndexOf(quoted);
}
