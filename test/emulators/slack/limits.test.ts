import { expect, test } from "vitest";
import { breaches } from "../../../dev/emulators/slack/limits.ts";
import {
  asking,
  beside,
  button,
  confirmation,
  field,
  input,
  letters,
  menu,
  message,
  modal,
  options,
  section,
  text,
  times,
} from "../../support/emulators/block-samples.ts";

/** What is limited, something of a given length, the greatest length, and where it is. */
type Limit = [what: string, of: (length: number) => object, most: number, at: string];

const characters: Limit[] = [
  ["a modal's title", (n) => modal([], { title: text(n) }), 24, "/view/title/text"],
  ["a modal's submit", (n) => modal([], { submit: text(n) }), 24, "/view/submit/text"],
  ["a modal's close", (n) => modal([], { close: text(n) }), 24, "/view/close/text"],
  ["private_metadata", (n) => modal([], { private_metadata: letters(n) }), 3000, "/view/private_metadata"],
  ["callback_id", (n) => modal([], { callback_id: letters(n) }), 255, "/view/callback_id"],
  ["block_id", (n) => modal([section({ block_id: letters(n) })]), 255, "/view/blocks/0/block_id"],
  ["a section's text", (n) => modal([section({ text: text(n) })]), 3000, "/view/blocks/0/text/text"],
  ["a section's field", (n) => modal([section({ fields: [text(n)] })]), 2000, "/view/blocks/0/fields/0/text"],
  ["an alert", (n) => modal([{ type: "alert", text: text(n) }]), 200, "/view/blocks/0/text/text"],
  ["a header", (n) => modal([{ type: "header", text: text(n) }]), 150, "/view/blocks/0/text/text"],
  ["a label", (n) => modal([input(field(), { label: text(n) })]), 2000, "/view/blocks/0/label/text"],
  ["a hint", (n) => modal([input(field(), { hint: text(n) })]), 2000, "/view/blocks/0/hint/text"],
  [
    "a placeholder",
    (n) => asking(menu({ placeholder: text(n) })),
    150,
    "/view/blocks/0/element/placeholder/text",
  ],
  [
    "a default",
    (n) => asking(field({ initial_value: letters(n) })),
    3000,
    "/view/blocks/0/element/initial_value",
  ],
  [
    "a default with max_length",
    (n) => asking(field({ max_length: 5, initial_value: letters(n) })),
    5,
    "/view/blocks/0/element/initial_value",
  ],
  ["a button's text", (n) => beside(button({ text: text(n) })), 75, "/view/blocks/0/accessory/text/text"],
  ["a button's value", (n) => beside(button({ value: letters(n) })), 2000, "/view/blocks/0/accessory/value"],
  ["action_id", (n) => beside(button({ action_id: letters(n) })), 255, "/view/blocks/0/accessory/action_id"],
  [
    "accessibility_label",
    (n) => beside(button({ accessibility_label: letters(n) })),
    75,
    "/view/blocks/0/accessory/accessibility_label",
  ],
  [
    "a confirmation's title",
    (n) => beside(button({ confirm: confirmation({ title: text(n) }) })),
    100,
    "/view/blocks/0/accessory/confirm/title/text",
  ],
  [
    "a confirmation's text",
    (n) => beside(button({ confirm: confirmation({ text: text(n) }) })),
    300,
    "/view/blocks/0/accessory/confirm/text/text",
  ],
  [
    "a confirmation's buttons",
    (n) => beside(button({ confirm: confirmation({ deny: text(n) }) })),
    30,
    "/view/blocks/0/accessory/confirm/deny/text",
  ],
  [
    "an option's text",
    (n) => beside(menu({ options: [{ text: text(n), value: "1" }] })),
    75,
    "/view/blocks/0/accessory/options/0/text/text",
  ],
  [
    "an option's value",
    (n) => beside(menu({ options: [{ text: text(1), value: letters(n) }] })),
    75,
    "/view/blocks/0/accessory/options/0/value",
  ],
];

const items: Limit[] = [
  ["a modal's blocks", (n) => modal(times(n, section())), 100, "/view/blocks"],
  ["a Home tab's blocks", (n) => ({ type: "home", blocks: times(n, section()) }), 100, "/view/blocks"],
  ["a message's blocks", (n) => message(times(n, { type: "divider" })), 50, "/blocks"],
  ["a section's fields", (n) => modal([section({ fields: times(n, text(1)) })]), 10, "/view/blocks/0/fields"],
  [
    "a context",
    (n) => modal([{ type: "context", elements: times(n, text(1)) }]),
    10,
    "/view/blocks/0/elements",
  ],
  [
    "actions",
    (n) => modal([{ type: "actions", elements: times(n, button()) }]),
    25,
    "/view/blocks/0/elements",
  ],
  ["a menu", (n) => beside(menu({ options: options(n) })), 100, "/view/blocks/0/accessory/options"],
  [
    "an overflow menu",
    (n) => beside({ type: "overflow", options: options(n) }),
    5,
    "/view/blocks/0/accessory/options",
  ],
  [
    "checkboxes",
    (n) => beside({ type: "checkboxes", options: options(n) }),
    10,
    "/view/blocks/0/accessory/options",
  ],
];

test.each(characters)("%s is not too long", (_, of, most, at) => {
  expect(breaches(of(most))).toEqual([]);
  expect(breaches(of(most + 1))).toEqual([
    `[ERROR] must be less than ${most + 1} characters [json-pointer:${at}]`,
  ]);
});

test.each(items)("%s are not too many", (_, of, most, at) => {
  expect(breaches(of(most))).toEqual([]);
  expect(breaches(of(most + 1))).toEqual([`[ERROR] no more than ${most} items allowed [json-pointer:${at}]`]);
});

test("an overflow menu has two options, and no text is empty", () => {
  expect(breaches(beside({ type: "overflow", options: options(1) }))).toEqual([
    "[ERROR] no less than 2 items allowed [json-pointer:/view/blocks/0/accessory/options]",
  ]);
  expect(breaches(modal([section({ text: text(0) })]))).toEqual([
    "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text/text]",
  ]);
});

test("a message is not too large, and has a text for those who can't see its blocks", () => {
  expect(breaches(message(times(4, section({ text: text(2900) }))))).toEqual([]);
  expect(breaches(message(times(5, section({ text: text(2900) }))))).toEqual([
    "[ERROR] msg_blocks_too_long [json-pointer:/blocks]",
  ]);
  expect(breaches({ blocks: [section()] })).toEqual([
    "[ERROR] missing required field: text [json-pointer:/]",
  ]);
});

test("every breach is told at once, and nonsense is refused", () => {
  const blocks = [section({ text: text(3001) }), { type: "ruler" }];
  expect(breaches(modal(blocks, { title: text(30) }))).toHaveLength(3);
  for (const nonsense of [null, 5, [], "view", {}, { type: "modal" }, { blocks: {} }]) {
    expect(breaches(nonsense)).not.toEqual([]);
  }
});
