import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import {
  optionalChoice,
  optionalDuration,
  optionalText,
  requiredChoice,
  requiredText,
  wholeNumber,
  type ParamValues,
} from '../../api/params.js';
import { conflict, invalid, notFound } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';
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
import { checkUuid } from '../find-named.js';
import { assertOperation } from '../known-operation.js';

export const faultShape = z.object({
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

export const describeRule = (rule: FaultRule): z.infer<typeof faultShape> => ({
  uuid: rule.uuid,
  ...rule.match,
  skip: rule.skip,
  times: rule.times,
  percent: Math.round(rule.probability * 100),
  ...rule.action,
  matched: rule.matched,
  hits: rule.hits,
});

const PARAMS = {
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
  percent: wholeNumber('int', { numberRange: [1, 100], description: 'how likely' }, 100),
  delay: optionalDuration({
    numberRange: [1, LONGEST_DELAY],
    description: "of delay (environment's clock) and answerLate (real time): how much later",
  }),
  milliseconds: wholeNumber('Long', {
    numberRange: [1, LONGEST_DELAY],
    description: 'the same as `delay`, as a number only',
  }),
  atProgress: wholeNumber('Integer', {
    numberRange: [0, 100],
    description: 'of slow work: when so many percent of it are done; default: at its end',
  }),
  code: optionalText({ description: 'of fail; default: SYS.1006' }),
  details: optionalText({ description: 'of fail' }),
  cause: optionalText({ description: 'of fail: details of its cause' }),
} as const;

export const createFault = defineControl({
  name: 'CreateFault',
  method: 'POST',
  paths: ['/v1/faults'],
  bodyKey: 'params',
  summary: 'Makes something go wrong: a call, or a step of the work behind it',
  params: PARAMS,
  returns: { inventory: faultShape },
  run(environment, given) {
    const { world } = environment;
    refuseImpossible(environment, given);
    const { kind, skip, times, percent, delay, milliseconds, atProgress, ...more } = given;
    const { code, details, cause, ...match } = more;
    const rule: FaultRule = {
      uuid: world.chance.uuid(),
      match,
      action: {
        kind,
        milliseconds: delay ?? milliseconds ?? 0,
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

type GivenRule = ParamValues<typeof PARAMS>;

/** A rule that could never fire, or hurts nobody where it does, is a mistake of whoever wrote it. */
function refuseImpossible(environment: EnvironmentControl, rule: GivenRule): void {
  const { world } = environment;
  refuseUnknownNames(environment, rule);
  refuseWrongPlace(environment, rule);
  refuseIdleFields(rule);
  if (rule.kind === 'crash' && !environment.allowsCrashes) {
    throw conflict('ending the process is not allowed; start with EMULATOR_CRASH_POINTS=allow');
  }
  if (world.repositories.faults.list().length >= MOST_FAULT_RULES) {
    throw conflict(`there are ${MOST_FAULT_RULES} rules already`);
  }
}

const movesBytes = ({ kind, operation }: GivenRule): boolean =>
  kind === 'corrupt' && operation !== null && BYTE_OPERATIONS.includes(operation);

function refuseUnknownNames(
  { faultPoints, operations, world }: EnvironmentControl,
  rule: GivenRule,
): void {
  const { operation, point, resourceUuid, accountUuid } = rule;
  if (operation !== null && !operations.has(operation) && !movesBytes(rule)) {
    assertOperation(operations, operation);
    if (point !== null) throw invalid(`${operation} is not emulated: it has no steps`);
  }
  if (point !== null && !faultPoints.includes(point)) {
    throw invalid(
      `'${point}' is no point${didYouMean(point, faultPoints)}; GET /emulator/v1/faults/points lists them`,
    );
  }
  checkUuid(world, 'resourceUuid', resourceUuid);
  checkUuid(world, 'accountUuid', accountUuid);
}

function refuseWrongPlace({ bytePoints, fillPoints }: EnvironmentControl, rule: GivenRule): void {
  const { kind, operation, point, accountUuid, atProgress } = rule;
  const possible = point === null ? CALL_KINDS : STEP_KINDS;
  if (!possible.includes(kind)) {
    const where = point === null ? 'a call' : 'a step';
    throw invalid(`${kind} cannot happen at ${where}, only ${possible.join(', ')}`);
  }
  const isWhereBytesMove = point === null ? movesBytes(rule) : bytePoints.includes(point);
  if (kind === 'corrupt' && !isWhereBytesMove) {
    throw invalid(
      `corrupt happens where bytes move: at the point ${bytePoints.join(', ')}, or as the operation ${BYTE_OPERATIONS.join(', ')}`,
    );
  }
  if (movesBytes(rule) && accountUuid !== null) {
    throw invalid(`${operation} is nobody's call: it has no account`);
  }
  if (kind === 'fill' && point !== null && !fillPoints.includes(point)) {
    throw invalid(
      `fill hurts nobody at ${point}: no bytes are still to come to a backup storage there. It does at ${fillPoints.join(', ')}`,
    );
  }
  if (atProgress !== null && (point === null || !MIDDLE_KINDS.includes(kind))) {
    throw invalid(`atProgress goes with a point and with ${MIDDLE_KINDS.join(', ')}`);
  }
}

/** What a rule of this kind would never look at was meant otherwise. */
function refuseIdleFields(rule: GivenRule): void {
  const { kind, delay, milliseconds, code, details, cause } = rule;
  if (delay !== null && milliseconds !== null) {
    throw invalid('delay and milliseconds are the same: give one of them');
  }
  const isLate = LATE_KINDS.includes(kind);
  if (isLate && (delay ?? milliseconds ?? 0) === 0) {
    throw invalid(`${kind} needs a delay: how much later, such as 30s`);
  }
  if (!isLate && (delay ?? milliseconds) !== null) {
    throw invalid(`a delay goes with ${LATE_KINDS.join(' and ')}, not with ${kind}`);
  }
  const told = Object.entries({ code, details, cause }).find(([, value]) => value !== null);
  if (kind !== 'fail' && told) throw invalid(`${told[0]} goes with fail, not with ${kind}`);
}

const LATE_KINDS: readonly FaultKind[] = ['delay', 'answerLate'];

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
  returns: {
    inventories: z.array(
      z.object({
        point: z.string(),
        takesBytes: z
          .boolean()
          .describe('whether bytes are still to come to a backup storage: `fill` hurts there'),
      }),
    ),
  },
  run: ({ faultPoints, fillPoints }) => ({
    inventories: faultPoints.map((point) => ({ point, takesBytes: fillPoints.includes(point) })),
  }),
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
    const known = world.repositories.faults.list().map((rule) => rule.uuid);
    throw notFound(
      `there is no fault rule '${uuid}'${didYouMean(uuid, known)}; GET /emulator/v1/faults lists those that there are`,
    );
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
