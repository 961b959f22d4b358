import type { Choice, Target } from '../../src/verify';

export const targetAt = (url: string): Target => ({
  url,
  identity: { account: 'admin', password: 'password' },
  pace: 0,
  patience: 60_000,
  prefix: 'zstack-verify',
  locale: 'en',
  imageUrl: 'http://images.example/verify.qcow2',
  isoUrl: 'http://images.example/verify.iso',
});

export const choose = (more: Partial<Choice> = {}): Choice => ({
  only: [],
  skip: [],
  writes: false,
  disturbs: [],
  ...more,
});

export const unseen = (): void => undefined;
