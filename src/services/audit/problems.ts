/** How many problems are named, on the screen and in the log. */
const NAMED = 20;

/** What a check found, as far as it is named. */
export interface NamedProblems {
  /** The first 20, in sentences. */
  problems: string[];
  /** How many there are beyond those. */
  more: number;
}

/** Keeps the first 20 problems, and counts the others: with another key, each event of a long log is one. */
export class Problems {
  readonly #first: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(...problems: readonly string[]): void {
    this.#count += problems.length;
    this.#first.push(...problems.slice(0, NAMED - this.#first.length));
  }

  /** @param after those that come after these */
  named(after: Problems = new Problems()): NamedProblems {
    const problems = [...this.#first, ...after.#first].slice(0, NAMED);
    return { problems, more: this.#count + after.#count - problems.length };
  }
}
