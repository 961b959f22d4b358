import type { Operation } from '../define-operation.js';
import { changeVmImage } from './vm-instances/change-vm-image.js';
import { createVmInstanceFromVolumeSnapshotGroup } from './vm-instances/create-vm-instance-from-volume-snapshot-group.js';
import { createVmInstanceFromVolumeSnapshot } from './vm-instances/create-vm-instance-from-volume-snapshot.js';
import { createVmInstanceFromVolume } from './vm-instances/create-vm-instance-from-volume.js';
import { flattenVmInstance } from './vm-instances/flatten-vm-instance.js';
import { getImageCandidatesForVmToChange } from './vm-instances/get-image-candidates-for-vm-to-change.js';
import { reimageVmInstance } from './vm-instances/reimage-vm-instance.js';
import { setVmBootVolume } from './vm-instances/set-vm-boot-volume.js';
import { flattenVolume } from './volumes/flatten-volume.js';

/** The part of the one list that is about what VMs are made of, and become. */
export const IMAGES_OF_VMS: readonly Operation[] = [
  changeVmImage,
  createVmInstanceFromVolume,
  createVmInstanceFromVolumeSnapshot,
  createVmInstanceFromVolumeSnapshotGroup,
  flattenVmInstance,
  flattenVolume,
  getImageCandidatesForVmToChange,
  reimageVmInstance,
  setVmBootVolume,
];
