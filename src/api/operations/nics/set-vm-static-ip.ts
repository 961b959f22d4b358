import { checkNewIp, setStaticIp } from '../../../services/networks/set-static-ip.js';
import { l3NetworkOf, vmOf } from '../../../services/resources/lookup.js';
import { checkVmState } from '../../../services/vm-instances/vm-states.js';
import { defineCommand } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';

export const setVmStaticIp = defineCommand({
  name: 'SetVmStaticIp',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/actions'],
  bodyKey: 'setVmStaticIp',
  summary: 'Gives the NIC of a VM on a network an address that it keeps',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }),
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    ip: optionalText({ description: 'of IPv4, or of IPv6' }),
    ip6: optionalText(),
    netmask: optionalText({ description: 'of a network that gives no addresses by itself' }),
    gateway: optionalText({ description: 'of a network that gives no addresses by itself' }),
    ipv6Gateway: optionalText({ description: 'of a network that gives no addresses by itself' }),
    ipv6Prefix: optionalText({ description: 'of a network that gives no addresses by itself' }),
  },
  returns: {},
  check(world, { params }) {
    const network = l3NetworkOf(world, params.l3NetworkUuid);
    checkNewIp(world, vmOf(world, params.vmInstanceUuid), network, params);
  },
  run({ world, params, now }) {
    const vm = vmOf(world, params.vmInstanceUuid);
    checkVmState(vm, 'APISetVmStaticIpMsg');
    setStaticIp(world, vm.uuid, l3NetworkOf(world, params.l3NetworkUuid), params, now);
  },
});
