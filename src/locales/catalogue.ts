import type { Messages } from "./messages.ts";

/**
 * The messages of one language, in ICU syntax: `{inviter}` is an argument, and `{count, plural, one {# day} other {#
 * days}}` chooses by a number. The compiler names missing messages, and those that leave out an argument.
 *
 * Put `#` directly in a plural only: in a select inside one, it is printed as it is. Apostrophes are ’, since a
 * straight one before a brace quotes it.
 */
export type Catalogue = {
  readonly [Section in keyof Messages]: {
    readonly [Key in keyof Messages[Section]]: Mentioning<Messages[Section][Key]>;
  };
};

/** A text that mentions every argument: `{name}`, or `{name, plural, …}`. */
type Mentioning<Arguments> = [keyof Arguments] extends [never]
  ? string
  : All<
      {
        [Name in keyof Arguments & string]: { text: `${string}{${Name}${"}" | ","}${string}` };
      }[keyof Arguments & string]
    >["text"];

/** The intersection of a union's members. */
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Each) => void
  ? Extract<Each, { text: string }>
  : never;
