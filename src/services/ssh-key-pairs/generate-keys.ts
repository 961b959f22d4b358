import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** Both halves of a key as they are handed out. */
export interface GeneratedKeys {
  /** One line of `authorized_keys`. */
  readonly publicKey: string;
  /** PEM of PKCS #1. */
  readonly privateKey: string;
}

/** Makes a new RSA key of 2048 bits: a real one, which no seed of chance foretells. */
export async function generateKeys(): Promise<GeneratedKeys> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  return {
    publicKey: `ssh-rsa ${blobOf(publicKey).toString('base64')} `,
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

/**
 * What SSH takes an RSA key for (RFC 4253, 6.6): its kind, the exponent, the modulus. The line above ends with the
 * space before a comment: the real system's library is given none, and breaks off there.
 */
function blobOf(key: KeyObject): Buffer {
  const { e = '', n = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    stringOf(Buffer.from('ssh-rsa')),
    numberOf(Buffer.from(e, 'base64url')),
    numberOf(Buffer.from(n, 'base64url')),
  ]);
}

function stringOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number above zero: one whose first bit is set gets a zero before it. */
const numberOf = (bytes: Buffer): Buffer =>
  stringOf((bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.alloc(1), bytes]));
