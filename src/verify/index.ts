export { missingReads } from './client-reads.js';
export type { Identity } from './client/client.js';
export { diffOf, evidenceOf, evidenceSchema, type Evidence } from './report/evidence.js';
export { hidden } from './report/hidden.js';
export { escaped, junit } from './report/junit.js';
export { page } from './report/page.js';
export {
  exchangesSchema,
  toldOtherwise,
  toldTo,
  type Exchanges,
  type Told,
} from './report/told.js';
export type { Choice } from './run/run.js';
export type { Verdict } from './run/verdict.js';
export { casesFor, clean, verify, type Target, type Verified } from './verify.js';
