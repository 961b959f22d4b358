import { z } from 'zod';
import { longJobOfUpload } from '../../../services/long-jobs/uploads.js';
import { resumeOffset } from '../../../domain/upload/slices.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

const jobDetails = z.object({
  longJobUuid: z.string().describe('the long job, or the job of a plain AddImage call'),
  longJobState: z.string(),
  imageUuid: z.string(),
  imageUploadUrl: z.string(),
  offset: z.int().describe('where to go on, in bytes'),
});

export const getUploadImageJobDetails = defineSync({
  name: 'GetUploadImageJobDetails',
  family: 'images',
  method: 'GET',
  paths: ['/v1/images/upload-job/details/{imageId}'],
  auth: true,
  summary: 'Tells where an interrupted upload goes on',
  params: { imageId: requiredText() },
  returns: { existingJobDetails: z.array(jobDetails) },
  run(world, { imageId }, caller) {
    const { accounts, uploads: all } = world.repositories;
    const uploads = all
      .listByImage(imageId)
      .filter(
        ({ imageUuid }) => caller.isAdmin || accounts.findOwner(imageUuid) === caller.accountUuid,
      );
    if (uploads.length === 0) return { success: true };
    const longJob = longJobOfUpload(world, imageId);
    return {
      success: true,
      existingJobDetails: uploads.map((upload) => ({
        longJobUuid: longJob?.uuid ?? upload.jobUuid,
        longJobState: longJob?.state ?? 'Running',
        imageUuid: upload.imageUuid,
        imageUploadUrl: upload.uploadUrl,
        offset: resumeOffset(upload),
      })),
    };
  },
});
