import type { Command } from 'commander';
import {
  ImageApiClient,
  ImageApiRefusal,
  type ApiAnswer,
  type Identity,
  type Watch,
} from '../../app/image-api-client.js';
import { didYouMean } from '../../core/nearest.js';
import { addConnection, baseOf, explainConnection, segment } from '../control-client.js';
import type { Inventory } from '../control-client.js';
import { CommandFailed, EXIT, Interrupted } from '../exit-codes.js';
import { addIdentity, identityOf, WHO_ASKS, type IdentityOptions } from '../identity.js';
import type { TargetOptions } from '../in-environment.js';
import { interruptible } from '../interruptible.js';
import { Progress } from '../progress.js';

export interface ImageOptions extends TargetOptions, IdentityOptions {}

/** Which emulator, which of its environments, who asks, and how it prints. */
export function addImageTarget(command: Command): Command {
  return addIdentity(addConnection(command))
    .option('--environment <name>', 'the environment (default: default)')
    .option('--json', 'print JSON, for scripts');
}

/** Whoever names nobody asks with this session of the default seed, or as admin where it is not known. */
const SESSION_OF_SEEDS: Identity = { kind: 'session', uuid: '5e55000000004000800000000000ad01' };
const NOBODY_KNOWN = 'ID.1001';

export const WHICH_IMAGES = "'zstack-emulator images list' shows which there are.";

const PRINTED = 'An emulator prints a session and a password at its start.';

/** A call that starts a job. */
interface Work {
  /** What is done, for a person who waits. */
  readonly label: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  readonly body?: object;
  /** What helps when it is refused. */
  readonly ifRefused?: string;
}

/** The image API of one environment, for one command. */
export class ImageApi {
  private constructor(
    private readonly base: string,
    private readonly client: ImageApiClient,
    private readonly signal: AbortSignal,
  ) {}

  /** Does a command's work as whom its options say; a session that it opens ends with it. */
  static async use<T>(options: ImageOptions, work: (api: ImageApi) => Promise<T>): Promise<T> {
    const { environment } = options;
    const prefix = environment === undefined ? '' : `/environments/${segment(environment)}`;
    const base = `${baseOf(options.url)}${prefix}/zstack`;
    const named = identityOf(options);
    return interruptible(async (signal) => {
      const client = await told(base, () => opened(base, named));
      try {
        return await work(new ImageApi(base, client, signal));
      } finally {
        await client.close().catch(() => undefined);
      }
    });
  }

  /** GETs a path below `/v1`. */
  async get(path: string, ifRefused?: string): Promise<ApiAnswer> {
    return told(this.base, () => this.client.get(path) as Promise<ApiAnswer>, ifRefused);
  }

  /** Begins work, and waits for its end unless that is not wanted: then the uuid of the job is what there is. */
  async work({ label, method, path, body, ifRefused }: Work, wait = true): Promise<ApiAnswer> {
    return told(
      this.base,
      async () => {
        const begun = await this.client.begin(method, path, body);
        if (begun.kind === 'answer') return begun.answer;
        return wait ? this.#ended(label, begun.jobUuid) : { jobUuid: begun.jobUuid };
      },
      ifRefused,
    );
  }

