/** On which host's disks of a local storage a resource lies. Size is bytes, dates are ms since 1970. */
export interface LocalStorageResourceRef {
  readonly resourceUuid: string;
  readonly primaryStorageUuid: string;
  readonly hostUuid: string;
  readonly size: number;
  readonly resourceType: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}
