import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { setResourceConfig } from '../../../services/configuration/resource-config.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { numberChoice, optionalFlag, requiredChoice, requiredText } from '../../params.js';

const INTERVALS = [0, 60, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400];

export const setVmClockTrack = defineCommand({
  name: 'SetVmClockTrack',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmClockTrack',
  summary: 'Says whose clock the guest of a VM follows, and when it is corrected',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    track: requiredChoice(['guest', 'host']),
    syncAfterVMResume: optionalFlag(),
    intervalInSeconds: numberChoice(INTERVALS),
  },
  returns: { inventory: vmInstanceInventory },
  run({ world, params, now }) {
    const { uuid: resourceUuid, track, syncAfterVMResume, intervalInSeconds } = params;
    const put = (name: string, value: string | number | boolean | null) => {
      if (value === null) return;
      setResourceConfig(world, { category: 'vm', name, resourceUuid }, String(value), now);
    };
    // A closed module does these two: that they become configuration follows from the entries of this name.
    put('vm.clock.sync.after.vm.resume', syncAfterVMResume);
    put('vm.clock.sync.interval.in.seconds', intervalInSeconds);
    put('vm.clock.track', track);
    return { vmUuid: resourceUuid };
  },
  result: vmResult,
});
