import { apiError } from '../../../core/api-error.js';
import type { World } from '../../../domain/world.js';
import { withReserve } from './reserve.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';

const hasRoom = ({ state, status, availableCapacity }: PrimaryStorage, size: number) =>
  state === 'Enabled' && status === 'Connected' && availableCapacity > size;

/**
 * The first of these storages that is Enabled, Connected and has more room than `size` bytes, its reserve aside.
 * `where`: what else was asked of them, e.g. `connected to host:<uuid>`.
 * @throws SYS.1006 in the words of the real allocator
 */
export function findRoom(
  world: World,
  candidates: readonly PrimaryStorage[],
  size: number,
  where: string | null = null,
): PrimaryStorage {
  const found = candidates.filter((storage) => hasRoom(storage, size));
  const [first] = found.length > 0 ? withReserve(world, found, size) : [];
  if (first) return first;
  // The real text opens a bracket that it never closes, and has a space too many where a host is named.
  const status = where?.startsWith('connected to host') ? 'status: Connected' : 'status:Connected';
  const asked = where === null ? '' : `${where}, `;
  throw apiError(
    'SYS.1006',
    `cannot find primary storage satisfying conditions[${asked}state:Enabled, ${status}, available capacity > ${size}`,
  );
}