  async #ended(label: string, jobUuid: string): Promise<ApiAnswer> {
    try {
      return await this.watching(label, (watch) => this.client.resultOf(jobUuid, watch));
    } catch (error) {
      if (!this.signal.aborted) throw error;
      throw new Interrupted(
        `no longer waiting; job ${jobUuid} goes on: 'zstack-emulator explain ${jobUuid}' tells how it stands, 'zstack-emulator tasks list' what it waits for.`,
      );
    }
  }

  /** Shows how far something is while it goes on. */
  async watching<T>(label: string, work: (watch: Watch) => Promise<T>): Promise<T> {
    const progress = new Progress({ label, total: 100, unit: 'share' });
    const { signal } = this;
    try {
      return await work({ signal, onProgress: (percent) => progress.update(percent) });
    } finally {
      progress.end();
    }
  }

  /**
   * The one thing of a kind that is called so, or has this uuid.
   * @throws {CommandFailed} when there is none, or there are several of that name
   */
  async find(kind: Kind, text: string): Promise<Inventory> {
    const { path, what, where } = kind;
    const isUuid = /^[0-9a-f]{32}$/.test(text);
    const found = await this.#list(path, `${isUuid ? 'uuid' : 'name'}=${text}`);
    const [first] = found;
    if (first && found.length === 1) return first;
    if (first) {
      const uuids = found.map(({ uuid, status }) => `  ${String(uuid)}  ${String(status)}`);
      throw new CommandFailed(
        `several ${what}s are called '${text}'; say which by its uuid:\n${uuids.join('\n')}`,
      );
    }
    const names = isUuid ? [] : (await this.#list(path)).map(({ name }) => String(name));
    const missing = `there is no ${what} '${text}'${didYouMean(text, names)}`;
    throw new CommandFailed([missing, where ?? thoseThere(names)].filter(Boolean).join('\n'));
  }

  /** Whether there is something of a kind with this uuid. */
  async isThere({ path }: Kind, uuid: string): Promise<boolean> {
    return (await this.#list(path, `uuid=${uuid}`)).length > 0;
  }

  async #list(path: string, condition?: string): Promise<readonly Inventory[]> {
    const query = condition === undefined ? '' : `?q=${encodeURIComponent(condition)}`;
    const { inventories } = await this.get(`${path}${query}`);
    return inventories as readonly Inventory[];
  }
}

/** So many names are told to who asked for another one. */
const TOLD = 10;

function thoseThere(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > TOLD ? `, and ${names.length - TOLD} more` : '';
  return `There are ${names.slice(0, TOLD).join(', ')}${more}.`;
}

/** What can be found by name. */
interface Kind {
  readonly path: string;
  readonly what: string;
  /** Where one reads which there are. */
  readonly where?: string;
}

export const IMAGE: Kind = { path: '/images', what: 'image', where: WHICH_IMAGES };
export const BACKUP_STORAGE: Kind = { path: '/backup-storage', what: 'backup storage' };
export const VOLUME: Kind = { path: '/volumes', what: 'volume' };
export const SNAPSHOT: Kind = { path: '/volume-snapshots', what: 'snapshot' };
export const VM: Kind = { path: '/vm-instances', what: 'VM' };

/** A client with a session that is known. */
async function opened(base: string, named: Identity | undefined): Promise<ImageApiClient> {
  const client = new ImageApiClient(base, named ?? SESSION_OF_SEEDS);
  await client.open();
  if (named) return client;
  try {
    await client.get('/images?count=true');
    return client;
  } catch (error) {
    if (!(error instanceof ImageApiRefusal) || error.code !== NOBODY_KNOWN) throw error;
  }
  const password = process.env['ZSTACK_PASSWORD'] || 'password';
  const admin = new ImageApiClient(base, { kind: 'account', name: 'admin', password });
  await admin.open();
  return admin;
}

/** Says what went wrong in words, and what helps. */
async function told<T>(base: string, ask: () => Promise<T>, ifRefused?: string): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ImageApiRefusal) throw refused(base, error, ifRefused);
    if (error instanceof TypeError) throw explainConnection(error, base);
    throw error;
  }
}

function refused(base: string, { status, code, message }: ImageApiRefusal, advice?: string) {
  const reason = message.replace(/^[A-Z]+ \S+ /, '');
  if (code.startsWith('ID.'))
    return new CommandFailed(`refused: ${reason}\n${WHO_ASKS} ${PRINTED}`);
  if (status === 404 && reason.includes('there is no environment')) {
    return new CommandFailed(
      `${reason}\n'zstack-emulator environments list' shows which there are.`,
    );
  }
  if (code === '') {
    const said = reason.trimStart().startsWith('<') ? `status ${status}, and a page` : reason;
    return new CommandFailed(
      `what answers at ${base} refuses: ${said}\nSay with --url (or EMULATOR_URL) where the emulator listens.`,
    );
  }
  return new CommandFailed([`refused: ${reason}`, advice].filter(Boolean).join('\n'));
}

/** A refusal of what was written. */
export const usage = (message: string) => new CommandFailed(message, EXIT.usage);
