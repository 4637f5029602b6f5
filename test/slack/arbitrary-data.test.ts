import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { screens } from "../../src/cli/doctor/screens/screens.ts";
import { shorten } from "../../src/locales/shorten.ts";
import { asSent } from "../../src/slack/kit/card.ts";
import { facts } from "../support/slack/arbitraries.ts";

/** `PROPERTY_RUNS=1000 PROPERTY_SEED=…` looks further, or again; a failure prints its seed. */
const { PROPERTY_RUNS = "25", PROPERTY_SEED } = process.env;
const settings = { numRuns: Number(PROPERTY_RUNS), ...(PROPERTY_SEED && { seed: Number(PROPERTY_SEED) }) };

const node = z.looseObject({ type: z.string() });

/** What on a surface Slack would read as more than the text it is. */
function markup(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(markup);
  if (typeof part !== "object" || part === null) return [];
  const { data } = node.safeParse(part);
  const risky =
    data &&
    (["mrkdwn", "markdown", "emoji", "link", "broadcast"].includes(data.type) ||
      (data.type === "plain_text" && data.emoji !== false));
  return [...(risky ? [JSON.stringify(part).slice(0, 200)] : []), ...Object.values(part).flatMap(markup)];
}

const message = z.object({ text: z.string(), blocks: z.array(z.unknown()) });

test.each(Object.entries(screens))(
  "Slack takes it whatever is in it, and shows it as it was typed: %s",
  (_name, draw) => {
    fc.assert(
      fc.property(facts, (sample) => {
        const surface = draw(sample);
        expect(breaches(surface)).toEqual([]);
        expect(markup(surface)).toEqual([]);
        // Half a character is no longer what was typed.
        expect(JSON.stringify(surface)).not.toMatch(/\\ud[89a-f]/i);
        const { data } = message.safeParse(surface);
        if (data) expect(asSent({ text: data.text, blocks: [] }).text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      }),
      settings,
    );
  },
);

test("text that is too long keeps its beginning and its end, and no character is cut", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.integer({ min: 12, max: 60 }),
      (text, most) => {
        const short = shorten(text, most);
        expect(short.length).toBeLessThanOrEqual(Math.max(most, 1));
        if (text.length <= most) {
          expect(short).toBe(text);
          return;
        }
        const segments = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(
          ({ index }) => index,
        );
        // The text may have ellipses of its own.
        const cuts = [...short.matchAll(/…/g)].map(({ index }) => [
          short.slice(0, index),
          short.slice(index + 1),
        ]);
        const isWhole = ([head = "", tail = ""]: string[]) =>
          text.startsWith(head) &&
          text.endsWith(tail) &&
          segments.includes(head.length) &&
          (tail === "" || segments.includes(text.length - tail.length));
        expect(cuts.some(isWhole)).toBe(true);
      },
    ),
    { ...settings, numRuns: settings.numRuns * 8, examples: [[" 𐀀𐀀 𐀀𐀀  …", 12]] },
  );
});
