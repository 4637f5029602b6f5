/** Slack's refusal of a call: the error's name, and the rest of the answer. */
export class ApiError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.name = "ApiError";
    this.code = code;
    this.details = details;
  }

  /** Lists what is wrong with the arguments. */
  static of(code: string, messages: string[]): ApiError {
    return new ApiError(code, {
      errors: messages.map((message) => message.replace("[ERROR] ", "")),
      response_metadata: { messages },
    });
  }
}
