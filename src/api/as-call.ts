import type { Asking } from '../domain/asked-request.js';
import type { World } from '../domain/world.js';
import { originOf } from '../domain/write-history.js';

/** Does the work, whose writes are told to come from a call: of an operation, about a job or none. */
export const asCall = <T>(
  { writes }: World,
  operation: string,
  jobUuid: string | null,
  asking: Asking | undefined,
  work: () => T,
): T => writes.within(originOf('call', operation, jobUuid, asking), work);
