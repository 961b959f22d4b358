/** What the real system runs for a long job. */
export interface LongJobClass {
  /** The class that does it, which progress names. */
  readonly name: string;
  /** The message that it sends, which a timeout names. */
  readonly message: string;
}

const CLASSES: ReadonlyMap<string, LongJobClass> = new Map([
  [
    'APIAddImageMsg',
    { name: 'org.zstack.image.AddImageLongJob', message: 'org.zstack.header.image.AddImageMsg' },
  ],
  [
    'APICreateRootVolumeTemplateFromRootVolumeMsg',
    {
      name: 'org.zstack.image.CreateRootVolumeTemplateFromRootVolumeLongJob',
      message: 'org.zstack.header.image.CreateRootVolumeTemplateFromRootVolumeMsg',
    },
  ],
  [
    'APICreateDataVolumeTemplateFromVolumeMsg',
    {
      name: 'org.zstack.image.CreateDataVolumeTemplateFromVolumeLongJob',
      message: 'org.zstack.header.image.CreateDataVolumeTemplateFromVolumeMsg',
    },
  ],
  [
    'APIExportImageFromBackupStorageMsg',
    {
      name: 'org.zstack.storage.backup.ExportImageFromBackupStorageLongJob',
      message: 'org.zstack.header.storage.backup.ExportImageFromBackupStorageMsg',
    },
  ],
  [
    'APIDeleteVolumeSnapshotMsg',
    {
      name: 'org.zstack.storage.snapshot.DeleteVolumeSnapshotLongJob',
      message: 'org.zstack.header.storage.snapshot.DeleteVolumeSnapshotMsg',
    },
  ],
  [
    'APIRevertVolumeFromSnapshotMsg',
    {
      name: 'org.zstack.storage.snapshot.RevertVolumeSnapshotLongJob',
      message: 'org.zstack.header.storage.snapshot.RevertVolumeSnapshotMsg',
    },
  ],
  [
    'APIBackupStorageMigrateImageMsg',
    {
      name: 'org.zstack.storage.migration.backup.BackupStorageMigrateImageJob',
      message: 'org.zstack.storage.migration.backup.BackupStorageMigrateImageMsg',
    },
  ],
  [
    'APIPrimaryStorageMigrateVolumeMsg',
    {
      name: 'org.zstack.storage.migration.primary.PrimaryStorageMigrateVolumeJob',
      message: 'org.zstack.storage.migration.primary.PrimaryStorageMigrateVolumeMsg',
    },
  ],
  [
    'APIFlattenVolumeMsg',
    {
      name: 'org.zstack.storage.volume.FlattenVolumeLongJob',
      message: 'org.zstack.header.volume.FlattenVolumeMsg',
    },
  ],
  [
    'APIFlattenVmInstanceMsg',
    {
      name: 'org.zstack.compute.vm.FlattenVmLongJob',
      message: 'org.zstack.header.vm.FlattenVmInstanceMsg',
    },
  ],
]);

/** By the name of the API, e.g. `APIAddImageMsg`; undefined for one that is no long job. */
export const longJobClassOf = (jobName: string): LongJobClass | undefined => CLASSES.get(jobName);
