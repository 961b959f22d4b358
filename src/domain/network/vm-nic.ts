import type { ResourceRepository } from '../resource-repository.js';
import type { UsedIp } from './l3-network.js';

export const NIC_STATES = ['enable', 'disable'] as const;
export type VmNicState = (typeof NIC_STATES)[number];

/** The type of NICs that the bridges of Linux have. */
export const NIC_TYPE = 'VNIC';
export const NIC_DRIVERS: readonly string[] = ['virtio', 'e1000', 'rtl8139', 'pcnet'];

/** A network card: of a VM, or of none yet. */
export interface VmNic {
  readonly uuid: string;
  readonly vmInstanceUuid: string | null;
  readonly l3NetworkUuid: string;
  readonly usedIpUuid: string | null;
  readonly ip: string | null;
  readonly mac: string;
  readonly hypervisorType: string | null;
  readonly netmask: string | null;
  readonly gateway: string | null;
  readonly metaData: string | null;
  readonly ipVersion: number | null;
  readonly driverType: string | null;
  readonly internalName: string | null;
  readonly deviceId: number;
  readonly type: string;
  readonly state: VmNicState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A NIC as its query tells it. */
export type VmNicWithIps = VmNic & { readonly usedIps: readonly UsedIp[] };

export interface VmNicRepository extends ResourceRepository<
  VmNic,
  | 'vmInstanceUuid'
  | 'l3NetworkUuid'
  | 'usedIpUuid'
  | 'ip'
  | 'netmask'
  | 'gateway'
  | 'ipVersion'
  | 'driverType'
  | 'internalName'
  | 'deviceId'
  | 'state'
  | 'hypervisorType'
> {
  /** NICs of a VM, by their device numbers. */
  listByVm(vmInstanceUuid: string): VmNic[];
  listByL3(l3NetworkUuid: string): VmNic[];
  /** A VM with several NICs on one network; those of no VM count as those of one. */
  findSeveralOnOneNetwork(): Pick<VmNic, 'vmInstanceUuid' | 'l3NetworkUuid'> | undefined;
  /** Whether an enabled NIC of this hypervisor has the address. */
  hasMac(hypervisorType: string, mac: string): boolean;
}
