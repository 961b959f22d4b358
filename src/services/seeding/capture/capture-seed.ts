/** A seed of a running emulator or cloud, and what of it the seed could not carry. */
export interface CapturedSeed {
  /** YAML that `loadSeed` takes. */
  readonly text: string;
  /** A sentence for each kind of field or resource that is missing in it. */
  readonly notCarried: string[];
}

/**
 * Writes a seed of what the query API tells. `ask` GETs a path below `/zstack/v1`, with its query string,
 * and answers the parsed body.
 */
export function captureSeed(_ask: (path: string) => Promise<unknown>): Promise<CapturedSeed> {
  return Promise.reject(new Error('seeds cannot be captured yet'));
}
