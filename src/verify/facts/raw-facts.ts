/** Facts as they lie in contract/facts. */
export type Raw = Readonly<Record<string, unknown>>;
export interface RawOperation {
  readonly method: string;
  readonly paths: readonly string[];
  readonly kind: string;
  readonly auth: boolean;
  readonly bodyKey?: string;
  readonly answer: Readonly<Record<string, string>> | null;
  readonly params: Readonly<Record<string, Raw>>;
}
export interface RawFacts {
  readonly operations: Readonly<Record<string, RawOperation>>;
  readonly inventories: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
