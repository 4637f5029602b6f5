/** The kinds of faults (RFC 7644, 3.12, and RFC 9865, 2.1). */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "invalidVers"
  | "invalidCursor"
  | "invalidCount";

/** Thrown when a request is refused: with SCIM's status and kind of fault, and a sentence for a person. */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    readonly scimType: ScimType | null,
    message: string,
    /** Headers to send with it. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const badValue = (message: string) => new ScimError(400, "invalidValue", message);

/** Shortens text from a client and quotes it for a sentence. */
export function quoted(text: string): string {
  const characters = [...text];
  return `“${characters.length > 80 ? `${characters.slice(0, 80).join("")}…` : text}”`;
}

/** Writes an error's body. */
export function errorBody(status: number, scimType: ScimType | null, detail: string) {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    ...(scimType && { scimType }),
    detail,
  };
}
