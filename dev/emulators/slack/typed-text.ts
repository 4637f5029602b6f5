import type { Account } from "./accounts.ts";

const ready = /(<[@#!][^<>]+>|<mailto:[^<>]+>)/;
const address = /[\w.!#$%'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Returns what a person typed, as Slack hands it to an app: `@Full Name` becomes a mention, an address a mailto
 * link, and `&`, `<`, `>` are escaped. Messages always come so, commands if the manifest says `should_escape`.
 */
export function asMarkup(text: string, accounts: Account[]): string {
  return text
    .split(ready)
    .map((part) => (ready.test(part) ? part : markUp(part, accounts)))
    .join("");
}

function markUp(text: string, accounts: Account[]): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const linked = escaped.replace(address, (found) => `<mailto:${found}|${found}>`);
  const longestFirst = [...accounts].sort((a, b) => b.name.length - a.name.length);
  return longestFirst.reduce(
    (line, { id, name, handle }) => line.replaceAll(`@${name}`, `<@${id}|${handle}>`),
    linked,
  );
}
