import { apiError } from '../../core/api-error.js';
import { GUEST_TOOLS, GUEST_TOOLS_ATTACHED, QGA, VIRTIO } from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { createSystemTags } from '../tags/tags.js';
import { settingOf } from './vm-settings.js';

const HYPERVISOR = 'KVM';
const WINDOWS = 'Windows';
/** What stands for the version of tools whose installation failed. */
const INSTALL_FAILED = 'InstallFailed';

/** @throws SYS.1007 for a VM that cannot be given the tools */
export function checkAttachGuestTools({ repositories }: World, vm: VmInstance): void {
  const refused = (why: string) =>
    apiError('SYS.1007', `cannot attach guest-tools iso to vm[uuid:${vm.uuid}] because it${why}`);
  if (vm.hypervisorType !== HYPERVISOR) throw refused("'s hypervisor type is not supported");
  if (vm.state !== 'Running') throw refused("'s not running");
  if (vm.type !== 'UserVm') throw refused("'s not user vm");
  if (repositories.vmInstances.listCdRoms(vm.uuid).length === 0) throw refused(' has no cdrom');
}

/**
 * Puts the ISO of the guest tools into the first drive, which is done by the host alone: it is no image, and rows of
 * drives do not tell it. A tag says that it was done.
 */
export function attachGuestTools(world: World, { uuid }: VmInstance, now: number): void {
  world.repositories.tags.removeSystemTag(uuid, GUEST_TOOLS_ATTACHED);
  putTags(world, uuid, [GUEST_TOOLS_ATTACHED], now);
}

/**
 * What follows from the tools when a VM is about to stop, or to start anew: their ISO is not there any more, and a
 * guest of kind Windows has with the tools also drivers for virtio and an agent.
 */
export function leaveGuestTools(world: World, { uuid, platform }: VmInstance, now: number): void {
  const { tags } = world.repositories;
  const wasAttached = tags.hasSystemTag(uuid, GUEST_TOOLS_ATTACHED);
  tags.removeSystemTag(uuid, GUEST_TOOLS_ATTACHED);
  if (platform !== WINDOWS || versionIn(world, uuid) === null) return;
  putTags(world, uuid, wasAttached ? [VIRTIO, QGA] : [QGA], now);
}

const putTags = (world: World, resourceUuid: string, texts: readonly string[], now: number) =>
  createSystemTags(world, { resourceUuid, resourceType: 'VmInstanceVO' }, texts, now);

/** What is known of the tools in a guest. */
interface GuestTools {
  readonly version: string | null;
  readonly status: string | null;
  readonly features: Readonly<Record<string, string>> | null;
}

/** @throws SYS.1007 for a VM that has no guest that could be asked, or for what cannot be asked for */
export function checkGuestToolsInfo(vm: VmInstance, debug: readonly string[]): void {
  const refused = (why: string) =>
    apiError(
      'SYS.1007',
      `cannot get guest-tools info from vm[uuid:${vm.uuid}] because it's ${why}`,
    );
  if (vm.state !== 'Running' && vm.state !== 'VolumeRecovering') throw refused('not running');
  if (vm.type !== 'UserVm') throw refused('not user vm');
  const wrong = itemsOf(debug).filter((item) => !Object.hasOwn(DEBUG_ITEMS, item));
  if (wrong.length > 0) {
    throw apiError('SYS.1007', `invalid debug parameter: [${wrong.join(', ')}]`);
  }
}

/** What a host without the two programs says of how the figures of guests come to it. */
const DEBUG_ITEMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lighttpd: { 'lighttpd.pid': 'None', 'lighttpd.ebtables': 'None' },
  pushgateway: { 'pushgateway.pid': 'None', 'pushgateway.bind_address': 'None' },
};

const itemsOf = (debug: readonly string[]): readonly string[] =>
  debug.includes('all') ? Object.keys(DEBUG_ITEMS) : [...new Set(debug)];

/**
 * What the agent in a guest would say: its tag `GuestTools::` is the version of the tools that run there, `qemuga` an
 * agent without tools.
 * @throws GT.1004 for a guest of kind Windows without the tools
 */
export function guestToolsOf(
  world: World,
  { uuid, hypervisorType, platform }: VmInstance,
  debug: readonly string[],
): GuestTools {
  if (hypervisorType !== HYPERVISOR) {
    return { version: null, status: 'Not Supported', features: null };
  }
  const features = Object.fromEntries(
    itemsOf(debug).flatMap((item) => Object.entries(DEBUG_ITEMS[item] ?? {})),
  );
  const version = versionIn(world, uuid);
  if (version !== null) {
    const failed = version === INSTALL_FAILED && platform !== WINDOWS;
    return { version, status: failed ? 'NotRunning' : 'Running', features };
  }
  if (platform === WINDOWS) {
    throw apiError(
      'GT.1004',
      `failed to get guest tools info from vm[uuid:${uuid}], because:vm[uuid:${uuid}] qga channel is not connected`,
    );
  }
  const hasAgent = world.repositories.tags.hasSystemTag(uuid, QGA);
  return { version: null, status: hasAgent ? 'NotRunning' : 'Not Connected', features };
}

const versionIn = (world: World, vmUuid: string): string | null =>
  settingOf(world, vmUuid, GUEST_TOOLS);
