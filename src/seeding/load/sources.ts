/** The text of a seed (YAML or JSON), and what messages call it. */
export interface SeedSource {
  readonly name: string;
  readonly text: string;
}

/**
 * Finds what a seed includes: `name` as it stands in the seed that is called `from`.
 * @throws {InvalidSeed} when it cannot
 */
export type ReadInclude = (name: string, from: string) => SeedSource;
