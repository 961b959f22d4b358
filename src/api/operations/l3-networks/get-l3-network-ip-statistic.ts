import * as z from 'zod';
import { inventory, optionalText, text } from '../../../contract/inventories/inventory.js';
import { toTimestamp } from '../../../contract/timestamp.js';
import { apiError } from '../../../core/api-error.js';
import { mayUse } from '../../../services/accounts/may-use.js';
import { ipStatistic, type IpStatistic } from '../../../services/networks/ip-statistic.js';
import { defineSync } from '../../define-operation.js';
import {
  choice,
  flag,
  optionalText as optionalTextParam,
  requiredText,
  wholeNumber,
} from '../../params.js';

const ipStatisticData = inventory('org.zstack.network.service.flat.IpStatisticData', {
  ip: text,
  vipUuid: optionalText,
  vipName: optionalText,
  vmInstanceUuid: optionalText,
  vmInstanceName: optionalText,
  vmInstanceType: optionalText,
  applianceVmOwnerUuid: optionalText,
  vmDefaultIp: z.array(text).nullable(),
  resourceTypes: z.array(text),
  state: optionalText,
  useFor: optionalText,
  createDate: optionalText,
  ownerName: optionalText,
});

const toIpStatisticData = (one: IpStatistic): z.infer<typeof ipStatisticData> => ({
  ip: one.ip,
  vipUuid: one.vip?.uuid ?? null,
  vipName: one.vip?.name ?? null,
  vmInstanceUuid: one.vm?.uuid ?? null,
  vmInstanceName: one.vm?.name ?? null,
  vmInstanceType: one.vm?.type ?? null,
  // Of appliances alone, and no VM here is one.
  applianceVmOwnerUuid: null,
  vmDefaultIp: one.vmDefaultIp ? [...one.vmDefaultIp] : null,
  resourceTypes: [...one.resourceTypes],
  state: one.state ?? null,
  useFor: one.useFor ?? null,
  createDate: one.createDate === undefined ? null : toTimestamp(one.createDate),
  ownerName: one.ownerName ?? null,
});

/** What Java can count. */
const MOST = 2_147_483_647;

export const getL3NetworkIpStatistic = defineSync({
  name: 'GetL3NetworkIpStatistic',
  family: 'l3-networks',
  method: 'GET',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ip-statistic'],
  auth: true,
  summary: 'Tells which addresses of a network are taken, and by what',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
    resourceType: choice(['All', 'Vip', 'VM'], 'All'),
    ip: optionalTextParam({ description: "a pattern of SQL's LIKE, e.g. `10.1.%`" }),
    sortBy: choice(['Ip', 'CreateDate'], 'Ip'),
    sortDirection: choice(['asc', 'desc'], 'asc'),
    start: wholeNumber('Integer', { numberRange: [0, MOST] }, 0),
    limit: wholeNumber('Integer', { numberRange: [0, MOST] }, 20),
    replyWithCount: flag(false),
  },
  returns: { ipStatistics: ipStatisticData.array(), total: z.int().nullable() },
  run(world, { replyWithCount, ...question }, caller) {
    const { accountUuid } = caller;
    if (!mayUse(world, caller, question.l3NetworkUuid)) {
      throw apiError(
        'SYS.1006',
        `the account[uuid:${accountUuid}] has no access to the resource[uuid:${question.l3NetworkUuid}, type:L3NetworkVO]`,
      );
    }
    const { statistics, total } = ipStatistic(world, question, caller);
    return {
      ipStatistics: statistics.map(toIpStatisticData),
      total: replyWithCount ? total : null,
    };
  },
});
