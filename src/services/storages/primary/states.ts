import { apiError, errorCode, type ErrorCode } from '../../../core/api-error.js';
import {
  primaryStorageStateMachine,
  type PrimaryStorage,
  type PrimaryStorageStateEvent,
} from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';
import { stopVms } from './stop-vms.js';

/** Changes the state of a storage; one that goes into maintenance stops the VMs on it. */
export function changeState(
  world: World,
  storage: PrimaryStorage,
  event: PrimaryStorageStateEvent,
  now: number,
): void {
  const state = primaryStorageStateMachine.next(storage.state, event);
  if (event === 'maintain') stopVms(world, storage.uuid, () => true, now);
  world.repositories.primaryStorages.update(storage, { state }, now);
}

/**
 * The real system's messages that a storage refuses by its state, each with the states that it is refused in
 * (PrimaryStorageBase, checkPrimaryStatus). What is not here is done in any state: volumes are deleted, too.
 */
const REFUSED_IN = {
  InstantiateVolume: ['Disabled', 'Maintenance'],
  DownloadVolumeTemplate: ['Disabled', 'Maintenance'],
  CreateTemplateFromVolume: ['Disabled', 'Maintenance'],
  DownloadDataVolume: ['Disabled', 'Maintenance'],
  AskVolumeSnapshotCapability: ['Disabled', 'Maintenance'],
  CheckVolumeSnapshotOperation: ['Disabled', 'Maintenance'],
  ReInitRootVolume: ['Disabled', 'Maintenance'],
  DeleteVolumeBits: ['Maintenance'],
  DeleteIso: ['Maintenance'],
  MergeVolumeSnapshot: ['Maintenance'],
  FlattenVolume: ['Maintenance'],
  RevertVolumeFromSnapshot: ['Maintenance'],
} as const satisfies Record<string, readonly PrimaryStorage['state'][]>;

/** What is asked of a primary storage. */
export type StorageRequest = keyof typeof REFUSED_IN;

/** Why a storage refuses a request because of its state; undefined when it does not. */
export function refusalOf(
  { state }: Pick<PrimaryStorage, 'state'>,
  request: StorageRequest,
): ErrorCode | undefined {
  const refusing: readonly string[] = REFUSED_IN[request];
  if (!refusing.includes(state)) return undefined;
  return errorCode(
    'PS.1000',
    `Operation is not permitted when primary storage status is '${state}', please check primary storage status`,
  );
}

/**
 * A snapshot is taken only on a storage that is neither Disabled nor in Maintenance.
 * @throws SYS.1006
 */
export function checkSnapshotAllowed(storage: PrimaryStorage, volumeUuid: string): void {
  const refusal = refusalOf(storage, 'AskVolumeSnapshotCapability');
  if (!refusal) return;
  // The real system names the volume where it means the storage.
  throw apiError(
    'SYS.1006',
    `cannot ask primary storage[uuid:${volumeUuid}] for volume snapshot capability, see detail [${asText(refusal)}]`,
  );
}

/** An error inside the text of another one, as the real system writes it. */
const asText = ({ code, description, details }: ErrorCode) =>
  JSON.stringify({ code, description, details });

/**
 * A volume of a storage in maintenance is not attached to a VM.
 * @throws SYS.1006
 */
export function checkAttachAllowed(storage: PrimaryStorage | undefined, volumeUuid: string): void {
  if (storage?.state !== 'Maintenance') return;
  throw apiError(
    'SYS.1006',
    `cannot attach volume[uuid:${volumeUuid}] whose primary storage is Maintenance`,
  );
}

/**
 * A VM does not start while a volume of it lies on a storage in maintenance.
 * @throws SYS.1006 with the real system's class of exception in its text
 */
export function checkStartAllowed(world: World, vmUuid: string): void {
  const { volumes, primaryStorages } = world.repositories;
  const isHeldUp = volumes
    .listByVm(vmUuid)
    .some(
      ({ primaryStorageUuid: uuid }) =>
        uuid !== null && primaryStorages.find(uuid)?.state === 'Maintenance',
    );
  if (!isHeldUp) return;
  const reason = errorCode(
    'SYS.1007',
    `the VM[uuid:${vmUuid}] volume stored location primary storage is in a state of maintenance`,
  );
  throw apiError(
    'SYS.1006',
    `VmInstanceStartExtensionPoint[org.zstack.storage.primary.PrimaryStorageManagerImpl] refuses to start vm[uuid:${vmUuid}] because org.zstack.header.errorcode.OperationFailureException: ${asText(reason)}`,
  );
}
