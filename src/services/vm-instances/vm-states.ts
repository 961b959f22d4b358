import { apiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import type { ErrorCodeName } from '../../core/error-codes.js';
import { inJavaOrder } from '../../core/java-order.js';
import {
  STATES_FOR,
  type VmInstance,
  type VmMessage,
} from '../../domain/vm-instance/vm-instance.js';

/** Why a VM does not do in its state what a message asks of it (VM.1010); undefined where it does. */
export function stateRefusal({ state }: VmInstance, message: VmMessage): ErrorCode | undefined {
  const allowed: readonly string[] = STATES_FOR[message];
  if (allowed.includes(state)) return undefined;
  return errorCode(
    'VM.1010',
    `current vm instance state[${state}] doesn't allow to proceed message[org.zstack.header.vm.${message}], allowed states are [${inJavaOrder(allowed).join(', ')}]`,
  );
}

/** @throws the given code with VM.1010 as its cause, where the VM's state does not allow what is asked */
export function checkVmState(
  vm: VmInstance,
  message: VmMessage,
  code: ErrorCodeName = 'SYS.1006',
): void {
  const refusal = stateRefusal(vm, message);
  if (refusal) throw apiError(code, refusal.details, refusal);
}
