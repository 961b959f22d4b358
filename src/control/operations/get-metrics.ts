import { defineControl, PlainText } from '../../api/define-operation.js';
import { renderMetrics } from '../render-metrics.js';

export const getMetrics = defineControl({
  name: 'GetMetrics',
  method: 'GET',
  paths: ['/v1/metrics'],
  summary: "Requests, jobs, tasks, images, capacity and faults in Prometheus' text format",
  params: {},
  givesText: true,
  returns: {},
  async run(environment) {
    const { contentType, text } = await renderMetrics(environment);
    return new PlainText(contentType, text);
  },
});
