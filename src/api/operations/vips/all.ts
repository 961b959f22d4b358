import type { Operation } from '../../define-operation.js';
import { checkVipPortAvailability } from './check-vip-port-availability.js';
import { changeVipState } from './change-vip-state.js';
import { createVip } from './create-vip.js';
import { deleteVip } from './delete-vip.js';
import { getVipAvailablePort } from './get-vip-available-port.js';
import { getVipUsedPorts } from './get-vip-used-ports.js';
import { queryVip } from './query-vip.js';
import { updateVip } from './update-vip.js';

/** The operations of this family. */
export const VIPS_OPERATIONS: readonly Operation[] = [
  checkVipPortAvailability,
  changeVipState,
  createVip,
  deleteVip,
  getVipAvailablePort,
  getVipUsedPorts,
  queryVip,
  updateVip,
];
