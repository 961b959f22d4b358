import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';
import type { Eip } from './eip.js';

export const VIP_STATES = ['Enabled', 'Disabled'] as const;
export type VipState = (typeof VIP_STATES)[number];

export const vipStateMachine = switchMachine('VIP state');

/** The service that VIPs are used for here. */
export const EIP_SERVICE = 'Eip';

/** An address of a network for its services: it is no NIC's. */
export interface Vip {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: VipState;
  readonly l3NetworkUuid: string;
  readonly ipRangeUuid: string;
  readonly usedIpUuid: string;
  readonly ip: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly prefixLen: number;
  /** Made by the cloud for its routers, not by a call. */
  readonly system: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/**
 * A VIP as its query tells it: what uses it, and who does that for which network. The provider is there while the VM
 * behind it is on.
 */
export type VipInUse = Vip & {
  readonly serviceProvider: string | null;
  readonly peerL3NetworkUuid: string | null;
  readonly eip: Pick<Eip, 'uuid' | 'createDate' | 'lastOpDate'> | null;
};

export interface VipRepository extends ResourceRepository<Vip, 'name' | 'description' | 'state'> {
  listByL3(l3NetworkUuid: string): Vip[];
  /** Those of a network with this address. */
  listByIp(l3NetworkUuid: string, ip: string): Vip[];
  /** What uses these. */
  inUse(vips: readonly Vip[]): VipInUse[];
}
