import { defineDownload } from '../../api/define-operation.js';
import { requiredText } from '../../api/params.js';
import { artifactOf } from '../../services/images/artifacts.js';
import { onItsWay } from '../on-its-way.js';

export const downloadArtifact = defineDownload({
  name: 'DownloadArtifact',
  family: 'emulator',
  paths: ['/v1/images/{uuid}/artifact'],
  summary:
    "The bytes of a Ready image, whose MD5 is the image's md5Sum; made-up ones are few, whatever the size of the disk in them",
  params: { uuid: requiredText({ resourceType: 'Image' }) },
  run: (world, { uuid }) => onItsWay(world, 'DownloadArtifact', [uuid], artifactOf(world, uuid)),
});
