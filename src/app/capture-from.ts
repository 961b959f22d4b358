import { captureSeed, type CapturedSeed } from '../seeding/index.js';
import { ImageApiClient, type Identity } from './image-api-client.js';

/**
 * Makes a seed of what an emulator or a cloud tells; `onAsked` is told of every question, `onAnswered` of what came.
 * @throws {ImageApiRefusal} when it does not tell
 */
export async function captureFrom(
  base: string,
  identity: Identity | undefined,
  onAsked: (path: string) => void,
  onAnswered: (body: unknown) => void = () => undefined,
): Promise<CapturedSeed> {
  const client = new ImageApiClient(base, identity);
  await client.open();
  try {
    return await captureSeed(async (path) => {
      onAsked(path);
      const body = await client.get(path);
      onAnswered(body);
      return body;
    });
  } finally {
    await client.close();
  }
}
