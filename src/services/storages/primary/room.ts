import { apiError } from '../../../core/api-error.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';

const hasRoom = ({ state, status, availableCapacity }: PrimaryStorage, size: number) =>
  state === 'Enabled' && status === 'Connected' && availableCapacity > size;

/**
 * The first of these storages that is Enabled, Connected and has more room than `size` bytes.
 * `where`: what else was asked of them, e.g. `connected to host:<uuid>`.
 * @throws SYS.1006 in the words of the real allocator
 */
export function findRoom(
  candidates: readonly PrimaryStorage[],
  size: number,
  where: string | null = null,
): PrimaryStorage {
  const found = candidates.find((storage) => hasRoom(storage, size));
  if (found) return found;
  // The real text opens a bracket that it never closes, and has a space too many where a host is named.
  const status = where?.startsWith('connected to host') ? 'status: Connected' : 'status:Connected';
  const asked = where === null ? '' : `${where}, `;
  throw apiError(
    'SYS.1006',
    `cannot find primary storage satisfying conditions[${asked}state:Enabled, ${status}, available capacity > ${size}`,
  );
}

/**
 * What a primary storage refuses in these states.
 * @throws PS.1000
 */
export function refuseStates(
  { state }: PrimaryStorage,
  refused: readonly ('Disabled' | 'Maintenance')[],
): void {
  if (!refused.some((name) => name === state)) return;
  throw apiError(
    'PS.1000',
    `Operation is not permitted when primary storage status is '${state}', please check primary storage status`,
  );
}
