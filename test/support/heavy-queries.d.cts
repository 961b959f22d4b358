/** A query that would hold a process for long if it were let. */
interface HeavyQuery {
  readonly name: string;
  /** Who asks: a name of `SESSIONS`. */
  readonly as: string;
  /** Behind that of the image API. */
  readonly address: string;
  /** Whether it is refused by its shape, in any world. */
  readonly refused: boolean;
}
export const HEAVY_QUERIES: readonly HeavyQuery[];
export const SESSIONS: Readonly<Record<string, string>>;
/** A seed of so many images. */
export function seedOf(count: number): string;
