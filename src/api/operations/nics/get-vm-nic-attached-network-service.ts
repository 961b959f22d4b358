import * as z from 'zod';
import { attachedServices } from '../../../services/networks/eips.js';
import { vmNicOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmNicAttachedNetworkService = defineSync({
  name: 'GetVmNicAttachedNetworkService',
  family: 'nics',
  method: 'GET',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}/attached-networkservices'],
  auth: true,
  summary: 'Tells which network services keep a NIC on its network',
  params: { vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }) },
  returns: { networkServices: z.array(z.string()) },
  run: (world, { vmNicUuid }) => ({
    networkServices: attachedServices(world, vmNicOf(world, vmNicUuid)).map(
      ({ service }) => service,
    ),
  }),
});
