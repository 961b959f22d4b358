import { TestEmulator, type Json } from './emulator';
import { Client } from './environments';
import type { S3Server } from './s3-server';

/** A lease that no pause of a busy machine ends: for tests that are not about its end. */
const LONG = { lease: '5m', checkpoint: '200ms' };

/** A replica in the test's process. */
export function replica(
  store: S3Server,
  name: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestEmulator> {
  const { EMULATOR_STORE = '', ...variables } = store.variables;
  return TestEmulator.start({
    settings: { store: EMULATOR_STORE, replica: name, ...LONG, ...settings },
    variables,
  });
}

/** Names of the images of a world that a test has made, asked of a replica. */
export async function imagesAt(emulator: TestEmulator, world: string): Promise<string[]> {
  const images = await new Client(emulator, world).list('/images?q=name~=made-%25');
  return images.map(({ name }) => String(name)).toSorted();
}

/** What the store says of a world. */
export const recordOf = (store: S3Server, world: string): Json =>
  store.json(`worlds/${world}/record.json`);
