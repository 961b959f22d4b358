import type { ResourceRepository } from '../resource-repository.js';

/** A key for the log-in to guests, as far as it is kept: its public half. Dates are ms since 1970. */
export interface SshKeyPair {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly publicKey: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface SshKeyPairRepository extends ResourceRepository<
  SshKeyPair,
  'name' | 'description'
> {
  /** Those with this public key, whoever owns them; a blank at the end counts for nothing. */
  listByKey(publicKey: string): SshKeyPair[];
  attach(uuid: string, vmInstanceUuid: string): void;
  detach(uuid: string, vmInstanceUuid: string): void;
  /** The VMs whose guests have it. */
  vmUuids(uuid: string): string[];
}
