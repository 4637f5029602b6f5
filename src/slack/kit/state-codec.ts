import * as z from "zod";
import { objectId } from "../../services/object-id.ts";

/** How many characters Slack takes as a button's value. */
export const LONGEST_VALUE = 2_000;
/** How many characters Slack takes as a view's `private_metadata`. */
export const LONGEST_METADATA = 3_000;

/** Writes what a button or a view remembers, and reads it back. */
export interface StateCodec<State> {
  /** @throws when it is longer than Slack takes */
  encode(state: State): string;
  /** @throws UnreadableState */
  decode(text: string | undefined): State;
}

/** Slack sent back a state that this version can't read: it is too old, or was tampered with. */
export class UnreadableState extends Error {
  override readonly name = "UnreadableState";
}

/**
 * Reads what was filled into a form.
 *
 * @throws UnreadableState when it lacks what is asked for: another version drew the form
 */
export function readValues<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const read = schema.safeParse(values);
  if (!read.success) throw new UnreadableState("what was filled in can't be read", { cause: read.error });
  return read.data;
}

/**
 * Writes a state as JSON. Nothing in what comes back is believed beyond its shape; where there is nothing, the
 * defaults of the schema count.
 *
 * @param longest so many characters are taken; more than 2,000 only where no button's value holds the state
 */
export function stateCodec<Schema extends z.ZodType>(
  schema: Schema,
  longest = LONGEST_VALUE,
): StateCodec<z.output<Schema>> {
  return codec(schema, longest, JSON.stringify, (text) => JSON.parse(text || "{}"));
}

/** Writes a state that is a short text in itself, such as an id. */
export function textCodec<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
): StateCodec<z.output<Schema>> {
  return codec(schema, LONGEST_VALUE, String, (text) => text);
}

/** Any text, such as one that was typed. */
export const anyText = textCodec(z.string());
/** The id alone. */
export const idText = textCodec(objectId);

/** What holds no state. */
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
