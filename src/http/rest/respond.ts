import type { Answer, Call } from '../../api/call.js';
import type { Operation } from '../../api/define-operation.js';
import { schemaMap } from '../../contract/schema-map.js';
import { hostOf } from '../address.js';
import type { Exchange } from '../exchange.js';
import { asFaulty } from '../faults-of-call.js';
import {
  renderFailure,
  renderJob,
  renderSuccess,
  type Rendered,
  type WireForm,
} from '../render.js';
import type { Target } from '../target.js';
import { isLong, renderInPieces } from '../render-in-pieces.js';

/** What the form of answers depends on. */
export interface Wiring {
  readonly wire: WireForm;
  readonly operationByName: ReadonlyMap<string, Operation>;
}

/** Sends what a call came to. */
export async function respond(
  { wire }: Wiring,
  { imageContext }: Target,
  operation: Operation,
  call: Call,
  result: Answer,
  exchange: Exchange,
): Promise<void> {
  const { request } = exchange;
  const { wantsSchema = false } = call;
  switch (result.kind) {
    case 'job': {
      const location = `http://${hostOf(request)}${imageContext}/v1/api-jobs/${result.jobUuid}`;
      const { status, body } = renderJob(location, result.apiTimeout);
      exchange.json(status, body);
      return;
    }
    case 'success':
    case 'failure': {
      const { status, body } =
        result.kind === 'success' && isLong(result.body)
          ? await renderInPieces(wire, operation, result.body, wantsSchema)
          : render(wire, operation, result, wantsSchema);
      exchange.json(status, asFaulty(call, body));
    }
  }
}

/** The body of what an operation achieved, or why it failed. */
export function render(
  wire: WireForm,
  operation: Operation | undefined,
  result: Extract<Answer, { kind: 'success' | 'failure' }>,
  wantsSchema: boolean,
): Rendered {
  if (result.kind === 'failure') return renderFailure(wire, result.error);
  const returns = operation?.returns ?? {};
  if (operation?.kind !== 'query' && !wantsSchema) return renderSuccess(wire, result.body);
  const body = (typeof result.body === 'string' ? JSON.parse(result.body) : result.body) as Record<
    string,
    unknown
  >;
  return renderSuccess(wire, { ...body, schema: schemaMap(returns, body) });
}
