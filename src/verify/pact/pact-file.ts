import * as z from 'zod';
import { NoPact } from './no-pact.js';
import { bodyOf, type PactBody } from './pact-body.js';
import { readRules, type Rules } from './rules.js';

/** Longer files and more interactions than any consumer has. */
export const LONGEST_PACT = 16 * 2 ** 20;
const MOST_INTERACTIONS = 5_000;

export interface ProviderState {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** One generator by where it works: `$.a.b` in a body, a name elsewhere. */
export type Generator = Readonly<Record<string, unknown>> & { readonly type: string };
export type Generators = Readonly<Record<string, Readonly<Record<string, Generator>>>>;

export interface PactRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: PactBody;
  readonly rules: Rules;
  readonly generators: Generators;
}

export interface PactResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: PactBody;
  readonly rules: Rules;
}

export interface Interaction {
  readonly description: string;
  readonly states: readonly ProviderState[];
  /** A failure of it fails nothing. */
  readonly isPending: boolean;
  readonly request: PactRequest;
  readonly response: PactResponse;
}

export interface Pact {
  readonly consumer: string;
  readonly provider: string;
  readonly interactions: readonly Interaction[];
  /** Descriptions of what is no request and answer: messages. */
  readonly others: readonly string[];
}

const fields = z.record(z.string(), z.unknown());
const listed = z.union([z.string(), z.array(z.string())]);
const half = {
  headers: z.record(z.string(), listed).nullish(),
  body: z.unknown().optional(),
  matchingRules: z.record(z.string(), fields).nullish(),
  generators: z.record(z.string(), fields).nullish(),
};
const interactionShape = z.looseObject({
  type: z.string().optional(),
  description: z.string(),
  providerState: z.string().nullish(),
  providerStates: z.array(z.looseObject({ name: z.string(), params: fields.nullish() })).nullish(),
  pending: z.boolean().optional(),
  request: z.looseObject({
    method: z.string().default('GET'),
    path: z.string().startsWith('/').default('/'),
    query: z.union([z.string(), z.record(z.string(), listed)]).nullish(),
    ...half,
  }),
  response: z.looseObject({ status: z.int().min(100).max(599).default(200), ...half }),
});
type Shape = z.infer<typeof interactionShape>;

const party = z.looseObject({ name: z.string().min(1) });
const fileShape = z.looseObject({
  consumer: party,
  provider: party,
  interactions: z.array(z.looseObject({})).max(MOST_INTERACTIONS).optional(),
  messages: z.array(z.unknown()).optional(),
  metadata: z.looseObject({}).optional(),
});

const HTTP = 'Synchronous/HTTP';

/** Reads a consumer's file of version 3 or 4 of the Pact specification. */
export function readPact(text: string): Pact {
  const file = checked(fileShape, parsed(text), '');
  const version = versionOf(file.metadata ?? {});
  if (version !== 3 && version !== 4) {
    throw new NoPact(
      `it is of version ${version ?? 'nobody knows which'} of the Pact specification; 3 and 4 are read`,
    );
  }
  if (!file.interactions) {
    throw new NoPact(
      file.messages ? 'it has messages and no interactions' : 'it has no interactions',
    );
  }
  const isHttp = (one: object) => version === 3 || !('type' in one) || one.type === HTTP;
  const interactions = file.interactions.flatMap((one, i) =>
    isHttp(one) ? [interactionOf(one, `interactions.${i}`, version)] : [],
  );
  const others = file.interactions
    .filter((one) => !isHttp(one))
    .map((one) => `${named(one, 'description')} (${named(one, 'type')})`);
  return { consumer: file.consumer.name, provider: file.provider.name, interactions, others };
}

const named = (one: Readonly<Record<string, unknown>>, key: string): string => {
  const value = one[key];
  return typeof value === 'string' ? value : '';
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new NoPact(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checked<T>(shape: z.ZodType<T>, value: unknown, place: string): T {
  const { success, data, error } = shape.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const where = [place, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
  throw new NoPact(`${where === '' ? 'the file' : where}: ${issue?.message}`);
}

/** It stands in one of several places, as writers have it. */
function versionOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  const places = ['pactSpecification', 'pact-specification', 'pactSpecificationVersion'];
  for (const place of places) {
    const found = metadata[place];
    const version =
      typeof found === 'object' && found !== null
        ? (found as { version?: unknown }).version
        : found;
    const major = /^(\d+)/.exec(JSON.stringify(version ?? '').replaceAll('"', ''))?.[1];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}

function interactionOf(raw: object, place: string, version: 3 | 4): Interaction {
  const one = checked(interactionShape, raw, place);
  const { request, response } = one;
  const at = (side: string) => `${place}.${side}`;
  return {
    description: one.description,
    states: statesOf(one),
    isPending: one.pending === true,
    request: {
      method: request.method.toUpperCase(),
      path: request.path,
      query: queryOf(request.query),
      headers: headersOf(request.headers),
      body: bodyOf(request, headersOf(request.headers), version),
      rules: rulesOf(request.matchingRules, at('request')),
      generators: generatorsOf(request.generators, at('request')),
    },
    response: {
      status: response.status,
      headers: headersOf(response.headers),
      body: bodyOf(response, headersOf(response.headers), version),
      rules: rulesOf(response.matchingRules, at('response')),
    },
  };
}

function rulesOf(raw: Shape['request']['matchingRules'], place: string): Rules {
  try {
    return readRules(raw ?? {});
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NoPact(`${place}.matchingRules.${error.message}`);
  }
}

const statesOf = ({ providerStates, providerState }: Shape): ProviderState[] =>
  providerStates
    ? providerStates.map(({ name, params }) => ({ name, params: params ?? {} }))
    : providerState === undefined || providerState === null || providerState === ''
      ? []
      : [{ name: providerState, params: {} }];

function queryOf(query: Shape['request']['query']): PactRequest['query'] {
  if (query === undefined || query === null) return {};
  if (typeof query !== 'string') return listsOf(query);
  const found: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (found[name] ??= []).push(value);
  return found;
}

const listsOf = (values: Readonly<Record<string, string | readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? [value] : value,
    ]),
  );

const headersOf = (headers: Shape['request']['headers']): PactRequest['headers'] =>
  listsOf(headers ?? {});

function generatorsOf(raw: Shape['request']['generators'], place: string): Generators {
  return Object.fromEntries(
    Object.entries(raw ?? {}).map(([category, found]) => {
      const entries = category === 'path' || category === 'method' ? { '': found } : found;
      const list = Object.entries(entries).map(([at, one]) => {
        const type = (one as { type?: unknown } | null)?.type;
        if (typeof type === 'string') return [at, one as Generator] as const;
        throw new NoPact(`${place}.generators.${category}.${at}: it has no type`);
      });
      return [category, Object.fromEntries(list)];
    }),
  );
}
