/** A refusal at the REST level: its status and a plain text, as the real system's servlet answers. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'RestError';
  }
}
