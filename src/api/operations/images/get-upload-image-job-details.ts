import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { isFinal } from '../../../jobs/end-long-job.js';
import { longJobOfUpload } from '../../../services/long-jobs/uploads.js';
import { resumeOffset } from '../../../domain/upload/slices.js';
import type { World } from '../../../domain/world.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

const jobDetails = inventory(
  'org.zstack.header.image.APIGetUploadImageJobDetailsReply$JobDetails',
  {
    longJobUuid: z.string().describe('the long job, or the job of a plain AddImage call'),
    longJobState: z.string(),
    imageUuid: z.string(),
    imageUploadUrl: z.string(),
    offset: z.int().describe('where to go on, in bytes'),
  },
);

/** As many long jobs can have one tag and be told of. */
const MOST_JOBS = 100;

export const getUploadImageJobDetails = defineSync({
  name: 'GetUploadImageJobDetails',
  family: 'images',
  method: 'GET',
  paths: ['/v1/images/upload-job/details/{imageId}'],
  auth: true,
  summary: 'Tells where an interrupted upload goes on',
  params: {
    imageId: requiredText({
      description:
        "what the client called it in the long job's system tag uploadImage::{imageId}, or the image's uuid",
    }),
  },
  returns: { existingJobDetails: z.array(jobDetails) },
  run(world, { imageId }, caller) {
    const { accounts, uploads: all } = world.repositories;
    const uploads = imagesOf(world, imageId)
      .flatMap((uuid) => all.listByImage(uuid))
      .filter(
        ({ imageUuid }) => caller.isAdmin || accounts.findOwner(imageUuid) === caller.accountUuid,
      );
    if (uploads.length === 0) return { success: true };
    return {
      success: true,
      existingJobDetails: uploads.map((upload) => {
        const longJob = longJobOfUpload(world, upload.imageUuid);
        return {
          longJobUuid: longJob?.uuid ?? upload.jobUuid,
          longJobState: longJob?.state ?? 'Running',
          imageUuid: upload.imageUuid,
          imageUploadUrl: upload.uploadUrl,
          offset: resumeOffset(upload),
        };
      }),
    };
  },
});

/**
 * Images whose upload is meant. The real system looks at the tags of unfinished long jobs only; by the
 * image's uuid uploads of plain AddImage calls are found, too.
 */
function imagesOf({ repositories }: World, imageId: string): string[] {
  const tagged = repositories.tags
    .listTagged('LongJobVO', `uploadImage::${imageId}`, MOST_JOBS)
    .flatMap((uuid) => {
      const longJob = repositories.longJobs.find(uuid);
      const target = longJob && !isFinal(longJob) ? longJob.targetResourceUuid : null;
      return target === null ? [] : [target];
    });
  return [...new Set([...tagged, imageId])];
}
