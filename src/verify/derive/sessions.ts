import type { Case } from '../cases/case.js';
import { requestOf } from '../client/request-of.js';
import type { OperationFacts } from '../facts/facts.js';

export const NO_SESSION = { code: 'RestServer#handleNonUniqueApi, AuthorizationManager' };
export const UNKNOWN_SESSION = 'a session that is none is refused';
const NOBODY = '0123456789ab4def8123456789abcdef';

type Common = Pick<Case, 'operation' | 'isDerived' | 'effect' | 'source'>;

/** The first thing that is looked at, whatever else a call says. */
export function withoutAuthorization(operation: OperationFacts, common: Common): Case[] {
  if (!operation.auth) return [];
  const places = [...(operation.paths[0] ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => [
    String(name),
    NOBODY,
  ]);
  const { method, path, body } = requestOf(
    operation,
    Object.fromEntries(places) as Record<string, string>,
    0,
  );
  return [
    {
      ...common,
      source: NO_SESSION,
      name: 'without Authorization it is refused',
      steps: [
        {
          request: { method, path, ...(body === undefined ? {} : { body }) },
          by: 'none',
          refused: { status: 400, body: "missing header 'Authorization'" },
        },
      ],
    },
  ];
}
