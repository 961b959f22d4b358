import { setTimeout as pause } from 'node:timers/promises';
import type { CallStep, CheckStep, Refusal, RequestStep } from '../cases/case.js';
import type { Answer, Request } from '../client/client.js';
import { requestOf } from '../client/request-of.js';
import { monotonicMilliseconds } from '../../core/clock.js';
import { tagOf, type Context } from './context.js';
import { differences, saysSo } from './differences.js';
import { misshapen } from './shape.js';
import { at, filled, textOf, type Scope } from './values.js';
import { CannotTell, Differs } from './verdict.js';

type Values = Readonly<Record<string, unknown>>;

/** Calls an operation and judges the answer; answers what it was. */
export async function doCall(context: Context, step: CallStep, scope: Scope): Promise<Answer> {
  const operation = context.facts.operations.get(step.call);
  if (!operation) {
    throw new CannotTell(
      context.facts.elsewhere.has(step.call)
        ? `${step.call} is not in release ${context.facts.release}`
        : `${step.call} is an operation that the facts do not know`,
    );
  }
  const given = filled(step.with ?? {}, scope) as Values;
  // What is made is found again by its tag, whatever becomes of its name.
  const isCreation = 'resourceUuid' in operation.params && step.refused === undefined;
  const values =
    isCreation && !('userTags' in given) ? { ...given, userTags: [tagOf(context)] } : given;
  const request: Request = { ...requestOf(operation, values, step.path), ...whoAsks(step, scope) };
  const judge = (answer: Answer) => {
    if (isNotThere(answer) && step.refused?.code !== 'SYS.1014') {
      throw new CannotTell(`the target does not have ${step.call}`);
    }
    if (step.refused) return notRefused(context, filled(step.refused, scope) as Refusal, answer);
    if (answer.status !== 200)
      return [`it is refused: ${answer.status} ${answer.text.slice(0, 400)}`];
    return [
      ...misshapen(context.facts, operation, answer.body),
      ...(step.holds === undefined ? [] : differences(filled(step.holds, scope), answer.body)),
    ];
  };
  const answer = await context.client.call(request);
  return step.until ? again(context, request, answer, judge) : judged(answer, judge(answer));
}

/** Sends a request as it is written and judges the answer. */
export async function doRequest(
  context: Context,
  step: RequestStep,
  scope: Scope,
): Promise<Answer> {
  const { method, path, body, raw } = filled(step.request, scope) as RequestStep['request'];
  const answer = await context.client.call({
    method,
    path,
    ...(raw === undefined ? (body === undefined ? {} : { body }) : { body: raw }),
    ...whoAsks(step, scope),
  });
  if (step.refused) {
    return judged(answer, notRefused(context, filled(step.refused, scope) as Refusal, answer));
  }
  if (answer.status !== 200)
    throw new Differs([`it is refused: ${answer.status} ${answer.text.slice(0, 400)}`]);
  return judged(
    answer,
    step.holds === undefined ? [] : differences(filled(step.holds, scope), answer.body),
  );
}

/** Compares two values of what a case knows by now. */
export function doCheck({ equal, because }: CheckStep, scope: Scope): void {
  const [left, right] = equal.map((one) => computed(one, scope));
  const found = differences(left, right, 'the one');
  if (found.length > 0)
    throw new Differs([`${because}: ${JSON.stringify(left)} and ${JSON.stringify(right)}`]);
}

function whoAsks(step: CallStep | RequestStep, scope: Scope): Pick<Request, 'session' | 'headers'> {
  const headers = step.headers
    ? (filled(step.headers, scope) as Record<string, string>)
    : undefined;
  const by = step.by === undefined ? undefined : textOf(filled(step.by, scope));
  return {
    ...(headers ? { headers } : {}),
    ...(by === undefined ? {} : { session: by === 'none' ? null : by }),
  };
}

function judged(answer: Answer, found: readonly string[]): Answer {
  if (found.length > 0) throw new Differs(found);
  return answer;
}

async function again(
  { client, patience }: Context,
  request: Request,
  first: Answer,
  judge: (answer: Answer) => readonly string[],
): Promise<Answer> {
  const deadline = monotonicMilliseconds() + patience;
  let answer = first;
  let wait = 10;
  for (;;) {
    const found = judge(answer);
    if (found.length === 0) return answer;
    if (monotonicMilliseconds() > deadline) throw new Differs(found);
    await pause(wait, undefined, client.signal ? { signal: client.signal } : {});
    wait = Math.min(1000, wait * 1.5);
    answer = await client.call(request);
  }
}

function notRefused({ locale }: Context, refused: Refusal, answer: Answer): string[] {
  const { status = 503, code, words, chinese, body, cause } = refused;
  const found: string[] = [];
  if (answer.status !== status) {
    return [`the status is ${answer.status}, and must be ${status}: ${answer.text.slice(0, 400)}`];
  }
  if (body !== undefined && !saysSo(body, answer.text)) {
    found.push(`the body is "${answer.text.slice(0, 400)}", and must be "${body}"`);
  }
  const error = at(answer.body, 'error');
  if (code !== undefined) found.push(...differences(code, at(error, 'code'), 'the code'));
  // Of another locale only those words can be wrong that are known.
  const wanted = locale === 'zh' ? chinese : words;
  const details = at(error, 'details');
  if (wanted !== undefined && !saysSo(wanted, details)) {
    found.push(`the details are "${textOf(details)}", and must be "${wanted}"`);
  }
  if (cause?.code !== undefined) {
    found.push(...differences(cause.code, at(error, 'cause.code'), "the cause's code"));
  }
  if (
    cause?.words !== undefined &&
    locale === 'en' &&
    !saysSo(cause.words, at(error, 'cause.details'))
  ) {
    found.push(
      `the cause says "${textOf(at(error, 'cause.details'))}", and must say "${cause.words}"`,
    );
  }
  return found;
}

const NO_API =
  /^(no api mapping to |the body doesn't contain action mapping to the URL|No (creational|query|delete) API found for the path)/;

/** Whether an answer says that the target does not have an operation. */
const isNotThere = (answer: Answer): boolean =>
  at(answer.body, 'error.code') === 'SYS.1014' ||
  ([400, 404, 500].includes(answer.status) && NO_API.test(answer.text));

function computed(value: unknown, scope: Scope): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return filled(value, scope);
  const {
    $sum: sum,
    $plus: plus,
    $minus: minus,
    $count: count,
    $min: min,
    $max: max,
  } = value as Record<string, readonly unknown[]>;
  const number = (one: unknown) => Number(computed(one, scope));
  if (sum) {
    const [list, field] = sum;
    const rows = filled(list, scope) as readonly unknown[];
    return rows.reduce<number>((total, row) => total + Number(at(row, textOf(field)) ?? 0), 0);
  }
  if (plus) return plus.reduce<number>((total, one) => total + number(one), 0);
  if (max) return Math.max(...max.map(number));
  if (min) return Math.min(...min.map(number));
  if (minus) return number(minus[0]) - number(minus[1]);
  if (count) return (filled(count[0], scope) as readonly unknown[]).length;
  return filled(value, scope);
}
