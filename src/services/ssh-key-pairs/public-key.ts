import { apiError } from '../../core/api-error.js';

/** The beginnings of what the real system's library takes for a public key, and PEM's of SSH2. */
const KNOWN = /^(ssh-[dr]|ecdsa|ssh-ed|----)/;

/** @throws SYS.1006 for a text that is no public key of a kind that is known */
export function checkPublicKey(publicKey: string): void {
  if (KNOWN.test(publicKey)) return;
  throw apiError(
    'SYS.1006',
    `failed to load the public key: ${publicKey}, err: com.jcraft.jsch.JSchException: invalid privatekey`,
  );
}
