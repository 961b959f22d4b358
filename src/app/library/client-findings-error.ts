import { lineOf, type Finding } from '../../simulation/client-findings.js';

/** What clients did that they may not have meant, where that is to fail. */
export class ClientFindings extends Error {
  constructor(readonly findings: readonly Finding[]) {
    const lines = findings.map((finding) => `  ${finding.kind}: ${lineOf(finding)}`);
    super(`clients did what they may not have meant:\n${lines.join('\n')}`);
    this.name = 'ClientFindings';
  }
}
