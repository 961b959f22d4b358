import type { L3Network } from '../../domain/network/l3-network.js';
import type { World } from '../../domain/world.js';

/** Whether a network is on the hosts of one of these clusters. */
export const isIn = (
  { repositories }: World,
  { l2NetworkUuid }: Pick<L3Network, 'l2NetworkUuid'>,
  clusterUuids: readonly string[],
): boolean =>
  repositories.l2Networks.clusterUuids(l2NetworkUuid).some((uuid) => clusterUuids.includes(uuid));
