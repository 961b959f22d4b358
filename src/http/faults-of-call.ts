import { setTimeout as realDelay } from 'node:timers/promises';
import type { Answer, Call } from '../api/call.js';
import type { Operation } from '../api/define-operation.js';
import { faultOfCall } from '../api/fault-of-call.js';
import type { Runtime } from '../api/runtime.js';
import type { Exchange } from './exchange.js';
import { markFault } from './mark-fault.js';

/**
 * Lets a fault rule of the whole call act before it: the call with its rule, or undefined where the connection has
 * ended.
 */
export function meetFault(
  { world }: Runtime,
  operation: Operation,
  call: Call,
  exchange: Exchange,
): Call | undefined {
  const fault = faultOfCall(world, operation, call);
  if (fault?.action.kind === 'dropBefore') {
    exchange.drop();
    return undefined;
  }
  const faulty: Call = fault ? { ...call, fault } : call;
  exchange.call = faulty;
  return faulty;
}

/** The same after the call and before its answer: false where the connection has ended. */
export async function mayAnswer(
  { fault }: Call,
  result: Answer,
  exchange: Exchange,
): Promise<boolean> {
  markFault(exchange.response, fault, result.kind === 'failure' ? result.error : undefined);
  if (fault?.action.kind === 'answerLate') await realDelay(fault.action.milliseconds);
  if (fault?.action.kind !== 'dropAfter') return true;
  exchange.drop();
  return false;
}

/** The text of an answer as a rule wants it: half of it where it breaks answers. */
export const asFaulty = ({ fault }: Call, text: string): string =>
  fault?.action.kind === 'brokenJson' ? text.slice(0, text.length / 2) : text;
