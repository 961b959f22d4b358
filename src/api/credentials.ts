import { signerOf as signer, type SignedRequest } from '../services/accounts/access-keys.js';
import type { Runtime } from './runtime.js';

/**
 * The account that signed a request.
 * @throws {RestError} 403 for an unknown or disabled key, or a wrong signature
 */
export const signerOf = ({ world }: Runtime, request: SignedRequest): string =>
  signer(world, request);
