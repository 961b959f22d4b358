import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';

/** What of a VM says which drivers its guest has. */
export type Guest = Pick<VmInstance, 'platform' | 'guestOsType' | 'architecture'>;

/** Platforms whose guests bring drivers for virtual hardware. */
const PARAVIRTUAL: readonly string[] = ['Linux', 'WindowsVirtio', 'Paravirtualization'];

/** The driver of NICs of a guest with or without drivers of virtio, as the tag driver::virtio says. */
export const driverOf = (hasVirtio: boolean): string => (hasVirtio ? 'virtio' : 'e1000');

/** The one that some guests have, whatever else is said of them. */
export const ownDriverOf = ({ platform, guestOsType, architecture }: Guest): string | undefined =>
  architecture === 'x86_64' && platform === 'Windows' && guestOsType === 'Windows NT 4.0'
    ? 'pcnet'
    : undefined;

/** The driver of a new NIC of a guest. */
export const driverFor = (guest: Guest, hasVirtio: boolean): string =>
  ownDriverOf(guest) ?? driverOf(hasVirtio || isParavirtual(guest.platform));

export const isParavirtual = (platform: string): boolean => PARAVIRTUAL.includes(platform);

/** Gives all NICs of a VM another driver: its guest, or what it is said to know, is another one now. */
export function changeDrivers(
  { repositories }: World,
  vmUuid: string,
  driverType: string,
  now: number,
): void {
  for (const nic of repositories.vmNics.listByVm(vmUuid)) {
    if (nic.driverType !== driverType) repositories.vmNics.update(nic, { driverType }, now);
  }
}
