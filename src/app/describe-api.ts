import type { Operation } from '../api/define-operation.js';
import { differencesOf } from '../contract/releases.js';
import { CURRENT_RELEASE, shortName, type Release } from '../core/releases.js';
import { apiOfRelease } from './releases.js';

/** The OpenAPI document of the API as a release has it; made when it is asked for: an emulator starts faster. */
export async function describeApi(release: Release = CURRENT_RELEASE): Promise<object> {
  const { openApiDocument } = await import('../openapi/document.js');
  if (release === CURRENT_RELEASE) return openApiDocument();
  const operations = [...apiOfRelease(release).operations.values()].map(withoutAbsent);
  const document = openApiDocument(operations) as Document;
  hideFields(document, differencesOf(release).hidden);
  const { title } = document.info;
  return { ...document, info: { ...document.info, title: `${title}: ${shortName(release)}` } };
}

interface Document {
  readonly info: { readonly title: string };
  readonly components: {
    readonly schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }>;
  };
}

function withoutAbsent(operation: Operation): Operation {
  const params = Object.entries(operation.params).filter(([, param]) => !param.isAbsent);
  return { ...operation, params: Object.fromEntries(params) };
}

function hideFields(document: Document, hidden: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [name, fields] of hidden) {
    const schema = document.components.schemas[name];
    if (!schema?.properties) continue;
    for (const field of fields) delete schema.properties[field];
    schema.required = schema.required?.filter((field) => !fields.has(field)) ?? [];
  }
}
