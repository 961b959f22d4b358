import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type * as z from 'zod';
import type { InventoryQueries } from '../domain/inventory-queries.js';
import type { QuotaRequest } from '../services/accounts/quotas.js';
import type { EnvironmentControl } from '../simulation/environment-control.js';
import type { EnvironmentHost } from '../simulation/environment-host.js';
import type { Flow, FlowContext, StepRun } from '../jobs/flow.js';
import type { Caller } from '../services/accounts/sessions.js';
import type { Asking } from '../domain/asked-request.js';
import type { World } from '../domain/world.js';
import type { WriteOrigin } from '../domain/write-history.js';
import type { Query } from '../query/query.js';
import type { Queryable } from '../query/queryable.js';
import type { Params, ParamValues } from './params.js';

/** What every operation declares, once; router, validation, OpenAPI and coverage are derived from it. */
interface Declared<P extends Params> {
  /** The real system's name, e.g. `QueryImage`. */
  readonly name: string;
  readonly family: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the context path; `{x}` are variables. */
  readonly paths: readonly string[];
  /** Key of the parameters in the body; of a PUT it also selects the operation. */
  readonly bodyKey?: string;
  /** False for the few operations that need no session. */
  readonly auth: boolean;
  /** Only the admin account may call it. */
  readonly adminOnly?: true;
  readonly summary: string;
  /** Those of the message itself before those of its class; checked in the order of `order-of-checks.ts`. */
  readonly params: P;
  /** Keys of the success body and their shapes. */
  readonly returns: Readonly<Record<string, z.ZodType>>;
}

/** A call that is answered at once. */
export interface SyncOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'sync';
  /** It answers later than at once: statements that run as a whole cannot ask it. */
  readonly isSlow?: true;
  run(
    world: World,
    params: ParamValues<P>,
    caller: Caller,
    /** The tags that came with the call, where it makes something. */
    tags: () => Pick<AsyncCall<Params>, 'systemTags' | 'userTags'>,
  ): object | Promise<object>;
}

/** A query API: list with conditions, or one by uuid. */
export interface QueryOperation<Row = unknown> extends Declared<Params> {
  readonly kind: 'query';
  /** What ZQL calls these inventories, e.g. `image`. */
  readonly entity: string;
  readonly of: (queries: InventoryQueries) => Queryable<Row>;
  readonly toInventory: (row: Row) => object;
  /** What is asked in its place where the conditions demand it: of a child of its class, or other conditions. */
  readonly instead?: (
    query: Query,
  ) => { readonly operation?: QueryOperation; readonly query: Query } | undefined;
}

/** What an asynchronous call brings: its checked parameters, its tags, who calls. */
export interface AsyncCall<P extends Params> {
  readonly params: ParamValues<P>;
  readonly systemTags: readonly string[];
  /** Of its tags those that are kept nowhere; known once the call is accepted. */
  readonly ephemeralTags: readonly string[];
  readonly userTags: readonly string[];
  /** The tag patterns that it names; all may be attached to what it makes. */
  readonly tagUuids: readonly string[];
  readonly caller: Caller;
  /** Address of the emulator's own API for this environment, as the caller reaches it. */
  readonly controlUrl: string;
  /** Milliseconds after which the caller gives up, or undefined for the operation's own. */
  readonly apiTimeout?: number | undefined;
}

/** A call that changes something: checked, recorded as a job, done by a flow. */
export interface AsyncOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'async';
  readonly flow: Flow<FlowContext>;
  /** What it takes of the quotas of the caller. */
  quota?(world: World, call: AsyncCall<P>): QuotaRequest;
  /** Checks of its own, after the session's and before the tags'. Throws ApiError to refuse. */
  check(world: World, call: AsyncCall<P>): void;
  /** What the flow starts with. */
  context(world: World, call: AsyncCall<P>): FlowContext;
  /** The success body of what the flow achieved. */
  result(world: World, outcome: Readonly<Record<string, unknown>>): object;
}

/** What lies at an address that the image API hands out: clients of that come to it, and need no token. */
interface ForClients {
  readonly isForClients?: true;
}

/** A call that is answered with bytes. */
export interface DownloadOperation<P extends Params = Params> extends Declared<P>, ForClients {
  readonly kind: 'download';
  run(world: World, params: ParamValues<P>): Download;
}

export interface Download {
  readonly fileName: string;
  readonly length: number;
  /** The bytes from `start` up to `end` (exclusive). */
  readonly read: (start: number, end: number) => Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Default: `application/octet-stream`. */
  readonly contentType?: string;
  /** Called when nobody reads any more. */
  readonly done?: () => void;
  /** Ranges of it are not sent: the next call answers other bytes. */
  readonly isWhole?: true;
}

/** A call whose body is a stream of bytes of any length. */
export interface UploadOperation<P extends Params = Params> extends Declared<P>, ForClients {
  readonly kind: 'upload';
  run(
    world: World,
    params: ParamValues<P>,
    body: Readable,
    headers: IncomingHttpHeaders,
    asking: Asking | undefined,
  ): Promise<object>;
}

/** An answer that is text, not JSON. */
export class PlainText {
  constructor(
    readonly contentType: string,
    readonly text: string,
  ) {}
}

/** A call of the emulator's own API that looks at an environment from outside of its world. */
export interface ControlOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'control';
  /** Its answer is text: `run` gives a PlainText. */
  readonly givesText?: true;
  /** It stands in the journal among the requests of clients: it decides what they meet. */
  readonly isJournalled?: true;
  run(
    environment: EnvironmentControl,
    params: ParamValues<P>,
    /** What its writes are told to come from; those that it makes at once are so anyway. */
    origin: WriteOrigin,
  ): object | Promise<object>;
}

