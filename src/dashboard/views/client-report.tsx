import { ask } from '../api.js';
import { count } from '../format.js';
import { Notice } from '../ui/said.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

interface Finding {
  readonly kind: string;
  readonly what: string;
  readonly meant: string | null;
  readonly count: number;
  readonly examples: readonly string[];
}

interface Report {
  readonly requests: number;
  readonly firstRequest: number | null;
  readonly findings: readonly Finding[];
}

function ClientReport() {
  const { value, error } = useLoaded(
    (signal) => ask<{ inventory: Report }>('/client-report', {}, signal),
    'client-report',
  );
  const report = value?.inventory;
  return (
    <>
      <h1>Client report {report && <span class="count">{report.findings.length}</span>}</h1>
      <p class="soft">
        What clients did that they may not have meant
        {report && `, from the last ${count(report.requests)} requests`}.
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {report?.requests === 0 && <Notice>No client has asked anything yet.</Notice>}
      {report !== undefined && report.requests > 0 && report.findings.length === 0 && (
        <Notice>Nothing: every field is read, every job polled, nothing is left behind.</Notice>
      )}
      {report !== undefined && report.findings.length > 0 && (
        <table class="stack" aria-label="Findings">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Kind</th>
              <th scope="col">For example</th>
            </tr>
          </thead>
          <tbody>
            {report.findings.map((finding) => (
              <tr key={`${finding.kind} ${finding.what}`}>
                <td>
                  {finding.what}
                  {finding.meant !== null && <div class="soft">meant: {finding.meant}</div>}
                </td>
                <td>
                  <span class="status wait">{finding.kind}</span> × {count(finding.count)}
                </td>
                <td>
                  <ul class="plain">
                    {finding.examples.map((example, i) => (
                      <li key={i}>
                        <code>{example}</code>
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export const clientReport: View = {
  name: 'report',
  title: 'Client report',
  group: 'Clients',
  component: ClientReport,
};
