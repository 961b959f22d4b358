import { namedWorld } from './place.js';
import { closedBecause, NEEDS_TOKEN, session, token } from './viewer.js';

/** What an answer said against a call, in words that tell what to do. */
export class Refusal extends Error {
  constructor(
    /** 0: nobody answered. */
    readonly status: number,
    /** A word for programs, where there is one. */
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Json = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Addresses of the world that is looked at. */
export const CONTROL =
  namedWorld === undefined ? '/emulator/v1' : `/emulator/v1/environments/${namedWorld}`;
export const IMAGE_API =
  namedWorld === undefined ? '/zstack/v1' : `/environments/${namedWorld}/zstack/v1`;
/** Of environments as wholes. */
export const ENVIRONMENTS = '/emulator/v1/environments';

/** Asks the emulator's own API about the world that is looked at. */
export const ask = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  call<T>('GET', `${CONTROL}${path}${searchOf(query)}`, undefined, bearer(), signal);

/** The same of what is answered as text. */
export const askText = (path: string, signal?: AbortSignal): Promise<string> =>
  callText('GET', `${CONTROL}${path}`, undefined, bearer(), signal);

/** Names of the emulator's own operations. */
export async function ownOperations(signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const { inventories } = await call<{ inventories: { name: string }[] }>(
    'GET',
    '/emulator/v1',
    undefined,
    bearer(),
    signal,
  );
  return new Set(inventories.map(({ name }) => name));
}

/** Changes the world that is looked at by the emulator's own API. */
export const order = <T>(method: Method, path: string, body?: Json): Promise<T> =>
  call<T>(method, `${CONTROL}${path}`, body, bearer());

/** Asks about environments as wholes, or changes them. */
export const environments = <T>(method: Method, path = '', body?: Json): Promise<T> =>
  call<T>(method, `${ENVIRONMENTS}${path}`, body, bearer());

/** Calls the image API of the world that is looked at, as its clients do. */
export const request = <T>(
  method: Method,
  path: string,
  { query = {}, body, signal }: { query?: Query; body?: Json; signal?: AbortSignal } = {},
): Promise<T> => call<T>(method, `${IMAGE_API}${path}${searchOf(query)}`, body, oauth(), signal);

const bearer = (): Record<string, string> =>
  token.value === '' ? {} : { Authorization: `Bearer ${token.value}` };
const oauth = (): Record<string, string> =>
  session.value === '' ? {} : { Authorization: `OAuth ${session.value}` };

function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined
      ? []
      : typeof value === 'object'
        ? value.map((one) => [name, one])
        : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function call<T>(...asked: Parameters<typeof callText>): Promise<T> {
  const text = await callText(...asked);
  return (text === '' ? {} : JSON.parse(text)) as T;
}

async function callText(
  method: Method,
  url: string,
  body: Json | undefined,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<string> {
  const given = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> =
    body === undefined ? {} : { 'Content-Type': 'application/json' };
  const init = {
    method,
    headers: { ...headers, ...type },
    ...given,
    ...(signal ? { signal } : {}),
  };
  const response = await fetch(url, init).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Refusal(0, undefined, 'the emulator does not answer; is it still running?');
  });
  const text = await response.text();
  if (!response.ok) throw refusalOf(response.status, text, url);
  return text;
}

/** A refusal has a form for each API, and plain text where nobody came in. */
export function refusalOf(status: number, text: string, url: string): Refusal {
  const isOwn = url.startsWith('/emulator/');
  const { code, details, description } = errorIn(text);
  const said = details ?? description ?? text.trim();
  if (status === 401 && isOwn) closedBecause.value = NEEDS_TOKEN;
  const hint = isOwn ? (status === 401 ? ` (${NEEDS_TOKEN})` : '') : sessionHint(status, code);
  return new Refusal(status, code, `${said === '' ? `status ${status}` : said}${hint}`);
}

const sessionHint = (status: number, code: string | undefined): string =>
  session.value === '' || status === 401 || code?.startsWith('ID.100') === true
    ? ' (type a session, or log in, under Access)'
    : '';

interface ErrorOnWire {
  readonly code?: string;
  readonly description?: string;
  readonly details?: string;
}

function errorIn(text: string): ErrorOnWire {
  try {
    const parsed = JSON.parse(text) as { error?: ErrorOnWire } | null;
    return parsed?.error ?? {};
  } catch {
    return {};
  }
}
