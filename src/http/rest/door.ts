import type { ImageOperation } from '../../api/define-operation.js';
import { notEmulated } from '../../api/not-emulated.js';
import type { Runtime } from '../../api/runtime.js';
import { RestError } from '../../core/rest-error.js';
import { asDoubles } from '../../core/written-number.js';
import type { ApiOfRelease, FindApi } from '../api-of-release.js';
import { WorldOver, type Door } from '../dispatcher.js';
import type { Exchange } from '../exchange.js';
import { mayAnswer, meetFault } from '../faults-of-call.js';
import { perform, type OnAnswered } from '../perform.js';
import type { AnswerCache } from './answer-cache.js';
import { readCall, type CallPolicy } from './call.js';
import { jobOf, sendJob } from './poll.js';
import { readBody } from '../read-body.js';
import { readGsonBody } from './gson-body.js';
import { respond, type Wiring } from './respond.js';
import { chooseRoute, methodNotAllowed, type Chosen } from './choose-route.js';
import type { Match, Route, Router } from './router.js';
import type { Target } from '../target.js';

/** ZStack's REST API. */
export interface RestParts extends Wiring {
  readonly apiOf: FindApi;
  readonly policy: CallPolicy;
  readonly answers: AnswerCache;
  /** Told of every operation that was called and how it was answered, or undefined. */
  readonly onAnswered: OnAnswered | undefined;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']);

/** The REST door: finds the operation, makes the call, does it and answers, in the real system's order of checks. */
export function createRestDoor(parts: RestParts): Door {
  return async (target, runtime, exchange) => {
    const { request } = exchange;
    const method = request.method ?? 'GET';
    const decoded = decode(target.path);
    const path = pathToFind(target.path, decoded);
    const api = parts.apiOf(runtime.world.release);
    const match = find(api.router, path);
    if (method !== 'GET' && method !== 'HEAD') {
      exchange.requestBody = await runtime.lease.listen(() => readBody(request));
      if (runtime.lease.isOver) throw new WorldOver();
    }
    if (!METHODS.has(method)) throw methodNotAllowed(method, target.context + target.path);
    const job = jobOf(path);
    if (job !== undefined) {
      sendJob(parts, runtime, job, exchange);
      return;
    }
    if (!match) throw new RestError(404, `no api mapping to ${decoded}`);
    await answer(parts, api, { target, path, decoded }, match, runtime, exchange);
  };
}

/** Does the operation that is meant, and lets fault rules of the whole call act before and after it. */
async function answer(
  parts: RestParts,
  api: ApiOfRelease,
  where: AskedPath,
  found: Match,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  const { request } = exchange;
  const { target, decoded } = where;
  const given = readGsonBody(exchange);
  const body = given && api.readsNumbersAsDoubles ? (asDoubles(given) as typeof given) : given;
  const { route, match } = choose(api, where, found, request.method ?? 'GET', body);
  const operation = emulatedOrNot(route);
  exchange.operation = operation.name;
  const { declared, variables } = route;
  const asked = { request, declared, variables, operation, match, body, decoded, target };
  const call = { ...readCall(asked, parts.policy, runtime), asking: exchange.asking };
  exchange.call = call;
  const faulty = meetFault(runtime, operation, call, exchange);
  if (!faulty) return;
  // A query that was answered before is answered alike while nothing has changed.
  const known =
    operation.kind === 'query' && !faulty.fault
      ? parts.answers.ask(runtime.world, request, call)
      : undefined;
  if (known?.body !== undefined) {
    parts.onAnswered?.(operation.name, 'success');
    exchange.json(200, known.body);
    return;
  }
  const result = await perform(parts.onAnswered, runtime, operation, faulty);
  if (faulty.webHook !== null && faulty.startedJob !== undefined) {
    runtime.runner.answering(faulty.startedJob, exchange.answered);
  }
  if (await mayAnswer(faulty, result, exchange)) {
    await respond(parts, target, operation, faulty, result, exchange);
  }
  if (result.kind === 'success') known?.keep(exchange.answerBody);
}

/** What is done at a route. */
const emulatedOrNot = ({ operation, declared }: Route): ImageOperation =>
  (operation as ImageOperation | undefined) ?? notEmulated(declared);

function choose(
  { router }: ApiOfRelease,
  { target, path, decoded }: AskedPath,
  found: Match,
  method: string,
  body: Readonly<Record<string, unknown>> | undefined,
): Chosen {
  return chooseRoute(router, found, {
    method,
    body,
    path,
    decoded,
    withContext: target.context + target.path,
  });
}

/** The address of a request in its forms. */
interface AskedPath {
  readonly target: Target;
  /** As the router finds it, see {@link pathToFind}. */
  readonly path: string;
  /** Without the context path, decoded: what the real system's texts show. */
  readonly decoded: string;
}

/**
 * A path as the router finds it: slashes side by side count as one. A slash in percents is one, too, as the real
 * system decodes a path before it looks for it.
 */
function pathToFind(path: string, decoded: string): string {
  if (path === decoded && !path.includes('//')) return path;
  const steps = decoded.split('/').filter((step) => step !== '');
  const end = decoded.endsWith('/') ? '/' : '';
  return `/${steps.map(encodeURIComponent).join('/')}${end}`;
}

/** With a slash at its end a path is another one, which hardly any operation has. */
function find(router: Router, path: string): Match | undefined {
  const match = router.find(path);
  if (!path.endsWith('/')) return match;
  const isMeant = match?.routes.some(({ declared }) =>
    declared.paths.some((one) => one.endsWith('/')),
  );
  return isMeant ? match : undefined;
}

function decode(path: string): string {
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}
