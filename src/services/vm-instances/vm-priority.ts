import { apiError, refusalIn } from '../../core/api-error.js';
import { VM_PRIORITY } from '../../domain/tag/vm-tags.js';
import type { VmInstance, VmState } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { checkHostStatus, hostOfVm } from '../hosts/host-answers.js';
import { putSetting, settingOf } from './vm-settings.js';

const USUAL = 'Normal';
const LEVELS: readonly string[] = [USUAL, 'CpuHigh', 'MemoryHigh', 'High', 'ApplianceVmHigh'];

/** The states in which its host must be told at once. */
const ON_HOST: readonly VmState[] = ['Running', 'Paused', 'Pausing', 'Resuming'];

/**
 * Changes the level of a VM; one that never had any gets the usual one.
 * @throws SYS.1000 for a level that is none, SYS.1006 where the VM's host does not take it
 */
export function setPriority(world: World, vm: VmInstance, level: string, now: number): void {
  const former = settingOf(world, vm.uuid, VM_PRIORITY) ?? USUAL;
  if (!LEVELS.includes(level)) {
    // An exception of Java, which the real system does not expect.
    throw apiError('SYS.1000', `No enum constant org.zstack.header.vm.VmPriorityLevel.${level}`);
  }
  if (level !== former && ON_HOST.includes(vm.state)) tellHost(world, vm, level);
  putSetting(world, vm.uuid, VM_PRIORITY, level, now);
}

function tellHost(world: World, vm: VmInstance, level: string): void {
  const host = hostOfVm(world, vm);
  if (!host) return;
  const refusal = refusalIn(() => checkHostStatus(host));
  if (!refusal) return;
  throw apiError(
    'SYS.1006',
    `update vm[${vm.uuid}] priority to [${level}] failed,because ${JSON.stringify(refusal.errorCode)}`,
  );
}
