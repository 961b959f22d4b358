import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { CommandFailed, EXIT } from './exit-codes.js';
import { assertSameVersion } from './same-version.js';

export const DEFAULT_URL = 'http://127.0.0.1:8080';
const CONTROL = '/emulator/v1';

/** What the options of `addConnection` say. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly token?: string;
}

/** Which emulator a command talks to. */
export function addConnection(command: Command): Command {
  return command
    .option('--url <url>', `where the emulator listens (EMULATOR_URL; default: ${DEFAULT_URL})`)
    .option('--token <token>', 'the token of its control API (EMULATOR_CONTROL_TOKEN)');
}

/** An inventory as the control API answers it. */
export interface Inventory {
  readonly [name: string]: unknown;
}

export interface Answer extends Inventory {
  readonly inventory?: Inventory;
  readonly inventories?: readonly Inventory[];
  readonly error?: { readonly code?: string; readonly details?: string } | null;
}

export interface Request {
  readonly params?: Readonly<Record<string, unknown>>;
  /** Bytes to send, with their length. */
  readonly file?: { readonly bytes: Readable; readonly length: number };
  readonly signal?: AbortSignal;
  /** What helps when what the path names is not there. */
  readonly ifMissing?: string;
}

/** Talks to the control API of an emulator that runs; whatever goes wrong is a `CommandFailed`. */
export class ControlClient {
  readonly #base: string;
  readonly #token: string | undefined;
  /** Whether the emulator is one that this program understands: looked at once. */
  #met: Promise<void> | undefined;

  constructor({ url, token }: ConnectionOptions) {
    this.#base = baseOf(url);
    this.#token = token ?? (process.env['EMULATOR_CONTROL_TOKEN'] || undefined);
  }

  async inventory(method: string, path: string, request: Request = {}): Promise<Inventory> {
    const { inventory } = await this.answer(method, path, request);
    return inventory ?? {};
  }

  async inventories(path: string, request: Request = {}): Promise<readonly Inventory[]> {
    const { inventories } = await this.answer('GET', path, request);
    return inventories ?? [];
  }

  /** The whole answer. */
  async answer(method: string, path: string, request: Request = {}): Promise<Answer> {
    const response = await this.open(method, path, request);
    return answerIn(await response.text()) ?? this.#refuseStranger(response.status);
  }

  /** The answer, once it is known to be a good one; its body is still to be read. */
  async open(method: string, path: string, request: Request = {}): Promise<Response> {
    const response = await this.#send(method, path, request);
    if (response.ok) return response;
    const text = await response.text();
    if (response.status === 401 || response.status === 403) {
      throw new CommandFailed(
        `the emulator at ${this.#base} refuses: ${text}\nSet EMULATOR_CONTROL_TOKEN to the token that it was started with, or give it with --token.`,
      );
    }
    const { error } = answerIn(text) ?? {};
    if (!error) return this.#refuseStranger(response.status);
    const told = error.details ?? error.code ?? '';
    const said = inCommands(told);
    const advice = error.code === 'notFound' && said === told ? request.ifMissing : undefined;
    throw new CommandFailed([said, advice].filter(Boolean).join('\n'));
  }

  async #send(method: string, path: string, { params, file, signal }: Request): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.#token !== undefined) headers['Authorization'] = `Bearer ${this.#token}`;
    if (params) headers['Content-Type'] = 'application/json';
    if (file) {
      headers['Content-Type'] = 'application/vnd.sqlite3';
      headers['Content-Length'] = String(file.length);
    }
    try {
      await (this.#met ??= assertSameVersion(this.#base));
      return await fetch(`${this.#base}${CONTROL}${path}`, {
        method,
        headers,
        body: file ? file.bytes : params ? JSON.stringify({ params }) : null,
        ...(file ? { duplex: 'half' } : {}),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (error instanceof CommandFailed) throw error;
      throw explainConnection(error, this.#base);
    }
  }

  #refuseStranger(status: number): never {
    throw new CommandFailed(
      `what answers at ${this.#base} is no emulator, or one without this operation (status ${status}).\nSay with --url (or EMULATOR_URL) where the emulator listens.`,
    );
  }
}

/** What lists what a part of the control API lists. */
const COMMANDS: Readonly<Record<string, string>> = {
  environments: 'environments list',
  faults: 'faults list',
  'faults/points': 'faults points',
  history: 'history',
  invariants: 'laws --json',
  tasks: 'tasks list',
};

/** Advice of the control API, in the words of this program: who is here types commands. */
const inCommands = (text: string): string =>
  text.replace(/; GET \/emulator\/v1\/([a-z/]+) lists/g, (whole, path: string) =>
    path in COMMANDS ? `; 'zstack-emulator ${COMMANDS[path]}' lists` : whole,
  );

/** What it means that no answer came from an address. */
export function explainConnection(error: unknown, base: string): Error {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return new CommandFailed(String(cause));
  if (cause.name === 'AbortError') return cause;
  const { code } = cause as NodeJS.ErrnoException;
  const { port, hostname } = new URL(base);
  if (code === 'ECONNREFUSED') {
    return new CommandFailed(
      `no emulator answers at ${base}.\nStart one with 'zstack-emulator serve --port ${port || 80}', or say with --url (or EMULATOR_URL) where it listens.`,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new CommandFailed(
      `no machine is called ${hostname}.\nSay with --url (or EMULATOR_URL) where the emulator listens.`,
    );
  }
  if (cause.message.includes('wrong version number')) {
    return new CommandFailed(
      `what answers at ${base} speaks no https; the emulator speaks http.\nSay so with --url (or EMULATOR_URL).`,
    );
  }
  return new CommandFailed(`the talk with ${base} broke off: ${cause.message || code}`);
}

/** A part of a path; names of environments and snapshots are parts of paths. */
export function segment(name: string): string {
  if (name === '' || name === '.' || name === '..') {
    throw new CommandFailed(`'${name}' cannot be a name`, EXIT.usage);
  }
  return encodeURIComponent(name);
}

/**
 * The address itself, from whichever of its addresses the emulator printed at its start.
 * @throws {CommandFailed} when it is none
 */
export function baseOf(given: string | undefined): string {
  const text = given ?? (process.env['EMULATOR_URL'] || DEFAULT_URL);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new CommandFailed(
      `'${text}' is no address of an emulator; one looks like ${DEFAULT_URL}`,
      EXIT.usage,
    );
  }
  return url.origin + url.pathname.replace(/\/(zstack|emulator\/v1)?\/?$/, '').replace(/\/+$/, '');
}

function answerIn(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}
