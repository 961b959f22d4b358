/** What of a change is told: null leaves a field as it is. */
export const given = <T extends Readonly<Record<string, unknown>>>(
  change: T,
): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>;
  }>;
