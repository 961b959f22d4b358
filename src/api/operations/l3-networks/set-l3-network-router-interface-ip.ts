import { checkRouterIp, setRouterIp } from '../../../services/networks/l3-networks.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const setL3NetworkRouterInterfaceIp = defineCommand({
  name: 'SetL3NetworkRouterInterfaceIp',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/router-interface-ip'],
  bodyKey: 'params',
  summary: 'Sets the address of the router on a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    routerInterfaceIp: requiredText(),
  },
  returns: {},
  check: (world, { params }) =>
    checkRouterIp(world, params.l3NetworkUuid, params.routerInterfaceIp),
  run({ world, params, now }) {
    setRouterIp(world, params.l3NetworkUuid, params.routerInterfaceIp, now);
  },
});
