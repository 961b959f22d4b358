import type { Operation } from '../../define-operation.js';
import { attachL2NetworkToCluster } from './attach-l2-network-to-cluster.js';
import { changeL2NetworkVlanId } from './change-l2-network-vlan-id.js';
import { createL2NoVlanNetwork } from './create-l2-no-vlan-network.js';
import { createL2VlanNetwork } from './create-l2-vlan-network.js';
import { deleteL2Network } from './delete-l2-network.js';
import { detachL2NetworkFromCluster } from './detach-l2-network-from-cluster.js';
import { getCandidateClustersForAttachingL2Network } from './get-candidate-clusters-for-attaching-l2-network.js';
import { getCandidateL2NetworksForAttachingCluster } from './get-candidate-l2-networks-for-attaching-cluster.js';
import { getL2NetworkTypes } from './get-l2-network-types.js';
import { getVSwitchTypes } from './get-v-switch-types.js';
import { queryL2Network } from './query-l2-network.js';
import { queryL2VlanNetwork } from './query-l2-vlan-network.js';
import { updateL2Network } from './update-l2-network.js';

/** The operations of this family. */
export const L2_NETWORKS_OPERATIONS: readonly Operation[] = [
  attachL2NetworkToCluster,
  changeL2NetworkVlanId,
  createL2NoVlanNetwork,
  createL2VlanNetwork,
  deleteL2Network,
  detachL2NetworkFromCluster,
  getCandidateClustersForAttachingL2Network,
  getCandidateL2NetworksForAttachingCluster,
  getL2NetworkTypes,
  getVSwitchTypes,
  queryL2Network,
  queryL2VlanNetwork,
  updateL2Network,
];
