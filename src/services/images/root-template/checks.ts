import { apiError } from '../../../core/api-error.js';
import { ONLINE_VM_STATES } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';

/**
 * Refuses an Sftp storage while the VM of the volume is online; part of the first checks, before
 * the service's own.
 * @throws SYS.1007
 */
export function refuseSftpOfOnlineVm(
  world: World,
  rootVolumeUuid: string,
  backupStorageUuids: readonly string[],
): void {
  const { volumes, vmInstances, backupStorages } = world.repositories;
  const vmUuid = volumes.find(rootVolumeUuid)?.vmInstanceUuid;
  const vm = vmUuid ? vmInstances.find(vmUuid) : undefined;
  if (!vm || !ONLINE_VM_STATES.includes(vm.state)) return;
  const sftp = backupStorageUuids.find(
    (uuid) => backupStorages.find(uuid)?.type === 'SftpBackupStorage',
  );
  if (sftp !== undefined) {
    throw apiError(
      'SYS.1007',
      `Please stop the vm before create volume template to sftp backup storage ${sftp}`,
    );
  }
}

/**
 * What the real system checks late or never, refused before anything is written
 * (`EMULATOR_CHECKS=strict`; docs/fidelity.md, "Strict checks").
 * @throws SYS.1006 or SYS.1007 in the words of the neighbouring operations
 */
export function checkVolumeStrictly(world: World, rootVolumeUuid: string): void {
  const volume = world.repositories.volumes.find(rootVolumeUuid);
  if (!volume) return;
  if (volume.type !== 'Root') {
    throw apiError('SYS.1007', `volume[uuid:${volume.uuid}] is not Root, it's ${volume.type}`);
  }
  if (volume.status !== 'Ready') {
    throw apiError('SYS.1006', `volume[uuid:${volume.uuid}] is not Ready, it's ${volume.status}`);
  }
  if (volume.state !== 'Enabled') {
    throw apiError('SYS.1006', `volume[uuid:${volume.uuid}] is not Enabled, it's ${volume.state}`);
  }
  if (volume.vmInstanceUuid === null) {
    throw apiError('SYS.1006', `volume[uuid:${volume.uuid}] is not attached to any vm instance`);
  }
}
