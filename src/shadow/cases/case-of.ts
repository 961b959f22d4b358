import { dump } from 'js-yaml';
import type { Book } from '../../verify/cases/case.js';
import type { OperationFacts } from '../../verify/facts/facts.js';
import type { Answered } from '../judge/compare-answers.js';
import { codeOf, fieldOf, jsonOf } from '../judge/read-exchange.js';
import type { Difference } from '../judge/verdict.js';
import { Things } from './things.js';

/** A call that the cloud answered otherwise than the emulator. */
export interface Called {
  readonly facts: OperationFacts;
  readonly inPath: Readonly<Record<string, string>>;
  /** Its query string, read. */
  readonly inQuery: URLSearchParams;
  /** Its body, read. */
  readonly body: unknown;
  readonly cloud: Answered;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A file of contract/cases with one case, in which the cloud is right: it holds there, and differs of the emulator. What
 * the call names is made for it, or is the first that a query finds. Undefined where that cannot be said: of what
 * depends on more than one call.
 */
export function caseOf(called: Called, difference: Difference, book: Book): string | undefined {
  const { facts, cloud } = called;
  const expected = expectedOf(cloud, difference);
  if (!expected) return undefined;
  const things = new Things(book, facts);
  const given = things.name(paramsOf(called));
  if (!given) return undefined;
  const isRefused = 'refused' in expected;
  const step = { call: facts.name, with: given, ...expected };
  const file = {
    operation: facts.name,
    source: { client: 'a client, watched by zstack-emulator shadow' },
    cases: [
      {
        name: `${difference.kind} ${difference.place}`,
        effect: effectOf(facts, isRefused, things),
        ...things.used,
        steps: [step],
      },
    ],
  };
  return dump(file, { lineWidth: 120, noRefs: true });
}

function effectOf({ method }: OperationFacts, isRefused: boolean, { used }: Things): string {
  if (used.makes) return 'makes';
  if (method === 'GET') return 'reads';
  return isRefused ? 'refused' : 'makes';
}

/** What a call was given, wherever it stood. */
function paramsOf({ facts, inPath, inQuery, body }: Called): Fields {
  const sent = fieldOf(body, facts.bodyKey ?? 'params');
  const inBody = typeof sent === 'object' && sent !== null ? (sent as Fields) : {};
  const names = [...new Set(inQuery.keys())];
  const asked = names.map((name) => {
    const values = inQuery.getAll(name);
    return [name, name === 'q' || values.length > 1 ? values : values[0]];
  });
  return { ...(Object.fromEntries(asked) as Fields), ...inBody, ...inPath };
}

/** What the cloud's answer must have. */
function expectedOf(
  { status, text }: Answered,
  { kind, place, cloud }: Difference,
): Fields | undefined {
  const body = jsonOf(text);
  if (status >= 400) {
    const code = codeOf(body);
    const details = fieldOf(fieldOf(body, 'error'), 'details');
    if (code === undefined || !/^(?:error-code|error-text|only-cloud-refuses)$/.test(kind)) {
      return undefined;
    }
    return {
      refused: { code, ...(typeof details === 'string' ? { words: wordsOf(details) } : {}) },
    };
  }
  if (kind === 'only-cloud-succeeds') return {};
  const holds = heldAt(place, valueOf(kind, cloud));
  return holds === undefined ? undefined : { holds };
}

/** Names are other ones each time. */
const wordsOf = (text: string) =>
  text.replaceAll(/[0-9a-f]{32}|\d{1,3}(?:\.\d{1,3}){3}/g, '***').replaceAll('${', '***');

/** What must stand at a place; undefined where that is not the same each time. */
function valueOf(kind: Difference['kind'], shown: string): unknown {
  if (kind === 'missing-field') return { $absent: true };
  if (!['value', 'type', 'late-status'].includes(kind)) return undefined;
  const value = jsonOf(shown);
  const isPlain = typeof value !== 'object' && !/[0-9a-f]{32}|\$\{/.test(shown);
  return isPlain ? value : undefined;
}

/** `inventories[].state` as a value holds it. */
function heldAt(place: string, value: unknown): Fields | undefined {
  if (value === undefined || !/^(?:inventory|inventories\[\])\.\w+$/.test(place)) return undefined;
  const [, field = ''] = place.split('.');
  return place.startsWith('inventory.')
    ? { inventory: { [field]: value } }
    : { inventories: { $each: { [field]: value } } };
}
