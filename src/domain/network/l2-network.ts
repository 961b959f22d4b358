import type { ResourceRepository } from '../resource-repository.js';

export const L2_TYPES = ['L2NoVlanNetwork', 'L2VlanNetwork'] as const;
export type L2NetworkType = (typeof L2_TYPES)[number];

/** How the bridges of a network are made on hosts. */
export const VSWITCH_TYPES = ['LinuxBridge', 'OvsDpdk', 'MacVlan'] as const;

/** A network as switches see it: an interface of hosts, and a VLAN on it. */
export interface L2Network {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly zoneUuid: string;
  readonly physicalInterface: string;
  readonly type: L2NetworkType;
  readonly vSwitchType: string;
  /** Its VLAN; 0 where it has none. */
  readonly virtualNetworkId: number;
  readonly isolated: boolean;
  readonly pvlan: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** That the hosts of a cluster reach a network. */
export interface L2NetworkClusterRef {
  readonly l2NetworkUuid: string;
  readonly clusterUuid: string;
  readonly l2ProviderType: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A network as its query tells it. */
export type L2NetworkWithClusters = L2Network & { readonly clusterUuids: readonly string[] };

export interface L2NetworkRepository extends ResourceRepository<
  L2Network,
  'name' | 'description' | 'type' | 'virtualNetworkId'
> {
  list(): L2Network[];
  listByZone(zoneUuid: string): L2Network[];
  listByCluster(clusterUuid: string): L2Network[];
  /** In the order in which they were attached. */
  clusterUuids(uuid: string): string[];
  attach(ref: L2NetworkClusterRef): void;
  detach(uuid: string, clusterUuid: string): void;
}
