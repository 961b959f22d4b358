import { createReadStream } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex, Readable } from 'node:stream';
import type { Runtime } from '../api/runtime.js';
import type { Asking, GivenAnswer, KeptRequest } from '../domain/asked-request.js';
import { attend, type Dispatching } from './dispatcher.js';
import { Exchange } from './exchange.js';
import { targetOf } from './target.js';

/** A request that came before and is made again, as whoever waits for it sees it. */
export interface MadeAgain {
  readonly asking: Asking | undefined;
  readonly whenAnswered: Promise<void>;
  readonly answer: GivenAnswer | undefined;
  readonly jobUuid: string | undefined;
  readonly isLate: boolean;
  number(request: number | null): void;
}

/**
 * Makes a request again, by the door that it came through. Nobody looks whether it may come in, as it was in before;
 * neither journal nor metrics know of it, and its answer goes nowhere.
 */
export function askAgain(
  dispatching: Pick<Dispatching, 'wire' | 'doors' | 'onDefect'>,
  runtime: Runtime,
  { asked, sent }: KeptRequest,
): MadeAgain {
  const { world, lease } = runtime;
  const target = targetOf(asked.url, world.name);
  if (!target) throw new Error(`no door has the path of ${asked.method} ${asked.url}`);
  const request = requestOf(asked.method, asked.url, asked.headers);
  const bytes = sent ? createReadStream(world.blobFiles.sentPathOf(sent.sum)) : bodyOf(asked.body);
  feed(request, bytes);
  const response = new ServerResponse(request);
  response.assignSocket(new Nowhere() as unknown as Socket);
  const exchange = new Exchange(runtime, request, response);
  exchange.isJournalled = false;
  let answer: GivenAnswer | undefined;
  lease.enter();
  const whenAnswered = attend(dispatching, target, runtime, exchange).then(() => {
    answer = exchange.given();
    if (!lease.isOver) exchange.tellHistory();
    lease.leave();
    request.destroy();
    return undefined;
  });
  return {
    asking: exchange.asking,
    whenAnswered,
    get answer() {
      return answer;
    },
    get jobUuid() {
      return exchange.call?.startedJob;
    },
    get isLate() {
      return exchange.call?.fault?.action.kind === 'answerLate';
    },
    number(number) {
      if (exchange.call?.origin) exchange.call.origin.request = number;
    },
  };
}

const bodyOf = (body: string | null | undefined): Readable =>
  Readable.from(body ? [Buffer.from(body)] : []);

function requestOf(
  method: string,
  url: string,
  headers: KeptRequest['asked']['headers'],
): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { method, url, headers });
}

/** Lets the bytes come as those of a connection would: no faster than they are read. */
function feed(request: IncomingMessage, bytes: Readable): void {
  bytes.on('data', (chunk: Buffer) => {
    if (!request.push(chunk)) bytes.pause();
  });
  request._read = () => void bytes.resume();
  bytes.on('end', () => {
    request.complete = true;
    request.push(null);
  });
  bytes.on('error', (error) => request.destroy(error));
  request.on('close', () => bytes.destroy());
}

/** Where an answer goes that nobody waits for. */
class Nowhere extends Duplex {
  constructor() {
    // Nobody tells an answer that there is room again, as a connection's server does: there always is.
    super({ writableHighWaterMark: 2 ** 30 });
  }

  override _read(): void {
    // Nobody speaks.
  }

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}
