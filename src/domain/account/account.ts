/** The account that may do everything; its uuid is the same in every installation of the real system. */
export const ADMIN_ACCOUNT_UUID = '36c27e8ff05c4780bf6d2fa65700f22e';

export interface Account {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: AccountType;
  /** Salted hash of what clients send (the SHA-512 of the password); see `account/password.ts`. */
  readonly passwordHash: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const ACCOUNT_TYPES = ['SystemAdmin', 'Normal'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export interface Session {
  readonly uuid: string;
  readonly accountUuid: string;
  readonly userUuid: string;
  readonly userType: string;
  /** When it ends unless it is used before, in ms since 1970. */
  readonly expiredDate: number;
  /** True for a session of the seed that neither expires nor is moved by use. */
  readonly isPermanent: boolean;
  readonly createDate: number;
}

export interface AccountRepository {
  insert(account: Account): void;
  find(uuid: string): Account | undefined;
  findByName(name: string): Account | undefined;
  /** Makes the account the owner of the resource. */
  own(accountUuid: string, resourceUuid: string, resourceType: OwnedResourceType): void;
  disown(resourceUuid: string): void;
  findOwner(resourceUuid: string): string | undefined;
}

export interface SessionRepository {
  insert(session: Session): void;
  find(uuid: string): Session | undefined;
  prolong(uuid: string, expiredDate: number): void;
  remove(uuid: string): void;
  /** Sessions of the account that are still good at `now`. */
  countActive(accountUuid: string, now: number): number;
  /** Drops what ended before `now`. */
  removeExpired(now: number): void;
}

/** The resources that belong to an account; names are those of the real system's database objects. */
export type OwnedResourceType =
  'ImageVO' | 'VolumeVO' | 'VolumeSnapshotVO' | 'VolumeSnapshotTreeVO' | 'VmInstanceVO';
