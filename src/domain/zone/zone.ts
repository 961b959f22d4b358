import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

/** A zone: what backup storages are attached to and primary storages belong to. Dates are ms since 1970. */
export interface Zone {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: ZoneState;
  readonly type: string;
  readonly isDefault: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const ZONE_STATES = ['Enabled', 'Disabled'] as const;
export type ZoneState = (typeof ZONE_STATES)[number];

export const zoneStateMachine = switchMachine('zone state');

export interface ZoneRepository extends ResourceRepository<
  Zone,
  'name' | 'description' | 'state' | 'isDefault'
> {
  list(): Zone[];
}
