import type { Operation } from '../define-operation.js';
import { changeAccessKeyState } from './accesskeys/change-access-key-state.js';
import { createAccessKey } from './accesskeys/create-access-key.js';
import { deleteAccessKey } from './accesskeys/delete-access-key.js';
import { queryAccessKey } from './accesskeys/query-access-key.js';
import { changeResourceOwner } from './accounts/change-resource-owner.js';
import { createAccount } from './accounts/create-account.js';
import { deleteAccount } from './accounts/delete-account.js';
import { getAccountQuotaUsage } from './accounts/get-account-quota-usage.js';
import { logInByAccount } from './accounts/log-in-by-account.js';
import { logOut } from './accounts/log-out.js';
import { queryAccount } from './accounts/query-account.js';
import { queryAccountResourceRef } from './accounts/query-account-resource-ref.js';
import { queryQuota } from './accounts/query-quota.js';
import { querySharedResource } from './accounts/query-shared-resource.js';
import { renewSession } from './accounts/renew-session.js';
import { revokeResourceSharing } from './accounts/revoke-resource-sharing.js';
import { shareResource } from './accounts/share-resource.js';
import { updateAccount } from './accounts/update-account.js';
import { updateQuota } from './accounts/update-quota.js';
import { validateSession } from './accounts/validate-session.js';
import { addCephBackupStorage } from './backup-storage/add-ceph-backup-storage.js';
import { addImageStoreBackupStorage } from './backup-storage/add-image-store-backup-storage.js';
import { addSftpBackupStorage } from './backup-storage/add-sftp-backup-storage.js';
import { addSimulatorBackupStorage } from './backup-storage/add-simulator-backup-storage.js';
import { changeBackupStorageState } from './backup-storage/change-backup-storage-state.js';
import { cleanUpTrashOnBackupStorage } from './backup-storage/clean-up-trash-on-backup-storage.js';
import { deleteBackupStorage } from './backup-storage/delete-backup-storage.js';
import { deleteExportedImageFromBackupStorage } from './backup-storage/delete-exported-image-from-backup-storage.js';
import { exportImageFromBackupStorage } from './backup-storage/export-image-from-backup-storage.js';
import { getBackupStorageCapacity } from './backup-storage/get-backup-storage-capacity.js';
import { getBackupStorageTypes } from './backup-storage/get-backup-storage-types.js';
import { getTrashOnBackupStorage } from './backup-storage/get-trash-on-backup-storage.js';
import { queryBackupStorage } from './backup-storage/query-backup-storage.js';
import { queryCephBackupStorage } from './backup-storage/query-ceph-backup-storage.js';
import { queryImageStoreBackupStorage } from './backup-storage/query-image-store-backup-storage.js';
import { querySftpBackupStorage } from './backup-storage/query-sftp-backup-storage.js';
import { reconnectBackupStorage } from './backup-storage/reconnect-backup-storage.js';
import { reconnectImageStoreBackupStorage } from './backup-storage/reconnect-image-store-backup-storage.js';
import { reconnectSftpBackupStorage } from './backup-storage/reconnect-sftp-backup-storage.js';
import { updateBackupStorage } from './backup-storage/update-backup-storage.js';
import { updateSftpBackupStorage } from './backup-storage/update-sftp-backup-storage.js';
import { getGlobalConfigOptions } from './global-configurations/get-global-config-options.js';
import { queryGlobalConfig } from './global-configurations/query-global-config.js';
import { resetGlobalConfig } from './global-configurations/reset-global-config.js';
import { updateGlobalConfig } from './global-configurations/update-global-config.js';
import { addImage } from './images/add-image.js';
import { calculateImageHash } from './images/calculate-image-hash.js';
import { changeImageState } from './images/change-image-state.js';
import { createDataVolumeTemplateFromVolume } from './images/create-data-volume-template-from-volume.js';
import { createDataVolumeTemplateFromVolumeSnapshot } from './images/create-data-volume-template-from-volume-snapshot.js';
import { createRootVolumeTemplateFromRootVolume } from './images/create-root-volume-template-from-root-volume.js';
import { createRootVolumeTemplateFromVolumeSnapshot } from './images/create-root-volume-template-from-volume-snapshot.js';
import { deleteImage } from './images/delete-image.js';
import { expungeImage } from './images/expunge-image.js';
import { getCandidateBackupStorageForCreatingImage } from './images/get-candidate-backup-storage-for-creating-image.js';
import { getCandidateVmForAttachingIso } from './images/get-candidate-vm-for-attaching-iso.js';
import { getImageQga } from './images/get-image-qga.js';
import { getUploadImageJobDetails } from './images/get-upload-image-job-details.js';
import { queryImage } from './images/query-image.js';
import { recoverImage } from './images/recover-image.js';
import { setImageBootMode } from './images/set-image-boot-mode.js';
import { setImageQga } from './images/set-image-qga.js';
import { syncImageSize } from './images/sync-image-size.js';
import { updateImage } from './images/update-image.js';
import { cancelLongJob } from './longjobs/cancel-long-job.js';
import { cleanLongJob } from './longjobs/clean-long-job.js';
import { deleteLongJob } from './longjobs/delete-long-job.js';
import { getTaskProgress } from './longjobs/get-task-progress.js';
import { queryLongJob } from './longjobs/query-long-job.js';
import { rerunLongJob } from './longjobs/rerun-long-job.js';
import { resumeLongJob } from './longjobs/resume-long-job.js';
import { submitLongJob } from './longjobs/submit-long-job.js';
import { updateLongJob } from './longjobs/update-long-job.js';
import { addCephPrimaryStorage } from './primary-storage/add-ceph-primary-storage.js';
import { addLocalPrimaryStorage } from './primary-storage/add-local-primary-storage.js';
import { addNfsPrimaryStorage } from './primary-storage/add-nfs-primary-storage.js';
import { addSharedMountPointPrimaryStorage } from './primary-storage/add-shared-mount-point-primary-storage.js';
import { addSimulatorPrimaryStorage } from './primary-storage/add-simulator-primary-storage.js';
import { changePrimaryStorageState } from './primary-storage/change-primary-storage-state.js';
import { cleanUpImageCacheOnPrimaryStorage } from './primary-storage/clean-up-image-cache-on-primary-storage.js';
import { cleanUpTrashOnPrimaryStorage } from './primary-storage/clean-up-trash-on-primary-storage.js';
import { deletePrimaryStorage } from './primary-storage/delete-primary-storage.js';
import { getPrimaryStorageCapacity } from './primary-storage/get-primary-storage-capacity.js';
import { getPrimaryStorageTypes } from './primary-storage/get-primary-storage-types.js';
import { getTrashOnPrimaryStorage } from './primary-storage/get-trash-on-primary-storage.js';
import { AROUND_SNAPSHOTS } from './around-snapshots.js';
import { AROUND_VMS } from './around-vms.js';
import { CAPACITIES_OF_STORAGES } from './capacities-of-storages.js';
import { IMAGES_OF_VMS } from './images-of-vms.js';
import { CEPH } from './ceph.js';
import { attachPrimaryStorageToCluster } from './clusters/attach-primary-storage-to-cluster.js';
import { detachPrimaryStorageFromCluster } from './clusters/detach-primary-storage-from-cluster.js';
import { queryCluster } from './clusters/query-cluster.js';
import { queryHost } from './hosts/query-host.js';
import { queryCephPrimaryStoragePool } from './primary-storage/query-ceph-primary-storage-pool.js';
import { queryLocalStorageResourceRef } from './primary-storage/query-local-storage-resource-ref.js';
import { queryCephPrimaryStorage } from './primary-storage/query-ceph-primary-storage.js';
import { queryImageCache } from './primary-storage/query-image-cache.js';
import { queryPrimaryStorage } from './primary-storage/query-primary-storage.js';
import { reconnectPrimaryStorage } from './primary-storage/reconnect-primary-storage.js';
import { updatePrimaryStorage } from './primary-storage/update-primary-storage.js';
import { deleteResourceConfig } from './resource-configurations/delete-resource-config.js';
import { getResourceConfig } from './resource-configurations/get-resource-config.js';
import { getResourceBindableConfig } from './resource-configurations/get-resource-bindable-config.js';
import { getResourceConfigs } from './resource-configurations/get-resource-configs.js';
import { updateResourceConfigs } from './resource-configurations/update-resource-configs.js';
import { queryResourceConfig } from './resource-configurations/query-resource-config.js';
import { updateResourceConfig } from './resource-configurations/update-resource-config.js';
import { attachTagToResources } from './tags/attach-tag-to-resources.js';
import { createSystemTag } from './tags/create-system-tag.js';
import { createSystemTags } from './tags/create-system-tags.js';
import { createTag } from './tags/create-tag.js';
import { createUserTag } from './tags/create-user-tag.js';
import { deleteTag } from './tags/delete-tag.js';
import { detachTagFromResources } from './tags/detach-tag-from-resources.js';
import { querySystemTag } from './tags/query-system-tag.js';
import { queryTag } from './tags/query-tag.js';
import { queryUserTag } from './tags/query-user-tag.js';
import { updateSystemTag } from './tags/update-system-tag.js';
import { updateTag } from './tags/update-tag.js';
import { attachIsoToVmInstance } from './vm-instances/attach-iso-to-vm-instance.js';
import { createVmInstance } from './vm-instances/create-vm-instance.js';
import { destroyVmInstance } from './vm-instances/destroy-vm-instance.js';
import { detachIsoFromVmInstance } from './vm-instances/detach-iso-from-vm-instance.js';
import { expungeVmInstance } from './vm-instances/expunge-vm-instance.js';
import { getCandidateIsoForAttachingVm } from './vm-instances/get-candidate-iso-for-attaching-vm.js';
import { queryVmInstance } from './vm-instances/query-vm-instance.js';
import { recoverVmInstance } from './vm-instances/recover-vm-instance.js';
import { startVmInstance } from './vm-instances/start-vm-instance.js';
import { stopVmInstance } from './vm-instances/stop-vm-instance.js';
import { updateVmInstance } from './vm-instances/update-vm-instance.js';
import { batchDeleteVolumeSnapshot } from './volume-snapshots/batch-delete-volume-snapshot.js';
import { createVolumeSnapshot } from './volume-snapshots/create-volume-snapshot.js';
import { deleteVolumeSnapshot } from './volume-snapshots/delete-volume-snapshot.js';
import { getVolumeSnapshotSize } from './volume-snapshots/get-volume-snapshot-size.js';
import { queryVolumeSnapshot } from './volume-snapshots/query-volume-snapshot.js';
import { queryVolumeSnapshotTree } from './volume-snapshots/query-volume-snapshot-tree.js';
import { revertVolumeFromSnapshot } from './volume-snapshots/revert-volume-from-snapshot.js';
import { updateVolumeSnapshot } from './volume-snapshots/update-volume-snapshot.js';
import { attachDataVolumeToVm } from './volumes/attach-data-volume-to-vm.js';
import { changeVolumeState } from './volumes/change-volume-state.js';
import { createDataVolume } from './volumes/create-data-volume.js';
import { createDataVolumeFromVolumeSnapshot } from './volumes/create-data-volume-from-volume-snapshot.js';
import { createDataVolumeFromVolumeTemplate } from './volumes/create-data-volume-from-volume-template.js';
import { deleteDataVolume } from './volumes/delete-data-volume.js';
import { detachDataVolumeFromVm } from './volumes/detach-data-volume-from-vm.js';
import { expungeDataVolume } from './volumes/expunge-data-volume.js';
import { getDataVolumeAttachableVm } from './volumes/get-data-volume-attachable-vm.js';
import { getVolumeCapabilities } from './volumes/get-volume-capabilities.js';
import { getVolumeFormat } from './volumes/get-volume-format.js';
import { queryVolume } from './volumes/query-volume.js';
import { recoverDataVolume } from './volumes/recover-data-volume.js';
import { syncVolumeSize } from './volumes/sync-volume-size.js';
import { updateVolume } from './volumes/update-volume.js';
import { attachBackupStorageToZone } from './zones/attach-backup-storage-to-zone.js';
import { changeZoneState } from './zones/change-zone-state.js';
import { createZone } from './zones/create-zone.js';
import { deleteZone } from './zones/delete-zone.js';
import { detachBackupStorageFromZone } from './zones/detach-backup-storage-from-zone.js';
import { getZone } from './zones/get-zone.js';
import { queryZone } from './zones/query-zone.js';
import { updateZone } from './zones/update-zone.js';
import { changeInstanceOfferingState } from './instance-offerings/change-instance-offering-state.js';
import { createInstanceOffering } from './instance-offerings/create-instance-offering.js';
import { deleteInstanceOffering } from './instance-offerings/delete-instance-offering.js';
import { queryInstanceOffering } from './instance-offerings/query-instance-offering.js';
import { updateInstanceOffering } from './instance-offerings/update-instance-offering.js';
import { changeDiskOfferingState } from './disk-offerings/change-disk-offering-state.js';
import { createDiskOffering } from './disk-offerings/create-disk-offering.js';
import { deleteDiskOffering } from './disk-offerings/delete-disk-offering.js';
import { queryDiskOffering } from './disk-offerings/query-disk-offering.js';
import { updateDiskOffering } from './disk-offerings/update-disk-offering.js';
import { attachL2NetworkToCluster } from './l2-networks/attach-l2-network-to-cluster.js';
import { changeL2NetworkVlanId } from './l2-networks/change-l2-network-vlan-id.js';
import { createL2NoVlanNetwork } from './l2-networks/create-l2-no-vlan-network.js';
import { createL2VlanNetwork } from './l2-networks/create-l2-vlan-network.js';
import { deleteL2Network } from './l2-networks/delete-l2-network.js';
import { detachL2NetworkFromCluster } from './l2-networks/detach-l2-network-from-cluster.js';
import { getCandidateClustersForAttachingL2Network } from './l2-networks/get-candidate-clusters-for-attaching-l2-network.js';
import { getCandidateL2NetworksForAttachingCluster } from './l2-networks/get-candidate-l2-networks-for-attaching-cluster.js';
import { getL2NetworkTypes } from './l2-networks/get-l2-network-types.js';
import { queryL2Network } from './l2-networks/query-l2-network.js';
import { queryL2VlanNetwork } from './l2-networks/query-l2-vlan-network.js';
import { updateL2Network } from './l2-networks/update-l2-network.js';
import { addDnsToL3Network } from './l3-networks/add-dns-to-l3-network.js';
import { addHostRouteToL3Network } from './l3-networks/add-host-route-to-l3-network.js';
import { addIpRangeByNetworkCidr } from './l3-networks/add-ip-range-by-network-cidr.js';
import { addIpRange } from './l3-networks/add-ip-range.js';
import { addReservedIpRange } from './l3-networks/add-reserved-ip-range.js';
import { attachNetworkServiceToL3Network } from './l3-networks/attach-network-service-to-l3-network.js';
import { changeL3NetworkState } from './l3-networks/change-l3-network-state.js';
import { checkIpAvailability } from './l3-networks/check-ip-availability.js';
import { createL3Network } from './l3-networks/create-l3-network.js';
import { deleteIpAddress } from './l3-networks/delete-ip-address.js';
import { deleteIpRange } from './l3-networks/delete-ip-range.js';
import { deleteL3Network } from './l3-networks/delete-l3-network.js';
import { deleteReservedIpRange } from './l3-networks/delete-reserved-ip-range.js';
import { detachNetworkServiceFromL3Network } from './l3-networks/detach-network-service-from-l3-network.js';
import { getFreeIp } from './l3-networks/get-free-ip.js';
import { getIpAddressCapacity } from './l3-networks/get-ip-address-capacity.js';
import { getL3NetworkMtu } from './l3-networks/get-l3-network-mtu.js';
import { getL3NetworkRouterInterfaceIp } from './l3-networks/get-l3-network-router-interface-ip.js';
import { getL3NetworkTypes } from './l3-networks/get-l3-network-types.js';
import { getNetworkServiceTypes } from './l3-networks/get-network-service-types.js';
import { queryAddressPool } from './l3-networks/query-address-pool.js';
import { queryIpAddress } from './l3-networks/query-ip-address.js';
import { queryIpRange } from './l3-networks/query-ip-range.js';
import { queryL3Network } from './l3-networks/query-l3-network.js';
import { queryNetworkServiceL3NetworkRef } from './l3-networks/query-network-service-l3-network-ref.js';
import { queryNetworkServiceProvider } from './l3-networks/query-network-service-provider.js';
import { removeDnsFromL3Network } from './l3-networks/remove-dns-from-l3-network.js';
import { removeHostRouteFromL3Network } from './l3-networks/remove-host-route-from-l3-network.js';
import { setL3NetworkMtu } from './l3-networks/set-l3-network-mtu.js';
import { setL3NetworkRouterInterfaceIp } from './l3-networks/set-l3-network-router-interface-ip.js';
import { updateIpRange } from './l3-networks/update-ip-range.js';
import { updateL3Network } from './l3-networks/update-l3-network.js';
import { queryVmNic } from './nics/query-vm-nic.js';
import { attachL3NetworkToVm } from './nics/attach-l3-network-to-vm.js';
import { attachVmNicToVm } from './nics/attach-vm-nic-to-vm.js';
import { changeVmNicNetwork } from './nics/change-vm-nic-network.js';
import { getCandidateL3NetworksForChangeVmNicNetwork } from './nics/get-candidate-l3-networks-for-change-vm-nic-network.js';
import { changeVmNicState } from './nics/change-vm-nic-state.js';
import { createVmNic } from './nics/create-vm-nic.js';
import { deleteVmNic } from './nics/delete-vm-nic.js';
import { deleteVmStaticIp } from './nics/delete-vm-static-ip.js';
import { detachL3NetworkFromVm } from './nics/detach-l3-network-from-vm.js';
import { getInterdependentL3NetworksBackupStorages } from './nics/get-interdependent-l3-networks-backup-storages.js';
import { getInterdependentL3NetworksImages } from './nics/get-interdependent-l3-networks-images.js';
import { getVmAttachableL3Network } from './nics/get-vm-attachable-l3-network.js';
import { getVmNicAttachedNetworkService } from './nics/get-vm-nic-attached-network-service.js';
import { setVmStaticIp } from './nics/set-vm-static-ip.js';
import { updateVmNicDriver } from './nics/update-vm-nic-driver.js';
import { zqlQuery } from './zql/zql-query.js';
import { batchQuery } from './batch-queries/batch-query.js';
import { GC_JOBS_OPERATIONS } from './gc-jobs/all.js';
import { LOGIN_OPERATIONS } from './login/all.js';
import { MANAGEMENT_NODES_OPERATIONS } from './management-nodes/all.js';
import { RESOURCES_OPERATIONS } from './resources/all.js';
import { EIPS_OPERATIONS } from './eips/all.js';
import { VIPS_OPERATIONS } from './vips/all.js';
import { SECURITY_GROUPS_OPERATIONS } from './security-groups/all.js';
import { USERS_OPERATIONS } from './users/all.js';
import { WEBHOOKS_OPERATIONS } from './webhooks/all.js';
import { getSupportAPIs } from './management-nodes/get-support-apis.js';

