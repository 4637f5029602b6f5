import {
  type AttributePath,
  type Attributes,
  foldCase,
  isCaseExact,
  isComplex,
  type Value,
  valuePart,
} from "./schema.ts";

export const comparisons = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Comparison = (typeof comparisons)[number];

/** What a value is compared with; dates are compared as instants. */
export type Operand = string | number | boolean | null;

/** A filter (RFC 7644, 3.4.2.2) on existing attributes, compared with values they can be compared with. */
export type Filter =
  | { kind: "and" | "or"; filters: readonly Filter[] }
  | { kind: "not"; filter: Filter }
  | { kind: "present"; path: AttributePath }
  | { kind: "compare"; path: AttributePath; comparison: Comparison; operand: Operand }
  /** One value of a list meets all of it: the paths inside are those of its sub-attributes. */
  | { kind: "element"; path: AttributePath; filter: Filter };

/** Builds the test for whether a resource, or one value of a list, meets a filter. */
export function matcher(filter: Filter): (resource: Attributes) => boolean {
  switch (filter.kind) {
    case "and": {
      const all = filter.filters.map(matcher);
      return (resource) => all.every((matches) => matches(resource));
    }
    case "or": {
      const any = filter.filters.map(matcher);
      return (resource) => any.some((matches) => matches(resource));
    }
    case "not": {
      const matches = matcher(filter.filter);
      return (resource) => !matches(resource);
    }
    case "present":
      return (resource) => valuesAt(resource, filter.path).some(isPresent);
    case "compare": {
      const holds = comparing(filter);
      return (resource) => holds(valuesAt(resource, filter.path));
    }
    case "element": {
      const matches = matcher(filter.filter);
      return (resource) => elementsAt(resource, filter.path).some(matches);
    }
  }
}

/** Lists the attributes a filter is about, once per mention. */
export function pathsIn(filter: Filter): AttributePath[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.filters.flatMap(pathsIn);
    case "not":
      return pathsIn(filter.filter);
    case "element":
      return pathsIn(filter.filter).map(({ attribute }) => ({ ...filter.path, sub: attribute }));
    default:
      return [filter.path];
  }
}

/** Reads the values at a path: none where it is unassigned, several for a list. */
export function valuesAt(resource: Attributes, { extension, attribute, sub }: AttributePath): Value[] {
  const holder = extension ? resource[extension.id] : resource;
  const values = isComplex(holder) ? listOf(holder[attribute.name]) : [];
  const at = sub ?? valuePart(attribute);
  return at ? values.flatMap((value) => (isComplex(value) ? listOf(value[at.name]) : [value])) : values;
}

function elementsAt(resource: Attributes, { extension, attribute }: AttributePath): Attributes[] {
  const holder = extension ? resource[extension.id] : resource;
  const values = isComplex(holder) ? listOf(holder[attribute.name]) : [];
  return values.map((value) => (isComplex(value) ? value : { value }));
}

function listOf(value: Value | undefined): Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value];
}

function isPresent(value: Value): boolean {
  if (isComplex(value)) return Object.values(value).some((part) => part !== undefined && isPresent(part));
  return Array.isArray(value) ? value.some(isPresent) : value !== "";
}

function comparing({ path, comparison, operand }: Extract<Filter, { kind: "compare" }>) {
  if (operand === null) return (values: readonly Value[]) => values.some(isPresent) === (comparison === "ne");
  const holds = holding(path, comparison, operand);
  // An unassigned value isn't equal to anything.
  return (values: readonly Value[]) => values.some(holds) || (comparison === "ne" && values.length === 0);
}

function holding(path: AttributePath, comparison: Comparison, operand: string | number | boolean) {
  if (typeof operand !== "string") return (value: Value) => (value === operand) === (comparison === "eq");
  const { type } = path.sub ?? valuePart(path.attribute) ?? path.attribute;
  if (type === "dateTime") {
    const instant = Date.parse(operand);
    return (value: Value) => ordered(comparison, Date.parse(String(value)) - instant);
  }
  const compared = comparedText(path);
  const sought = soughtText(path, comparison, operand);
  return (value: Value) =>
    typeof value === "string" ? textHolds(comparison, compared(value), sought) : comparison === "ne";
}

/** Returns a function that turns an attribute's text into what is compared. */
export function comparedText(path: AttributePath): (text: string) => string {
  const fold = folding(path);
  return isTrimmed(path) ? (text) => fold(text.trim()) : fold;
}

/** Returns the text to look for among what `comparedText` returns. A part of a text can begin or end with a space. */
export function soughtText(path: AttributePath, comparison: Comparison, operand: string): string {
  const fold = folding(path);
  if (!isTrimmed(path) || comparison === "co") return fold(operand);
  if (comparison === "sw") return fold(operand.trimStart());
  return fold(comparison === "ew" ? operand.trimEnd() : operand.trim());
}

const folding = (path: AttributePath) => (isCaseExact(path) ? (text: string) => text : foldCase);
const isTrimmed = ({ attribute, sub }: AttributePath) =>
  (sub ?? valuePart(attribute) ?? attribute).trimmed === true;

function textHolds(comparison: Comparison, text: string, sought: string): boolean {
  switch (comparison) {
    case "co":
      return text.includes(sought);
    case "sw":
      return text.startsWith(sought);
    case "ew":
      return text.endsWith(sought);
    default:
      return ordered(comparison, compareText(text, sought));
  }
}

function ordered(comparison: Comparison, difference: number): boolean {
  switch (comparison) {
    case "eq":
      return difference === 0;
    case "ne":
      return difference !== 0;
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    default:
      return difference <= 0;
  }
}

/** Compares texts by code point, as the database does. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
