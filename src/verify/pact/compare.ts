import { unlikeJson } from './compare-json.js';
import { parseJson, shown } from './json.js';
import { isStatus, notAsRuled } from './matchers.js';
import type { PactBody } from './pact-body.js';
import type { PactResponse } from './pact-file.js';
import { bestRule, ruleNamed, type RuleSet } from './rules.js';

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Differences are told so often; the first of them say enough. */
const MOST = 20;

/** Where an answer is not what the consumer expects, in words. */
export function unlike(expected: PactResponse, actual: Answered): string[] {
  return [
    ...unlikeStatus(expected, actual),
    ...unlikeHeaders(expected, actual),
    ...unlikeBody(expected.body, expected.rules['body'] ?? [], actual),
  ].slice(0, MOST);
}

function unlikeStatus({ status, rules }: PactResponse, actual: Answered): string[] {
  const [ruled] = rules['status'] ?? [];
  const isSo = ruled
    ? ruled.list.matchers.every((matcher) =>
        matcher.match === 'statusCode'
          ? isStatus(matcher, actual.status)
          : notAsRuled({ combine: 'AND', matchers: [matcher] }, status, actual.status).length === 0,
      )
    : actual.status === status;
  if (isSo) return [];
  const text = actual.bytes.toString('utf8').slice(0, 300);
  return [`the status is ${actual.status}, and must be ${ruled ? 'another one' : status}: ${text}`];
}

const PARAMETERISED = new Set(['content-type', 'accept']);

function unlikeHeaders({ headers, rules }: PactResponse, actual: Answered): string[] {
  return Object.entries(headers).flatMap(([name, values]) => {
    const found = actual.headers.get(name);
    if (found === null) return [`header ${name} is missing`];
    const rule = ruleNamed(rules['header'], name);
    if (rule) {
      return notAsRuled(rule, values.join(', '), found).map((why) => `header ${name}: ${why}`);
    }
    const wanted = values.join(', ');
    const isSo = PARAMETERISED.has(name.toLowerCase())
      ? hasParts(wanted, found)
      : listOf(wanted).join(',') === listOf(found).join(',');
    return isSo ? [] : [`header ${name} is ${shown(found)}, and must be ${shown(wanted)}`];
  });
}

const listOf = (value: string) => value.split(',').map((part) => part.trim());

/** Of `application/json; charset=utf-8` each part that is wanted must be there. */
function hasParts(wanted: string, found: string): boolean {
  const parts = (text: string) => text.split(';').map((part) => part.trim().toLowerCase());
  const [type, ...rest] = parts(wanted);
  const [actual, ...others] = parts(found);
  return type === actual && rest.every((part) => others.includes(part));
}

function unlikeBody(expected: PactBody, rules: RuleSet, { bytes }: Answered): string[] {
  if (expected === undefined) return [];
  if (expected === null) {
    return bytes.length === 0
      ? []
      : [`the body is ${shown(bytes.toString('utf8'))}, and must be empty`];
  }
  if ('bytes' in expected) return unlikeText(expected.bytes, rules, bytes);
  const text = bytes.toString('utf8');
  const actual = jsonIn(text);
  return actual === undefined
    ? [`the body is no JSON: ${shown(text)}`]
    : unlikeJson(rules, expected.json, actual);
}

/** Undefined: it is none. */
function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function unlikeText(expected: Buffer, rules: RuleSet, actual: Buffer): string[] {
  const rule = bestRule(rules, []);
  const text = actual.toString('utf8');
  if (rule)
    return notAsRuled(rule, expected.toString('utf8'), text).map((why) => `the body: ${why}`);
  if (expected.equals(actual)) return [];
  return [`the body is ${shown(text)}, and must be ${shown(expected.toString('utf8'))}`];
}
