import type { Operation } from '../../define-operation.js';
import { attachL3NetworkToVm } from './attach-l3-network-to-vm.js';
import { attachVmNicToVm } from './attach-vm-nic-to-vm.js';
import { changeVmNicNetwork } from './change-vm-nic-network.js';
import { changeVmNicState } from './change-vm-nic-state.js';
import { createVmNic } from './create-vm-nic.js';
import { deleteVmNic } from './delete-vm-nic.js';
import { deleteVmStaticIp } from './delete-vm-static-ip.js';
import { detachL3NetworkFromVm } from './detach-l3-network-from-vm.js';
import { getCandidateL3NetworksForChangeVmNicNetwork } from './get-candidate-l3-networks-for-change-vm-nic-network.js';
import { getInterdependentL3NetworksBackupStorages } from './get-interdependent-l3-networks-backup-storages.js';
import { getInterdependentL3NetworksImages } from './get-interdependent-l3-networks-images.js';
import { getVmAttachableL3Network } from './get-vm-attachable-l3-network.js';
import { getVmNicAttachedNetworkService } from './get-vm-nic-attached-network-service.js';
import { queryVmNic } from './query-vm-nic.js';
import { setVmStaticIp } from './set-vm-static-ip.js';
import { updateVmNicDriver } from './update-vm-nic-driver.js';

/** The operations of this family. */
export const NICS_OPERATIONS: readonly Operation[] = [
  queryVmNic,
  attachL3NetworkToVm,
  attachVmNicToVm,
  changeVmNicNetwork,
  changeVmNicState,
  getCandidateL3NetworksForChangeVmNicNetwork,
  createVmNic,
  deleteVmNic,
  deleteVmStaticIp,
  detachL3NetworkFromVm,
  getInterdependentL3NetworksBackupStorages,
  getInterdependentL3NetworksImages,
  getVmAttachableL3Network,
  getVmNicAttachedNetworkService,
  setVmStaticIp,
  updateVmNicDriver,
];
