import { toErrorCode, type ErrorCode } from '../core/api-error.js';
import { invalid } from '../core/control-error.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { World } from '../domain/world.js';
import type { AsyncOperation, Operation } from './define-operation.js';
import { accept } from './accept.js';
import type { Call } from './call.js';
import { readParams, type RawParams } from './read-params.js';

const NO_CALL: Omit<Call, 'parameters'> = {
  method: 'PUT',
  credentials: { kind: 'none' },
  pathVariables: {},
  systemTags: undefined,
  userTags: undefined,
  search: new URLSearchParams(),
  jobUuid: undefined,
  apiTimeout: undefined,
  webHook: null,
  respondAsync: false,
  controlUrl: 'http://localhost/emulator/v1',
  fault: undefined,
};

/**
 * What would refuse the operation, or fail it at once, if admin called it now; undefined when nothing
 * would. Everything that it does is undone: the world, its time and its chance stay as they are.
 */
function tryOut(
  world: World,
  runner: TaskRunner,
  operation: AsyncOperation,
  parameters: RawParams,
): ErrorCode | undefined {
  let refusal: ErrorCode | undefined;
  const undo = new Error('nothing of this is to stay');
  try {
    world.unitOfWork.run(() => {
      // What goes wrong by a rule is no answer to the question, and a rule may end the process.
      world.repositories.faults.clear();
      const raw = readParams(operation.params, parameters);
      const request = {
        uuid: world.chance.uuid(),
        operation: operation.name,
        accountUuid: '',
        webHook: null,
      };
      const call = { ...NO_CALL, parameters };
      const tags = { systemTags: [], userTags: [] };
      runner.begin(accept(world, operation, request, call, raw, tags));
      const job = world.repositories.jobs.find(request.uuid);
      if (job?.state === 'Failed') refusal = JSON.parse(job.result ?? '{}') as ErrorCode;
      throw undo;
    });
  } catch (error) {
    if (error !== undo) refusal = toErrorCode(error);
  }
  return refusal;
}

/**
 * The same for an operation that may be unknown, on one resource: it goes where the operation takes
 * resources of its type.
 * @throws {ControlError} `invalid` when there is no such operation, or it takes no such resource
 */
export function tryOutOn(
  world: World,
  runner: TaskRunner,
  operation: Operation | undefined,
  name: string,
  resourceUuid: string,
  resourceType: string | undefined,
  given: RawParams,
): ErrorCode | undefined {
  if (operation?.kind !== 'async') {
    throw invalid(`'${name}' is no operation that changes something here`);
  }
  const fitting = Object.entries(operation.params).filter(
    ([, { rules }]) => rules.resourceType === resourceType,
  );
  const target = fitting.find(([, { rules }]) => rules.required) ?? fitting[0];
  if (resourceType === undefined || !target) {
    throw invalid(`${name} takes no ${resourceType ?? 'resource that is gone'}`);
  }
  const [param, { type }] = target;
  const value = type.startsWith('List') ? [resourceUuid] : resourceUuid;
  return tryOut(world, runner, operation, { ...given, [param]: value });
}
