/** Under this name a file of tests finds what makes its modules of src (environment.cjs). */
export const KEY: unique symbol;
