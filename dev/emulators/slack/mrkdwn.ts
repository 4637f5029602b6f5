import type { Text } from "./block-kit/objects.ts";

/** Finds the name to show for an account's id. */
export type NameOf = (userId: string) => string;

/** Returns a text object as a person reads it: mentions by name, links by their label, no markup. */
export function readable(text: Text | undefined, nameOf: NameOf): string {
  if (!text) return "";
  return text.type === "plain_text" ? text.text : readMrkdwn(text.text, nameOf);
}

/** Returns Slack's markup as a person reads it. */
export function readMrkdwn(text: string, nameOf: NameOf): string {
  const unlinked = text.replace(/<([^<>]+)>/g, (_, inside: string) => readAngle(inside, nameOf));
  const plain = ["*", "_", "~", "`"].reduce(unmark, unlinked);
  return plain.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function readAngle(inside: string, nameOf: NameOf): string {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  if (target.startsWith("@")) return `@${nameOf(target.slice(1))}`;
  if (target.startsWith("#")) return `#${label ?? target.slice(1)}`;
  if (target.startsWith("!date^")) return label ?? "";
  if (target.startsWith("!")) return label ?? `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, "");
}

function unmark(text: string, mark: string): string {
  const edge = "\\s.,;:!?·()\"'*_~`—–-";
  const escaped = `\\${mark}`;
  const pair = new RegExp(
    `(^|[${edge}])${escaped}(?=\\S)([^${escaped}\\n]*[^${escaped}\\s])${escaped}(?=$|[${edge}])`,
    "gm",
  );
  return text.replace(pair, "$1$2");
}
