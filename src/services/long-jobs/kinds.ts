import { addImageFlow } from '../images/add/flow.js';
import { createDataVolumeTemplateFlow } from '../images/data-template/flow.js';
import { createRootVolumeTemplateFlow } from '../images/root-template/flow.js';
import type { Flow, FlowContext } from '../../jobs/flow.js';
import { migrateImageFlow } from '../images/copy/migrate-image.js';
import { exportImageFlow } from '../images/export/export-image.js';
import { createVmFromOvfFlow } from '../image-packages/create-vm-from-ovf.js';
import { exportOvaFlow } from '../image-packages/export-ova.js';
import { flattenVmFlow } from '../vm-instances/flatten-vm.js';
import { migrateVolumeFlow } from '../volumes/migrate-volume.js';
import { flattenVolumeFlow } from '../volumes/flatten-volume.js';

type LongJobFlow = Pick<Flow<FlowContext>, 'name' | 'firstStep' | 'rollback'>;

/** An API that can be submitted as a long job. */
export interface LongJobKind {
  readonly operation: string;
  readonly flow: LongJobFlow;
  /** The image that it makes has a uuid before there is one. */
  readonly makesImage: boolean;
  /** What must hold for it to be canceled; `always`: nothing, `never` where it cannot be. */
  readonly cancel: 'image' | 'snapshot' | 'always' | 'vm' | 'never';
}

const OF_IMAGE = { makesImage: true, cancel: 'image' } as const;

/** One step, undone as a whole. */
const command = (operation: string): Pick<LongJobKind, 'operation' | 'flow'> => ({
  operation,
  flow: { name: operation, firstStep: 'run', rollback: () => undefined },
});

const flow = (operation: string, steps: unknown): Pick<LongJobKind, 'operation' | 'flow'> => ({
  operation,
  flow: steps as LongJobFlow,
});

const KINDS: ReadonlyMap<string, LongJobKind> = new Map([
  ['APIAddImageMsg', { ...flow('AddImage', addImageFlow), ...OF_IMAGE }],
  [
    'APICreateRootVolumeTemplateFromRootVolumeMsg',
    {
      ...flow('CreateRootVolumeTemplateFromRootVolume', createRootVolumeTemplateFlow),
      ...OF_IMAGE,
    },
  ],
  [
    'APICreateDataVolumeTemplateFromVolumeMsg',
    { ...flow('CreateDataVolumeTemplateFromVolume', createDataVolumeTemplateFlow), ...OF_IMAGE },
  ],
  [
    'APIExportImageFromBackupStorageMsg',
    {
      ...flow('ExportImageFromBackupStorage', exportImageFlow),
      makesImage: false,
      cancel: 'never',
    },
  ],
  [
    'APIExportVmOvaPackageMsg',
    { ...flow('ExportVmOvaPackage', exportOvaFlow), makesImage: false, cancel: 'never' },
  ],
  [
    'APICreateVmInstanceFromOvfMsg',
    { ...flow('CreateVmInstanceFromOvf', createVmFromOvfFlow), makesImage: false, cancel: 'never' },
  ],
  [
    'APIDeleteVolumeSnapshotMsg',
    { ...command('DeleteVolumeSnapshot'), makesImage: false, cancel: 'snapshot' },
  ],
  [
    'APIRevertVolumeFromSnapshotMsg',
    { ...command('RevertVolumeFromSnapshot'), makesImage: false, cancel: 'never' },
  ],
  [
    'APIFlattenVolumeMsg',
    { ...flow('FlattenVolume', flattenVolumeFlow), makesImage: false, cancel: 'always' },
  ],
  [
    'APIBackupStorageMigrateImageMsg',
    {
      ...flow('BackupStorageMigrateImage', migrateImageFlow),
      makesImage: false,
      cancel: 'always',
    },
  ],
  [
    'APIPrimaryStorageMigrateVolumeMsg',
    {
      ...flow('PrimaryStorageMigrateVolume', migrateVolumeFlow),
      makesImage: false,
      cancel: 'always',
    },
  ],
  [
    'APIFlattenVmInstanceMsg',
    { ...flow('FlattenVmInstance', flattenVmFlow), makesImage: false, cancel: 'vm' },
  ],
]);

/** The kind of this name of an API class, or undefined. */
export const longJobKind = (jobName: string): LongJobKind | undefined => KINDS.get(jobName);
