export { KINDS } from './compare/kinds.js';
export { Judge } from './judge/judge.js';
export type { Captured, World } from './judge/world.js';
export { ShadowFailed, type FromShadow, type ToShadow } from './outbox/child.js';
export { Proxy } from './proxy/proxy.js';
export type { Finding } from './report/findings.js';
export { shadowPage } from './report/page.js';
export type { ShadowReport } from './report/report.js';
export { Shadow } from './shadow.js';
