import { createHmac } from 'node:crypto';
import { TEST_TIME, type TestEmulator } from './emulator';

export interface Signing {
  readonly id: string;
  readonly secret: string;
  /** What the `Date` header says; default: when the stopped clock of a test stands. */
  readonly date?: string;
}

/** A time as the vendor's clients write it: `Tue, 14 Nov 2017 22:20:57 GMT`. */
export const dateHeader = (time = TEST_TIME) => new Date(time).toUTCString();

/** Base64 of the HMAC-SHA1 over method, date and the decoded path without its query. */
export const signature = (method: string, date: string, path: string, secret: string) =>
  createHmac('sha1', secret).update(`${method}\n${date}\n${path}`).digest('base64');

/** Calls the image API as the vendor's clients do with an access key: `path` without `/zstack/v1`. */
export async function signedCall(
  emulator: TestEmulator,
  key: Signing,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) {
  const date = key.date ?? dateHeader();
  const [signed = ''] = decodeURIComponent(path).split('?');
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const request = emulator.anonymous[verb](`/zstack/v1${path}`)
    .set('Date', date)
    .set(
      'Authorization',
      `ZStack ${key.id}:${signature(method, date, `/v1${signed}`, key.secret)}`,
    );
  return body ? request.send(body) : request;
}
