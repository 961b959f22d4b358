import { RestError } from '../core/rest-error.js';

/**
 * The session's uuid of an `Authorization` header. Whether the session is good is not known here:
 * the real system looks at that only after the parameters.
 * @throws {RestError} 400 in the real system's words
 */
export function sessionOf(header: string | undefined, date: string | undefined): string {
  if (header === undefined) throw new RestError(400, "missing header 'Authorization'");
  if (header.startsWith('OAuth')) return header.slice('OAuth'.length).trim();
  if (!header.startsWith('ZStack')) {
    throw new RestError(400, "Authorization type must be 'OAuth'");
  }
  if (date === undefined) throw new RestError(400, "'Date' must be incuded in request header");
  // Access keys are not emulated yet: the answer is that of a system without their module.
  throw new RestError(400, 'unable to find RestAuthenticationBackend[provider type: ZStack]');
}
