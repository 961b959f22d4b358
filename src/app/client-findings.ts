// What commands and the preset of jest know of findings.
export {
  FINDING_KINDS,
  findingKinds,
  lineOf,
  type FindingKind,
} from '../simulation/client-findings.js';
