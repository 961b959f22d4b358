/** Which requests had a write beside them: of what they differ in nobody can say which of both came first. */
export class WritesUnderWay {
  #begun = 0;
  #open = 0;

  /** A request begins. The answer is called at its end, and tells whether another write was under way meanwhile. */
  enter(isWrite: boolean): () => boolean {
    const hadOthers = this.#open > 0;
    if (isWrite) {
      this.#begun++;
      this.#open++;
    }
    const begunBefore = this.#begun;
    return () => {
      if (isWrite) this.#open--;
      return hadOthers || this.#begun > begunBefore;
    };
  }
}
