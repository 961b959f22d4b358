/** The OpenAPI document, made when somebody asks for it. */
export async function describeApi(): Promise<object> {
  const { openApiDocument } = await import('../openapi/document.js');
  return openApiDocument();
}
