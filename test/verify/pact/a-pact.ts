import { readPact, type Interaction } from '../../../src/verify/pact';
import { unlike } from '../../../src/verify/pact/compare';

/** A file of one interaction, as a consumer writes it. */
export const fileOf = (interaction: object, version = '3.0.0'): string =>
  JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'zstack' },
    interactions: [{ description: 'something', ...interaction }],
    metadata: { pactSpecification: { version } },
  });

const interactionOf = (response: object, version?: string): Interaction => {
  const [one] = readPact(fileOf({ request: { path: '/' }, response }, version)).interactions;
  if (!one) throw new Error('the file has no interaction');
  return one;
};

/** What differs of an answer from a response of a file. */
export function differencesOf(
  response: object,
  actual: { status?: number; headers?: Record<string, string>; body?: unknown },
  version?: string,
): string[] {
  const { status = 200, headers = {}, body } = actual;
  const bytes = Buffer.from(
    body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  );
  return unlike(interactionOf(response, version).response, {
    status,
    headers: new Headers(headers),
    bytes,
  });
}
