import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { tokenOf } from '../../../domain/tag/tag-format.js';
import { CD_ROM } from '../../../domain/tag/vm-tags.js';
import { imageOf, vmOf } from '../../../services/resources/lookup.js';
import { attachIso, checkAttachIso } from '../../../services/vm-instances/iso.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const attachIsoToVmInstance = defineCommand({
  name: 'AttachIsoToVmInstance',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/iso/{isoUuid}'],
  bodyKey: 'null',
  summary: 'Puts an ISO into a drive of a VM',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    isoUuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    cdRomUuid: optionalText({
      description: 'as the tag cdromUuid::; default: the first empty drive',
    }),
  },
  returns: { inventory: vmInstanceInventory },
  check(world, call) {
    const { vmInstanceUuid, isoUuid } = call.params;
    checkAttachIso(world, vmOf(world, vmInstanceUuid), imageOf(world, isoUuid), driveOf(call));
  },
  run(call) {
    const { world, params, now } = call;
    const vm = vmOf(world, params.vmInstanceUuid);
    attachIso(world, vm, imageOf(world, params.isoUuid), driveOf(call), now);
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});

/** The drive that a tag names, or the parameter. */
const driveOf = ({
  systemTags,
  params,
}: {
  readonly systemTags: readonly string[];
  readonly params: { readonly cdRomUuid: string | null };
}): string | null => systemTags.flatMap((tag) => tokenOf(CD_ROM, tag) ?? [])[0] ?? params.cdRomUuid;
