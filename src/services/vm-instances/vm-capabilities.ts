import { refusalIn } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { rootStorageOf } from './iso.js';
import { checkMigration } from './migrate-vm.js';

/** What can be done with a VM now. */
export interface VmCapabilities {
  readonly supportLiveMigration: boolean;
  readonly supportVolumeMigration: boolean;
  readonly supportReimage: boolean;
  readonly supportMemorySnapshot: boolean;
}

export function vmCapabilities(world: World, vm: VmInstance): VmCapabilities {
  const { images, globalConfig } = world.repositories;
  const storage = rootStorageOf(world, vm.uuid);
  const isLocal = storage?.type === 'LocalStorage';
  const image = vm.imageUuid === null ? undefined : images.find(vm.imageUuid);
  return {
    supportLiveMigration:
      vm.state === 'Running' &&
      storage !== undefined &&
      (!isLocal || configFlag(globalConfig, 'localLiveMigrationWithStorageAllow')) &&
      refusalIn(() => checkMigration(world, vm)) === undefined,
    // Of volumes of a VM at rest only those on local storage are moved by what is open.
    supportVolumeMigration: vm.state === 'Stopped' && isLocal,
    supportReimage: image !== undefined && image.mediaType !== 'ISO',
    // Where the module for Ceph is there, no VM has any.
    supportMemorySnapshot: false,
  };
}
