import { ovfInfo } from '../../../contract/inventories/ovf-info.js';
import { readOvf } from '../../../domain/ova/read-ovf.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const parseOvf = defineSync({
  name: 'ParseOvf',
  family: 'ovf',
  method: 'POST',
  paths: ['/v1/ovf/parse'],
  bodyKey: 'params',
  auth: true,
  summary: 'Tells what an OVF descriptor says of its VM',
  params: { xmlBase64: requiredText({ description: 'the descriptor as Base64' }) },
  returns: { ovfInfo },
  run: (_world, { xmlBase64 }) => ({ ovfInfo: readOvf(xmlBase64) }),
});
