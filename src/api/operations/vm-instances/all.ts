import type { Operation } from '../../define-operation.js';
import { attachGuestToolsIsoToVm } from './attach-guest-tools-iso-to-vm.js';
import { attachIsoToVmInstance } from './attach-iso-to-vm-instance.js';
import { changeInstanceOffering } from './change-instance-offering.js';
import { changeVmImage } from './change-vm-image.js';
import { createVmCdRom } from './create-vm-cd-rom.js';
import { createVmInstance } from './create-vm-instance.js';
import { createVmInstanceFromVolume } from './create-vm-instance-from-volume.js';
import { createVmInstanceFromVolumeSnapshot } from './create-vm-instance-from-volume-snapshot.js';
import { createVmInstanceFromVolumeSnapshotGroup } from './create-vm-instance-from-volume-snapshot-group.js';
import { deleteVmBootMode } from './delete-vm-boot-mode.js';
import { deleteVmCdRom } from './delete-vm-cd-rom.js';
import { deleteVmConsolePassword } from './delete-vm-console-password.js';
import { deleteVmHostname } from './delete-vm-hostname.js';
import { deleteVmSshKey } from './delete-vm-ssh-key.js';
import { destroyVmInstance } from './destroy-vm-instance.js';
import { detachIsoFromVmInstance } from './detach-iso-from-vm-instance.js';
import { expungeVmInstance } from './expunge-vm-instance.js';
import { flattenVmInstance } from './flatten-vm-instance.js';
import { getCandidateIsoForAttachingVm } from './get-candidate-iso-for-attaching-vm.js';
import { getCandidatePrimaryStoragesForCreatingVm } from './get-candidate-primary-storages-for-creating-vm.js';
import { getCandidateZonesClustersHostsForCreatingVm } from './get-candidate-zones-clusters-hosts-for-creating-vm.js';
import { getImageCandidatesForVmToChange } from './get-image-candidates-for-vm-to-change.js';
import { getVmAttachableDataVolume } from './get-vm-attachable-data-volume.js';
import { getVmBootOrder } from './get-vm-boot-order.js';
import { getVmCapabilities } from './get-vm-capabilities.js';
import { getVmConsoleAddress } from './get-vm-console-address.js';
import { getVmConsolePassword } from './get-vm-console-password.js';
import { getVmGuestToolsInfo } from './get-vm-guest-tools-info.js';
import { getVmHostname } from './get-vm-hostname.js';
import { getVmMigrationCandidateHosts } from './get-vm-migration-candidate-hosts.js';
import { getVmSshKey } from './get-vm-ssh-key.js';
import { getVmStartingCandidateClustersHosts } from './get-vm-starting-candidate-clusters-hosts.js';
import { getVmsCapabilities } from './get-vms-capabilities.js';
import { migrateVm } from './migrate-vm.js';
import { pauseVmInstance } from './pause-vm-instance.js';
import { queryVmCdRom } from './query-vm-cd-rom.js';
import { queryVmInstance } from './query-vm-instance.js';
import { rebootVmInstance } from './reboot-vm-instance.js';
import { recoverVmInstance } from './recover-vm-instance.js';
import { reimageVmInstance } from './reimage-vm-instance.js';
import { resumeVmInstance } from './resume-vm-instance.js';
import { setVmBootMode } from './set-vm-boot-mode.js';
import { setVmBootOrder } from './set-vm-boot-order.js';
import { setVmBootVolume } from './set-vm-boot-volume.js';
import { setVmClockTrack } from './set-vm-clock-track.js';
import { setVmConsolePassword } from './set-vm-console-password.js';
import { setVmHostname } from './set-vm-hostname.js';
import { setVmInstanceDefaultCdRom } from './set-vm-instance-default-cd-rom.js';
import { setVmQxlMemory } from './set-vm-qxl-memory.js';
import { setVmSoundType } from './set-vm-sound-type.js';
import { setVmSshKey } from './set-vm-ssh-key.js';
import { startVmInstance } from './start-vm-instance.js';
import { stopVmInstance } from './stop-vm-instance.js';
import { updateVmCdRom } from './update-vm-cd-rom.js';
import { updateVmInstance } from './update-vm-instance.js';
import { updateVmPriority } from './update-vm-priority.js';

/** The operations of this family. */
export const VM_INSTANCES_OPERATIONS: readonly Operation[] = [
  attachIsoToVmInstance,
  createVmInstance,
  destroyVmInstance,
  detachIsoFromVmInstance,
  expungeVmInstance,
  getCandidateIsoForAttachingVm,
  queryVmInstance,
  recoverVmInstance,
  startVmInstance,
  stopVmInstance,
  updateVmInstance,
  attachGuestToolsIsoToVm,
  changeInstanceOffering,
  createVmCdRom,
  deleteVmBootMode,
  deleteVmCdRom,
  deleteVmConsolePassword,
  deleteVmHostname,
  deleteVmSshKey,
  getCandidatePrimaryStoragesForCreatingVm,
  getCandidateZonesClustersHostsForCreatingVm,
  getVmAttachableDataVolume,
  getVmBootOrder,
  getVmCapabilities,
  getVmConsoleAddress,
  getVmConsolePassword,
  getVmGuestToolsInfo,
  getVmHostname,
  getVmMigrationCandidateHosts,
  getVmSshKey,
  getVmStartingCandidateClustersHosts,
  getVmsCapabilities,
  migrateVm,
  pauseVmInstance,
  queryVmCdRom,
  rebootVmInstance,
  resumeVmInstance,
  setVmBootMode,
  setVmBootOrder,
  setVmClockTrack,
  setVmConsolePassword,
  setVmHostname,
  setVmInstanceDefaultCdRom,
  setVmQxlMemory,
  setVmSoundType,
  setVmSshKey,
  updateVmCdRom,
  updateVmPriority,
  changeVmImage,
  createVmInstanceFromVolume,
  createVmInstanceFromVolumeSnapshot,
  createVmInstanceFromVolumeSnapshotGroup,
  flattenVmInstance,
  getImageCandidatesForVmToChange,
  reimageVmInstance,
  setVmBootVolume,
];
