import { StateMachine } from '../../core/state-machine.js';
import type { ImageFormat } from '../image/image.js';
import type { ResourceRepository } from '../resource-repository.js';

/** A VM that was exported as one file (OVA), on an image store. Sizes are bytes, dates ms since 1970. */
export interface ImagePackage {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  /** The VM that was exported; null once it is gone. */
  readonly vmUuid: string | null;
  readonly backupStorageUuid: string;
  readonly state: ImagePackageState;
  readonly exportUrl: string | null;
  /** Of the whole file. */
  readonly md5Sum: string | null;
  readonly format: string | null;
  /** All data of its disks, which is what it takes on the storage; null while it is exported. */
  readonly size: number | null;
  /** The descriptor, as it stands in the file. */
  readonly ovf: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

/** A disk in a package. */
export interface ImagePackageDisk {
  readonly imagePackageUuid: string;
  /** From 0 on; the first one is the root disk. */
  readonly diskIndex: number;
  /** Its name in the file, e.g. `web-disk1.vmdk`. */
  readonly fileName: string;
  readonly contentId: string;
  /** The format of the volume that it was. */
  readonly volumeFormat: ImageFormat;
  /** The format that it has in the file. */
  readonly format: ImageFormat;
  readonly virtualSize: number;
  /** All data of the volume then. */
  readonly actualSize: number;
  /** Of its bytes; null while it is exported. */
  readonly sha256: string | null;
}

export const IMAGE_PACKAGE_STATES = ['Exporting', 'Exported'] as const;
export type ImagePackageState = (typeof IMAGE_PACKAGE_STATES)[number];

export const imagePackageStateMachine = new StateMachine<ImagePackageState, 'exported'>(
  'image package state',
  { Exporting: { exported: 'Exported' }, Exported: {} },
);

/** What a package is called that is one file, as the vendor's documentation has it. */
export const OVA_FORMAT = 'OVA';

export interface ImagePackageRepository extends ResourceRepository<
  ImagePackage,
  'name' | 'description' | 'state' | 'exportUrl' | 'md5Sum' | 'format' | 'size'
> {
  findByVm(vmUuid: string): ImagePackage | undefined;
  listByStorage(backupStorageUuid: string): ImagePackage[];
  insertDisk(disk: ImagePackageDisk): void;
  /** In the order of their indices. */
  listDisks(imagePackageUuid: string): ImagePackageDisk[];
  keepSum(disk: ImagePackageDisk, sha256: string): void;
}
