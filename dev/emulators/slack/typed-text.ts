import { domainToASCII } from "node:url";
import type { Account } from "./accounts.ts";
import type { Conversation } from "./conversations.ts";

/** What is marked up already, as a completion or a pasted link puts it there. */
const ready = /(<[@#!][^<>]+>|<mailto:[^<>]+>)/;
const email = String.raw`[\w.!#$%'*+/=?^\x60{|}~-]+@[\w-]+(?:\.[\w-]+)+`;
const path = String.raw`[^\s|]*[^\s|.,;:!?)\]"']`;
const url = `https?://${path}`;
/** Slack knows every top-level domain; these are enough to type one. */
const domain = String.raw`(?<![\w@.-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|io|de|eu|dev|app|uk|fr|in)(?:/${path})?(?![\p{L}\p{N}-])`;
const linked = new RegExp(`(?<email>${email})|(?<url>${url})|(?<domain>${domain})`, "gu");
const channel = /(?<![\w&])#(?<name>[\p{Ll}\p{N}_-]+)/gu;
const broadcast = /(?<!\w)@(here|channel|everyone)\b/g;

/** Whom and what a text can name. */
interface Named {
  accounts: Account[];
  conversations: { channels: readonly Conversation[] };
}

/**
 * Returns what a person typed, as Slack hands it to an app: `@Full Name` becomes a mention, an address a mailto link, a
 * web address or a domain a link, `#general` a channel, and `&`, `<`, `>` are escaped. Messages always come so, commands if
 * the manifest says `should_escape`.
 */
export function asMarkup(text: string, named: Named): string {
  return text
    .split(ready)
    .map((part) => (ready.test(part) ? part : markUp(part, named)))
    .join("");
}

function markUp(text: string, named: Named): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  let end = 0;
  const parts = [...escaped.matchAll(linked)].flatMap((found) => {
    const between = escaped.slice(end, found.index);
    end = found.index + found[0].length;
    return [nameIn(between, named), linkTo(found)];
  });
  return [...parts, nameIn(escaped.slice(end), named)].join("");
}

function linkTo({ 0: typed, groups }: RegExpExecArray): string {
  if (groups?.email) return `<mailto:${typed}|${typed}>`;
  return groups?.url ? `<${typed}>` : `<http://${asciiHost(typed)}|${typed}>`;
}

/** Slack links to the name that is looked up: `xn--mnchen-3ya.de`. */
function asciiHost(typed: string): string {
  const [host = "", ...path] = typed.split("/");
  return [domainToASCII(host) || host, ...path].join("/");
}

function nameIn(text: string, { accounts, conversations }: Named): string {
  const longestFirst = [...accounts].sort((a, b) => b.name.length - a.name.length);
  const mentioned = longestFirst.reduce(
    (line, { id, name, handle }) => line.replaceAll(`@${name}`, `<@${id}|${handle}>`),
    text,
  );
  return mentioned.replace(broadcast, "<!$1>").replace(channel, (whole, name: string) => {
    const known = conversations.channels.find((one) => one.name === name);
    return known ? `<#${known.id}|${name}>` : whole;
  });
}
