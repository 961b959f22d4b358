import type { IncomingMessage } from 'node:http';
import type { Call, Credentials } from '../../api/call.js';
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

/** A request whose operation was found. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly route: Route;
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
  { request, route, match, body, decoded: path, target }: Asked,
  policy: CallPolicy,
  runtime: Runtime,
): Call {
  const search = searchOf(request);
  const method = request.method ?? 'GET';
  const { headers } = request;
  const needsSession = policy.requiresSession && (route.operation?.auth ?? true);
  const credentials: Credentials = needsSession
    ? credentialsOf(headers.authorization, headers.date, { method, path }, runtime)
    : { kind: 'none' };
  const isBodiless = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  const pathVariables = Object.fromEntries(
    route.variables.map((name, i) => [name, match.values[i] ?? '']),
  );
  const isQuery = route.operation?.kind === 'query';
  const takesTags = method === 'POST' || method === 'PUT';
  return {
    method,
    credentials,
    parameters: isBodiless
      ? isQuery
        ? {}
        : queryParameters(search, route.operation?.params ?? {})
      : parameterObject(body, route),
    pathVariables,
    systemTags: takesTags ? body?.['systemTags'] : undefined,
    userTags: takesTags ? body?.['userTags'] : undefined,
    search,
    jobUuid: jobUuidOf(headers['x-job-uuid']),
    apiTimeout: timeoutOf(headers['x-api-timeout']),
    webHook: webHookOf(headers['x-web-hook'], policy),
    wantsSchema: headers['x-json-schema'] !== undefined,
    respondAsync:
      headers['x-job-uuid'] !== undefined ||
      headers['x-web-hook'] !== undefined ||
      prefersAsync(headers['prefer']),
    controlUrl: `http://${hostOf(request)}${target.controlPath}`,
    fault: undefined,
  };
}

function parameterObject(
  body: Readonly<Record<string, unknown>> | undefined,
  { declared, operation }: Route,
): Readonly<Record<string, unknown>> {
  const value = body?.[declared.bodyKey ?? 'params'];
  // Of the emulator's own API the parameters may stand in the body itself.
  if (value === undefined && operation?.kind === 'control') return body ?? {};
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
  if (seconds === '') {
    throw new RestError(400, 'Invalid header[X-API-Timeout], timeout is requested');
  }
  if (!/^\d{1,12}$/.test(seconds)) {
    throw new RestError(500, `java.lang.NumberFormatException: For input string: "${seconds}"`);
  }
  return Number(seconds) * 1000;
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
