import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import {
  optionalChoice,
  optionalText,
  requiredChoice,
  requiredText,
  wholeNumber,
} from '../../api/params.js';
import { apiError } from '../../core/api-error.js';
import {
  FAULT_KINDS,
  FAULT_RESOURCE_TYPES,
  type FaultKind,
  type FaultRule,
} from '../../domain/fault/fault.js';
import {
  LONGEST_DELAY,
  MOST_FAULT_RULES,
  MOST_TIMES,
} from '../../domain/fault/fault-rule-limits.js';
import { BYTE_OPERATIONS } from '../../simulation/faults/corrupted-bytes.js';
import { CALL_KINDS, MIDDLE_KINDS, STEP_KINDS } from '../../simulation/faults/meet-fault.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { assertOperation } from '../known-operation.js';

const faultShape = z.object({
  uuid: z.string(),
  operation: z.string().nullable(),
  point: z.string().nullable(),
  resourceType: z.enum(FAULT_RESOURCE_TYPES).nullable(),
  resourceUuid: z.string().nullable(),
  resourceName: z.string().nullable(),
  accountUuid: z.string().nullable(),
  skip: z.int(),
  times: z.int().nullable(),
  percent: z.int(),
  kind: z.enum(FAULT_KINDS),
  milliseconds: z.int(),
  atProgress: z.int().nullable(),
  code: z.string(),
  details: z.string(),
  cause: z.string().nullable(),
  matched: z.int().describe('how often it matched'),
  hits: z.int().describe('how often it fired'),
});

const describeRule = (rule: FaultRule): z.infer<typeof faultShape> => ({
  uuid: rule.uuid,
  ...rule.match,
  skip: rule.skip,
  times: rule.times,
  percent: Math.round(rule.probability * 100),
  ...rule.action,
  matched: rule.matched,
  hits: rule.hits,
});

export const createFault = defineControl({
  name: 'CreateFault',
  method: 'POST',
  paths: ['/v1/faults'],
  bodyKey: 'params',
  summary: 'Makes something go wrong: a call, or a step of the work behind it',
  params: {
    kind: requiredChoice(FAULT_KINDS),
    operation: optionalText({ description: 'its name; default: any' }),
    point: optionalText({
      description: 'a step, from GET /faults/points; default: the call itself',
    }),
    resourceType: optionalChoice(FAULT_RESOURCE_TYPES),
    resourceUuid: optionalText(),
    resourceName: optionalText({ description: 'with % and _ as in queries' }),
    accountUuid: optionalText(),
    skip: wholeNumber('int', { numberRange: [0, MOST_TIMES] }, 0),
    times: wholeNumber('Integer', {
      numberRange: [1, MOST_TIMES],
      description: 'it fires so often at most; default: always',
    }),
    percent: wholeNumber('int', { numberRange: [0, 100], description: 'how likely' }, 100),
    milliseconds: wholeNumber('long', { numberRange: [0, LONGEST_DELAY] }, 0),
    atProgress: wholeNumber('Integer', {
      numberRange: [0, 100],
      description: 'of slow work: when so many percent of it are done; default: at its end',
    }),
    code: optionalText({ description: 'of fail; default: SYS.1006' }),
    details: optionalText({ description: 'of fail' }),
    cause: optionalText({ description: 'of fail: details of its cause' }),
  },
  returns: { inventory: faultShape },
  run(environment, given) {
    const { world } = environment;
    refuseImpossible(environment, given);
    const { kind, skip, times, percent, milliseconds, atProgress, code, details, cause, ...match } =
      given;
    const rule: FaultRule = {
      uuid: world.chance.uuid(),
      match,
      action: {
        kind,
        milliseconds,
        atProgress,
        code: code ?? 'SYS.1006',
        details: details ?? 'failed by a fault rule',
        cause,
      },
      skip,
      times,
      probability: percent / 100,
      matched: 0,
      hits: 0,
      createDate: world.clock.now(),
    };
    world.unitOfWork.run(() => world.repositories.faults.insert(rule));
    return { inventory: describeRule(rule) };
  },
});

