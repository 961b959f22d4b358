import { realTime } from '../../core/clock.js';
import { newChance } from '../run/context.js';
import type { State } from '../run/verdict.js';
import { unlike, type Answered } from './compare.js';
import { CannotGenerate, generated, type Values } from './generators.js';
import type { Interaction, Pact, PactRequest, ProviderState } from './pact-file.js';
import { ruleNamed } from './rules.js';

/** A provider in the states of an interaction. */
export interface Provider {
  /** With the context path: `http://127.0.0.1:41234/zstack`. */
  readonly url: string;
  /** Makes a session that may do everything, in place of those that the file only has as examples. */
  readonly session: () => Promise<string>;
  readonly end: () => Promise<void>;
}

/** A provider cannot be brought into a state: nobody has said what it is. */
export class NoSuchState extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoSuchState';
  }
}

export interface PactOptions {
  /** Makes a new provider in these states. @throws {NoSuchState} */
  readonly provide: (states: readonly ProviderState[]) => Promise<Provider>;
  /**
   * Whose session a request has that has one: `example`: the admin's where a rule or a generator says that the one in
   * the file is an example; `admin`: always; `as-is`: never.
   */
  readonly session: 'example' | 'admin' | 'as-is';
  /** How long an answer may take, in ms. */
  readonly patience: number;
  readonly signal?: AbortSignal;
  readonly onTried: (done: number, total: number, one: Interaction) => void;
}

export interface PactVerdict {
  readonly consumer: string;
  readonly description: string;
  readonly states: readonly string[];
  readonly isPending: boolean;
  readonly state: State;
  readonly reasons: readonly string[];
}

/** Asks for each interaction of a file a provider of its own, and compares what it answers. */
export async function verifyPact(pact: Pact, options: PactOptions): Promise<PactVerdict[]> {
  const verdicts: PactVerdict[] = [];
  for (const [i, one] of pact.interactions.entries()) {
    options.signal?.throwIfAborted();
    options.onTried(i, pact.interactions.length, one);
    const { state, reasons } = await judged(one, options);
    const { description, isPending } = one;
    const states = one.states.map(({ name }) => name);
    verdicts.push({ consumer: pact.consumer, description, states, isPending, state, reasons });
  }
  const others = pact.others.map((description): PactVerdict => ({
    consumer: pact.consumer,
    description,
    states: [],
    isPending: false,
    state: 'unknown',
    reasons: ['it is a message: only requests and their answers are verified'],
  }));
  return [...verdicts, ...others];
}

type Judged = Pick<PactVerdict, 'state' | 'reasons'>;

async function judged(one: Interaction, options: PactOptions): Promise<Judged> {
  const provider = await provided(one, options);
  if (provider instanceof NoSuchState) return { state: 'differs', reasons: [provider.message] };
  try {
    const reasons = unlike(one.response, await asked(one, provider, options));
    return { state: reasons.length === 0 ? 'proven' : 'differs', reasons };
  } catch (error) {
    if (error instanceof CannotGenerate) return { state: 'unknown', reasons: [error.message] };
    // A format of dates that nobody knows.
    if (error instanceof RangeError) return { state: 'unknown', reasons: [error.message] };
    throw error;
  } finally {
    await provider.end();
  }
}

async function provided({ states }: Interaction, { provide }: PactOptions) {
  try {
    return await provide(states);
  } catch (error) {
    if (error instanceof NoSuchState) return error;
    throw error;
  }
}

async function asked(
  one: Interaction,
  provider: Provider,
  { session, patience, signal }: PactOptions,
): Promise<Answered> {
  const own = wantsSession(one.request, session) ? await provider.session() : undefined;
  const request = generated(one.request, {
    chance: newChance(),
    now: realTime(),
    params: paramsOf(one, own),
    origin: new URL(provider.url).origin,
  });
  const limit = AbortSignal.timeout(patience);
  const answer = await fetch(addressOf(provider.url, request), {
    method: request.method,
    headers: headersOf(request, isExample(one.request, session) ? own : undefined),
    body: bodyOf(request),
    redirect: 'manual',
    signal: signal ? AbortSignal.any([limit, signal]) : limit,
  });
  const { status, headers } = answer;
  return { status, headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const paramsOf = ({ states }: Interaction, session: string | undefined): Values['params'] =>
  Object.fromEntries([
    ...(session === undefined ? [] : [['session', session] as const]),
    ...states.flatMap(({ params }) => Object.entries(params)),
  ]);

const AUTHORIZATION = 'authorization';

/** Whether the session of a request is not the one that is meant. */
function isExample({ headers, rules }: PactRequest, whose: PactOptions['session']): boolean {
  if (whose === 'as-is') return false;
  const isThere = Object.keys(headers).some((name) => name.toLowerCase() === AUTHORIZATION);
  return isThere && (whose === 'admin' || ruleNamed(rules['header'], AUTHORIZATION) !== undefined);
}

const wantsSession = (request: PactRequest, whose: PactOptions['session']): boolean =>
  isExample(request, whose) || JSON.stringify(request.generators).includes('ProviderState');

/** Consumers write the context path of a cloud, or leave it out. */
function addressOf(url: string, { path, query }: PactRequest): string {
  const below = path.replace(/^\/zstack(?=\/|$)/, '');
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return `${url}${below}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** What the transport says itself. */
const OF_TRANSPORT = /^(host|content-length|connection|transfer-encoding)$/i;

function headersOf(
  { headers, body }: PactRequest,
  session: string | undefined,
): [string, string][] {
  const sent = Object.entries(headers)
    .filter(([name]) => !OF_TRANSPORT.test(name))
    .map(([name, values]): [string, string] => [
      name,
      session !== undefined && name.toLowerCase() === AUTHORIZATION
        ? `OAuth ${session}`
        : values.join(', '),
    ]);
  const hasType = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return body && !hasType
    ? [...sent, ['Content-Type', 'json' in body ? 'application/json' : body.type]]
    : sent;
}

function bodyOf({ method, body }: PactRequest): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined || body === null || method === 'GET' || method === 'HEAD') return null;
  return 'json' in body ? JSON.stringify(body.json) : Uint8Array.from(body.bytes);
}
