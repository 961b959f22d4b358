import * as z from 'zod';

/** The longest lease that a replica may ask for, in ms. */
export const LONGEST_LEASE = 600_000;

/** What a replica writes of itself, again and again: that it is there. */
const sessionRecord = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  replica: z.string(),
  /** `ended` is for good: whoever wrote it, nobody is answered under this lease any more. */
  state: z.enum(['live', 'ended']),
  /** Grows with every renewal. */
  beat: z.int().nonnegative(),
  /** For how long after a renewal it may answer, in ms: whoever waits for its end waits as long. */
  lease: z.int().positive().max(LONGEST_LEASE),
});

export type SessionRecord = z.infer<typeof sessionRecord>;

/** So large a record of a session is at the most, in bytes. */
export const LARGEST_SESSION = 4096;

export const sessionKey = (id: string): string => `replicas/${id}.json`;

export const sessionBytes = (record: SessionRecord): Buffer => Buffer.from(JSON.stringify(record));

/** @throws {Error} for what no replica wrote */
export const readSession = (bytes: Buffer): SessionRecord =>
  sessionRecord.parse(JSON.parse(bytes.toString()));
