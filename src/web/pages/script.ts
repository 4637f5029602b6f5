/**
 * The one inlined script. It shows times in the reader's zone, and preselects that zone in a form that nobody has
 * filled in yet. Everything works without it, and it submits nothing.
 */
export const script = `
const format = new Intl.DateTimeFormat(document.documentElement.dataset.format, {
day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
for (const time of document.querySelectorAll("time"))
  time.textContent = format.format(new Date(time.dateTime)).replace(" at ", ", ").replace(/\\[(.+)\\]/, "$1").replace(/(\\d\\.?) /, "$1\u00a0");
const select = document.querySelector("select[data-guess]");
const zone = format.resolvedOptions().timeZone;
if (select && zone) {
  const city = zone.slice(zone.lastIndexOf("/") + 1);
  const known = [...select.options].find(({ text, value }) => value === city || text.replaceAll(" ", "_") === city);
  if (known) known.selected = true;
  else select.add(new Option(zone, zone, true, true), 0);
}
`;
