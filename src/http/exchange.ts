import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call } from '../api/call.js';
import type { Runtime } from '../api/runtime.js';
import { toErrorCode } from '../core/api-error.js';
import { givenAnswer } from '../api/given-answer.js';
import type { GivenAnswer } from '../domain/asked-request.js';
import { monotonicMilliseconds } from '../core/clock.js';
import type { RequestNotes } from './answer.js';
import { ControlError } from '../core/control-error.js';
import { RequestAsking } from './asking.js';
import { headRefusal } from './control/refusal.js';
import { cut, sendJson, sendText } from './send.js';

/** One request on its way through, and what the journal will say of it. */
export class Exchange {
  readonly #started = monotonicMilliseconds();
  readonly #date: number;
  readonly #runtime: Runtime;
  #asking: RequestAsking | undefined;
  #status = 0;
  /** The body that was sent, of JSON or text. */
  answerBody = '';
  operation: string | null = null;
  /** Whether the journal is to know of it: not what the emulator's own API is asked. */
  isJournalled = true;
  requestBody = '';
  /** The same, also where the journal does not know of it. */
  wholeBody: string | undefined;
  call:
    | (Pick<
        Call,
        'accountUuid' | 'startedJob' | 'origin' | 'search' | 'parameters' | 'pathVariables'
      > &
        Partial<Pick<Call, 'fault'>>)
    | undefined;
  /** Of the job that is polled. */
  polledJob: string | undefined;
  /** While the answer waits for the disk. */
  sending: Promise<void> | undefined;

  constructor(
    runtime: Runtime,
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    this.#runtime = runtime;
    this.#date = runtime.world.clock.now();
  }

  /** What its writes are told to come from; undefined where requests are not kept. */
  get asking(): RequestAsking | undefined {
    const { world } = this.#runtime;
    if (world.writes.largestBody === undefined) return undefined;
    this.#asking ??= new RequestAsking(
      world,
      this.request,
      () => this.wholeBody ?? this.requestBody,
    );
    return this.#asking;
  }

  /** That of the answer; 0: there was none. */
  get status(): number {
    return this.#status || (this.response.headersSent ? this.response.statusCode : 0);
  }

  json(status: number, body: string): void {
    this.#status = status;
    this.answerBody = body;
    this.#whenSettled(() => sendJson(this.response, status, body));
  }

  text(status: number, body: string, contentType?: string): void {
    this.#status = status;
    this.answerBody = body;
    this.#whenSettled(() => sendText(this.response, status, body, contentType));
  }

  /** See `Runtime.settled`: nothing of an answer leaves before. */
  settled(): Promise<void> | undefined {
    return this.#runtime.settled();
  }

  /** Sends once all that the answer tells is as safe as the operator asked for: nearly always at once. */
  #whenSettled(send: () => void): void {
    const settled = this.settled();
    if (!settled) send();
    else {
      this.sending = settled.then(send, (error: unknown) => {
        this.#status = 503;
        headRefusal(this.response, error);
        const reason =
          error instanceof ControlError
            ? error.message
            : `it may not be on the disk: ${toErrorCode(error).details}`;
        sendText(this.response, 503, reason);
      });
    }
  }

  /** Resolves when the answer has left this process, or will not. */
  get answered(): Promise<unknown> {
    const { response } = this;
    if (response.writableFinished || response.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      response.once('finish', resolve);
      response.once('close', resolve);
    });
  }

  /** Whether the client went away before its request was whole. */
  get isAborted(): boolean {
    return this.request.errored !== null && !this.request.complete;
  }

  /** Ends the connection without an answer. */
  drop(): void {
    this.#status = 0;
    cut(this.response);
  }

  /** What is known of the request, for whoever is told of each. */
  notes(environment: string): RequestNotes {
    const { call, operation, answerBody } = this;
    const { accountUuid } = call ?? {};
    const { accounts } = this.#runtime.world.repositories;
    return {
      environment,
      operation,
      account: accountUuid === undefined ? null : (accounts.find(accountUuid)?.name ?? accountUuid),
      jobUuid: this.polledJob ?? call?.startedJob ?? null,
      answerBody: this.#status >= 400 ? answerBody : '',
    };
  }

  /** The history is told how it was answered. */
  tellHistory(): void {
    const asking = this.#asking;
    if (!asking) return;
    asking.answered();
    this.#runtime.world.writes.answered(asking, () => this.given());
  }

  /** How it was answered. */
  given(): GivenAnswer {
    const { clock } = this.#runtime.world;
    return givenAnswer(this.status, this.answerBody, !clock.isStopped);
  }

  /** The answer is out: counts it, and keeps it. */
  end(): void {
    const { journal, meter, lease } = this.#runtime;
    const milliseconds = monotonicMilliseconds() - this.#started;
    const { status } = this;
    meter.count(this.operation ?? 'unknown', status, milliseconds);
    if (!lease.isOver) this.tellHistory();
    if (!this.isJournalled || !journal.isKept) return;
    const { request, call } = this;
    const fault = this.response.getHeader('X-Emulator-Fault');
    const number = journal.record({
      date: this.#date,
      started: this.#started,
      milliseconds,
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: request.headers,
      operation: this.operation,
      accountUuid: call?.accountUuid ?? null,
      jobUuid: this.polledJob ?? call?.startedJob ?? null,
      status,
      requestBody: this.requestBody,
      answerBody: this.answerBody,
      parameters: call ? parametersOf(call) : {},
      faultUuid: typeof fault === 'string' ? fault : null,
    });
    if (call?.origin) call.origin.request = number;
  }
}

function parametersOf({
  search,
  parameters,
  pathVariables,
}: Pick<Call, 'search' | 'parameters' | 'pathVariables'>): Record<string, unknown> {
  const isEmpty = search.size === 0;
  return { ...(isEmpty ? {} : queried(search)), ...parameters, ...pathVariables };
}

function queried(search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name);
      return [name, all.length > 1 ? all : all[0]];
    }),
  );
}
