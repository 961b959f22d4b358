import type { KnownOperation } from '../contract/known-operations.js';
import { apiError } from '../core/api-error.js';
import type { SyncOperation } from './define-operation.js';

/** Of the operations that are not emulated: those that the real system answers without a session. */
const WITHOUT_SESSION = new Set(['LogInByLdap', 'RefreshCaptcha']);

/**
 * An operation of the real system that the emulator has not, as one that it has: it goes through everything that a
 * call goes through, and is refused with its name where the work would begin.
 */
export function notEmulated({ name, family, paths, ...known }: KnownOperation): SyncOperation {
  return {
    ...known,
    kind: 'sync',
    name,
    family,
    method: known.method as SyncOperation['method'],
    paths,
    auth: !WITHOUT_SESSION.has(name),
    summary: '',
    params: {},
    returns: {},
    run() {
      throw apiError('SYS.1014', `${name} is an API of ZStack that this emulator does not emulate`);
    },
  };
}
