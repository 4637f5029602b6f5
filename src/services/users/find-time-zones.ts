import { searchedAs } from "./time-zone-names.ts";
import { type City, citiesByRegion, formerNames, labelOf, utc } from "./time-zones.ts";

/** Words alone, in lower case and without accents, with a space before and after each. */
function folded(text: string): string {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return ` ${(words ?? []).join(" ")} `;
}

const searchable = [utc, ...citiesByRegion.flatMap(([, cities]) => cities)].map((city) => {
  const { zone } = city;
  const names = [labelOf(city), zone, formerNames.get(zone), searchedAs[zone]];
  return { city, names: folded(names.join(" ")) };
});

/**
 * Finds the time zones of which a name starts with what was typed: a city's, its former one, that of a country, of a
 * part of the world or of a large city nearby, an abbreviation. Whole names come before beginnings.
 */
export function findTimeZones(typed: string): City[] {
  const whole = folded(typed);
  const beginning = whole.trimEnd();
  const found = searchable.filter(({ names }) => names.includes(beginning));
  const inFull = found.filter(({ names }) => names.includes(whole));
  return [...new Set([...inFull, ...found])].map(({ city }) => city);
}
