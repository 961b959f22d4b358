import { StoreUnreachable, type Condition, type ObjectStore } from './object-store.js';

const MOST_TRIES = 3;

/**
 * Writes under a condition, and finds out what came of it where the store did not answer. Nobody else may write the
 * same bytes, and nobody the same twice: whoever reads them knows whose they are. Answers as `ObjectStore.write`.
 * @throws {StoreUnreachable} when nothing is known of it: it may still be written, while the condition holds
 */
export async function writeOnce(
  store: ObjectStore,
  key: string,
  bytes: Buffer,
  condition: Condition,
): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const etag = await store.write(key, bytes, condition);
      // At the second try it may be refused for what the first one did.
      if (etag !== undefined || tries === 1) return etag;
    } catch (error) {
      if (!(error instanceof StoreUnreachable) || tries === MOST_TRIES) throw error;
    }
    const found = await store.read(key, Math.max(bytes.length, LARGEST));
    if (found?.bytes.equals(bytes)) return found.etag;
    if (found?.etag !== ('etag' in condition ? condition.etag : undefined)) return undefined;
  }
}

const LARGEST = 2 ** 20;
