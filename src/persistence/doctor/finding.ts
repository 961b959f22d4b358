/** Something that a look at a data directory brought up. */
export interface Finding {
  /** What was looked at, such as the name of a law. */
  readonly check: string;
  /** A note is nothing wrong, but worth knowing. */
  readonly kind: 'problem' | 'note';
  /** The resources, rows or files that it is about. */
  readonly details: readonly string[];
  readonly advice: string;
  readonly isMendable: boolean;
}

const MEND = 'run the command again with --mend';

export const mendable = (check: string, details: readonly string[], what: string): Finding => ({
  check,
  kind: 'problem',
  details,
  advice: `${MEND}, which ${what}`,
  isMendable: true,
});

export const problem = (check: string, details: readonly string[], advice: string): Finding => ({
  check,
  kind: 'problem',
  details,
  advice,
  isMendable: false,
});

export const note = (check: string, details: readonly string[], advice: string): Finding => ({
  check,
  kind: 'note',
  details,
  advice,
  isMendable: false,
});

export const mendableNote = (
  check: string,
  details: readonly string[],
  advice: string,
): Finding => ({
  check,
  kind: 'note',
  details,
  advice,
  isMendable: true,
});
