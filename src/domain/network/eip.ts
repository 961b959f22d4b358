import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

export const EIP_STATES = ['Enabled', 'Disabled'] as const;
export type EipState = (typeof EIP_STATES)[number];

export const eipStateMachine = switchMachine('EIP state');

/** A VIP that stands for the address of a NIC on another network. Nothing is translated here: it is a row. */
export interface Eip {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: EipState;
  readonly vipUuid: string;
  readonly vipIp: string;
  /** Null while it is attached to nothing, as the address of the NIC is. */
  readonly vmNicUuid: string | null;
  readonly guestIp: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface EipRepository extends ResourceRepository<
  Eip,
  'name' | 'description' | 'state' | 'vmNicUuid' | 'guestIp'
> {
  /** The one on a VIP: there is one at most. */
  findByVip(vipUuid: string): Eip | undefined;
  listByNic(vmNicUuid: string): Eip[];
  /** Attached to nothing. */
  listLoose(): Eip[];
}