/** A call of the emulator's own API that is answered with events, as they happen, until somebody ends it. */
export interface StreamOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'stream';
}

/** A call of the emulator's own API about environments as wholes. */
export interface HostOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'host';
  /** Its body is bytes, not JSON. */
  readonly takesBytes?: true;
  /** Its answer is bytes: `run` gives a Download. */
  readonly givesBytes?: true;
  run(
    host: EnvironmentHost,
    params: ParamValues<P>,
    request: HostRequest,
  ): object | Promise<object>;
}

/** What a call about environments brings beside its parameters. */
export interface HostRequest {
  readonly body: Readable;
  /** The emulator's address as the caller reaches it, e.g. `http://127.0.0.1:8080`. */
  readonly base: string;
  /** The environment that addresses without a name mean there. */
  readonly home: string;
}

/** What the image API has. */
export type ImageOperation = SyncOperation | QueryOperation | AsyncOperation;

/** What the emulator's own API has for one environment. */
export type OwnOperation = ControlOperation | DownloadOperation | UploadOperation | StreamOperation;

export type Operation = ImageOperation | OwnOperation | HostOperation;

/** Declares an operation that is answered at once. */
export function defineSync<P extends Params>(operation: Omit<SyncOperation<P>, 'kind'>): Operation {
  return { ...operation, kind: 'sync' } as unknown as Operation;
}

/** Declares an operation that becomes a job. */
export function defineAsync<P extends Params, Context>(
  operation: Omit<AsyncOperation<P>, 'kind' | 'flow'> & { readonly flow: Flow<Context> },
): Operation {
  return { ...operation, kind: 'async' } as unknown as Operation;
}

/** What a command works with: the call as it was accepted, and the time that it is done at. */
export interface Command<P extends Params> extends AsyncCall<P> {
  readonly world: World;
  readonly now: number;
  /** The job that the call became. */
  readonly jobUuid: string;
}

/** What a command declares beside what every operation does. */
type CommandOperation<P extends Params> = Omit<
  AsyncOperation<P>,
  'kind' | 'flow' | 'check' | 'context' | 'result' | 'auth'
> & {
  /** Default: a session is needed. */
  readonly auth?: boolean;
  readonly check?: (world: World, call: AsyncCall<P>) => void;
  /** Replaces what must not be written down as it came: a job keeps its call in the database. */
  readonly conceal?: (world: World, params: ParamValues<P>) => Partial<ParamValues<P>>;
  /** Does all of it; what it answers is the outcome for `result`. */
  readonly run: (command: Command<P>) => Readonly<Record<string, unknown>> | void;
  /** The success body; default: an empty object. */
  readonly result?: (world: World, outcome: Readonly<Record<string, unknown>>) => object;
};

/** Declares an asynchronous operation that is one step: all of it holds or none. */
export function defineCommand<P extends Params>(operation: CommandOperation<P>): Operation {
  const { run, check, conceal, result, auth, ...declared } = operation;
  const flow: Flow<{ call: AsyncCall<P> }> = {
    name: declared.name,
    firstStep: 'run',
    isPlain: true,
    steps: {
      run(step: StepRun<{ call: AsyncCall<P> }>) {
        const { world, now, context, job } = step;
        step.succeed(run({ ...context.call, world, now, jobUuid: job.uuid }) ?? {});
      },
    },
    rollback: () => undefined,
  };
  return defineAsync<P, { call: AsyncCall<P> }>({
    ...declared,
    auth: auth ?? true,
    flow,
    check: check ?? (() => undefined),
    context: (world, call) => ({
      call: conceal
        ? { ...call, params: { ...call.params, ...conceal(world, call.params) } }
        : call,
    }),
    result: result ?? (() => ({})),
  });
}

/** Declares an operation on an environment. */
export function defineControl<P extends Params>(
  operation: Omit<ControlOperation<P>, 'kind' | 'auth' | 'family'>,
): Operation {
  return { ...operation, kind: 'control', auth: false, family: 'emulator' } as unknown as Operation;
}

/** Declares an operation that is answered with events. */
export function defineStream<P extends Params>(
  operation: Omit<StreamOperation<P>, 'kind' | 'auth' | 'family' | 'method'>,
): Operation {
  return {
    ...operation,
    kind: 'stream',
    method: 'GET',
    auth: false,
    family: 'emulator',
  } as unknown as Operation;
}

/** Declares an operation on environments as wholes. */
export function defineHost<P extends Params>(
  operation: Omit<HostOperation<P>, 'kind' | 'auth' | 'family'>,
): Operation {
  return {
    ...operation,
    kind: 'host',
    auth: false,
    family: 'environments',
  } as unknown as Operation;
}

/** Declares an operation that takes bytes. */
export function defineUpload<P extends Params>(
  operation: Omit<UploadOperation<P>, 'kind' | 'auth' | 'method'>,
): Operation {
  return { ...operation, kind: 'upload', auth: false, method: 'POST' } as unknown as Operation;
}

/** Declares a query API. */
export function defineQuery<Row>(
  operation: Omit<QueryOperation<Row>, 'kind' | 'params' | 'method' | 'auth'>,
): QueryOperation {
  const declared = { ...operation, kind: 'query', method: 'GET', auth: true, params: {} } as const;
  return declared as unknown as QueryOperation;
}

/** Declares an operation that is answered with bytes. */
export function defineDownload<P extends Params>(
  operation: Omit<DownloadOperation<P>, 'kind' | 'returns' | 'method' | 'auth'>,
): Operation {
  return {
    ...operation,
    kind: 'download',
    method: 'GET',
    auth: false,
    returns: {},
  } as unknown as Operation;
}
