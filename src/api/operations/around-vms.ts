import type { Operation } from '../define-operation.js';
import { updateImageStoreBackupStorage } from './backup-storage/update-image-store-backup-storage.js';
import { changeClusterState } from './clusters/change-cluster-state.js';
import { createCluster } from './clusters/create-cluster.js';
import { deleteCluster } from './clusters/delete-cluster.js';
import { updateCluster } from './clusters/update-cluster.js';
import { addKvmHost } from './hosts/add-kvm-host.js';
import { addSimulatorHost } from './hosts/add-simulator-host.js';
import { changeHostState } from './hosts/change-host-state.js';
import { deleteHost } from './hosts/delete-host.js';
import { getCpuMemoryCapacity } from './hosts/get-cpu-memory-capacity.js';
import { getHostAllocatorStrategies } from './hosts/get-host-allocator-strategies.js';
import { getHypervisorTypes } from './hosts/get-hypervisor-types.js';
import { reconnectHost } from './hosts/reconnect-host.js';
import { updateHost } from './hosts/update-host.js';
import { updateKvmHost } from './hosts/update-kvm-host.js';
import { attachSshKeyPairToVmInstance } from './ssh-key-pair/attach-ssh-key-pair-to-vm-instance.js';
import { createSshKeyPair } from './ssh-key-pair/create-ssh-key-pair.js';
import { deleteSshKeyPair } from './ssh-key-pair/delete-ssh-key-pair.js';
import { detachSshKeyPairFromVmInstance } from './ssh-key-pair/detach-ssh-key-pair-from-vm-instance.js';
import { generateSshKeyPair } from './ssh-key-pair/generate-ssh-key-pair.js';
import { querySshKeyPair } from './ssh-key-pair/query-ssh-key-pair.js';
import { updateSshKeyPair } from './ssh-key-pair/update-ssh-key-pair.js';
import { attachGuestToolsIsoToVm } from './vm-instances/attach-guest-tools-iso-to-vm.js';
import { changeInstanceOffering } from './vm-instances/change-instance-offering.js';
import { createVmCdRom } from './vm-instances/create-vm-cd-rom.js';
import { deleteVmBootMode } from './vm-instances/delete-vm-boot-mode.js';
import { deleteVmCdRom } from './vm-instances/delete-vm-cd-rom.js';
import { deleteVmConsolePassword } from './vm-instances/delete-vm-console-password.js';
import { deleteVmHostname } from './vm-instances/delete-vm-hostname.js';
import { deleteVmSshKey } from './vm-instances/delete-vm-ssh-key.js';
import { getCandidatePrimaryStoragesForCreatingVm } from './vm-instances/get-candidate-primary-storages-for-creating-vm.js';
import { getCandidateZonesClustersHostsForCreatingVm } from './vm-instances/get-candidate-zones-clusters-hosts-for-creating-vm.js';
import { getVmAttachableDataVolume } from './vm-instances/get-vm-attachable-data-volume.js';
import { getVmBootOrder } from './vm-instances/get-vm-boot-order.js';
import { getVmCapabilities } from './vm-instances/get-vm-capabilities.js';
import { getVmConsoleAddress } from './vm-instances/get-vm-console-address.js';
import { getVmConsolePassword } from './vm-instances/get-vm-console-password.js';
import { getVmGuestToolsInfo } from './vm-instances/get-vm-guest-tools-info.js';
import { getVmHostname } from './vm-instances/get-vm-hostname.js';
import { getVmMigrationCandidateHosts } from './vm-instances/get-vm-migration-candidate-hosts.js';
import { getVmSshKey } from './vm-instances/get-vm-ssh-key.js';
import { getVmStartingCandidateClustersHosts } from './vm-instances/get-vm-starting-candidate-clusters-hosts.js';
import { getVmsCapabilities } from './vm-instances/get-vms-capabilities.js';
import { migrateVm } from './vm-instances/migrate-vm.js';
import { pauseVmInstance } from './vm-instances/pause-vm-instance.js';
import { queryVmCdRom } from './vm-instances/query-vm-cd-rom.js';
import { rebootVmInstance } from './vm-instances/reboot-vm-instance.js';
import { resumeVmInstance } from './vm-instances/resume-vm-instance.js';
import { setVmBootMode } from './vm-instances/set-vm-boot-mode.js';
import { setVmBootOrder } from './vm-instances/set-vm-boot-order.js';
import { setVmClockTrack } from './vm-instances/set-vm-clock-track.js';
import { setVmConsolePassword } from './vm-instances/set-vm-console-password.js';
import { setVmHostname } from './vm-instances/set-vm-hostname.js';
import { setVmInstanceDefaultCdRom } from './vm-instances/set-vm-instance-default-cd-rom.js';
import { setVmQxlMemory } from './vm-instances/set-vm-qxl-memory.js';
import { setVmSoundType } from './vm-instances/set-vm-sound-type.js';
import { setVmSshKey } from './vm-instances/set-vm-ssh-key.js';
import { updateVmCdRom } from './vm-instances/update-vm-cd-rom.js';
import { updateVmPriority } from './vm-instances/update-vm-priority.js';
import { deleteVolumeQos } from './volumes/delete-volume-qos.js';
import { getVolumeQos } from './volumes/get-volume-qos.js';
import { resizeDataVolume } from './volumes/resize-data-volume.js';
import { resizeRootVolume } from './volumes/resize-root-volume.js';
import { setVolumeQos } from './volumes/set-volume-qos.js';

/** The part of the one list that is about where VMs run, and what is done with them there. */
export const AROUND_VMS: readonly Operation[] = [
  addKvmHost,
  addSimulatorHost,
  attachGuestToolsIsoToVm,
  attachSshKeyPairToVmInstance,
  changeClusterState,
  changeHostState,
  createCluster,
  createSshKeyPair,
  changeInstanceOffering,
  createVmCdRom,
  deleteCluster,
  deleteHost,
  deleteSshKeyPair,
  deleteVmBootMode,
  deleteVmCdRom,
  deleteVmConsolePassword,
  deleteVmHostname,
  deleteVmSshKey,
  deleteVolumeQos,
  detachSshKeyPairFromVmInstance,
  generateSshKeyPair,
  getCandidatePrimaryStoragesForCreatingVm,
  getCandidateZonesClustersHostsForCreatingVm,
  getCpuMemoryCapacity,
  getHostAllocatorStrategies,
  getHypervisorTypes,
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
  getVolumeQos,
  migrateVm,
  pauseVmInstance,
  querySshKeyPair,
  queryVmCdRom,
  rebootVmInstance,
  reconnectHost,
  resizeDataVolume,
  resizeRootVolume,
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
  setVolumeQos,
  updateCluster,
  updateHost,
  updateImageStoreBackupStorage,
  updateKvmHost,
  updateSshKeyPair,
  updateVmCdRom,
  updateVmPriority,
];
