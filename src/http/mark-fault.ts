import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../core/api-error.js';
import { ruleBehind } from '../api/fault-of-call.js';
import type { FaultRule } from '../domain/fault/fault.js';

/** Tells which fault rule made an answer. */
const MARKER = 'X-Emulator-Fault';

/** Marks an answer that a rule made: of the call itself, or of a step behind its error. */
export function markFault(
  response: ServerResponse,
  rule: FaultRule | undefined,
  error?: ErrorCode,
) {
  const uuid = rule?.uuid ?? (error && ruleBehind(error));
  if (uuid !== undefined && !response.headersSent) response.setHeader(MARKER, uuid);
}
