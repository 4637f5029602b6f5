import { memo } from "../../locales/memo.ts";
import { renamed } from "./time-zone-names.ts";

/** A time zone as forms offer it. */
export interface City {
  /** IANA's current name, which is what gets stored: *Europe/Kyiv*. */
  zone: string;
  /** Only the city: *Kyiv*. */
  label: string;
  region: string;
  /** What the web form sends for it: as short as can be, because there are hundreds. */
  value: string;
}

/** By the current name. */
export const formerNames: ReadonlyMap<string, string> = new Map(
  Object.entries(renamed).map(([old, now]) => [now, old]),
);

const offered = memo(() =>
  Intl.supportedValuesOf("timeZone")
    .filter((listed) => listed.includes("/"))
    .map((listed) => ({ listed, zone: renamed[listed] ?? listed }))
    .map((each) => ({
      ...each,
      label: cityIn(each.zone),
      region: each.zone.slice(0, each.zone.indexOf("/")),
    })),
);

export const utc: City = { zone: "UTC", label: "UTC", region: "", value: "UTC" };

/** By the name that `Intl` gives a zone, whichever of its names was asked for. */
const byCanonicalName = memo(
  () =>
    new Map<string, City>([
      [utc.zone, utc],
      ...offered().map(({ listed, ...city }) => [listed, { ...city, value: shortName(city) }] as const),
    ]),
);

/** Lists every time zone but UTC, by part of the world, both in alphabetical order. */
export function citiesByRegion(): (readonly [region: string, cities: readonly City[]])[] {
  const cities = [...byCanonicalName().values()];
  return [...new Set(offered().map(({ region }) => region))].map((region) => [
    region,
    cities.filter((city) => city.region === region).sort((a, b) => a.label.localeCompare(b.label, "en")),
  ]);
}

function cityIn(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** Returns a renamed city's old name, which a browser may still use; otherwise the shortest unique beginning. */
function shortName({ zone, label }: Pick<City, "zone" | "label">): string {
  const old = cityIn(formerNames.get(zone) ?? zone);
  const lengths = Array.from(label, (_, index) => index + 1);
  const enough = lengths.find((length) => withBeginning(label.slice(0, length)).length === 1);
  return (old === label ? label.slice(0, enough) : old).replaceAll(" ", "_");
}

function withBeginning(text: string): string[] {
  return offered().flatMap(({ label }) => (label.startsWith(text) ? label : []));
}

/** In lower case: a city's names, current and former, for its zone; a zone's names for themselves. */
const zoneByName = memo(
  () =>
    new Map([
      [utc.value.toLowerCase(), utc.zone] as const,
      ...offered().flatMap(({ zone, label }) => {
        const old = formerNames.get(zone);
        const names = old ? [[old, old] as const, [cityIn(old), zone] as const] : [];
        return [...names, [label, zone] as const, [zone, zone] as const].map(
          ([name, stands]) => [name.toLowerCase(), stands] as const,
        );
      }),
    ]),
);

/** Finds the IANA zone for what a form sent: a city, its beginning, or any name of a zone. Null for anything else. */
export function timeZoneOf(sent: string): string | null {
  const words = sent.includes("/") ? sent : sent.replaceAll("_", " ");
  const known = zoneByName().get(words.toLowerCase());
  if (known) return known;
  const [label, ...others] = words ? withBeginning(words) : [];
  if (label && others.length === 0) return zoneByName().get(label.toLowerCase()) ?? null;
  return canonicalName(sent) && sent;
}

/** Returns the name that this version of `Intl` gives a zone; null when there is no such zone. */
function canonicalName(zone: string): string | null {
  if (!/^[A-Za-z]/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Whether two names mean the same zone: *Asia/Calcutta* and *Asia/Kolkata*. */
export function isSameTimeZone(one: string, other: string): boolean {
  return one === other || (canonicalName(one) ?? one) === (canonicalName(other) ?? other);
}

/** Returns the city that forms offer for a zone, whichever of its names is stored. */
export function cityOf(zone: string): City | undefined {
  return byCanonicalName().get(zone) ?? byCanonicalName().get(canonicalName(zone) ?? "");
}

/** Names a city with its part of the world: *Kyiv (Europe)*. */
export function labelOf({ label, region }: City): string {
  return region ? `${label} (${region})` : label;
}

/** Names a zone as forms offer it, whichever of its names is stored; by its own name if they don't offer it. */
export function timeZoneLabel(zone: string): string {
  const city = cityOf(zone);
  return city ? labelOf(city) : zone;
}
