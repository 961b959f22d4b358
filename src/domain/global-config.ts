/** Defaults of the real system's global configuration, as far as the emulator reads them yet. */
export const GLOBAL_CONFIG = {
  /** `backupStorage/reservedCapacity`, 1G: what an allocation leaves free, in bytes. */
  reservedCapacity: 2 ** 30,
  /** `identity/session.timeout`, 7200 s: how long a session lives after its last use, in ms. */
  sessionTimeout: 7_200_000,
  /** `identity/session.maxConcurrent`: sessions of one account at a time. */
  maxConcurrentSessions: 500,
} as const;
