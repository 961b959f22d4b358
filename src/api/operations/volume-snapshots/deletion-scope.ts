import {
  DELETION_DIRECTIONS,
  DELETION_SCOPES,
} from '../../../services/volume-snapshots/delete-alone.js';
import { choice } from '../../params.js';

/** Of releases after 5.3; without them a snapshot goes with all that descend from it, as before. */
export const DELETION_SCOPE = {
  direction: choice(DELETION_DIRECTIONS, 'auto', {
    description:
      'of one that goes alone: pull merges it into what follows on it, commit that into its file',
  }),
  scope: choice(DELETION_SCOPES, 'chain', {
    description:
      'chain: with all that descend from it; single or auto: alone, where what follows on it takes its bytes over',
  }),
} as const;
