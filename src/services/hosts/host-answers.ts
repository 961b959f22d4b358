import { apiError, errorCode } from '../../core/api-error.js';
import type { Host } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';

/**
 * What is done on a host is only done by one that is Connected.
 * @throws HOST.1011 with HOST.1010 as its cause
 */
export function checkHostStatus({ uuid, name, status }: Host): void {
  if (status === 'Connected') return;
  throw apiError(
    'HOST.1011',
    'unable to do the operation because the host is in status of Disconnected',
    errorCode(
      'HOST.1010',
      `host[uuid:${uuid}, name:${name}] is in status[${status}], cannot perform required operation`,
    ),
  );
}

/**
 * A host that is in maintenance, or on its way there, takes up no work.
 * @throws SYS.1006
 */
export function checkHostState({ uuid, name, state }: Host): void {
  if (state !== 'PreMaintenance' && state !== 'Maintenance') return;
  throw apiError(
    'SYS.1006',
    `host[uuid:${uuid}, name:${name}] is in state[${state}], cannot perform required operation`,
  );
}

/**
 * Work that began on a host cannot end there when somebody deleted it meanwhile.
 * @throws SYS.1003
 */
export function checkHostThere({ repositories }: World, uuid: string | null): void {
  if (uuid === null || repositories.hosts.find(uuid)) return;
  throw apiError('SYS.1003', `cannot find host[uuid:${uuid}], it may have been deleted`);
}

/** The host that a VM runs on, if it is known. */
export const hostOfVm = (
  { repositories }: World,
  { hostUuid }: { readonly hostUuid: string | null },
): Host | undefined => (hostUuid === null ? undefined : repositories.hosts.find(hostUuid));
