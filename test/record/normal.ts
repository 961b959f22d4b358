import type { Exchange, Verdict } from '../../src/verify';

/** A request as one line, and what was answered. */
export type Answered = readonly [request: string, answer: string];

/** What differs from run to run and says nothing: by what it looks like, and what stands for it. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  [/zstack-verify-[a-z0-9]{6}-\d+/g, '<own>'],
  [/zstack-verify(?:-|::)[a-z0-9]{6}/g, '<run>'],
  [/\b[0-9a-f]{128}\b/g, '<sha512>'],
  [/http:\/\/127\.0\.0\.1:\d+/g, '<address>'],
  [/[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d\s[AP]M/g, '<time>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, '<time>'],
  [/\b1[6-9]\d{8}(?:\d{3})?\b/g, '<time>'],
  [/ssh-rsa [\w+/=]+/g, '<public key>'],
  [/-----BEGIN RSA PRIVATE KEY-----[^-]+-----END/g, '<private key>'],
];

/** What stands for something else, and must be the same wherever the same was: uuids, sums, addresses of cards. */
const NAMES =
  /\b(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:[0-9a-f]{2}:){5}[0-9a-f]{2})\b/g;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * What a case asked and was told, without what differs from run to run. Names get numbers in the order in which they
 * appear; of a question that is asked again and again the last answer stays.
 */
export function normal(exchanges: readonly Exchange[]): Answered[] {
  const numbers = new Map<string, string>();
  const numberOf = (name: string) => {
    const known = numbers.get(name) ?? `#${numbers.size + 1}`;
    numbers.set(name, known);
    return known;
  };
  const bare = (text: string) =>
    PASSING.reduce((now, [look, stead]) => now.replace(look, stead), text).replace(NAMES, numberOf);
  const all: Answered[] = [];
  for (const { method, path, body, status, answer } of exchanges) {
    const asked = `${method} ${decoded(path)}`;
    const request = bare(body === undefined ? asked : `${asked} ${JSON.stringify(body)}`);
    if (all.at(-1)?.[0] === request) all.pop();
    all.push([request, bare(`${status} ${JSON.stringify(answer) ?? ''}`)]);
  }
  return all;
}

/** By title what each case was told. */
export const recordOf = (verdicts: readonly Verdict[]): Record<string, Answered[]> =>
  Object.fromEntries(
    verdicts
      .filter(({ exchanges }) => exchanges.length > 0)
      .map(({ case: one, exchanges }) => [`${one.operation} › ${one.name}`, normal(exchanges)]),
  );
