import { apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import { limitsOf, textOfLimits, type VolumeLimits } from '../../domain/volume/volume-limits.js';
import type { World } from '../../domain/world.js';

/** The limits of one kind: a total excludes the others, as hypervisors have it. */
const KINDS = [
  ['total', 'read', 'write'],
  ['totalIOPS', 'readIOPS', 'writeIOPS'],
] as const;

/** @throws SYS.1007 for a call that names no limit, or a total with one of its parts */
export function checkLimits(limits: VolumeLimits): void {
  if (Object.keys(limits).length === 0) {
    throw apiError('SYS.1007', 'at least one limit of bandwidth or IOPS must be given');
  }
  for (const [total, ...parts] of KINDS) {
    const part = parts.find((each) => limits[each] !== undefined);
    if (limits[total] === undefined || part === undefined) continue;
    throw apiError('SYS.1007', `the limits ${total} and ${part} cannot be set together`);
  }
}

/** Limits a volume; a limit of a kind replaces those of its kind that cannot stand beside it. */
export function limitVolume(world: World, volume: Volume, wanted: VolumeLimits, now: number): void {
  const limits = { ...limitsOf(volume.volumeQos) };
  for (const [total, ...parts] of KINDS) {
    if (wanted[total] !== undefined) for (const part of parts) delete limits[part];
    if (parts.some((part) => wanted[part] !== undefined)) delete limits[total];
  }
  const volumeQos = textOfLimits({ ...limits, ...wanted });
  world.repositories.volumes.update(volume, { volumeQos }, now);
}
