import { Agent, request } from 'node:http';

export interface WorldAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });
/** An answer of the world is looked at as far as this, in bytes. */
const MOST = 64 * 2 ** 20;
/** So long it may take, in ms: it works without waiting. */
const PATIENCE = 60_000;

/**
 * Asks the world, which is this process' own.
 * @throws {Error} when it does not answer
 */
export function askWorld(
  base: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | undefined,
): Promise<WorldAnswer> {
  const { origin } = new URL(base);
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { agent, method, headers }, (answer) => {
      const pieces: Buffer[] = [];
      let length = 0;
      answer.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length > MOST) call.destroy(new Error('the emulator answers more than is looked at'));
        else pieces.push(piece);
      });
      answer.once('error', reject);
      answer.once('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? '',
          text: Buffer.concat(pieces).toString(),
        });
      });
    });
    call.setTimeout(PATIENCE, () => call.destroy(new Error('the emulator does not answer')));
    call.once('error', reject);
    call.end(body);
  });
}
