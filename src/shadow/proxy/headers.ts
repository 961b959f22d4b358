import type { IncomingHttpHeaders } from 'node:http';

/** Meant for the next machine alone (RFC 9110, 7.6.1); Expect is answered here, where the body is waited for. */
const OF_ONE_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Names and values as they came, one after the other, without what is meant for one hop and what `leaveOut` names. */
export function passedOn(
  raw: readonly string[],
  connection: string | undefined,
  leaveOut: readonly string[] = [],
): string[] {
  const named = (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const left: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = [raw[i], raw[i + 1]];
    const key = name.toLowerCase();
    if (OF_ONE_HOP.has(key) || named.includes(key) || leaveOut.includes(key)) continue;
    left.push(name, value);
  }
  return left;
}

/** Headers of a request that may decide what is answered; all others stay where they are. */
const OF_REQUESTS = [
  'accept-language',
  'authorization',
  'content-encoding',
  'content-type',
  'date',
  'prefer',
  'x-api-timeout',
  'x-job-uuid',
  'x-json-schema',
  'x-web-hook',
];
const OF_ANSWERS = ['content-encoding', 'content-type', 'date'];

const chosen = (headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

export const keptOfRequest = (headers: IncomingHttpHeaders) => chosen(headers, OF_REQUESTS);
export const keptOfAnswer = (headers: IncomingHttpHeaders) => chosen(headers, OF_ANSWERS);
