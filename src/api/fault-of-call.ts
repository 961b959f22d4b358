import type { FaultRule } from '../domain/fault/fault.js';
import { ApiError } from '../core/api-error.js';
import { errorOf, firingRule, uuidsIn } from '../simulation/faults/meet-fault.js';
import type { World } from '../domain/world.js';
import { asCall } from './as-call.js';
import type { Operation } from './define-operation.js';
import type { Call } from './call.js';

export { ruleBehind } from '../domain/fault/fault.js';

/** The fault rule that fires for a call of the image API; matches are counted in a transaction. */
export function faultOfCall(world: World, operation: Operation, call: Call): FaultRule | undefined {
  const { faults, sessions } = world.repositories;
  if (faults.list().length === 0) return undefined;
  const { credentials } = call;
  const accountUuid =
    credentials.kind === 'session'
      ? sessions.find(credentials.sessionUuid)?.accountUuid
      : credentials.kind === 'signature'
        ? credentials.accountUuid
        : undefined;
  const given = JSON.stringify([call.parameters, call.pathVariables]);
  const site = {
    operation: operation.name,
    point: null,
    accountUuid: accountUuid ?? '',
    resourceUuids: uuidsIn(given),
    subject: null,
  };
  return asCall(world, operation.name, null, call.asking, () =>
    world.unitOfWork.run(() => firingRule(world, site)),
  );
}

/** A fault rule that fires for the whole call fails it where the real system would begin its work. */
export function failByRule(rule: FaultRule | undefined): void {
  if (rule?.action.kind === 'fail') throw new ApiError(errorOf(rule));
}
