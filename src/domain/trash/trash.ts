/** Bits on a storage that belong to nothing any more and wait for a clean-up. */
export interface Trash {
  readonly trashId: number;
  readonly resourceUuid: string;
  readonly resourceType: string;
  readonly storageUuid: string;
  readonly storageType: 'PrimaryStorage' | 'BackupStorage';
  readonly installPath: string;
  readonly isFolder: boolean;
  /** Of bits on local storage: the host that they lie on. */
  readonly hostUuid: string | null;
  readonly hypervisorType: string | null;
  readonly size: number;
  readonly trashType: TrashType;
  readonly createDate: number;
}

export const TRASH_TYPES = [
  'MigrateVolume',
  'MigrateVolumeSnapshot',
  'RevertVolume',
  'VolumeSnapshot',
  'ReimageVolume',
  'MigrateImage',
] as const;
export type TrashType = (typeof TRASH_TYPES)[number];

/** Which types each kind of storage has, in the order in which they are listed. */
export const TRASH_TYPES_OF: Readonly<Record<Trash['storageType'], readonly TrashType[]>> = {
  PrimaryStorage: [
    'MigrateVolume',
    'MigrateVolumeSnapshot',
    'RevertVolume',
    'VolumeSnapshot',
    'ReimageVolume',
  ],
  BackupStorage: ['MigrateImage'],
};

export interface TrashRepository {
  insert(trash: Omit<Trash, 'trashId'>): void;
  listByStorage(storageUuid: string): Trash[];
  remove(trashId: number): void;
}
