/** Thrown when a request can't be answered; the sentence is what AuthZEN calls an error message string. */
export class AccessRefused extends Error {
  constructor(
    readonly status: number,
    readonly sentence: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }
}
