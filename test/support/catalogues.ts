import { IntlMessageFormat } from "intl-messageformat";
import type { Catalogue } from "../../src/locales/catalogue.ts";
import { type LanguageCode, languageWith } from "../../src/locales/languages.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

/** An argument of a message: text, a count, or one of several words. */
export type Argument = "text" | "count" | readonly string[];

/** A message in its catalogue. */
export interface CatalogueMessage {
  section: string;
  key: string;
  message: string;
  arguments: ReadonlyMap<string, Argument>;
  /** The forms of each of its plurals. */
  plurals: readonly (readonly string[])[];
}

/** Reads every message of a language. */
export async function messagesOf(code: LanguageCode): Promise<CatalogueMessage[]> {
  const { catalogue }: { catalogue: Catalogue } = await import(`../../src/locales/${code}.ts`);
  return Object.entries(catalogue).flatMap(([section, messages]) =>
    Object.entries(messages).map(([key, message]) => {
      const ast = new IntlMessageFormat(message, languageWith(code).tag, undefined, {
        ignoreTag: true,
      }).getAst();
      const found: Found = { arguments: new Map(), plurals: [] };
      walk(ast, found);
      return { section, key, message, ...found };
    }),
  );
}

interface Found {
  arguments: Map<string, Argument>;
  plurals: string[][];
}

function walk(elements: readonly Element[], found: Found): void {
  for (const element of elements) {
    if (!("value" in element) || typeof element.value !== "string") continue;
    if ("options" in element) {
      const forms = Object.keys(element.options);
      const isPlural = "pluralType" in element;
      if (isPlural) found.plurals.push(forms);
      found.arguments.set(element.value, isPlural ? "count" : forms);
      for (const { value } of Object.values(element.options)) walk(value, found);
    } else if (isArgument(element)) found.arguments.set(element.value, "text");
  }
}

/** An argument has type 1; literals also have a value. */
const isArgument = ({ type }: Element) => Number(type) === 1;
