import type { ResourceRepository } from '../resource-repository.js';

/** Somebody who logs in as a part of an account: it may do what policies of the account let it do. */
export interface User {
  readonly uuid: string;
  readonly accountUuid: string;
  readonly name: string;
  readonly description: string | null;
  /** As of accounts; see `account/password.ts`. */
  readonly passwordHash: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface UserGroup {
  readonly uuid: string;
  readonly accountUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface Policy {
  readonly uuid: string;
  readonly accountUuid: string;
  readonly name: string;
  /** JSON of a list of `PolicyStatement`; null: of the policy that allows everything that only looks. */
  readonly statements: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** What a policy says of operations: patterns of their messages' classes, which are allowed or not. */
export interface PolicyStatement {
  readonly name?: string;
  readonly effect: PolicyEffect;
  readonly principals?: readonly string[];
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
}

export const POLICY_EFFECTS = ['Allow', 'Deny'] as const;
export type PolicyEffect = (typeof POLICY_EFFECTS)[number];

/** The policy that every account but the first has, and that its new users are given. */
export const DEFAULT_READ = 'DEFAULT-READ';
/** New users are given a policy of this name, too, where their account has one. */
export const RESET_PASSWORD = 'USER-RESET-PASSWORD';

export interface UserRepository extends ResourceRepository<
  User,
  'name' | 'description' | 'passwordHash'
> {
  /** In any case, as the real database compares. */
  findByName(accountUuid: string, name: string): User | undefined;
  listByAccount(accountUuid: string): User[];
}

export interface UserGroupRepository extends ResourceRepository<UserGroup, 'name' | 'description'> {
  findByName(accountUuid: string, name: string): UserGroup | undefined;
  listByAccount(accountUuid: string): UserGroup[];
  addUser(groupUuid: string, userUuid: string, now: number): void;
  /** Takes a user out once: it may have been put in more than once. */
  removeUser(groupUuid: string, userUuid: string): void;
}

export interface PolicyRepository extends ResourceRepository<Policy> {
  findByName(accountUuid: string, name: string): Policy | undefined;
  listByAccount(accountUuid: string): Policy[];
  /** Policies of a user itself and of the groups that it is in. */
  listOfUser(userUuid: string): Policy[];
  attachToUser(policyUuid: string, userUuid: string, now: number): void;
  detachFromUser(policyUuid: string, userUuid: string): void;
  attachToGroup(policyUuid: string, groupUuid: string, now: number): void;
  detachFromGroup(policyUuid: string, groupUuid: string): void;
}
