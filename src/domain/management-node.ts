import { uuidFromName } from '../core/uuid.js';

/** The management node of a world: there is one, the emulator. The same in every world. */
export const MANAGEMENT_NODE_UUID: string = uuidFromName('management node of the emulator');

/** A management node as it is asked for. */
export interface ManagementNode {
  readonly uuid: string;
  readonly hostName: string;
  /** When the world began. */
  readonly joinDate: number;
  /** Now: it lives. */
  readonly heartBeat: number;
}

/** The same in every world, whatever machine it runs on. */
export const MANAGEMENT_NODE = {
  hostName: '127.0.0.1',
  /** The release whose open source is the measure here. */
  version: '5.3.0',
  architecture: 'x86_64',
  operatingSystem: { name: 'Linux', version: '4.18.0-348.el8.x86_64' },
} as const;
