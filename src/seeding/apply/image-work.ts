import { MANAGEMENT_NODE_UUID } from '../../domain/management-node.js';
import type { UrlHint } from '../../domain/image/url-hints.js';
import type { AddImageRequest } from '../../services/images/add/request.js';
import { isUpload } from '../../domain/upload/upload.js';
import { checkScheme } from '../../services/images/add/sources.js';
import { schedulePurge } from '../../jobs/chores/purge-jobs.js';
import { scheduleTimeout } from '../../services/long-jobs/long-jobs.js';
import { checkTemplatePlacement } from '../../services/images/template-parts/placement.js';
import { startUpload } from '../../services/images/uploads/start-upload.js';
import { Refused, type Filling } from './filling.js';
import type { MadeImage, MadeRef, Outline } from './made-image.js';
import { copyingLength, startWork, type HalfDone } from './work.js';

/** What makes an image, as a long job would name and keep it. */
interface Maker {
  readonly operation: string;
  readonly flow: string;
  readonly step: string;
  readonly kind: 'download' | 'template';
  readonly context: object;
  readonly jobName: string;
  readonly jobData: object;
}

/** Lets a job be at work on an image that is Downloading or Creating: it goes on from where it is. */
export function makeImage(
  filling: Filling,
  made: MadeImage,
  outline: Outline,
  refs: readonly MadeRef[],
  ownerUuid: string,
): void {
  const active = refs.filter(
    ({ status, progress }) =>
      (status === 'Downloading' || status === 'Creating') && progress !== 'none',
  );
  if (active.length === 0) {
    if (made.job === undefined && made.longJob === undefined) return;
    throw new Refused('nothing makes an image whose progress is none: it has no job');
  }
  const isDownload = active.some(({ status }) => status === 'Downloading');
  const maker = isDownload
    ? addImage(filling, made, outline, refs, ownerUuid)
    : template(filling, made, outline, refs, ownerUuid);
  const jobUuid = filling.checkUuid(made.job ?? filling.derive('job', outline.uuid));
  const createDate =
    isDownload && isUpload(outline.url)
      ? openUploads(filling, jobUuid, outline, active, ownerUuid)
      : startWork(filling, {
          jobUuid,
          operation: maker.operation,
          flow: maker.flow,
          accountUuid: ownerUuid,
          context: maker.context,
          steps: active.map((ref) => halfDone(filling, maker, outline, ref)),
        });
  if (made.longJob) insertLongJob(filling, made, outline, maker, jobUuid, ownerUuid, createDate);
}

function halfDone(
  filling: Filling,
  { step, kind }: Maker,
  { uuid, content, volume }: Outline,
  { storage, progress }: MadeRef,
): HalfDone {
  return {
    step,
    subject: storage.uuid,
    kind,
    resourceUuids: [uuid, storage.uuid, ...(volume ? [volume.uuid] : [])],
    length: copyingLength(filling, kind, storage, content.actualSize),
    percent: progress === 'none' ? 0 : progress,
  };
}

function addImage(
  filling: Filling,
  made: MadeImage,
  { uuid, url, content }: Outline,
  refs: readonly MadeRef[],
  ownerUuid: string,
): Maker {
  const request: AddImageRequest = {
    name: made.name,
    description: made.description,
    url,
    mediaType: made.mediaType,
    guestOsType: made.guestOsType,
    architecture: made.architecture,
    system: made.system,
    format: made.format,
    platform: made.platform,
    backupStorageUuids: refs.map(({ storage }) => storage.uuid),
    virtio: made.virtio,
    resourceUuid: uuid,
    systemTags: made.systemTags,
    userTags: made.userTags,
    ownerUuid,
    controlUrl: filling.controlUrl,
  };
  for (const { storage } of refs) checkScheme(storage, request);
  if (content.isGiven && !isUpload(url)) {
    const { contentId, size, actualSize, format } = content;
    expect(filling, { url, contentId, size, actualSize, format, failure: null });
  }
  const { ownerUuid: _owner, controlUrl: _address, ...jobData } = request;
  return {
    operation: 'AddImage',
    flow: 'add-image',
    step: 'finish-download',
    kind: 'download',
    context: { request, imageUuid: uuid },
    jobName: 'APIAddImageMsg',
    jobData,
  };
}

/** Lets the download find what the seed says: a hint for its url, unless there is another one. */
function expect(filling: Filling, hint: UrlHint): void {
  const { urlHints } = filling.world.repositories;
  const known = filling.isSound ? urlHints.find(hint.url) : undefined;
  if (!known) {
    filling.write(() => urlHints.insert(hint));
    return;
  }
  const same = (['contentId', 'size', 'actualSize', 'format'] as const).every(
    (field) => known[field] === hint[field],
  );
  if (same) return;
  throw new Refused(
    `its url ${hint.url} brings something else: the seed says it in \`urls\`, or of another image`,
  );
}

