import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { apiError } from '../../../core/api-error.js';
import type { Volume } from '../../../domain/volume/volume.js';
import type { World } from '../../../domain/world.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkGrow, growVolume } from '../../../services/volumes/grow-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalText, wholeNumber } from '../../params.js';

export const resizeRootVolume = defineCommand({
  name: 'ResizeRootVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/resize/{uuid}/actions'],
  bodyKey: 'resizeRootVolume',
  summary: 'Makes the root volume of a VM larger',
  params: {
    uuid: optionalText({ resourceType: 'Volume', checkAccount: true }),
    vmInstanceUuid: optionalText({ resourceType: 'VmInstance', checkAccount: true }),
    size: wholeNumber('long', { description: 'bytes; more than it has' }, 0),
  },
  returns: { inventory: volumeInventory },
  quota: (world, { params }) => ({
    'volume.capacity': Math.max(params.size - rootOf(world, params).size, 0),
  }),
  check: (world, { params }) => checkGrow(world, rootOf(world, params), 'Root', params.size),
  run({ world, params, now }) {
    const { uuid } = rootOf(world, params);
    growVolume(world, volumeOf(world, uuid), 'Root', params.size, now);
    return { volumeUuid: uuid };
  },
  result: volumeResult,
});

/** Named itself, or by its VM. @throws SYS.1007 for a call that names neither */
function rootOf(
  world: World,
  named: { readonly uuid: string | null; readonly vmInstanceUuid: string | null },
): Volume {
  if (named.uuid !== null) return volumeOf(world, named.uuid);
  const root = world.repositories.volumes
    .listByVm(named.vmInstanceUuid ?? '')
    .find(({ type }) => type === 'Root');
  if (root) return root;
  throw apiError('SYS.1007', 'uuid of a root volume, or vmInstanceUuid of its VM, must be given');
}
