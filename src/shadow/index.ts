export { ShadowFailed, ShadowProcess, type FromShadow, type ToShadow } from './outbox/child.js';
export { Outbox } from './outbox/outbox.js';
export { Proxy } from './proxy/proxy.js';
export { Judge } from './judge/judge.js';
export type { Captured, World } from './judge/world.js';
