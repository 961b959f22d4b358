export { LONGEST_PACT, NoPact, readPact, type Pact, type ProviderState } from './pact-file.js';
export {
  NoSuchState,
  verifyPact,
  type PactOptions,
  type PactVerdict,
  type Provider,
} from './verify-pact.js';
export { pactJunit } from './pact-junit.js';
