/** What a worker asks of the library in jest's own process. */
export interface Call {
  readonly environment: string;
  /** A name, or the way to one: `images.get`. */
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface Answer {
  readonly value?: unknown;
  /** With whatever else the error carried. */
  readonly error?: { readonly name: string; readonly message: string };
}
