import type { Operation } from '../../define-operation.js';
import { getCurrentTime } from './get-current-time.js';
import { getManagementNodeArch } from './get-management-node-arch.js';
import { getManagementNodeOS } from './get-management-node-os.js';
import { getPlatformTimeZone } from './get-platform-time-zone.js';
import { getVersion } from './get-version.js';
import { isOpensourceVersion } from './is-opensource-version.js';
import { isReadyToGo } from './is-ready-to-go.js';
import { queryManagementNode } from './query-management-node.js';

/** The operations of this family. */
export const MANAGEMENT_NODES_OPERATIONS: readonly Operation[] = [
  getCurrentTime,
  getManagementNodeArch,
  getManagementNodeOS,
  getPlatformTimeZone,
  getVersion,
  isOpensourceVersion,
  isReadyToGo,
  queryManagementNode,
];
