import type { IncomingMessage } from 'node:http';
import type { Call, Credentials } from '../../api/call.js';
import type { ImageOperation, Operation } from '../../api/define-operation.js';
import { readParams } from '../../api/read-params.js';
import type { Runtime } from '../../api/runtime.js';
import { isPlainObject } from '../../core/plain-object.js';
import { RestError } from '../../core/rest-error.js';
import { hostOf, searchOf } from '../address.js';
import type { Target } from '../target.js';
import type { WebHookRule } from '../web-hook-rule.js';
import { credentialsOf } from './authentication.js';
import { queryParameters } from './query-parameters.js';
import type { Match, Route } from './router.js';

/** What the operator decided about calls. */
export interface CallPolicy {
  readonly requiresSession: boolean;
  /** Why a web hook may not go to an address, or undefined. */
  readonly refusesWebHook: WebHookRule['refusal'];
}

const UUID_LENGTH = 32;
/** A time that was over before the call, in ms: the real system takes one. */
const EARLIEST_TIMEOUT = -1_000_000_000;

/** A request whose operation was found. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly declared: Route['declared'];
  readonly variables: Route['variables'];
  /** What is done, be it that it is refused as not emulated. */
  readonly operation: ImageOperation;
  readonly match: Match;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** The API's own path, decoded. */
  readonly decoded: string;
  readonly target: Target;
}

/**
 * Makes the call of an operation from a request, in the real system's order of checks.
 * @throws {RestError} for a header that is missing or wrong
 */
export function readCall(
  { request, declared, variables, operation, match, body, decoded: path, target }: Asked,
  policy: CallPolicy,
  runtime: Runtime,
): Call {
  const search = searchOf(request);
  const method = request.method ?? 'GET';
  const { headers } = request;
  const needsSession = policy.requiresSession && operation.auth;
  const credentials: Credentials = needsSession
    ? credentialsOf(headers.authorization, headers.date, { method, path }, runtime)
    : { kind: 'none' };
  const isBodiless = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  const pathVariables = Object.fromEntries(
    variables.map((name, i) => [name, match.values[i] ?? '']),
  );
  // A query looks at none of the headers of calls, and only what becomes a job can tell a web hook.
  const isQuery = operation.kind === 'query';
  const parameters = isBodiless
    ? isQuery
      ? {}
      : queryParameters(search, operation)
    : parameterObject(body, declared);
  const takesTags = method === 'POST' || method === 'PUT';
  return {
    method,
    credentials,
    parameters,
    pathVariables,
    systemTags: takesTags ? body?.['systemTags'] : undefined,
    userTags: takesTags ? body?.['userTags'] : undefined,
    search,
    ...(isQuery ? NO_HEADERS : headersOf(headers, operation, parameters)),
    webHook: operation.kind === 'async' ? webHookOf(headers['x-web-hook'], policy) : null,
    wantsSchema: headers['x-json-schema'] !== undefined,
    respondAsync:
      headers['x-job-uuid'] !== undefined ||
      headers['x-web-hook'] !== undefined ||
      prefersAsync(headers['prefer']),
    canPoll: isGoSdkAdding(headers['user-agent'], operation),
    controlUrl: `http://${hostOf(request)}${target.controlPath}`,
    fault: undefined,
  };
}

/**
 * The vendor's Go SDKs send no `X-Job-UUID`. Of what they add an image with, one form only wants to know where to
 * look for it, and takes an answer without that for none; the other looks there by itself.
 */
const isGoSdkAdding = (userAgent: string | undefined, operation: Operation): boolean =>
  operation.name === 'AddImage' && (userAgent?.startsWith('zstack-sdk-go/') ?? false);

function parameterObject(
  body: Readonly<Record<string, unknown>> | undefined,
  { bodyKey = 'params' }: Route['declared'],
): Readonly<Record<string, unknown>> {
  const value = body?.[bodyKey];
  if (value === undefined || value === null) return {};
  if (isPlainObject(value)) return value;
  throw new RestError(500, `${javaClassOf(value)} cannot be cast to java.util.Map`);
}

/** What a value of a body is in the real system, which asks for a map without a look. */
function javaClassOf(value: unknown): string {
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  return `java.lang.${/^-?\d+$/.test(String(value)) ? 'Long' : 'Double'}`;
}

const NO_HEADERS = { jobUuid: undefined, apiTimeout: undefined } as const;

/** Whether Java reads a long in a text. */
function isLong(text: string): boolean {
  if (!/^[+-]?\d{1,40}$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

/** @throws {RestError} for a wrong header; before it, for a parameter of a wrong type */
function headersOf(
  headers: IncomingMessage['headers'],
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
): Pick<Call, 'jobUuid' | 'apiTimeout'> {
  try {
    return {
      jobUuid: jobUuidOf(headers['x-job-uuid']),
      apiTimeout: timeoutOf(headers['x-api-timeout']),
    };
  } catch (error) {
    readParams(operation.params, parameters);
    throw error;
  }
}

const single = (header: string | string[] | undefined) =>
  Array.isArray(header) ? header[0] : header;

function jobUuidOf(header: string | string[] | undefined): string | undefined {
  const uuid = single(header);
  if (uuid !== undefined && uuid.length !== UUID_LENGTH) {
    throw new RestError(400, "Invalid header[X-Job-UUID], it must be a UUID with '-' stripped");
  }
  return uuid;
}

function timeoutOf(header: string | string[] | undefined): number | undefined {
  const seconds = single(header);
  if (seconds === undefined) return undefined;
  if (!isLong(seconds)) throw new RestError(500, `For input string: "${seconds}"`);
  return Math.max(EARLIEST_TIMEOUT, Math.min(Number(seconds) * 1000, Number.MAX_SAFE_INTEGER));
}

function prefersAsync(header: string | string[] | undefined): boolean {
  const values = Array.isArray(header) ? header.join(',') : (header ?? '');
  return values.split(',').some((value) => value.trim().toLowerCase() === 'respond-async');
}

/** @throws {RestError} 400 for what is no address, or not one that the operator allowed */
function webHookOf(header: string | string[] | undefined, policy: CallPolicy): string | null {
  const text = single(header);
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new RestError(400, `Invalid header[X-Web-Hook], [${text}] is not an http or https url`);
  }
  const refusal = policy.refusesWebHook(url);
  if (refusal !== undefined) throw new RestError(400, `Invalid header[X-Web-Hook], ${refusal}`);
  return url.href;
}
