import type { z } from 'zod';
import type { InventoryQueries } from '../domain/inventory-queries.js';
import type { Flow, FlowContext } from '../services/flow.js';
import type { Caller } from '../services/sessions.js';
import type { World } from '../services/world.js';
import type { Query } from '../query/query.js';
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
  readonly summary: string;
  /** In the order in which the real system checks them. */
  readonly params: P;
  /** Keys of the success body and their shapes. */
  readonly returns: Readonly<Record<string, z.ZodType>>;
}

/** A call that is answered at once. */
export interface SyncOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'sync';
  run(world: World, params: ParamValues<P>): object;
}

/** A query API: list with conditions, or one by uuid. */
export interface QueryOperation extends Declared<Params> {
  readonly kind: 'query';
  run(
    queries: InventoryQueries,
    query: Query,
    ownerUuid: string | undefined,
  ): { inventories: object[]; total: number | undefined };
}

/** What an asynchronous call brings: its checked parameters, its tags, who calls. */
export interface AsyncCall<P extends Params> {
  readonly params: ParamValues<P>;
  readonly systemTags: readonly string[];
  readonly userTags: readonly string[];
  readonly caller: Caller;
}

/** A call that changes something: checked, recorded as a job, done by a flow. */
export interface AsyncOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'async';
  /** The real system's default timeout of the message, in ms. */
  readonly apiTimeout: number;
  readonly flow: Flow<FlowContext>;
  /** Checks of its own, after the session's and before the tags'. Throws ApiError to refuse. */
  check(world: World, call: AsyncCall<P>): void;
  /** What the flow starts with. */
  context(world: World, call: AsyncCall<P>): FlowContext;
  /** The success body of what the flow achieved. */
  result(world: World, outcome: Readonly<Record<string, unknown>>): object;
}

/** A call that is answered with bytes. */
export interface DownloadOperation<P extends Params = Params> extends Declared<P> {
  readonly kind: 'download';
  run(world: World, params: ParamValues<P>): Download;
}

export interface Download {
  readonly fileName: string;
  readonly length: number;
  readonly chunks: Iterable<Buffer>;
}

export type Operation = SyncOperation | QueryOperation | AsyncOperation | DownloadOperation;

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

/** Declares a query API. */
export function defineQuery(
  operation: Omit<QueryOperation, 'kind' | 'params' | 'method' | 'auth'>,
): Operation {
  return { ...operation, kind: 'query', method: 'GET', auth: true, params: {} };
}

/** Declares an operation that is answered with bytes. */
export function defineDownload<P extends Params>(
  operation: Omit<DownloadOperation<P>, 'kind' | 'returns'>,
): Operation {
  return { ...operation, kind: 'download', returns: {} } as unknown as Operation;
}
