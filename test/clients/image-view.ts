import type { Json } from '../support/emulator';
import { parseTime } from './wire';

/** An image as Go's view of it: what is null or missing is the zero value, times must parse. */
export interface ImageView {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly state: string;
  readonly status: string;
  readonly size: number;
  readonly actualSize: number;
  readonly md5Sum: string;
  readonly url: string;
  readonly mediaType: string;
  readonly guestOsType: string;
  readonly type: string;
  readonly platform: string;
  readonly architecture: string;
  readonly format: string;
  /** A text in version 1 of the SDK. */
  readonly system: string;
  readonly virtio: boolean;
  readonly createDate: number;
  readonly lastOpDate: number;
  readonly backupStorageRefs: readonly RefView[];
}

export interface RefView {
  readonly imageUuid: string;
  readonly backupStorageUuid: string;
  readonly installPath: string;
  readonly exportUrl: string;
  readonly exportMd5Sum: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

const text = (value: Json): string => {
  if (typeof value === 'object' && value !== null) {
    throw new Error('cannot unmarshal an object into a string');
  }
  return String(value ?? '');
};

const number = (value: unknown): number => {
  if (value === undefined || value === null) return 0;
  if (!Number.isSafeInteger(value)) throw new Error('cannot unmarshal into an int64');
  return value as number;
};

const dates = (json: Json) => ({
  createDate: parseTime(text(json.createDate)),
  lastOpDate: parseTime(text(json.lastOpDate)),
});

export function imageView(json: Json): ImageView {
  return {
    uuid: text(json.uuid),
    name: text(json.name),
    description: text(json.description),
    state: text(json.state),
    status: text(json.status),
    size: number(json.size),
    actualSize: number(json.actualSize),
    md5Sum: text(json.md5Sum),
    url: text(json.url),
    mediaType: text(json.mediaType),
    guestOsType: text(json.guestOsType),
    type: text(json.type),
    platform: text(json.platform),
    architecture: text(json.architecture),
    format: text(json.format),
    system: text(json.system),
    virtio: json.virtio === true,
    ...dates(json),
    backupStorageRefs: (json.backupStorageRefs ?? []).map((ref: Json) => ({
      imageUuid: text(ref.imageUuid),
      backupStorageUuid: text(ref.backupStorageUuid),
      installPath: text(ref.installPath),
      exportUrl: text(ref.exportUrl),
      exportMd5Sum: text(ref.exportMd5Sum),
      ...dates(ref),
    })),
  };
}
