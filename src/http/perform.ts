import type { IncomingMessage } from 'node:http';
import type { Answer, Call } from '../api/call.js';
import type { HostOperation, Operation, UploadOperation } from '../api/define-operation.js';
import { execute } from '../api/execute.js';
import { readParams } from '../api/read-params.js';
import type { Runtime } from '../api/runtime.js';
import { validateParams } from '../api/validate-params.js';

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
        ? await receive(runtime, operation, call, request)
        : await execute(runtime, operation, call);
    onAnswered?.(operation.name, result.kind);
    return result;
  } catch (error) {
    onAnswered?.(operation.name, 'failure');
    throw error;
  }
}

/** A client that sends nothing for so long has gone, in ms. */
const LONGEST_SILENCE = 300_000;

/** Hands a body to an operation that takes it as it comes; what it does not read is dropped with its answer. */
async function receive(
  { world, lease, runner }: Runtime,
  operation: UploadOperation,
  call: Call,
  request: IncomingMessage,
): Promise<Answer> {
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const params = validateParams(world, operation.params, raw);
  const giveUp = () => request.destroy();
  request.socket.setTimeout(LONGEST_SILENCE, giveUp);
  try {
    const body = await lease.listen(() => operation.run(world, params, request, request.headers));
    return { kind: 'success', body };
  } finally {
    request.socket.setTimeout(0);
    request.socket.off('timeout', giveUp);
    // What it made due is looked for.
    if (!lease.isOver) runner.settleSoon();
  }
}
