import type { IncomingMessage } from 'node:http';
import type { Answer, Call } from '../../api/call.js';
import type { HostOperation, Operation, UploadOperation } from '../../api/define-operation.js';
import { execute } from '../../api/execute.js';
import { readParams } from '../../api/read-params.js';
import type { Runtime } from '../../api/runtime.js';
import { validateParams } from '../../api/validate-params.js';

/** Told of an operation that was called, and how it was answered. */
export type OnAnswered = (operation: string, kind: Answer['kind']) => void;

/** Does the call, and tells how it was answered to whoever wants to know. */
export async function perform(
  onAnswered: OnAnswered | undefined,
  runtime: Runtime,
  operation: Exclude<Operation, HostOperation>,
  call: Call,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    const result =
      operation.kind === 'upload'
        ? await receive(runtime.world, operation, call, request)
        : await execute(runtime, operation, call);
    onAnswered?.(operation.name, result.kind);
    return result;
  } catch (error) {
    onAnswered?.(operation.name, 'failure');
    throw error;
  }
}

/** Hands a body to an operation that takes it as it comes. */
async function receive(
  world: Runtime['world'],
  operation: UploadOperation,
  call: Call,
  request: IncomingMessage,
): Promise<Answer> {
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const params = validateParams(world, operation.params, raw);
  try {
    const body = await operation.run(world, params, request, request.headers);
    return { kind: 'success', body };
  } finally {
    // What was not read is dropped, so that the client gets to read a refusal.
    request.resume();
  }
}
