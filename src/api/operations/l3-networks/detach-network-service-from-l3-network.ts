import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { detachServices } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { listMap, optionalText, requiredText } from '../../params.js';

const servicesOf = ({
  networkServices,
}: {
  readonly networkServices: Readonly<Record<string, readonly string[]>> | null;
}) => networkServices ?? {};

export const detachNetworkServiceFromL3Network = defineCommand({
  name: 'DetachNetworkServiceFromL3Network',
  family: 'l3-networks',
  method: 'DELETE',
  paths: [
    '/v1/l3-networks/{l3NetworkUuid}/network-services',
    '/v1/l3-networks/{l3NetworkUuid}/network-services/{service}',
  ],
  summary: 'Takes services from a network; those that it has not are passed over',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    networkServices: listMap({
      description: 'services by the uuids of their providers, or by the types of these',
    }),
    service: optionalText({ description: 'a service, whoever does it' }),
  },
  returns: { inventory: l3NetworkInventory },
  adminOnly: true,
  check(_world, { params }) {
    if (Object.keys(servicesOf(params)).length > 0 || params.service !== null) return;
    throw apiError('SYS.1007', 'networkServices cannot be empty');
  },
  run({ world, params }) {
    const { l3NetworkUuid, service } = params;
    const { networkServices } = world.repositories.l3Networks.partsOf(l3NetworkUuid);
    const named = networkServices.filter((ref) => ref.networkServiceType === service);
    detachServices(world, l3NetworkUuid, {
      ...servicesOf(params),
      ...Object.fromEntries(named.map((ref) => [ref.networkServiceProviderUuid, [service ?? '']])),
    });
    return { l3NetworkUuid };
  },
  result: l3NetworkResult,
});
