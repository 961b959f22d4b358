import { apiError } from '../../core/api-error.js';

/** By their beginnings alone, as in the real system: `/devices` is refused like `/dev`. */
const SYSTEM_FOLDERS = ['/dev', '/proc', '/sys'];

/**
 * Refuses a folder of the host's own system.
 * @throws SYS.1007
 */
export function refuseSystemFolder(path: string): void {
  if (!SYSTEM_FOLDERS.some((folder) => path.startsWith(folder))) return;
  throw apiError('SYS.1007', ' the url contains an invalid folder[/dev or /proc or /sys]');
}