/** A rule that could never fire is a mistake of whoever wrote it. */
function refuseImpossible(
  { faultPoints, bytePoints, allowsCrashes, operations, world }: EnvironmentControl,
  rule: {
    readonly kind: FaultKind;
    readonly operation: string | null;
    readonly point: string | null;
    readonly resourceUuid: string | null;
    readonly accountUuid: string | null;
    readonly atProgress: number | null;
  },
): void {
  const refuse = (text: string) => apiError('SYS.1007', text);
  const { kind, operation, point, accountUuid, atProgress } = rule;
  const movesBytes =
    kind === 'corrupt' && operation !== null && BYTE_OPERATIONS.includes(operation);
  if (operation !== null && !operations.has(operation) && !movesBytes) {
    assertOperation(operations, operation);
    if (point !== null) throw refuse(`operation[${operation}] is not emulated: it has no steps`);
  }
  if (point !== null && !faultPoints.includes(point)) {
    throw refuse(`point[${point}] is none; GET /emulator/v1/faults/points lists them`);
  }
  const possible = point === null ? CALL_KINDS : STEP_KINDS;
  if (!possible.includes(kind)) {
    const where = point === null ? 'a call' : 'a step';
    throw refuse(`${kind} cannot happen at ${where}, only ${possible.join(', ')}`);
  }
  const isWhereBytesMove = point === null ? movesBytes : bytePoints.includes(point);
  if (kind === 'corrupt' && !isWhereBytesMove) {
    throw refuse(
      `corrupt happens where bytes move: at the point ${bytePoints.join(', ')}, or as the operation ${BYTE_OPERATIONS.join(', ')}`,
    );
  }
  if (movesBytes && accountUuid !== null) {
    throw refuse(`${operation} is nobody's call: it has no account`);
  }
  if (atProgress !== null && (point === null || !MIDDLE_KINDS.includes(kind))) {
    throw refuse(`atProgress goes with a point and with ${MIDDLE_KINDS.join(', ')}`);
  }
  if (kind === 'crash' && !allowsCrashes) {
    throw refuse('ending the process is not allowed; start with EMULATOR_CRASH_POINTS=allow');
  }
  if (world.repositories.faults.list().length >= MOST_FAULT_RULES) {
    throw refuse(`there are ${MOST_FAULT_RULES} rules already`);
  }
}

export const listFaults = defineControl({
  name: 'ListFaults',
  method: 'GET',
  paths: ['/v1/faults'],
  summary: 'The fault rules, with how often each matched and fired',
  params: {},
  returns: { inventories: z.array(faultShape) },
  run: ({ world }) => ({ inventories: world.repositories.faults.list().map(describeRule) }),
});

export const listFaultPoints = defineControl({
  name: 'ListFaultPoints',
  method: 'GET',
  paths: ['/v1/faults/points'],
  summary: 'The steps at which fault rules can act, from the flows themselves',
  params: {},
  returns: { inventories: z.array(z.object({ point: z.string() })) },
  run: ({ faultPoints }) => ({ inventories: faultPoints.map((point) => ({ point })) }),
});

export const deleteFault = defineControl({
  name: 'DeleteFault',
  method: 'DELETE',
  paths: ['/v1/faults/{uuid}'],
  summary: 'Removes a fault rule',
  params: { uuid: requiredText() },
  returns: {},
  run({ world }, { uuid }) {
    if (world.unitOfWork.run(() => world.repositories.faults.remove(uuid))) return {};
    throw apiError('SYS.1003', `there is no fault rule[uuid:${uuid}]`);
  },
});

export const clearFaults = defineControl({
  name: 'ClearFaults',
  method: 'DELETE',
  paths: ['/v1/faults'],
  summary: 'Removes all fault rules',
  params: {},
  returns: {},
  run({ world }) {
    world.unitOfWork.run(() => world.repositories.faults.clear());
    return {};
  },
});
