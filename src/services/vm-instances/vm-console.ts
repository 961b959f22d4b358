import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { hostOfVm } from '../hosts/host-answers.js';
import { checkVmState } from './vm-states.js';

/** The first port that hosts give to consoles. */
const FIRST_PORT = 5900;

/**
 * Where the console of a VM is: nobody listens there. Each VM of a host has a port of its own.
 * @throws SYS.1006 when the VM's state does not allow it
 */
export function consoleOf(world: World, vm: VmInstance) {
  checkVmState(vm, 'APIGetVmConsoleAddressMsg');
  const host = hostOfVm(world, vm);
  if (!host) throw apiError('SYS.1000', `the vm[uuid:${vm.uuid}] is on no host`);
  const guests = world.repositories.vmInstances.listByHost(host.uuid);
  const port = FIRST_PORT + guests.findIndex(({ uuid }) => uuid === vm.uuid);
  return {
    hostIp: host.managementIp,
    port,
    path: null,
    // What KVM hosts are told for each VM.
    protocol: 'vnc',
    vdiPortInfo: { vncPort: port, spicePort: null, spiceTlsPort: null },
  };
}