/** The one list: every operation of the image API that this emulator answers. */
export const OPERATIONS: readonly Operation[] = [
  addCephBackupStorage,
  addCephPrimaryStorage,
  addImage,
  addImageStoreBackupStorage,
  addLocalPrimaryStorage,
  addNfsPrimaryStorage,
  addSftpBackupStorage,
  addSharedMountPointPrimaryStorage,
  addSimulatorBackupStorage,
  addSimulatorPrimaryStorage,
  attachBackupStorageToZone,
  attachDataVolumeToVm,
  attachIsoToVmInstance,
  attachTagToResources,
  batchDeleteVolumeSnapshot,
  calculateImageHash,
  cancelLongJob,
  changeAccessKeyState,
  changeBackupStorageState,
  changeImageState,
  changePrimaryStorageState,
  changeResourceOwner,
  changeVolumeState,
  changeZoneState,
  cleanLongJob,
  cleanUpImageCacheOnPrimaryStorage,
  cleanUpTrashOnBackupStorage,
  cleanUpTrashOnPrimaryStorage,
  createAccessKey,
  createAccount,
  createDataVolume,
  createDataVolumeFromVolumeSnapshot,
  createDataVolumeFromVolumeTemplate,
  createDataVolumeTemplateFromVolume,
  createDataVolumeTemplateFromVolumeSnapshot,
  createRootVolumeTemplateFromRootVolume,
  createRootVolumeTemplateFromVolumeSnapshot,
  createSystemTag,
  createSystemTags,
  createTag,
  createUserTag,
  createVmInstance,
  createVolumeSnapshot,
  createZone,
  deleteAccessKey,
  deleteAccount,
  deleteBackupStorage,
  deleteDataVolume,
  deleteExportedImageFromBackupStorage,
  deleteImage,
  deleteLongJob,
  deletePrimaryStorage,
  deleteResourceConfig,
  deleteTag,
  deleteVolumeSnapshot,
  deleteZone,
  destroyVmInstance,
  detachBackupStorageFromZone,
  detachDataVolumeFromVm,
  detachIsoFromVmInstance,
  detachTagFromResources,
  exportImageFromBackupStorage,
  expungeDataVolume,
  expungeImage,
  expungeVmInstance,
  getAccountQuotaUsage,
  getBackupStorageCapacity,
  getBackupStorageTypes,
  getCandidateBackupStorageForCreatingImage,
  getCandidateIsoForAttachingVm,
  getCandidateVmForAttachingIso,
  getDataVolumeAttachableVm,
  getGlobalConfigOptions,
  getImageQga,
  getPrimaryStorageCapacity,
  getPrimaryStorageTypes,
  getResourceConfig,
  getTaskProgress,
  getTrashOnBackupStorage,
  getTrashOnPrimaryStorage,
  getUploadImageJobDetails,
  getVolumeCapabilities,
  getVolumeFormat,
  getVolumeSnapshotSize,
  getZone,
  logInByAccount,
  logOut,
  queryAccessKey,
  queryAccount,
  queryAccountResourceRef,
  queryBackupStorage,
  queryCephBackupStorage,
  queryCephPrimaryStoragePool,
  queryLocalStorageResourceRef,
  attachPrimaryStorageToCluster,
  detachPrimaryStorageFromCluster,
  queryCluster,
  queryHost,
  queryCephPrimaryStorage,
  queryGlobalConfig,
  queryImage,
  queryImageCache,
  queryImageStoreBackupStorage,
  queryLongJob,
  queryPrimaryStorage,
  queryQuota,
  getResourceBindableConfig,
  getResourceConfigs,
  updateResourceConfigs,
  queryResourceConfig,
  querySftpBackupStorage,
  querySharedResource,
  querySystemTag,
  queryTag,
  queryUserTag,
  queryVmInstance,
  queryVolume,
  queryVolumeSnapshot,
  queryVolumeSnapshotTree,
  queryZone,
  reconnectBackupStorage,
  reconnectImageStoreBackupStorage,
  reconnectPrimaryStorage,
  reconnectSftpBackupStorage,
  recoverDataVolume,
  recoverImage,
  recoverVmInstance,
  renewSession,
  rerunLongJob,
  resetGlobalConfig,
  resumeLongJob,
  revertVolumeFromSnapshot,
  revokeResourceSharing,
  setImageBootMode,
  setImageQga,
  shareResource,
  startVmInstance,
  stopVmInstance,
  submitLongJob,
  syncImageSize,
  syncVolumeSize,
  updateAccount,
  updateBackupStorage,
  updateGlobalConfig,
  updateImage,
  updateLongJob,
  updatePrimaryStorage,
  updateQuota,
  updateResourceConfig,
  updateSftpBackupStorage,
  updateSystemTag,
  updateTag,
  updateVmInstance,
  updateVolume,
  updateVolumeSnapshot,
  updateZone,
  validateSession,
  changeInstanceOfferingState,
  createInstanceOffering,
  deleteInstanceOffering,
  queryInstanceOffering,
  updateInstanceOffering,
  changeDiskOfferingState,
  createDiskOffering,
  deleteDiskOffering,
  queryDiskOffering,
  updateDiskOffering,
  attachL2NetworkToCluster,
  changeL2NetworkVlanId,
  createL2NoVlanNetwork,
  createL2VlanNetwork,
  deleteL2Network,
  detachL2NetworkFromCluster,
  getCandidateClustersForAttachingL2Network,
  getCandidateL2NetworksForAttachingCluster,
  getL2NetworkTypes,
  queryL2Network,
  queryL2VlanNetwork,
  updateL2Network,
  addDnsToL3Network,
  addHostRouteToL3Network,
  addIpRangeByNetworkCidr,
  addIpRange,
  addReservedIpRange,
  attachNetworkServiceToL3Network,
  changeL3NetworkState,
  checkIpAvailability,
  createL3Network,
  deleteIpAddress,
  deleteIpRange,
  deleteL3Network,
  deleteReservedIpRange,
  detachNetworkServiceFromL3Network,
  getFreeIp,
  getIpAddressCapacity,
  getL3NetworkMtu,
  getL3NetworkRouterInterfaceIp,
  getL3NetworkTypes,
  getNetworkServiceTypes,
  queryAddressPool,
  queryIpAddress,
  queryIpRange,
  queryL3Network,
  queryNetworkServiceL3NetworkRef,
  queryNetworkServiceProvider,
  removeDnsFromL3Network,
  removeHostRouteFromL3Network,
  setL3NetworkMtu,
  setL3NetworkRouterInterfaceIp,
  updateIpRange,
  updateL3Network,
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
  zqlQuery,
  ...AROUND_SNAPSHOTS,
  ...AROUND_VMS,
  ...CAPACITIES_OF_STORAGES,
  ...IMAGES_OF_VMS,
  ...CEPH,
  ...MANAGEMENT_NODES_OPERATIONS,
  ...LOGIN_OPERATIONS,
  ...RESOURCES_OPERATIONS,
  ...USERS_OPERATIONS,
  ...GC_JOBS_OPERATIONS,
  ...WEBHOOKS_OPERATIONS,
  ...SECURITY_GROUPS_OPERATIONS,
  ...VIPS_OPERATIONS,
  ...EIPS_OPERATIONS,
  batchQuery(() => OPERATIONS),
  getSupportAPIs(() => OPERATIONS),
];
