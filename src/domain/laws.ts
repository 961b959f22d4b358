/** What a law says of a world: whether it holds, and the rows that break it. */
export interface LawVerdict {
  readonly law: string;
  readonly holds: boolean;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
