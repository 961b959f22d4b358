import type { IncomingMessage } from 'node:http';

/** So much of a refused body is read and dropped, in bytes and in ms, before its connection is closed. */
export const MOST_DROPPED = { bytes: 2 ** 30, milliseconds: 5_000 };

/** Whether a client has more to send than has come. */
export const isSending = ({ complete, headers }: IncomingMessage): boolean =>
  !complete &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

/**
 * Reads and drops what is left of a body. Clients that send all of it before they look for an answer
 * (Python's) would never see a refusal otherwise. Resolves to whether all of it came within the bounds.
 */
export function dropRest(request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    let left = MOST_DROPPED.bytes;
    const end = (isWhole: boolean) => {
      clearTimeout(timer);
      request.off('data', drop).off('end', whole).off('close', broken).off('error', broken);
      if (!isWhole) request.pause();
      resolve(isWhole);
    };
    const whole = () => end(true);
    const broken = () => end(false);
    const drop = (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) end(false);
    };
    const timer = setTimeout(broken, MOST_DROPPED.milliseconds);
    // Whoever has read it so far has stopped.
    request.unpipe();
    request.on('data', drop).on('end', whole).on('close', broken).on('error', broken);
    request.resume();
  });
}
