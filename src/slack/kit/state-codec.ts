import * as z from "zod";
import { objectId } from "../../services/object-id.ts";

/** Slack's limit on the characters of a button's value. */
export const LONGEST_VALUE = 2_000;
/** Slack's limit on the characters of a view's `private_metadata`. */
export const LONGEST_METADATA = 3_000;

/** Encodes what a button or a view remembers, and decodes it. */
export interface StateCodec<State> {
  /** @throws if it is longer than Slack allows */
  encode(state: State): string;
  /** @throws UnreadableState */
  decode(text: string | undefined): State;
}

/** Slack sent back a state that this version can't read: it is too old, or has been tampered with. */
export class UnreadableState extends Error {
  override readonly name = "UnreadableState";
}

/**
 * Reads what was filled into a form.
 *
 * @throws UnreadableState if required fields are missing: another version drew the form
 */
export function readValues<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const read = schema.safeParse(values);
  if (!read.success) throw new UnreadableState("what was filled in can't be read", { cause: read.error });
  return read.data;
}

/**
 * Encodes a state as JSON. What comes back is checked only for its shape, and not trusted beyond it; if it is empty,
 * the schema's defaults apply.
 *
 * @param longest the most characters; more than 2,000 only if no button's value holds the state
 */
export function stateCodec<Schema extends z.ZodType>(
  schema: Schema,
  longest = LONGEST_VALUE,
): StateCodec<z.output<Schema>> {
  return codec(schema, longest, JSON.stringify, (text) => JSON.parse(text || "{}"));
}

/** Encodes a state that is itself a short text, such as an id. */
export function textCodec<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
): StateCodec<z.output<Schema>> {
  return codec(schema, LONGEST_VALUE, String, (text) => text);
}

/** Any text, such as typed text. */
export const anyText = textCodec(z.string());
/** Only an id. */
export const idText = textCodec(objectId);

/** The id of what a form creates, set when it is drawn: submitting it again creates nothing. Older forms lack it. */
export const idOfNew = objectId.optional();
/** The state of a form that creates something and remembers nothing else. */
export const creationState = stateCodec(z.object({ newId: idOfNew }));
export type CreationState = ReturnType<typeof creationState.decode>;

/** No state at all. */
export const noState: StateCodec<null> = { encode: () => "", decode: () => null };

function codec<Schema extends z.ZodType>(
  schema: Schema,
  longest: number,
  print: (input: unknown) => string,
  parse: (text: string) => unknown,
): StateCodec<z.output<Schema>> {
  return {
    encode(state) {
      const text = print(z.encode(schema, state));
      if (text.length > longest)
        throw new RangeError(`a state of ${text.length} characters, above ${longest}`);
      return text;
    },
    decode(text = "") {
      try {
        return schema.parse(parse(text));
      } catch (cause) {
        throw new UnreadableState("a state can't be read", { cause });
      }
    },
  };
}
