import type { L3Network } from '../../domain/network/l3-network.js';
import type { World } from '../../domain/world.js';
import type { Caller } from '../accounts/sessions.js';

/** Whether the caller may use a network: its own, one that is shared with it or everybody, or any as admin. */
export function mayUse(
  { repositories }: World,
  { uuid }: L3Network,
  { accountUuid, isAdmin }: Caller,
): boolean {
  const { accounts, sharing } = repositories;
  return (
    isAdmin ||
    accounts.findOwner(uuid) === accountUuid ||
    sharing.has(uuid, accountUuid) ||
    sharing.has(uuid, null)
  );
}

/** Whether a network is on the hosts of one of these clusters. */
export const isIn = (
  { repositories }: World,
  { l2NetworkUuid }: Pick<L3Network, 'l2NetworkUuid'>,
  clusterUuids: readonly string[],
): boolean =>
  repositories.l2Networks.clusterUuids(l2NetworkUuid).some((uuid) => clusterUuids.includes(uuid));
