import fc from "fast-check";

/** JSON text that means a different value in JavaScript's own syntax. */
const treacherous = [
  '{"__proto__":{"owner":true}}',
  '{"constructor":{"prototype":{"owner":true}}}',
  '{"$gt":""}',
  '{"$ne":null}',
  '{"$where":"sleep(1000)"}',
  '{"$regex":"^(a+)+$"}',
  '{"$expr":{"$function":{"body":"","args":[],"lang":"js"}}}',
  '{"toString":null,"length":-1,"then":{}}',
].map((json): unknown => JSON.parse(json));

const words = [
  "",
  "\0",
  "\u202e\u2066",
  "\ud800",
  "🏴‍☠️".repeat(50),
  "%00%ff",
  "<!channel><@U0ADMIN>",
  "</script><script>alert(1)</script>",
  "{{constructor.constructor('return 1')()}}",
  "../../../../etc/passwd",
  "' OR 1=1 --",
  "\r\nSet-Cookie: a=b",
  "x".repeat(70_000),
  "9".repeat(400),
];

function nested(depth: number): unknown {
  return JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
}

/** A hostile value: of the wrong type, huge, deep, an operator, a prototype's key, or any text. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...treacherous),
  fc.constantFrom(...words),
  fc.constantFrom(null, true, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.integer({ min: 1, max: 2_000 }).map(nested),
  fc.jsonValue({ maxDepth: 5 }),
);

/** The same as text, for places that only hold text. */
export const hostileText: fc.Arbitrary<string> = hostileValue.map(asText);

/** Returns text unchanged, and anything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Changes to a good value: a hostile value or nothing, at a place chosen by a number. */
export const corruptions = fc.array(
  fc.record({ at: fc.nat(), value: fc.option(hostileValue, { nil: undefined }) }),
  {
    minLength: 0,
    maxLength: 3,
  },
);
type Corruptions = typeof corruptions extends fc.Arbitrary<infer T> ? T : never;

type Place = { holder: object; key: string };

function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value;
  return Object.entries(holder).flatMap(([key, inside]) => [{ holder, key }, ...placesIn(inside)]);
}

/** Corrupts a copy of a good value. */
export function corrupted<T extends object>(good: T, by: Corruptions): T {
  const bad = structuredClone(good);
  const places = placesIn(bad);
  for (const { at, value } of by) {
    const { holder, key } = places[at % places.length] ?? { holder: bad, key: "x" };
    if (value === undefined) Reflect.deleteProperty(holder, key);
    else Reflect.set(holder, key, value);
  }
  return bad;
}
