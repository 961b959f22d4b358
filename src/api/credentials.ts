import { configFlag } from '../domain/global-config.js';
import { signerOf as signer, type SignedRequest } from '../services/accounts/access-keys.js';
import type { Runtime } from './runtime.js';

/**
 * The account that signed a request.
 * @throws {RestError} 403 for an unknown or disabled key, or a wrong signature
 */
export const signerOf = ({ world }: Runtime, request: SignedRequest): string =>
  signer(world, request);

/** Whether the time zone of a signed request's date counts (`rest/checkTimeZone`). */
export const checksTimeZone = ({ world }: Runtime): boolean =>
  configFlag(world.repositories.globalConfig, 'checkTimeZone');