function template(
  filling: Filling,
  made: MadeImage,
  { uuid, content, volume }: Outline,
  refs: readonly MadeRef[],
  ownerUuid: string,
): Maker {
  if (!volume) {
    throw new Refused('an image that is Creating is made of a volume: `volume` names it');
  }
  const { mediaType, name, description } = made;
  if (mediaType === 'ISO') throw new Refused('no ISO is made of a volume');
  if (mediaType === 'RootVolumeTemplate' && volume.type !== 'Root') {
    throw new Refused(`a RootVolumeTemplate is made of a root volume; '${made.volume}' holds data`);
  }
  const primary = filling.primaryStorages.get(volume.primaryStorageUuid ?? '');
  if (!primary) throw new Refused(`the volume '${made.volume}' lies on no primary storage`);
  for (const { storage } of refs) checkTemplatePlacement(filling.world, primary, storage.uuid);
  const request = {
    name,
    description,
    resourceUuid: uuid,
    backupStorageUuids: refs.map(({ storage }) => storage.uuid),
    systemTags: made.systemTags,
    userTags: made.userTags,
    ownerUuid,
  };
  const context = {
    imageUuid: uuid,
    estimate: content.actualSize,
    contentId: content.contentId,
  };
  const { ownerUuid: _owner, ...asked } = request;
  if (mediaType === 'DataVolumeTemplate') {
    const { uuid: volumeUuid } = volume;
    return {
      operation: 'CreateDataVolumeTemplateFromVolume',
      flow: 'create-data-volume-template',
      step: 'create-data-volume-template-from-volume',
      kind: 'template',
      context: { ...context, request: { ...request, volumeUuid } },
      jobName: 'APICreateDataVolumeTemplateFromVolumeMsg',
      jobData: { ...asked, volumeUuid },
    };
  }
  const { guestOsType, platform, architecture, virtio, system } = made;
  const guest = { guestOsType, platform, architecture, virtio, system };
  const { uuid: rootVolumeUuid } = volume;
  return {
    operation: 'CreateRootVolumeTemplateFromRootVolume',
    flow: 'create-root-volume-template',
    step: 'start-creating-template',
    kind: 'template',
    context: { ...context, request: { ...request, ...guest, rootVolumeUuid } },
    jobName: 'APICreateRootVolumeTemplateFromRootVolumeMsg',
    jobData: { ...asked, ...guest, rootVolumeUuid },
  };
}

/** A client may bring the bytes now; the call that opened the address has ended. */
function openUploads(
  filling: Filling,
  jobUuid: string,
  { uuid }: Outline,
  refs: readonly MadeRef[],
  accountUuid: string,
): number {
  const { world, now } = filling;
  if (refs.some(({ progress }) => progress !== 0)) {
    throw new Refused('of an upload nothing has arrived: only a client can bring its bytes');
  }
  filling.write(() => {
    const { jobs, images } = world.repositories;
    jobs.insert({
      uuid: jobUuid,
      operation: 'AddImage',
      accountUuid,
      state: 'Succeeded',
      context: JSON.stringify({ request: { url: images.find(uuid)?.url }, imageUuid: uuid }),
      result: '{}',
      webHook: null,
      wantsSchema: false,
      createDate: now,
      doneDate: now,
    });
    schedulePurge(world, now);
    for (const { storage } of refs) {
      const image = images.find(uuid);
      const ref = images.findRef(uuid, storage.uuid);
      if (image && ref) startUpload(world, jobUuid, image, ref, filling.controlUrl, now);
    }
  });
  return now;
}

function insertLongJob(
  filling: Filling,
  { name, longJob }: MadeImage,
  { uuid: imageUuid }: Outline,
  { operation, jobName, jobData }: Maker,
  innerJobUuid: string,
  ownerUuid: string,
  createDate: number,
): void {
  const { world } = filling;
  const uuid = filling.checkUuid(longJob?.uuid ?? filling.derive('long-job', imageUuid));
  const apiId = filling.checkUuid(longJob?.apiId ?? filling.derive('api', uuid));
  filling.write(() => {
    world.repositories.longJobs.insert({
      uuid,
      name: longJob?.name ?? name,
      description: null,
      apiId,
      jobName,
      jobData: JSON.stringify(jobData),
      jobResult: null,
      state: 'Running',
      targetResourceUuid: operation === 'AddImage' ? imageUuid : null,
      managementNodeUuid: MANAGEMENT_NODE_UUID,
      innerJobUuid,
      executeTime: null,
      doneDate: null,
      createDate,
      lastOpDate: createDate,
    });
    world.repositories.accounts.own(ownerUuid, uuid, 'LongJobVO');
    scheduleTimeout(world, { uuid, jobName }, undefined, createDate);
  });
}
