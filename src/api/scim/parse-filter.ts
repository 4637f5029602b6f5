import { cutOff } from "../../services/cut-off.ts";
import { type Comparison, comparisons, type Filter, type Operand } from "../../services/profiles/filter.ts";
import { type AttributePath, type ResourceType, valuePart } from "../../services/profiles/schema.ts";
import { attributeAmong, subAttributeAt } from "./attribute-path.ts";
import { quoted, ScimError } from "./scim-error.ts";

const LONGEST = 4_000;
const MAX_CONDITIONS = 100;
/** For the path of one of many operations, as each checks every value of a list. */
const MAX_IN_PATH = 10;
const DEEPEST = 20;

/** Spaces, a parenthesis or bracket, a JSON string, or a word: a name, an operator, a number. Each is read once. */
const TOKEN = /\s+|[()[\]]|"(?:[^"\\]|\\.)*"|[^\s()[\]"]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What can only be text, even without quotes. */
const WORD = /^[\p{L}\p{N}][^'"]*$/u;
const reserved = new Set<string>([...comparisons, "pr", "and", "or", "not"]);
/** XML Schema's dateTime (RFC 7643, 2.3.5), with a zone. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Finds what a name stands for in its place. */
type Resolve = (name: string) => AttributePath | undefined;

const wrong = (message: string) => new ScimError(400, "invalidFilter", message);

/**
 * Parses a filter on resources of a type; `others` are searched as well.
 *
 * @throws ScimError (invalidFilter) with a sentence
 */
export function parseFilter(type: ResourceType, text: string, others: readonly ResourceType[] = []): Filter {
  const parser = new Parser(tokensOf(text), MAX_CONDITIONS);
  const filter = parser.any((name) => attributeAmong(type, others, name));
  parser.end();
  return filter;
}

/** Parses what is in brackets after a list, such as `type eq "work"`. @throws ScimError (invalidFilter) */
export function parseElementFilter({ attribute }: AttributePath, text: string): Filter {
  const parser = new Parser(tokensOf(text), MAX_IN_PATH);
  const filter = parser.any((name) => subAttributeAt(attribute, name));
  parser.end();
  return filter;
}

function tokensOf(text: string): string[] {
  if (text.length > LONGEST)
    throw wrong(`A filter can have up to ${LONGEST} characters. This has ${text.length}.`);
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) throw wrong(`The text that begins at ${quoted(text.slice(at))} has no end.`);
    if (token.trim() !== "") tokens.push(token);
  }
  return tokens;
}

class Parser {
  #at = 0;
  #depth = 0;
  #conditions = 0;

  constructor(
    readonly tokens: readonly string[],
    readonly mostConditions: number,
  ) {}

  /** Reads filters joined by `or`, which binds less tightly than `and`. */
  any(resolve: Resolve): Filter {
    return this.#joined("or", () => this.#joined("and", () => this.#term(resolve)));
  }

  end(): void {
    const token = this.#peek();
    if (token !== undefined) throw wrong(`${quoted(token)} is not expected at this point of the filter.`);
  }

  #peek(): string | undefined {
    return this.tokens[this.#at];
  }

