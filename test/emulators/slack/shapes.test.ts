import { expect, test } from "vitest";
import { breaches } from "../../../dev/emulators/slack/limits.ts";
import {
  asking,
  beside,
  button,
  field,
  input,
  menu,
  message,
  modal,
  options,
  section,
  text,
  times,
} from "../../support/emulators/block-samples.ts";

/** What is required, something that has it, something that has not, and what Slack says of that. */
type Shape = [what: string, right: object, wrong: object, said: string];

const actions = (element: object) => modal([{ type: "actions", elements: [element] }]);
const [first, second, third] = options(3);

const shapes: Shape[] = [
  [
    "a block's type",
    modal([{ type: "divider" }]),
    modal([{ type: "ruler" }]),
    "unsupported type: ruler [json-pointer:/view/blocks/0/type]",
  ],
  [
    "a block's fields",
    modal([{ type: "divider" }]),
    modal([{ type: "divider", color: "red" }]),
    "invalid additional property: color [json-pointer:/view/blocks/0]",
  ],
  [
    "a view's fields",
    modal([]),
    modal([], { submit_disabled: true }),
    "invalid additional property: submit_disabled [json-pointer:/view]",
  ],
  [
    "a section with something in it",
    modal([section()]),
    modal([{ type: "section" }]),
    "must define either `text` or `fields` [json-pointer:/view/blocks/0]",
  ],
  [
    "a label",
    modal([input(field())]),
    modal([{ type: "input", element: field() }]),
    "missing required field: label [json-pointer:/view/blocks/0]",
  ],
  [
    "a plain label",
    modal([input(field())]),
    modal([input(field(), { label: { type: "mrkdwn", text: "x" } })]),
    "unsupported type: mrkdwn [json-pointer:/view/blocks/0/label/type]",
  ],
  [
    "what actions hold",
    actions(menu()),
    actions(field()),
    "unsupported type: plain_text_input [json-pointer:/view/blocks/0/elements/0/type]",
  ],
  [
    "what stands beside a section",
    beside(button()),
    beside(field()),
    "unsupported type: plain_text_input [json-pointer:/view/blocks/0/accessory/type]",
  ],
  [
    "what an input asks",
    asking(field()),
    asking(button()),
    "unsupported type: button [json-pointer:/view/blocks/0/element/type]",
  ],
  [
    "a submit to send inputs",
    modal([input(field())]),
    modal([input(field())], { submit: undefined }),
    "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
  ],
  [
    "a button's style",
    beside(button({ style: "danger" })),
    beside(button({ style: "default" })),
    "must be a valid enum value [json-pointer:/view/blocks/0/accessory/style]",
  ],
  [
    "a default that is offered",
    beside(menu({ initial_option: second })),
    beside(menu({ initial_option: third })),
    "must be one of the provided options [json-pointer:/view/blocks/0/accessory/initial_option]",
  ],
  [
    "defaults that are some",
    beside(menu({ type: "multi_static_select", initial_options: [first, second] })),
    beside(menu({ type: "multi_static_select", initial_options: [] })),
    "must be one of the provided options [json-pointer:/view/blocks/0/accessory/initial_options]",
  ],
  [
    "no more defaults than may be chosen",
    beside(menu({ type: "multi_static_select", max_selected_items: 1, initial_options: [first] })),
    beside(menu({ type: "multi_static_select", max_selected_items: 1, initial_options: [first, second] })),
    "no more than 1 items allowed [json-pointer:/view/blocks/0/accessory/initial_options]",
  ],
  [
    "a menu's options",
    beside(menu()),
    beside({ type: "static_select" }),
    "must define either `options` or `option_groups` [json-pointer:/view/blocks/0/accessory]",
  ],
  [
    "a date that exists",
    beside({ type: "datepicker", initial_date: "2024-02-29" }),
    beside({ type: "datepicker", initial_date: "2023-02-29" }),
    "must be a valid date [json-pointer:/view/blocks/0/accessory/initial_date]",
  ],
  [
    "a field's max_length",
    asking(field({ max_length: 3000 })),
    asking(field({ max_length: 3001 })),
    "must be at most 3000 [json-pointer:/view/blocks/0/element/max_length]",
  ],
];

test.each(shapes)("%s", (_, right, wrong, said) => {
  expect(breaches(right)).toEqual([]);
  expect(breaches(wrong)).toEqual([`[ERROR] ${said}`]);
});

test("names do not repeat: block ids in a view, action ids in a block", () => {
  const named = (block_id: string) => section({ block_id, accessory: button({ action_id: "press" }) });
  expect(breaches(modal([named("a"), named("b")]))).toEqual([]);
  expect(breaches(modal([named("a"), named("a")]))).toEqual([
    "[ERROR] `block_id` must be unique: a [json-pointer:/view/blocks/1/block_id]",
  ]);
  expect(breaches(modal([{ type: "actions", elements: times(2, button({ action_id: "press" })) }]))).toEqual([
    "[ERROR] `action_id` must be unique within a block [json-pointer:/view/blocks/0]",
  ]);
});

test("one element takes the focus", () => {
  const focused = input(field({ focus_on_load: true }));
  expect(breaches(modal([focused]))).toEqual([]);
  expect(breaches(modal([focused, focused]))).toHaveLength(1);
});

test("an alert is for modals alone, tables for messages", () => {
  const alert = { type: "alert", text: text(1), level: "warning" };
  const table = { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };
  const dataTable = { ...table, type: "data_table", caption: "x" };
  expect(breaches(modal([alert]))).toEqual([]);
  expect(breaches(message([table, dataTable]))).toEqual([]);
  expect(breaches(modal([table, dataTable]))).toHaveLength(2);
  expect(breaches({ type: "home", blocks: [alert, table] })).toHaveLength(2);
  expect(breaches(message([alert]))).toHaveLength(1);
});
