import fc from "fast-check";
import { comparisons, type Filter } from "../../../src/services/profiles/filter.ts";
import { coreAttributes, userType } from "../../../src/services/profiles/resource-types.ts";
import { type AttributePath, valuePart } from "../../../src/services/profiles/schema.ts";

/** Values of people in tests, and similar ones. */
const texts = [
  "",
  "eve",
  "EVE",
  "Eve Adams",
  "eve@acme.io",
  "work",
  'a"b\\c',
  "é",
  "ß",
  "e",
  " eve",
  "eve@acme.io ",
  " ",
  "x".repeat(40),
];
const dates = ["2026-01-01T00:00:00Z", "2026-12-01T09:30:00+01:00", "1999-12-31T23:59:59.123Z"];

const core = coreAttributes(userType).filter(({ name }) => name !== "groups" && name !== "meta");
const paths: AttributePath[] = [
  ...core.map((attribute) => ({ attribute })),
  ...core.flatMap((attribute) => (attribute.subAttributes ?? []).map((sub) => ({ attribute, sub }))),
  ...userType.extensions.flatMap((extension) =>
    extension.attributes.map((attribute) => ({ extension, attribute })),
  ),
  ...coreAttributes(userType)
    .filter(({ name }) => name === "meta")
    .flatMap((attribute) =>
      (attribute.subAttributes ?? [])
        .filter(({ type }) => type === "dateTime")
        .map((sub) => ({ attribute, sub })),
    ),
];
const lists = core.filter(({ multiValued, subAttributes }) => multiValued && subAttributes);

/** Any filter on a User, as the parser returns it. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...paths).chain(condition),
    fc.constantFrom(...lists).chain((attribute) =>
      elementFilter(attribute.subAttributes?.map((sub) => ({ attribute: sub })) ?? []).map((filter) => ({
        kind: "element" as const,
        path: { attribute },
        filter,
      })),
    ),
    tie("filter").map((filter) => ({ kind: "not" as const, filter })),
    joined("and", tie("filter")),
    joined("or", tie("filter")),
  ),
})).filter;

function elementFilter(inner: readonly AttributePath[]): fc.Arbitrary<Filter> {
  const one = fc.constantFrom(...inner).chain(condition);
  return fc.oneof(
    one,
    joined("and", one),
    joined("or", one),
    one.map((filter) => ({ kind: "not" as const, filter })),
  );
}

function joined(kind: "and" | "or", part: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.array(part, { minLength: 2, maxLength: 3 }).map((filters) => ({
    kind,
    filters: filters.flatMap((each) => (each.kind === kind ? each.filters : [each])),
  }));
}

function condition(path: AttributePath): fc.Arbitrary<Filter> {
  const whole = path.sub ?? path.attribute;
  const { type } = valuePart(whole) ?? whole;
  const present = fc.constant({ kind: "present" as const, path });
  const equality = fc.constantFrom("eq" as const, "ne" as const);
  const compare = (
    comparison: fc.Arbitrary<(typeof comparisons)[number]>,
    operand: fc.Arbitrary<string | boolean | null>,
  ) => fc.record({ kind: fc.constant("compare" as const), path: fc.constant(path), comparison, operand });
  if (type === "complex") return fc.oneof(present, compare(equality, fc.constant(null)));
  if (type === "boolean") return fc.oneof(present, compare(equality, fc.boolean()));
  if (type === "dateTime")
    return compare(fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"), fc.constantFrom(...dates));
  return fc.oneof(
    present,
    compare(equality, fc.constant(null)),
    compare(
      fc.constantFrom(...comparisons),
      fc.oneof(fc.constantFrom(...texts), fc.string({ maxLength: 6 })),
    ),
  );
}
