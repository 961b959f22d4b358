import { longJobInventory } from '../../../contract/inventories/long-job-inventory.js';
import { MANAGEMENT_NODE_UUID } from '../../../domain/management-node.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { scheduleTimeout } from '../../../services/long-jobs/long-jobs.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { longJobResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';
import { submitInnerCall } from '../../submit-long-job.js';

export const submitLongJob = defineCommand({
  name: 'SubmitLongJob',
  family: 'longjobs',
  method: 'POST',
  paths: ['/v1/longjobs'],
  bodyKey: 'params',
  summary: 'Runs an API as a job that is kept with its request and its result',
  params: {
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    jobName: requiredText({
      maxLength: 255,
      description:
        'APIAddImageMsg, APICreateRootVolumeTemplateFromRootVolumeMsg, APICreateDataVolumeTemplateFromVolumeMsg, APIExportImageFromBackupStorageMsg, APIExportVmOvaPackageMsg, APICreateVmInstanceFromOvfMsg, APIDeleteVolumeSnapshotMsg, APIRevertVolumeFromSnapshotMsg, APIBackupStorageMigrateImageMsg, APIPrimaryStorageMigrateVolumeMsg, APIFlattenVolumeMsg or APIFlattenVmInstanceMsg',
    }),
    jobData: requiredText({ description: 'parameters of that API, as the text of a JSON object' }),
    targetResourceUuid: optionalText({
      maxLength: 32,
      resourceType: 'Resource',
      checkAccount: true,
    }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: longJobInventory },
  run({
    world,
    params,
    systemTags,
    userTags,
    tagUuids,
    caller,
    controlUrl,
    jobUuid,
    apiTimeout,
    now,
  }) {
    const inner = submitInnerCall(world, params.jobName, params.jobData, { caller, controlUrl });
    const uuid = newUuid(world, params.resourceUuid);
    world.repositories.longJobs.insert({
      uuid,
      name: params.name ?? params.jobName,
      description: params.description,
      apiId: jobUuid,
      jobName: params.jobName,
      jobData: inner.jobData,
      jobResult: inner.isDone ? 'Succeeded' : null,
      state: inner.isDone ? 'Succeeded' : 'Running',
      targetResourceUuid: inner.resourceUuid ?? params.targetResourceUuid,
      managementNodeUuid: MANAGEMENT_NODE_UUID,
      innerJobUuid: inner.innerJobUuid,
      executeTime: null,
      doneDate: inner.isDone ? now : null,
      createDate: now,
      lastOpDate: now,
    });
    world.repositories.accounts.own(caller.accountUuid, uuid, 'LongJobVO');
    writeTags(world, 'LongJobVO', uuid, { systemTags, userTags, tagUuids }, now);
    if (!inner.isDone) scheduleTimeout(world, { uuid, jobName: params.jobName }, apiTimeout, now);
    return { uuid };
  },
  result: longJobResult,
});
