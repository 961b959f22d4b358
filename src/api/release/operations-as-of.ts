import type * as z from 'zod';
import {
  differencesOf,
  type OperationDifference,
  type ParameterFacts,
  type ReleaseDifferences,
} from '../../contract/releases.js';
import { withoutFields } from '../../contract/schema-map.js';
import { CURRENT_RELEASE, type Release } from '../../core/releases.js';
import type { Operation, QueryOperation } from '../define-operation.js';
import type { Param, ParamRules, Params } from '../params.js';
import { withoutHiddenFields } from './fields-as-of.js';

/**
 * The operations of the image API as a release has them: without those that came later, each with its parameters,
 * limits, enumerations, body key, path and the fields of its answers (contract/facts/versions.json).
 */
export function operationsAsOf(release: Release, operations: readonly Operation[]): Operation[] {
  if (release === CURRENT_RELEASE) return [...operations];
  const differences = differencesOf(release);
  return operations
    .filter(({ name }) => !differences.absent.has(name))
    .map((operation) => operationAsOf(operation, differences));
}

function operationAsOf(operation: Operation, differences: ReleaseDifferences): Operation {
  const difference = differences.operations.get(operation.name);
  const declared = difference ? declaredAsOf(operation, difference) : operation;
  return answeringAsOf(declared, difference?.answer, differences);
}

function declaredAsOf(operation: Operation, difference: OperationDifference): Operation {
  const { bodyKey: ofNow, ...rest } = operation;
  const { paths, method, answer } = difference;
  // Without a key of its own the parameters of a body are looked for under the empty one.
  const bodyKey = difference.bodyKey === null ? '' : (difference.bodyKey ?? ofNow);
  const takesBody = ['POST', 'PUT'].includes(method ?? operation.method);
  const returns = answer
    ? Object.fromEntries(Object.entries(operation.returns).filter(([key]) => answer.includes(key)))
    : operation.returns;
  return {
    ...rest,
    ...(takesBody && bodyKey !== undefined ? { bodyKey } : {}),
    ...(paths && { paths }),
    ...(method && { method: method as Operation['method'] }),
    params: paramsAsOf(operation.params, difference.params),
    returns,
  };
}

function paramsAsOf(params: Params, differing: OperationDifference['params']): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => {
      const difference = differing.get(name);
      if (!difference) return [name, param];
      const { now, there } = difference;
      // Its field does not exist: what is given under its name is ignored, as everything unknown is.
      if (there === null) return [name, { ...param, rules: {}, isAbsent: true }];
      return [name, paramAsOf(param, now ?? {}, there)];
    }),
  );
}

function paramAsOf(
  param: Param<unknown>,
  now: ParameterFacts,
  there: ParameterFacts,
): Param<unknown> {
  const rules: Record<string, unknown> = { ...param.rules };
  for (const [fact, rule, read] of RULES) {
    if (JSON.stringify(now[fact]) === JSON.stringify(there[fact])) continue;
    const value = there[fact] === undefined ? undefined : read(there[fact], param.rules[rule]);
    if (value === undefined) delete rules[rule];
    else rules[rule] = value;
  }
  return { ...param, rules };
}

const asNumber = (fact: unknown) => Number(fact);
const isTrue = (fact: unknown) => String(fact) === 'true' || undefined;

/** Words of the facts, the rule that each stands for, and how it is read. Enumerations by class are as they are now. */
const RULES: readonly (readonly [
  fact: string,
  rule: keyof ParamRules,
  read: (fact: unknown, now: unknown) => unknown,
])[] = [
  ['required', 'required', isTrue],
  ['maxLength', 'maxLength', asNumber],
  // Where the source names constants, the facts do not know their texts.
  ['validValues', 'validValues', (fact, now) => (Array.isArray(fact) ? fact : now)],
  ['nonempty', 'nonempty', isTrue],
  // It is said only where the empty text is refused.
  ['emptyString', 'emptyString', () => false],
  // The text is Java's, with its own escapes: a rule that is there in both is as it is now.
  ['validRegexValues', 'regex', () => undefined],
];

/** What it answers, with the fields and keys of the release alone. */
function answeringAsOf(
  operation: Operation,
  answer: readonly string[] | undefined,
  { hidden }: ReleaseDifferences,
): Operation {
  const asOf = (body: object): object => {
    const entries = Object.entries(body).filter(([key]) => !answer || answer.includes(key));
    return Object.fromEntries(
      entries.map(([key, value]: [string, unknown]) => {
        const shape = operation.returns[key];
        return [key, shape ? withoutFields(shape, value, hidden) : value];
      }),
    );
  };
  switch (operation.kind) {
    case 'sync':
      return {
        ...operation,
        run(...asked: Parameters<typeof operation.run>) {
          const body = operation.run(...asked);
          return body instanceof Promise ? body.then(asOf) : asOf(body);
        },
      };
    case 'async':
      return { ...operation, result: (...achieved) => asOf(operation.result(...achieved)) };
    case 'query':
      return queryAsOf(operation, hidden);
    case 'control':
    case 'download':
    case 'host':
    case 'stream':
    case 'upload':
      return operation;
  }
}

function queryAsOf(
  operation: QueryOperation,
  hidden: ReleaseDifferences['hidden'],
): QueryOperation {
  const shape = operation.returns['inventories'] as z.ZodType;
  const { instead } = operation;
  return {
    ...operation,
    of: (queries) => withoutHiddenFields(operation.of(queries), shape, hidden),
    toInventory: (row) => withoutFields(shape, operation.toInventory(row), hidden),
    ...(instead && {
      instead(query) {
        const found = instead(query);
        return found?.operation
          ? { ...found, operation: queryAsOf(found.operation, hidden) }
          : found;
      },
    }),
  };
}
