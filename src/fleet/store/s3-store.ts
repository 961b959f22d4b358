import { createReadStream } from 'node:fs';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { codeOf, messageOf } from '../../core/code-of.js';
import type { StoreAddress } from './address.js';
import { readListing } from './listed-objects.js';
import {
  StoreUnreachable,
  type Condition,
  type Contents,
  type ListOptions,
  type ObjectStore,
  type Page,
  type StoredObject,
} from './object-store.js';

/** Without a byte for so long nothing more is expected of a request, in ms of real time. */
const SILENCE = 5_000;
/** How often what may be asked twice is asked again, and after how many ms of real time. */
const PAUSES = [50, 200];
/** Of each kind of requests: none waits for another kind. */
const MOST_CONNECTIONS = 32;
/** A connection that nobody has used for so long may be closed at the other end by now, in ms of real time. */
const LONGEST_IDLE = 4_000;
const LARGEST_LISTING = 4 * 2 ** 20;
/** What is read of a refusal. */
const LARGEST_REFUSAL = 16 * 2 ** 10;

interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contents?: Contents;
  /** Of a few bytes that somebody waits for: it has its answer in time, or none. */
  readonly isShort?: boolean;
}

/** A store of S3, or one that speaks as it does. Its keys go nowhere but into signatures. */
export class S3Store implements ObjectStore {
  readonly #address: StoreAddress;
  readonly #isSecure: boolean;
  /** Short requests and long ones of each folder: a lease is renewed however many images are on their way. */
  readonly #agents = new Map<string, HttpAgent>();
  /** Keys that signatures are made with: another one each day. */
  readonly #signing = new Map<string, ArrayBuffer>();

  /** `patience`: how long a short request may take as a whole, in ms of real time. */
  constructor(
    address: StoreAddress,
    private readonly patience: number,
  ) {
    this.#address = address;
    this.#isSecure = address.base.startsWith('https:');
  }

  read(key: string, most: number): Promise<StoredObject | undefined> {
    return again(async () => {
      const answer = await this.#ask({ method: 'GET', key, isShort: true });
      if (await isMissing(answer)) return undefined;
      return { bytes: await wholeOf(answer, most), etag: etagOf(answer) };
    });
  }

  stream(key: string): ReturnType<ObjectStore['stream']> {
    return again(async () => {
      const answer = await this.#ask({ method: 'GET', key });
      if (await isMissing(answer)) return undefined;
      return { length: Number(answer.headers['content-length']), bytes: answer };
    });
  }

  lengthOf(key: string): Promise<number | undefined> {
    return again(async () => {
      const answer = await this.#ask({ method: 'HEAD', key });
      const isThere = !(await isMissing(answer));
      answer.resume();
      return isThere ? Number(answer.headers['content-length']) : undefined;
    });
  }

