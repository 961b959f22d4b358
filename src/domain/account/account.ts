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

/** Who owns a resource. */
export interface AccountResourceRef {
  readonly accountUuid: string;
  readonly resourceUuid: string;
  readonly resourceType: OwnedResourceType;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** Who may use a resource beside its owner: an account, or everybody. */
export interface SharedResource {
  readonly ownerAccountUuid: string;
  readonly receiverAccountUuid: string | null;
  readonly toPublic: boolean;
  readonly resourceType: OwnedResourceType;
  readonly resourceUuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** What an account may have at most: a number, or bytes. */
export interface Quota {
  readonly uuid: string;
  readonly name: string;
  readonly identityUuid: string;
  readonly identityType: string;
  readonly value: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** The quotas that the emulator keeps: numbers, and bytes of `image.size`, `volume.capacity` and `vm.memorySize`. */
export const QUOTA_USES = [
  'image.num',
  'image.size',
  'volume.data.num',
  'volume.capacity',
  'snapshot.volume.num',
  'vm.totalNum',
  'vm.num',
  'vm.cpuNum',
  'vm.memorySize',
  'l3.num',
  'securityGroup.num',
  'ssh_key_pair.num',
  'vip.num',
  'eip.num',
] as const;
export type QuotaUse = (typeof QUOTA_USES)[number];

export interface QuotaRepository {
  insert(quota: Quota): void;
  find(identityUuid: string, name: string): Quota | undefined;
  list(identityUuid: string): Quota[];
  save(quota: Quota, value: number, now: number): void;
  /** How much of it the account uses. */
  used(accountUuid: string, name: QuotaUse): number;
}

export interface AccountRepository {
  insert(account: Account): void;
  find(uuid: string): Account | undefined;
  findByName(name: string): Account | undefined;
  update(
    account: Account,
    change: Partial<Pick<Account, 'name' | 'description' | 'passwordHash'>>,
    now: number,
  ): void;
  remove(uuid: string): void;
  /** What the account owns, of every type. */
  listOwned(accountUuid: string): AccountResourceRef[];
  /** Gives a resource to another account. */
  giveTo(accountUuid: string, resourceUuid: string, now: number): void;
  findRef(resourceUuid: string): AccountResourceRef | undefined;
  /** Makes the account the owner of the resource. */
  own(accountUuid: string, resourceUuid: string, resourceType: OwnedResourceType): void;
  disown(resourceUuid: string): void;
  findOwner(resourceUuid: string): string | undefined;
}

export interface SharingRepository {
  insert(shared: SharedResource): void;
  /** With whom a resource is shared, in the order in which it was. */
  list(resourceUuid: string): SharedResource[];
  /** Whether the resource is shared with this account (or, null, with everybody). */
  has(resourceUuid: string, receiverAccountUuid: string | null): boolean;
  remove(resourceUuid: string, receiverAccountUuid: string | null): void;
  removeAll(resourceUuid: string): void;
}

export interface SessionRepository {
  insert(session: Session): void;
  find(uuid: string): Session | undefined;
  prolong(uuid: string, expiredDate: number): void;
  remove(uuid: string): void;
  removeOfAccount(accountUuid: string): void;
  removeOfUser(accountUuid: string, userUuid: string): void;
  /** Sessions of a user of the account (or of the account itself) that are still good at `now`. */
  countActive(accountUuid: string, userUuid: string, now: number): number;
  /** Drops what ended before `now`. */
  removeExpired(now: number): void;
}

/** The resources that belong to an account; names are those of the real system's database objects. */
export type OwnedResourceType =
  | 'ImageVO'
  | 'VolumeVO'
  | 'VolumeSnapshotVO'
  | 'VolumeSnapshotTreeVO'
  | 'VolumeBackupVO'
  | 'ImageGroupVO'
  | 'ImagePackageVO'
  | 'VolumeSnapshotGroupVO'
  | 'VmInstanceVO'
  | 'LongJobVO'
  | 'SshKeyPairVO'
  | 'TagPatternVO'
  | 'InstanceOfferingVO'
  | 'DiskOfferingVO'
  | 'L2NetworkVO'
  | 'L3NetworkVO'
  | 'IpRangeVO'
  | 'VmNicVO'
  | 'UserVO'
  | 'UserGroupVO'
  | 'PolicyVO'
  | 'SecurityGroupVO'
  | 'VipVO'
  | 'EipVO';
