import { memo } from "../../locales/memo.ts";
import { fold } from "../fold.ts";
import { searchedAs } from "./time-zone-names.ts";
import { type City, citiesByRegion, formerNames, labelOf, utc } from "./time-zones.ts";

/** Returns only the words, folded, with a space before and after each. */
function folded(text: string): string {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu);
  return ` ${(words ?? []).join(" ")} `;
}

/** Spells umlauts without their dots, as German does (*Zuerich*). Cities are listed that way. */
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
 * Finds the time zones with a name that starts with what was typed: a city, its former name, a country, a part of the
 * world, a large city nearby or an abbreviation. Whole names come before beginnings.
 */
export function findTimeZones(typed: string): City[] {
  const spellings = [folded(typed), folded(withoutUmlauts(typed))];
  const found = searchable().filter(({ names }) => spellings.some((each) => names.includes(each.trimEnd())));
  const inFull = found.filter(({ names }) => spellings.some((each) => names.includes(each)));
  return [...new Set([...inFull, ...found])].map(({ city }) => city);
}
