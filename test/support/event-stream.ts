import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Json } from './emulator';

/** One event as it arrived. */
export interface HeardEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Json;
}

const open = new Set<EventStream>();

/** A reader of server-sent events, by the form that the standard gives them. */
export class EventStream {
  readonly events: HeardEvent[] = [];
  /** Lines that are no fields of events. */
  readonly comments: string[] = [];
  retry: number | undefined;
  isOver = false;
  #waiting: (() => void)[] = [];
  #rest = '';

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    const end = () => {
      this.isOver = true;
      this.#tell();
    };
    response.on('end', end);
    response.on('error', end);
    response.on('close', end);
    open.add(this);
  }

  /** Opens one; resolves when its head is there. */
  static open(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = get(url, { headers: { Accept: 'text/event-stream', ...headers } });
      request.on('response', (response) => resolve(new EventStream(request, response)));
      request.on('error', reject);
    });
  }

  get lastId(): string {
    return this.events.findLast(({ id }) => id !== undefined)?.id ?? '';
  }

  named(event: string): Json[] {
    return this.events.filter((one) => one.event === event).map(({ data }) => data);
  }

  /** Resolves once it holds; fails when the stream ends before. */
  async until(holds: (stream: this) => boolean): Promise<this> {
    while (!holds(this)) {
      if (this.isOver) throw new Error(`the stream ended: ${JSON.stringify(this.events)}`);
      await this.#next();
    }
    return this;
  }

  /** The first event of a name that has these fields. */
  async next(event: string, fields: Json = {}): Promise<Json> {
    const isMeant = (data: Json) =>
      Object.entries(fields).every(([name, value]) => data[name] === value);
    await this.until(() => this.named(event).some(isMeant));
    return this.named(event).find(isMeant);
  }

  async ended(): Promise<this> {
    while (!this.isOver) await this.#next();
    return this;
  }

  close(): void {
    open.delete(this);
    this.request.destroy();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #tell(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #read(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) this.#readBlock(block.split('\n'));
    this.#tell();
  }

  #readBlock(lines: readonly string[]): void {
    const fields: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(': ');
      if (line.startsWith(':')) this.comments.push(line);
      else fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
    const { event, id, data, retry } = fields;
    if (retry !== undefined) this.retry = Number(retry);
    if (event !== undefined && data !== undefined) {
      this.events.push({ event, id, data: JSON.parse(data) });
    }
  }
}

afterEach(() => {
  for (const stream of open) stream.close();
});