  #next(expected: string): string {
    const token = this.#peek();
    if (token === undefined) throw wrong(`The filter ends where ${expected} is expected.`);
    this.#at += 1;
    return token;
  }

  #isNext(word: string): boolean {
    return this.#peek()?.toLowerCase() === word;
  }

  #expect(sign: string): void {
    const token = this.#next(quoted(sign));
    if (token !== sign) throw wrong(`The filter has ${quoted(token)} where ${quoted(sign)} is expected.`);
  }

  #joined(kind: "and" | "or", read: () => Filter): Filter {
    const filters = [read()];
    while (this.#isNext(kind)) {
      this.#at += 1;
      filters.push(read());
    }
    const [only, ...others] = filters;
    if (only && others.length === 0) return only;
    // A group joined by the same word means the same without its parentheses.
    return { kind, filters: filters.flatMap((each) => (each.kind === kind ? each.filters : [each])) };
  }

  #term(resolve: Resolve): Filter {
    if (this.#isNext("(")) return this.#inside("(", ")", resolve);
    const name = this.#next("an attribute");
    if (name.toLowerCase() === "not" && this.#isNext("("))
      return { kind: "not", filter: this.#inside("(", ")", resolve) };
    const path = resolve(name);
    if (!path) throw wrong(`There is no attribute ${quoted(name)} to filter by.`);
    if (!this.#isNext("[")) return this.#condition(path);
    if (path.sub || !path.attribute.subAttributes) throw wrong(`${quoted(name)} takes no brackets.`);
    const filter = this.#inside("[", "]", (inner) => subAttributeAt(path.attribute, inner));
    return { kind: "element", path, filter: this.#behindBrackets(path, filter) };
  }

  /**
   * Some providers compare an attribute of the value that was found: `emails[type eq "work"].value eq "eve@acme.io"`.
   */
  #behindBrackets(path: AttributePath, filter: Filter): Filter {
    const token = this.#peek();
    if (!token?.startsWith(".")) return filter;
    this.#at += 1;
    const sub = subAttributeAt(path.attribute, token.slice(1));
    if (!sub) throw wrong(`There is no attribute ${quoted(token.slice(1))} to filter by.`);
    const filters = [filter, this.#condition(sub)];
    return { kind: "and", filters: filters.flatMap((each) => (each.kind === "and" ? each.filters : [each])) };
  }

  #inside(opening: string, closing: string, resolve: Resolve): Filter {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw wrong(`A filter can be nested up to ${DEEPEST} deep.`);
    this.#expect(opening);
    const filter = this.any(resolve);
    this.#expect(closing);
    this.#depth -= 1;
    return filter;
  }

  #condition(path: AttributePath): Filter {
    this.#conditions += 1;
    if (this.#conditions > this.mostConditions)
      throw wrong(`A filter can have up to ${this.mostConditions} conditions.`);
    const word = this.#next("an operator").toLowerCase();
    if (word === "pr") return { kind: "present", path };
    const comparison = comparisons.find((each) => each === word);
    if (!comparison) throw wrong(`${quoted(word)} is not an operator. Use ${comparisons.join(", ")} or pr.`);
    const operand = operandFor(path, operandOf(this.#next("a value")));
    checkComparable(path, comparison, operand);
    return { kind: "compare", path, comparison, operand };
  }
}

function operandOf(token: string): Operand {
  const lower = token.toLowerCase();
  if (lower === "null") return null;
  if (lower === "true" || lower === "false") return lower === "true";
  if (NUMBER.test(token)) return Number(token);
  // Microsoft's test collection sends words without quotes.
  if (WORD.test(token) && !reserved.has(lower)) return token;
  if (!token.startsWith('"')) throw wrong(`${quoted(token)} is not a value. Put text in double quotes.`);
  try {
    return String(JSON.parse(token));
  } catch {
    throw wrong(`${cutOff(token, 80)} is not a JSON string.`);
  }
}

/** Some providers put true and false in quotes. */
function operandFor(path: AttributePath, operand: Operand): Operand {
  const isBoolean = (path.sub ?? path.attribute).type === "boolean";
  const lower = isBoolean && typeof operand === "string" ? operand.toLowerCase() : operand;
  return isBoolean && (lower === "true" || lower === "false") ? lower === "true" : operand;
}

function checkComparable(path: AttributePath, comparison: Comparison, operand: Operand): void {
  const whole = path.sub ?? path.attribute;
  const compared = valuePart(whole) ?? whole;
  const refuse = (message: string) => {
    throw wrong(`${quoted(whole.name)} ${message}`);
  };
  const equality = comparison === "eq" || comparison === "ne";
  if (operand === null) {
    if (!equality) refuse(`can't be compared with null by ${comparison}.`);
    return;
  }
  if (compared.type === "complex") refuse("has several parts. Name the one to compare.");
  if (compared.type === "boolean" && !equality)
    refuse(`is true or false, and can't be compared by ${comparison}.`);
  if (compared.type === "dateTime") {
    if (["co", "sw", "ew"].includes(comparison)) refuse(`is a date, and can't be compared by ${comparison}.`);
    if (typeof operand !== "string" || !DATE_TIME.test(operand) || Number.isNaN(Date.parse(operand)))
      refuse("is compared with a date such as “2026-12-01T09:30:00Z”.");
  }
  if (!equality && typeof operand !== "string") refuse(`is compared with text by ${comparison}.`);
}
