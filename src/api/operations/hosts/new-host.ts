import { CREATE_PARAMS, requiredText } from '../../params.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';

/** What every new host is given. */
export const NEW_HOST_PARAMS = {
  name: NEW_RESOURCE_PARAMS.name,
  description: NEW_RESOURCE_PARAMS.description,
  managementIp: requiredText({ emptyString: false }),
  clusterUuid: requiredText({ resourceType: 'Cluster' }),
  ...CREATE_PARAMS,
} as const;

type Call = Parameters<typeof newResourceOf>[0] & {
  readonly params: { readonly managementIp: string; readonly clusterUuid: string };
};

/** The part of a call that every new host takes over. */
export const newHostOf = (call: Call) => ({
  ...newResourceOf(call),
  managementIp: call.params.managementIp,
  clusterUuid: call.params.clusterUuid,
});
