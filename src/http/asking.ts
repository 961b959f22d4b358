import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AskedRequest, Asking, SentBytes } from '../domain/asked-request.js';
import type { World } from '../domain/world.js';

/** A request that is under way, as what it writes is told to come from. */
export class RequestAsking implements Asking {
  #isStream = false;
  #endStream: (() => void) | undefined;
  #sent: SentBytes | null | undefined;

  constructor(
    private readonly world: World,
    private readonly message: IncomingMessage,
    private readonly body: () => string,
  ) {}

  get sent(): SentBytes | null | undefined {
    return this.#sent;
  }

  request(): AskedRequest {
    const { method = 'GET', url = '/', headers } = this.message;
    const whole = this.body();
    const length = Buffer.byteLength(whole);
    const { largestBody = 0 } = this.world.writes;
    const body = this.#isStream ? undefined : length > largestBody ? null : whole;
    return { method, url, headers, body, length };
  }

  /** Keeps the bytes of a body that is read as a stream, while somebody else reads it. */
  keepStream(): void {
    const { message, world } = this;
    this.#isStream = true;
    const file = new SentFile(world, world.writes.largestBody ?? 0);
    message.on('data', (chunk: Buffer) => file.add(chunk));
    // What a client that went away had sent by then is what it sent.
    const end = () => {
      if (this.#sent === undefined) this.#sent = file.end();
    };
    message.on('end', end);
    message.on('close', end);
    this.#endStream = end;
  }

  /** It is answered: what still comes nobody has looked at. */
  answered(): void {
    this.#endStream?.();
  }
}

/** Bytes on their way into a file that is named after them; null where they are too many, or have no room. */
class SentFile {
  readonly #sum = createHash('sha256');
  readonly #path: string;
  #file: number | undefined;
  #length = 0;

  constructor(
    private readonly world: World,
    private readonly most: number,
  ) {
    this.#path = world.blobFiles.newArrivalPath();
    this.#try(() => (this.#file = openSync(this.#path, 'wx', 0o600)));
  }

  add(chunk: Buffer): void {
    const file = this.#file;
    if (file === undefined) return;
    if (this.#length + chunk.length > this.most) {
      this.#giveUp();
      return;
    }
    this.#try(() => {
      for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done);
    });
    this.#length += chunk.length;
    this.#sum.update(chunk);
  }

  end(): SentBytes | null {
    const file = this.#file;
    if (file === undefined) return null;
    this.#file = undefined;
    closeSync(file);
    const sent = { sum: this.#sum.digest('hex'), length: this.#length };
    try {
      renameSync(this.#path, this.world.blobFiles.sentPathOf(sent.sum));
      return sent;
    } catch {
      this.world.blobFiles.discard(this.#path);
      return null;
    }
  }

  /** The request goes on without: that it cannot be made again is told when somebody wants to. */
  #try(work: () => void): void {
    try {
      work();
    } catch {
      this.#giveUp();
    }
  }

  #giveUp(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.world.blobFiles.discard(this.#path);
  }
}
