import { memo } from "../../locales/memo.ts";
import { fold } from "../fold.ts";
import { searchedAs } from "./time-zone-names.ts";
import { type City, citiesByRegion, formerNames, labelOf, utc } from "./time-zones.ts";

/** Words alone, folded, with a space before and after each. */
function folded(text: string): string {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu);
  return ` ${(words ?? []).join(" ")} `;
}

/** As German writes its umlauts without their dots, which is how the cities are listed. */
const withoutUmlauts = (typed: string) =>
  typed.normalize("NFC").replace(/[äöü]/gi, (umlaut) => `${fold(umlaut)}e`);

const searchable = memo(() =>
  [utc, ...citiesByRegion().flatMap(([, cities]) => cities)].map((city) => {
    const { zone } = city;
    const names = [labelOf(city), zone, formerNames.get(zone), searchedAs[zone]];
    return { city, names: folded(names.join(" ")) };
  }),
);

/**
 * Finds the time zones of which a name starts with what was typed: a city's, its former one, that of a country, of a
 * part of the world or of a large city nearby, an abbreviation. Whole names come before beginnings.
 */
export function findTimeZones(typed: string): City[] {
  const spellings = [folded(typed), folded(withoutUmlauts(typed))];
  const found = searchable().filter(({ names }) => spellings.some((each) => names.includes(each.trimEnd())));
  const inFull = found.filter(({ names }) => spellings.some((each) => names.includes(each)));
  return [...new Set([...inFull, ...found])].map(({ city }) => city);
}
