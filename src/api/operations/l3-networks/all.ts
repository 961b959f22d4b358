import type { Operation } from '../../define-operation.js';
import { addDnsToL3Network } from './add-dns-to-l3-network.js';
import { addHostRouteToL3Network } from './add-host-route-to-l3-network.js';
import { addIpRange } from './add-ip-range.js';
import { addIpRangeByNetworkCidr } from './add-ip-range-by-network-cidr.js';
import { addIpv6Range } from './add-ipv6-range.js';
import { addIpv6RangeByNetworkCidr } from './add-ipv6-range-by-network-cidr.js';
import { addReservedIpRange } from './add-reserved-ip-range.js';
import { attachNetworkServiceToL3Network } from './attach-network-service-to-l3-network.js';
import { changeL3NetworkState } from './change-l3-network-state.js';
import { checkIpAvailability } from './check-ip-availability.js';
import { createL3Network } from './create-l3-network.js';
import { deleteIpAddress } from './delete-ip-address.js';
import { deleteIpRange } from './delete-ip-range.js';
import { deleteL3Network } from './delete-l3-network.js';
import { deleteReservedIpRange } from './delete-reserved-ip-range.js';
import { detachNetworkServiceFromL3Network } from './detach-network-service-from-l3-network.js';
import { getFreeIp } from './get-free-ip.js';
import { getIpAddressCapacity } from './get-ip-address-capacity.js';
import { getL3NetworkIpStatistic } from './get-l3-network-ip-statistic.js';
import { getL3NetworkMtu } from './get-l3-network-mtu.js';
import { getL3NetworkRouterInterfaceIp } from './get-l3-network-router-interface-ip.js';
import { getL3NetworkTypes } from './get-l3-network-types.js';
import { getNetworkServiceTypes } from './get-network-service-types.js';
import { queryAddressPool } from './query-address-pool.js';
import { queryIpAddress } from './query-ip-address.js';
import { queryIpRange } from './query-ip-range.js';
import { queryL3Network } from './query-l3-network.js';
import { queryNetworkServiceL3NetworkRef } from './query-network-service-l3-network-ref.js';
import { queryNetworkServiceProvider } from './query-network-service-provider.js';
import { removeDnsFromL3Network } from './remove-dns-from-l3-network.js';
import { removeHostRouteFromL3Network } from './remove-host-route-from-l3-network.js';
import { setL3NetworkMtu } from './set-l3-network-mtu.js';
import { setL3NetworkRouterInterfaceIp } from './set-l3-network-router-interface-ip.js';
import { updateIpRange } from './update-ip-range.js';
import { updateL3Network } from './update-l3-network.js';

/** The operations of this family. */
export const L3_NETWORKS_OPERATIONS: readonly Operation[] = [
  addDnsToL3Network,
  addHostRouteToL3Network,
  addIpRangeByNetworkCidr,
  addIpRange,
  addIpv6Range,
  addIpv6RangeByNetworkCidr,
  addReservedIpRange,
  attachNetworkServiceToL3Network,
  changeL3NetworkState,
  checkIpAvailability,
  createL3Network,
  deleteIpAddress,
  deleteIpRange,
  deleteL3Network,
  deleteReservedIpRange,
  detachNetworkServiceFromL3Network,
  getFreeIp,
  getIpAddressCapacity,
  getL3NetworkIpStatistic,
  getL3NetworkMtu,
  getL3NetworkRouterInterfaceIp,
  getL3NetworkTypes,
  getNetworkServiceTypes,
  queryAddressPool,
  queryIpAddress,
  queryIpRange,
  queryL3Network,
  queryNetworkServiceL3NetworkRef,
  queryNetworkServiceProvider,
  removeDnsFromL3Network,
  removeHostRouteFromL3Network,
  setL3NetworkMtu,
  setL3NetworkRouterInterfaceIp,
  updateIpRange,
  updateL3Network,
];
