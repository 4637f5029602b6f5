/** How many problems are named, on screen and in the log. */
const NAMED = 20;

/** The problems a check found, as far as they are named. */
export interface NamedProblems {
  /** The first 20, as sentences. */
  problems: string[];
  /** How many more there are. */
  more: number;
}

/** Keeps the first 20 problems and counts the rest: with the wrong key, every event of a long log is one. */
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

  /** @param after the problems that follow these */
  named(after: Problems = new Problems()): NamedProblems {
    const problems = [...this.#first, ...after.#first].slice(0, NAMED);
    return { problems, more: this.#count + after.#count - problems.length };
  }
}
