import { expect, test } from "vitest";
import { samples } from "../../src/cli/doctor/screens/samples.ts";
import { screens } from "../../src/cli/doctor/screens/screens.ts";

const rightToLeft = /\p{Script=Hebrew}/u;
/** One that is cut off ends with its line, or begins with an ellipsis. */
const isolates = /\u2068[^\u2069]*(\u2069|$)|…[^\u2068\u2069a-z0-9]*\u2069/gi;
/** What these show are whole sentences, of which the samples know only how long they are. */
const sentences = ["changeReview", "changeStartedCard", "severalReviewView", "severalResultView"];
const others = ["cautionAdmin", "exportChoices", "canBlocks", "homeView, overview"];
/** What no line of a screen shows: codes, what a screen reader says, and what fields begin with. */
const notShown = ["action_id", "block_id", "callback_id", "private_metadata", "value"];
const elsewhere = ["accessibility_label", "initial_value", "fallback"];

/** Returns what stands on lines of their own. */
function lines(node: unknown): string[] {
  if (typeof node === "string") return node.split("\n");
  if (Array.isArray(node)) return node.flatMap(lines);
  if (typeof node !== "object" || node === null) return [];
  if ("type" in node && node.type === "rich_text_section" && "elements" in node)
    return lines(inOne(node.elements));
  return Object.entries(node).flatMap(([key, value]) =>
    [...notShown, ...elsewhere].includes(key) ? [] : lines(value),
  );
}

/** Returns a paragraph's text, with a sign for what Slack draws itself. */
function inOne(elements: unknown): string {
  if (!Array.isArray(elements)) return "";
  return elements.map((each: { text?: string }) => each.text ?? "0").join("");
}

const names = samples.filter(({ name }) => rightToLeft.test(name));

const drawn = Object.keys(screens).filter((name) => ![...sentences, ...others].includes(name));

test.each(drawn)("%s: a Hebrew name leaves what stands beside it in its place", (name) => {
  const turned = names
    .flatMap((facts) => lines(screens[name]?.(facts)))
    .map((line) => line.replace(isolates, ""))
    .filter((line) => rightToLeft.test(line) && /[a-z0-9]/i.test(line));
  expect(turned).toEqual([]);
});
