import { captureSeed, type CapturedSeed } from '../seeding/index.js';
import { ImageApiClient, type Identity } from './image-api-client.js';

/**
 * Makes a seed of what an emulator or a cloud tells; `onAsked` is told of every question.
 * @throws {ImageApiRefusal} when it does not tell
 */
export async function captureFrom(
  base: string,
  identity: Identity | undefined,
  onAsked: (path: string) => void,
): Promise<CapturedSeed> {
  const client = new ImageApiClient(base, identity);
  await client.open();
  try {
    return await captureSeed((path) => {
      onAsked(path);
      return client.get(path);
    });
  } finally {
    await client.close();
  }
}
