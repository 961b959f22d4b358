import { addImageFlow } from '../images/add/flow.js';
import { createDataVolumeTemplateFlow } from '../images/data-template/flow.js';
import { createRootVolumeTemplateFlow } from '../images/root-template/flow.js';
import type { Flow, FlowContext } from '../../jobs/flow.js';
import { exportImageFlow } from '../images/export/export-image.js';

/** An API that can be submitted as a long job. */
export interface LongJobKind {
  readonly operation: string;
  readonly flow: Flow<FlowContext>;
  /** Creations can be canceled; their image has a uuid before there is one. */
  readonly makesImage: boolean;
}

const kind = (operation: string, flow: unknown, makesImage = true): LongJobKind => ({
  operation,
  flow: flow as Flow<FlowContext>,
  makesImage,
});

const KINDS: ReadonlyMap<string, LongJobKind> = new Map([
  ['APIAddImageMsg', kind('AddImage', addImageFlow)],
  [
    'APICreateRootVolumeTemplateFromRootVolumeMsg',
    kind('CreateRootVolumeTemplateFromRootVolume', createRootVolumeTemplateFlow),
  ],
  [
    'APICreateDataVolumeTemplateFromVolumeMsg',
    kind('CreateDataVolumeTemplateFromVolume', createDataVolumeTemplateFlow),
  ],
  [
    'APIExportImageFromBackupStorageMsg',
    kind('ExportImageFromBackupStorage', exportImageFlow, false),
  ],
]);

/** The kind of this name of an API class, or undefined. */
export const longJobKind = (jobName: string): LongJobKind | undefined => KINDS.get(jobName);
