import type { ErrorCode } from '../core/api-error.js';
import type { Asking } from '../domain/asked-request.js';
import type { WriteOrigin } from '../domain/write-history.js';
import type { FaultRule } from '../domain/fault/fault.js';
import type { RawParams } from './read-params.js';

/** How a caller shows who it is; `none` where authentication is off. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly sessionUuid: string }
  /** There is none, told in the real system's words. */
  | { readonly kind: 'missing'; readonly details: string }
  /** The signature was good. */
  | { readonly kind: 'signature'; readonly accountUuid: string };

/** A call behind its door: whose, with which parameters, wanting which kind of answer. */
export interface Call {
  readonly method: string;
  /** Whose call it is, once that is known. */
  accountUuid?: string;
  /** The job that it became, once there is one. */
  startedJob?: string;
  /** What its writes are told to come from. */
  origin?: WriteOrigin;
  /** The request behind it; undefined where requests are not kept. */
  readonly asking?: Asking | undefined;
  readonly credentials: Credentials;
  readonly parameters: RawParams;
  /** Whether it came as a message: a query's conditions, order and page are its parameters then. */
  readonly isMessage?: boolean;
  /** Variables of the path, which win over parameters of the same name. */
  readonly pathVariables: Readonly<Record<string, string>>;
  /** Tags beside the parameters; undefined where there are none. */
  readonly systemTags: unknown;
  readonly userTags: unknown;
  readonly search: URLSearchParams;
  readonly jobUuid: string | undefined;
  /** Milliseconds after which the caller gives up, or undefined for the operation's own. */
  readonly apiTimeout: number | undefined;
  readonly webHook: string | null;
  /** Whether `X-JSON-Schema` asks for the class of each inventory. */
  readonly wantsSchema?: boolean;
  readonly respondAsync: boolean;
  /** Its client takes either answer, and looks for the job where the mode leaves it to the call. */
  readonly canPoll?: boolean;
  /** Address of the emulator's own API for this environment, as the caller reaches it. */
  readonly controlUrl: string;
  /** The fault rule that fires for this call, or undefined. */
  readonly fault: FaultRule | undefined;
}

export type Answer =
  | { readonly kind: 'success'; readonly body: object | string }
  | { readonly kind: 'failure'; readonly error: ErrorCode }
  | { readonly kind: 'job'; readonly jobUuid: string; readonly apiTimeout: number };
