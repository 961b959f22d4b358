/** What a batch query's script is made of here: values, what they are called, and calls of what it is given. */
export type Expression =
  | { readonly kind: 'value'; readonly value: unknown }
  /** A text with expressions in it. */
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [key: Expression, value: Expression])[];
    }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'member';
      readonly of: Expression;
      readonly key: Expression;
      /** `?.`: of nothing it is nothing. */
      readonly isSafe: boolean;
    }
  | { readonly kind: 'sum'; readonly left: Expression; readonly right: Expression };

export interface Statement {
  /** The number of its line, from 0. */
  readonly line: number;
  /** The variable that is set, if one is. */
  readonly target: string | undefined;
  readonly value: Expression;
}

/** A script, or a part of the language that is not taken here. */
export class ScriptError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
