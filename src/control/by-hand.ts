import type { World } from '../domain/world.js';
import { originOf } from '../domain/write-history.js';

/** Does what an operation of the emulator's own API does: its changes are told as made by hand, and are one write. */
export function byHand<T>({ causes, writes }: World, operation: string, work: () => T): T {
  const cause = { kind: 'hand', name: operation, jobUuid: null } as const;
  return writes.within(originOf('hand', operation), () => causes.within(cause, work));
}
