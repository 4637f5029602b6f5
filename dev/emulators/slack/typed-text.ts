import { domainToASCII } from "node:url";
import type { Account } from "./accounts.ts";
import type { Conversation } from "./conversations.ts";

/** Text that is marked up already, by a completion or a pasted link. */
const ready = /(<[@#!][^<>]+>|<mailto:[^<>]+>)/;
const email = String.raw`[\w.!#$%'*+/=?^\x60{|}~-]+@[\w-]+(?:\.[\w-]+)+`;
const path = String.raw`[^\s|]*[^\s|.,;:!?)\]"']`;
const url = `https?://${path}`;
/** Slack knows every top-level domain; these are enough to type one. */
const domain = String.raw`(?<![\w@.-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|io|de|eu|dev|app|uk|fr|in)(?:/${path})?(?![\p{L}\p{N}-])`;
const linked = new RegExp(`(?<email>${email})|(?<url>${url})|(?<domain>${domain})`, "gu");
const channel = /(?<![\w&])#(?<name>[\p{Ll}\p{N}_-]+)/gu;
const broadcast = /(?<!\w)@(here|channel|everyone)\b/g;

/** The people and things that a text can name. */
interface Named {
  accounts: Account[];
  conversations: { channels: readonly Conversation[] };
}

/**
 * Converts what a person typed to what Slack sends an app: `@Full Name` becomes a mention, an email address a mailto
 * link, a web address or a domain a link, `#general` a channel, and `&`, `<`, `>` are escaped. Slack does so for all
 * messages, and for commands if the manifest says `should_escape`.
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

/** Returns the host that Slack links to, as it is looked up: `xn--mnchen-3ya.de`. */
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
