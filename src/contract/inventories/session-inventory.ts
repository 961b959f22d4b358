import * as z from 'zod';
import type { Session } from '../../domain/account/account.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, timestamp, uuid } from './inventory.js';

export const sessionInventory = inventory('org.zstack.header.identity.SessionInventory', {
  uuid,
  accountUuid: uuid,
  userUuid: uuid,
  userType: optionalText.describe('never set, as in the real system'),
  expiredDate: timestamp,
  createDate: timestamp,
  noSessionEvaluation: z.boolean(),
});

export function toSessionInventory(session: Session): z.infer<typeof sessionInventory> {
  return {
    uuid: session.uuid,
    accountUuid: session.accountUuid,
    userUuid: session.userUuid,
    userType: null,
    expiredDate: toTimestamp(session.expiredDate),
    createDate: toTimestamp(session.createDate),
    noSessionEvaluation: false,
  };
}
