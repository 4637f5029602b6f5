import { ScimError } from "./scim-error.ts";

/** Deeper than any resource, in a Bulk. */
const DEEPEST = 32;
/** Enough for a group of 10,000 members, each with its address, and for 1,000 users with all that providers send. */
const MAX_VALUES = 60_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPENING, CLOSING] = [new Set([0x7b, 0x5b]), new Set([0x7d, 0x5d])];

/**
 * Parses a body as JSON. First refuses one that is nested too deeply, or has too many values: parsing it would take
 * longer than all other requests in the meantime.
 *
 * @throws ScimError (invalidSyntax)
 */
export function parseJson(bytes: Uint8Array): unknown {
  checkShape(bytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ScimError(400, "invalidSyntax", "The body is not JSON in UTF-8.");
  }
}

function checkShape(bytes: Uint8Array): void {
  let [depth, values, isText] = [0, 0, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += Number(byte === BACKSLASH);
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    else if (byte === COMMA) values += 1;
    if (depth > DEEPEST)
      throw new ScimError(400, "invalidSyntax", `The body is nested more than ${DEEPEST} deep.`);
    if (values > MAX_VALUES)
      throw new ScimError(
        413,
        "tooMany",
        `The body has more than ${MAX_VALUES} values. Send less at a time.`,
      );
  }
}
