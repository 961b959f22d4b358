import { StateMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

/** Templates of all volumes of a VM that belong together. Dates are ms since 1970. */
export interface ImageGroup {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: ImageGroupStatus;
  /** So many were asked for: with one that was named twice, and with those that are gone since. */
  readonly imageCount: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** That an image is in a group. It stays when the image goes, as in the real system. */
export interface ImageGroupRef {
  readonly id: number;
  readonly imageGroupUuid: string;
  readonly imageUuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const IMAGE_GROUP_STATUSES = ['Creating', 'Ready'] as const;
export type ImageGroupStatus = (typeof IMAGE_GROUP_STATUSES)[number];

export const imageGroupStatusMachine = new StateMachine<ImageGroupStatus, 'ready'>(
  'image group status',
  { Creating: { ready: 'Ready' }, Ready: {} },
);

export interface ImageGroupRepository extends ResourceRepository<ImageGroup, 'status'> {
  insertRef(ref: Omit<ImageGroupRef, 'id'>): void;
  listRefs(imageGroupUuid: string): ImageGroupRef[];
}
