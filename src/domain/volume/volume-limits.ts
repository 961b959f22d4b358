/** What reads and writes of a volume are limited by, in the order in which they are written down. */
const LIMITS = ['total', 'read', 'write', 'totalIOPS', 'readIOPS', 'writeIOPS'] as const;
export type VolumeLimit = (typeof LIMITS)[number];

/** Bytes per second, and operations per second; what is not in it is not limited. */
export type VolumeLimits = Readonly<Partial<Record<VolumeLimit, number>>>;

/** The limits that the text of a volume tells, as `total=1048576,readIOPS=100`. */
export function limitsOf(text: string | null): VolumeLimits {
  const limits: Partial<Record<VolumeLimit, number>> = {};
  for (const part of text?.split(',') ?? []) {
    const [name, value] = part.trim().split('=');
    const limit = LIMITS.find((known) => known === name);
    if (limit && value && /^-?\d+$/.test(value)) limits[limit] = Number(value);
  }
  return limits;
}

/** The text of a volume for its limits; null for none. */
export function textOfLimits(limits: VolumeLimits): string | null {
  const parts = LIMITS.flatMap((limit) =>
    limits[limit] === undefined ? [] : [`${limit}=${limits[limit]}`],
  );
  return parts.length > 0 ? parts.join(',') : null;
}
