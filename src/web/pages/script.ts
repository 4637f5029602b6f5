import { first } from "../../locales/formats.ts";
import { datesAndTimes } from "../../locales/unbroken.ts";

/**
 * The one inlined script. It shows times in the reader's zone, and preselects that zone in a form nobody has filled in
 * yet. Everything works without it, and it submits nothing.
 */
export const script = `
const { tag, first = 1 } = document.documentElement.dataset;
const format = new Intl.DateTimeFormat(tag, {
day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
for (const time of document.querySelectorAll("time"))
  time.textContent = format.format(new Date(time.dateTime)).replace(" at ", ", ").replace(/\\[(.+)\\]/, "$1")
    .replace(${first}, first).replace(${datesAndTimes}, (it) => it.replaceAll(" ", "\u00a0"));
const select = document.querySelector("select[data-guess]");
const zone = format.resolvedOptions().timeZone;
if (select && zone) {
  const city = zone.slice(zone.lastIndexOf("/") + 1);
  const known = [...select.options].find(({ text, value }) => value === city || text.replaceAll(" ", "_") === city);
  if (known) known.selected = true;
  else select.add(new Option(zone, zone, true, true), 0);
}
`
  .replace(/\n */g, "")
  .replace(/ (=+>?|&&|\|\|) /g, "$1");
