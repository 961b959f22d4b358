import type { Choice, Target } from '../../src/verify';
import { UNUSED_MACHINES } from '../../src/verify/unused-machines';

export const targetAt = (url: string): Target => ({
  url,
  identity: { account: 'admin', password: 'password' },
  pace: 0,
  patience: 60_000,
  prefix: 'zstack-verify',
  locale: 'en',
  imageUrl: 'http://images.example/verify.qcow2',
  isoUrl: 'http://images.example/verify.iso',
  given: UNUSED_MACHINES,
});

export const choose = (more: Partial<Choice> = {}): Choice => ({
  only: [],
  skip: [],
  writes: false,
  disturbs: [],
  ...more,
});

export const unseen = (): void => undefined;
