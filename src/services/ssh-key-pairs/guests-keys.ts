import { apiError } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import { vmOf } from '../resources/lookup.js';

/** @throws SYS.1007 for a pair that a VM has */
export function checkUnused({ repositories }: World, uuid: string): void {
  if (repositories.sshKeyPairs.vmUuids(uuid).length === 0) return;
  throw apiError('SYS.1007', `The sshKeyPair[uuid:${uuid}] was in using.`);
}

/** Removes a pair that nobody has. @throws SYS.1007 for one that a VM has meanwhile */
export function removeKeyPair(world: World, uuid: string): void {
  checkUnused(world, uuid);
  const { sshKeyPairs, tags, accounts } = world.repositories;
  sshKeyPairs.remove(uuid);
  tags.removeAll(uuid);
  accounts.disown(uuid);
}

/** A guest takes keys while it runs. @throws SYS.1007 where it has the key already */
export function checkAttach(world: World, uuid: string, vmUuid: string): void {
  if (world.repositories.sshKeyPairs.vmUuids(uuid).includes(vmUuid)) {
    // The real text leaves the VM out.
    throw apiError('SYS.1007', `The sshKeyPair[uuid:${uuid}] was already attached on vm[uuid:].`);
  }
  checkRuns(world, vmUuid);
}

/** @throws SYS.1007 where the guest does not have the key, or does not run */
export function checkDetach(world: World, uuid: string, vmUuid: string): void {
  if (!world.repositories.sshKeyPairs.vmUuids(uuid).includes(vmUuid)) {
    throw apiError(
      'SYS.1007',
      `The sshKeyPair[uuid:${uuid}] was not attached on vm[uuid:${vmUuid}].`,
    );
  }
  checkRuns(world, vmUuid);
}

function checkRuns(world: World, vmUuid: string): void {
  if (vmOf(world, vmUuid).state === 'Running') return;
  throw apiError('SYS.1007', `The vmInstance[uuid:${vmUuid}] not in running state.`);
}

/** What a new VM gets of the pairs that its call names. @throws SYS.1006 for one that is not there */
export function giveKeys(world: World, vmUuid: string, uuids: readonly string[]): void {
  for (const uuid of uuids) {
    if (!world.repositories.sshKeyPairs.find(uuid)) {
      throw apiError(
        'SYS.1006',
        `handle sshkeypair fail when creating vm because [ssh key pair[uuid:${uuid}] can not associated to vm[uuid:${vmUuid}] due to the key not found]`,
      );
    }
    world.repositories.sshKeyPairs.attach(uuid, vmUuid);
  }
}
