import { uuidFromName } from '../core/uuid.js';

/** The management node of a world: there is one, the emulator. The same in every world. */
export const MANAGEMENT_NODE_UUID: string = uuidFromName('management node of the emulator');
