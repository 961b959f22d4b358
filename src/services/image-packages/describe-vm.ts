import { tokenOf } from '../../domain/tag/tag-format.js';
import { BOOT_MODE } from '../../domain/tag/vm-tags.js';
import { writeOvf } from '../../domain/ova/write-ovf.js';
import type { ImagePackageDisk } from '../../domain/image-package/image-package.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { diskArtifact } from './package-bytes.js';

/** A disk as it is described, with what it is called in its VM. */
export interface NamedDisk extends ImagePackageDisk {
  readonly name: string;
}

type Described = Pick<
  VmInstance,
  'name' | 'description' | 'cpuNum' | 'memorySize' | 'guestOsType' | 'platform' | 'virtio'
>;

/** The descriptor of a VM and its disks. `uuid`: null where the VM is gone. */
export function descriptorOf(
  world: World,
  uuid: string | null,
  vm: Described,
  disks: readonly NamedDisk[],
): string {
  const { l3Networks, vmInstances, vmNics, tags } = world.repositories;
  const modes = uuid === null ? [] : tags.listSystemTags(uuid);
  return writeOvf({
    ...vm,
    isUefi: modes.some((tag) => tokenOf(BOOT_MODE, tag)?.startsWith('UEFI') === true),
    cdRoms: uuid === null ? 0 : vmInstances.listCdRoms(uuid).length,
    nics: (uuid === null ? [] : vmNics.listByVm(uuid)).map(({ l3NetworkUuid, driverType }) => ({
      network: l3Networks.find(l3NetworkUuid)?.name ?? l3NetworkUuid,
      model: driverType ?? (vm.virtio ? 'virtio' : 'e1000'),
    })),
    disks: disks.map((disk) => ({
      name: disk.name,
      fileName: disk.fileName,
      length: diskArtifact(world, disk).length,
      format: disk.format,
      isStream: disk.format !== disk.volumeFormat && !world.repositories.blobs.find(disk.contentId),
      capacity: disk.virtualSize,
      populatedSize: disk.actualSize,
    })),
  });
}
