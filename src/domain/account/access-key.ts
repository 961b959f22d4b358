export const ACCESS_KEY_STATES = ['Enabled', 'Disabled'] as const;
export type AccessKeyState = (typeof ACCESS_KEY_STATES)[number];

/** A pair that signs requests instead of a session. */
export interface AccessKey {
  readonly uuid: string;
  readonly description: string | null;
  readonly accountUuid: string;
  readonly userUuid: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly state: AccessKeyState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface AccessKeyRepository {
  insert(key: AccessKey): void;
  find(uuid: string): AccessKey | undefined;
  findByKeyId(accessKeyId: string): AccessKey | undefined;
  countOfAccount(accountUuid: string): number;
  update(key: AccessKey, change: Partial<Pick<AccessKey, 'state'>>, now: number): void;
  remove(uuid: string): void;
}
