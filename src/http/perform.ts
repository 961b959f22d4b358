import type { Answer, Call } from '../api/call.js';
import type { ImageOperation } from '../api/define-operation.js';
import { execute } from '../api/execute.js';
import type { Runtime } from '../api/runtime.js';

/** Told of an operation that was called, and how it was answered. */
export type OnAnswered = (operation: string, kind: Answer['kind']) => void;

/** Does the call, and tells how it was answered to whoever wants to know. */
export async function perform(
  onAnswered: OnAnswered | undefined,
  runtime: Runtime,
  operation: ImageOperation,
  call: Call,
): Promise<Answer> {
  try {
    const result = await execute(runtime, operation, call);
    onAnswered?.(operation.name, result.kind);
    return result;
  } catch (error) {
    onAnswered?.(operation.name, 'failure');
    throw error;
  }
}
