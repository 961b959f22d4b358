import { createHash, createHmac } from 'node:crypto';
import type { Names } from '../compare/names.js';
import type { Exchange } from '../exchange.js';
import { askWorld } from './ask-world.js';
import { pathToWorld } from './translate.js';
import type { World } from './world.js';

/** What a captured account has for a password: no cloud tells the real one. */
const CAPTURED = createHash('sha512').update('password').digest('hex');
const INVALID = 'ID.1001';

type Fields = Readonly<Record<string, unknown>>;

/** Who asks in the world, when somebody asks the cloud. */
export class Sessions {
  /** Sessions of the cloud, and those that stand for them. */
  readonly #sessions = new Map<string, string>();
  /** Log-ins of sessions of the cloud, without their passwords: a new world is logged in to again. */
  readonly #logIns = new Map<string, string>();

  constructor(
    private readonly names: () => Names,
    private readonly world: World,
  ) {}

  /** Those that the world had are gone. */
  clear(): void {
    this.#sessions.clear();
  }

  /** Somebody has logged in on both sides, if both let him in. */
  loggedIn(sent: string, cloud: { readonly text: string }, world: { readonly text: string }): void {
    const [ours, theirs] = [sessionIn(cloud.text), sessionIn(world.text)];
    if (ours === undefined) return;
    if (theirs !== undefined) remember(this.#sessions, ours, theirs);
    const [, asCaptured] = this.bodiesOf(sent);
    if (asCaptured !== undefined) remember(this.#logIns, ours, asCaptured);
  }

  worlds(cloud: string): string | undefined {
    return this.#sessions.get(cloud) ?? this.names().worlds(cloud);
  }

  /** The headers with which the world is asked. `refused`: the cloud did not let them in. */
  async headersFor(
    { requestHeaders, method, path }: Exchange,
    contextPath: string,
    refused: string | undefined,
  ): Promise<Record<string, string>> {
    const { authorization, ...rest } = requestHeaders;
    const headers = withoutCallingOut(rest);
    if (authorization === undefined) return headers;
    if (authorization.startsWith('OAuth')) {
      const session = authorization.slice('OAuth'.length).trim();
      const known = this.worlds(session) ?? (await this.#logInAgain(session));
      if (known !== undefined) return { ...headers, authorization: `OAuth ${known}` };
      return { ...headers, authorization: await this.#assume(authorization, refused) };
    }
    const [, id = '', signed = ''] = /^ZStack\s+([^:]+):(.*)$/.exec(authorization) ?? [];
    if (refused !== undefined) {
      const known = this.names().worlds(id) ?? id;
      return { ...headers, authorization: id === '' ? authorization : `ZStack ${known}:${signed}` };
    }
    const secret = await this.#secretOf(id);
    if (secret === undefined) {
      return { ...headers, authorization: `OAuth ${await this.world.session()}` };
    }
    const asked = pathToWorld(path, this.names()).split('?', 1)[0] ?? '';
    const date = new Date(this.world.now()).toUTCString();
    const signature = createHmac('sha1', secret.secret)
      .update(`${method}\n${date}\n${decodeURIComponent(asked.slice(contextPath.length))}`)
      .digest('base64');
    return { ...headers, date, authorization: `ZStack ${secret.id}:${signature}` };
  }

  /** The bodies of a log-in to try, one after the other: no cloud tells passwords. */
  bodiesOf(text: string): string[] {
    const body = parsed(text);
    const [key] = Object.keys(body).filter((one) => isFields(body[one]));
    if (key === undefined) return [text];
    const asCaptured = { ...body, [key]: { ...(body[key] as Fields), password: CAPTURED } };
    return [text, JSON.stringify(asCaptured)];
  }

  async #logInAgain(session: string): Promise<string | undefined> {
    const body = this.#logIns.get(session);
    if (body === undefined) return undefined;
    const path = `${new URL(this.world.url).pathname}/v1/accounts/login`;
    const { text } = await askWorld(this.world.url, 'PUT', path, {}, Buffer.from(body));
    const found = sessionIn(text);
    if (found !== undefined) remember(this.#sessions, session, found);
    return found;
  }

  /** Who nobody knows is the admin, unless the cloud does not know him either. */
  async #assume(authorization: string, refused: string | undefined): Promise<string> {
    return refused === INVALID || authorization === 'OAuth'
      ? authorization
      : `OAuth ${await this.world.session()}`;
  }

  async #secretOf(id: string): Promise<{ id: string; secret: string } | undefined> {
    const known = this.names().worlds(id) ?? id;
    if (!/^\w{1,64}$/.test(known)) return undefined;
    const path = `${new URL(this.world.url).pathname}/v1/accesskeys?q=AccessKeyID=${known}`;
    const headers = { authorization: `OAuth ${await this.world.session()}` };
    const { text } = await askWorld(this.world.url, 'GET', path, headers, undefined);
    const { inventories } = parsed(text);
    const [row] = Array.isArray(inventories) ? (inventories as Fields[]) : [];
    const secret = row?.['AccessKeySecret'];
    return typeof secret === 'string' ? { id: known, secret } : undefined;
  }
}

/** So many sessions are remembered: who never logs out is forgotten at last. */
const MOST = 10_000;

function remember(map: Map<string, string>, name: string, value: string): void {
  map.set(name, value);
  if (map.size <= MOST) return;
  for (const [first] of map) {
    map.delete(first);
    return;
  }
}

/** The uuid of the session that a log-in answers. */
function sessionIn(text: string): string | undefined {
  const { inventory } = parsed(text);
  const uuid = isFields(inventory) ? inventory['uuid'] : undefined;
  return typeof uuid === 'string' ? uuid : undefined;
}

/** The world calls nobody. */
function withoutCallingOut({
  'x-web-hook': _hook,
  'content-encoding': _encoding,
  ...rest
}: Readonly<Record<string, string>>): Record<string, string> {
  return rest;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}
