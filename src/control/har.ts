import type { NumberedEntry } from '../simulation/journal/journal.js';
import { describeShown } from './journal-entry.js';

const VERSION = '1.2';

/** The journal as an HTTP archive (HAR 1.2), which browsers and proxies read. */
export function harOf(environment: string, host: string, entries: readonly NumberedEntry[]) {
  return {
    version: VERSION,
    creator: { name: 'zstack-image-emulator', version: '1' },
    entries: entries.map((entry) => harEntry(environment, host, entry)),
  };
}

function harEntry(environment: string, host: string, entry: NumberedEntry) {
  const { date, milliseconds, method, url, headers, status, requestBody, answerBody, operation } =
    describeShown(environment, entry);
  const address = new URL(url, `http://${headers['host'] ?? host}`);
  const type = answerBody.startsWith('{') ? 'application/json' : 'text/plain';
  return {
    startedDateTime: date,
    time: milliseconds,
    comment: operation ?? 'no operation',
    request: {
      method,
      url: address.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      queryString: [...address.searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: Buffer.byteLength(requestBody),
      ...(requestBody === ''
        ? {}
        : { postData: { mimeType: 'application/json', text: requestBody, params: [] } }),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'Content-Type', value: type }],
      content: { size: Buffer.byteLength(answerBody), mimeType: type, text: answerBody },
      redirectURL: '',
      headersSize: -1,
      bodySize: Buffer.byteLength(answerBody),
    },
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
  };
}
