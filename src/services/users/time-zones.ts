/** Cities that changed their names: Node lists a zone under the old one, people look for the new one. */
const renamed: Readonly<Record<string, string>> = {
  Asmera: "Asmara",
  Calcutta: "Kolkata",
  Enderbury: "Kanton",
  Faeroe: "Faroe",
  Godthab: "Nuuk",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Ponape: "Pohnpei",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh",
  Truk: "Chuuk",
};

/** A time zone as a form offers it. */
export interface City {
  /** What a form sends for it: unique among all zones, and half as long as the zone's name. */
  value: string;
  label: string;
}

export const utc: City = { value: "UTC", label: "UTC" };

const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"));
const zoneByCity = new Map(zones.map((zone) => [cityOf(zone), zone]));

/** Every time zone but UTC, by part of the world, both in alphabetical order. */
export const citiesByRegion: readonly (readonly [region: string, cities: readonly City[]])[] = [
  ...new Set(zones.map(regionOf)),
].map((region) => [
  region,
  zones
    .filter((zone) => regionOf(zone) === region)
    .map((zone) => ({ value: cityOf(zone), label: renamed[cityOf(zone)] ?? cityOf(zone) }))
    .sort((a, b) => a.label.localeCompare(b.label, "en")),
]);

function regionOf(zone: string): string {
  return zone.slice(0, zone.indexOf("/"));
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** Finds the IANA zone for what a form sent, a city or a zone's own name; null for anything else. */
export function timeZoneOf(sent: string): string | null {
  const timeZone = zoneByCity.get(sent) ?? sent;
  if (!/^[A-Za-z]/.test(timeZone)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