  write(key: string, contents: Contents, condition?: Condition): Promise<string | undefined> {
    // Asked twice, what has happened would look as if somebody else had done it.
    return condition
      ? this.#write(key, contents, condition)
      : again(() => this.#write(key, contents));
  }

  async #write(
    key: string,
    contents: Contents,
    condition?: Condition,
  ): Promise<string | undefined> {
    const answer = await this.#ask({
      method: 'PUT',
      key,
      headers: condition ? headersOf(condition) : {},
      contents,
      isShort: condition !== undefined,
    });
    const { statusCode = 0 } = answer;
    // 409: two such writes met, and this one may be asked for again. 404: what was to be there is not.
    const isRefused = statusCode === 412 || statusCode === 409 || statusCode === 404;
    if (condition && isRefused && !(await isOfBucket(answer))) return undefined;
    await succeeded(answer);
    // Unread, it would keep its connection from all who come after.
    answer.resume();
    return etagOf(answer);
  }

  remove(key: string): Promise<void> {
    return again(async () => {
      const answer = await this.#ask({ method: 'DELETE', key });
      if (!(await isMissing(answer))) answer.resume();
    });
  }

  list(prefix: string, { after, most, byFolder }: ListOptions): Promise<Page> {
    const own = this.#address.prefix;
    const query = new URLSearchParams({
      'list-type': '2',
      prefix: own + prefix,
      'max-keys': String(most),
      ...(byFolder ? { delimiter: '/' } : {}),
      ...(after === undefined ? {} : { 'start-after': own + after }),
    });
    return again(async () => {
      const answer = await this.#ask({ method: 'GET', key: '', query: query.toString() });
      await succeeded(answer);
      const { keys, folders, isMore } = orUnreachable(await wholeOf(answer, LARGEST_LISTING));
      const cut = (key: string) => key.slice(own.length);
      return { keys: keys.map(cut), folders: folders.map(cut), isMore };
    });
  }

  /** @throws {StoreUnreachable} when no answer comes */
  async #ask(asked: Asked): Promise<IncomingMessage> {
    const { method, key, contents, isShort = false } = asked;
    const { url, headers } = await this.#signed(asked);
    const agent = this.#agentOf(`${folderOf(key)} ${isShort ? 'short' : 'long'}`);
    const within = isShort ? { signal: AbortSignal.timeout(this.patience) } : {};
    try {
      return await new Promise<IncomingMessage>((resolve, reject) => {
        const make = this.#isSecure ? httpsRequest : httpRequest;
        const call = make(url, { method, agent, headers, ...within }, resolve);
        call.on('error', reject);
        call.setTimeout(SILENCE, () => call.destroy(new Error(`no answer for ${SILENCE} ms`)));
        if (contents === undefined || Buffer.isBuffer(contents)) call.end(contents);
        else pipeline(createReadStream(contents.path), call).catch(reject);
      });
    } catch (error) {
      throw new StoreUnreachable(codeOf(error) || messageOf(error));
    }
  }

  #agentOf(kind: string): HttpAgent {
    const known = this.#agents.get(kind);
    if (known) return known;
    const options = { keepAlive: true, maxSockets: MOST_CONNECTIONS, timeout: LONGEST_IDLE };
    const made = this.#isSecure ? new HttpsAgent(options) : new HttpAgent(options);
    this.#agents.set(kind, made);
    return made;
  }

  async #signed({ method, key, query = '', headers = {}, contents }: Asked) {
    const { base, prefix, region, credentials } = this.#address;
    const path = key === '' ? '' : prefix + key;
    const signer = new AwsV4Signer({
      ...withoutUndefined(credentials),
      method,
      url: `${base}${path}${query && `?${query}`}`,
      headers: { ...headers },
      service: 's3',
      region,
      cache: this.#signing,
    });
    const signed = await signer.sign();
    const length = contents && { 'content-length': String(contents.length) };
    return { url: signed.url, headers: { ...Object.fromEntries(signed.headers), ...length } };
  }
}

/** The first folder of a key: there are a few. */
const folderOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf('/')));

const headersOf = (condition: Condition): Record<string, string> =>
  'isNew' in condition ? { 'if-none-match': '*' } : { 'if-match': condition.etag };

const withoutUndefined = ({ sessionToken, ...keys }: StoreAddress['credentials']) =>
  sessionToken === undefined ? keys : { ...keys, sessionToken };

/** For what may be asked twice. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnreachable)) throw error;
      await delay(pause);
    }
  }
  return ask();
}

/** Whether the object is not there; the bucket must be. @throws {StoreUnreachable} for any other refusal */
async function isMissing(answer: IncomingMessage): Promise<boolean> {
  if (answer.statusCode === 404 && !(await isOfBucket(answer))) return true;
  await succeeded(answer);
  return false;
}

/** @throws {StoreUnreachable} unless the answer is that it was done */
async function succeeded(answer: IncomingMessage): Promise<void> {
  const { statusCode = 0 } = answer;
  if (statusCode >= 200 && statusCode < 300) return;
  throw new StoreUnreachable(`it answers ${statusCode}${await codeIn(answer)}`);
}

/** Whether it is refused because there is no such bucket: then nothing is known of its objects. */
async function isOfBucket(answer: IncomingMessage): Promise<boolean> {
  const code = await codeIn(answer);
  if (code.includes('NoSuchBucket')) throw new StoreUnreachable('it has no such bucket');
  return false;
}

/** The word of S3 for a refusal: what else it says may hold what nobody is to read. */
async function codeIn(answer: IncomingMessage): Promise<string> {
  const text = (await wholeOf(answer, LARGEST_REFUSAL)).toString();
  const [, code] = /<Code>(\w{1,64})<\/Code>/.exec(text) ?? [];
  return code === undefined ? '' : ` (${code})`;
}

async function wholeOf(answer: IncomingMessage, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw new Error(`an object is larger than ${most} bytes`);
      pieces.push(piece);
    }
  } catch (error) {
    throw new StoreUnreachable(codeOf(error) || messageOf(error));
  }
  return Buffer.concat(pieces);
}

function etagOf({ headers: { etag } }: IncomingMessage): string {
  if (etag !== undefined && etag !== '') return etag;
  throw new StoreUnreachable('it gives objects no entity tag');
}

function orUnreachable(xml: Buffer): Page {
  try {
    return readListing(xml.toString());
  } catch (error) {
    throw new StoreUnreachable(messageOf(error));
  }
}
