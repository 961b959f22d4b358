/** What of a change is told: null leaves a field as it is. */
export const given = <T extends Readonly<Record<string, unknown>>>(
  change: T,
): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>;
  }>;

/** Writes what of a change is told; one that tells nothing changes nothing. */
export function whenGiven<T extends Readonly<Record<string, unknown>>>(
  change: T,
  write: (told: ReturnType<typeof given<T>>) => void,
): void {
  const told = given(change);
  if (Object.keys(told).length > 0) write(told);
}
