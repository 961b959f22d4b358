/** What the server asks of the application. */
export interface ServerParts {
  readonly isReady: () => boolean;
  /** The OpenAPI document, made at its first use. */
  readonly openApi: () => Promise<object>;
  /** Told of every request that is done, or undefined when nobody listens. */
  readonly onRequest: ((line: RequestLine) => void) | undefined;
}

export interface RequestLine {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
}
