/** Why a call was refused, as far as it can be read, with two spaces before it; empty where it was not. */
export function reasonIn(body: string, status: number): string {
  if (status < 400) return '';
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; details?: string } };
    return error ? `  ${error.code ?? ''} ${error.details ?? ''}`.trimEnd() : '';
  } catch {
    return body === '' || body.startsWith('{') ? '' : `  ${body.slice(0, 200)}`;
  }
}
