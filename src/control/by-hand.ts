import type { World } from '../domain/world.js';
import type { Asking } from '../domain/asked-request.js';
import { originOf, type WriteOrigin } from '../domain/write-history.js';

/** Does what an operation of the emulator's own API does: its changes are told as made by hand, and are one write. */
export function byHand<T>({ causes, writes }: World, origin: WriteOrigin, work: () => T): T {
  const cause = { kind: 'hand', name: origin.name, jobUuid: null } as const;
  return writes.within(origin, () => causes.within(cause, work));
}

/** Where the writes of such an operation come from. */
export const handOf = (operation: string, asking: Asking | undefined): WriteOrigin =>
  originOf('hand', operation, null, asking);
