import { createHash } from 'node:crypto';
import { TestEmulator, type Json } from './emulator';
import { Client, host, ownError } from './environments';
import { S3Server } from './s3-server';

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

type Settings = Readonly<Record<string, string>>;

/** A store with two replicas. */
export async function twoReplicas({
  ofA,
  ofB,
}: { readonly ofA?: Settings; readonly ofB?: Settings } = {}): Promise<{
  store: S3Server;
  a: TestEmulator;
  b: TestEmulator;
}> {
  const store = await S3Server.start();
  return { store, a: await replica(store, 'a', ofA), b: await replica(store, 'b', ofB) };
}

/**
 * Sums of what is in the store, by keys. Of what replicas write by themselves, at any moment, only what a call could do
 * to it: leases are left out, and of worlds it is told which there are.
 */
function sumsOf(store: S3Server): Record<string, string> {
  const sums: Record<string, string> = {};
  for (const [key, { bytes }] of store.objects) {
    const [, world] = /^fleet\/worlds\/([^/]+)\//.exec(key) ?? [];
    if (world !== undefined) sums[world] = String(recordOf(store, world)?.state);
    else if (!key.startsWith('fleet/replicas/')) {
      sums[key] = createHash('md5').update(bytes).digest('hex');
    }
  }
  return sums;
}

/** A call that must be refused, and leave the store as it was. */
export async function refusedBeforeStore(
  store: S3Server,
  emulator: TestEmulator,
  ...call: [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object]
): Promise<{ status: number; code: string; details: string; retryAfter: string | undefined }> {
  const before = sumsOf(store);
  const answer = await host(emulator, ...call);
  if (answer.status < 400) throw new Error(`not refused: ${answer.status} ${answer.text}`);
  expect(sumsOf(store)).toEqual(before);
  return {
    status: answer.status,
    ...ownError(answer),
    retryAfter: answer.headers['retry-after'],
  };
}
