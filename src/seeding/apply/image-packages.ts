import { makePackageAddress } from '../../domain/image-package/package-address.js';
import {
  becomeExported,
  insertPackage,
  packedVolumesOf,
  type PackedVolume,
} from '../../services/image-packages/export-ova.js';
import { sumsOfMadeUp } from '../../services/image-packages/package-bytes.js';
import { imagePackageOf } from '../../services/resources/lookup.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

type MadePackage = Made<EntryOf<'imagePackages'>>;

/** What is described where the VM is gone. */
const GONE = {
  description: null,
  cpuNum: 1,
  memorySize: 2 ** 30,
  guestOsType: 'Linux',
  platform: 'Linux',
  virtio: true,
} as const;

export function fillImagePackage(filling: Filling, made: MadePackage): void {
  const { world } = filling;
  const { imagePackages, vmInstances } = world.repositories;
  const uuid = filling.uuidOf('image-package', made);
  const backupStorageUuid = filling.find('backup-storage', made.backupStorage);
  const vmUuid = made.vmInstance === null ? null : filling.find('vm-instance', made.vmInstance);
  const dates = filling.datesOf(made);
  if (!filling.isSound) return;
  const storage = filling.backupStorages.get(backupStorageUuid);
  if (storage?.type !== 'ImageStoreBackupStorage') {
    throw new Refused(
      `the backup storage '${storage?.name}' is no image store: only those keep packages`,
    );
  }
  if (vmUuid !== null && imagePackages.findByVm(vmUuid)) {
    throw new Refused(`the VM '${made.vmInstance}' has a package already`);
  }
  const vm = (vmUuid === null ? undefined : vmInstances.find(vmUuid)) ?? {
    ...GONE,
    name: made.name,
  };
  const { name, description } = made;
  const given = { uuid, name, description, backupStorageUuid, now: dates.createDate };
  insertPackage(world, given, vm, vmUuid, disksOf(filling, made, vmUuid));
  const image = imagePackageOf(world, uuid);
  const sums = sumsOfMadeUp(world, image, imagePackages.listDisks(uuid));
  const url = made.url ?? makePackageAddress(filling.controlUrl, world.keys, image);
  const size = becomeExported(world, image, sums, url, dates.lastOpDate);
  filling.ledger.takeFromBackup(backupStorageUuid, size);
  own(filling, 'ImagePackageVO', uuid, made, dates.createDate);
  tag(filling, 'ImagePackageVO', uuid, made, dates.createDate);
}

/** Its disks, with as much data as it takes in all. */
function disksOf(
  { world }: Filling,
  { disks, size, name, key }: MadePackage,
  vmUuid: string | null,
): PackedVolume[] {
  const ofVm = vmUuid === null ? [] : packedVolumesOf(world, vmUuid);
  const told = disks?.map((disk, i) => ({
    name: `disk ${i + 1}`,
    contentId: disk.content,
    format: disk.format,
    size: disk.size,
    actualSize: disk.actualSize ?? disk.size,
  }));
  const all: readonly PackedVolume[] = told ?? ofVm;
  if (all.length === 0) {
    if (size === undefined) throw new Refused('its `size` is missing, or its `disks`');
    const contentId = key ?? name;
    return [{ name: 'disk 1', contentId, format: 'qcow2', size, actualSize: size }];
  }
  const data = all.reduce((sum, { actualSize }) => sum + actualSize, 0);
  if (size === undefined || size === data) return [...all];
  const [first] = all;
  const ofFirst = (first?.actualSize ?? 0) + size - data;
  // What it takes counts: what the VM held then nobody knows.
  return all.map((disk, i) => {
    if (ofFirst < 0) return { ...disk, actualSize: i === 0 ? size : 0 };
    return i === 0 ? { ...disk, actualSize: ofFirst } : disk;
  });
}
