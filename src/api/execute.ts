import { ApiError } from '../core/api-error.js';
import type { World } from '../domain/world.js';
import { originOf } from '../domain/write-history.js';
import { ADMIN } from '../services/accounts/sessions.js';
import { callerOf, refuseOthers } from './authorize.js';
import type { Answer, Call } from './call.js';
import { tagsOf } from './common-parameters.js';
import type { ImageOperation, QueryOperation, SyncOperation } from './define-operation.js';
import { executeAsync } from './execute-async.js';
import { executeQuery } from './execute-query.js';
import { failByRule } from './fault-of-call.js';
import { readParams } from './read-params.js';
import type { Runtime } from './runtime.js';
import { validateParams } from './validate-params.js';

/**
 * Does one call. Refusals of the API come back as `failure`.
 * @throws {RestError} where the real system refuses at the REST level
 */
export function execute(
  runtime: Runtime,
  operation: ImageOperation,
  call: Call,
): Answer | Promise<Answer> {
  if (operation.kind === 'async') return executeAsync(runtime, operation, call);
  try {
    const answer = executeNow(runtime.world, operation, call);
    return answer instanceof Promise ? answer.catch(refusal) : answer;
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Answer {
  if (error instanceof ApiError) return { kind: 'failure', error: error.errorCode };
  throw error;
}

function executeNow(
  world: World,
  operation: QueryOperation | SyncOperation,
  call: Call,
): Answer | Promise<Answer> {
  if (operation.kind === 'query') return executeQuery(world, operation, call);
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const params = validateParams(world, operation.params, raw);
  const caller = operation.auth ? callerOf(world, call) : ADMIN;
  refuseOthers(world, operation, caller, raw);
  failByRule(call.fault);
  // Some ask for inventories, as queries do.
  const origin = originOf('call', operation.name, null, call.asking);
  origin.accountUuid = call.accountUuid ?? null;
  call.origin = origin;
  const body = world.writes.within(origin, () =>
    world.queries.inTime(() => operation.run(world, params, caller, () => tagsOf(call))),
  );
  return body instanceof Promise ? body.then(success) : success(body);
}

const success = (body: object): Answer => ({ kind: 'success', body });
