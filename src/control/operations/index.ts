import type { Operation } from '../../api/define-operation.js';
import { downloadArtifact } from './download-artifact.js';

/** The emulator's own API, relative to `/emulator`. */
export const CONTROL_OPERATIONS: readonly Operation[] = [downloadArtifact];
