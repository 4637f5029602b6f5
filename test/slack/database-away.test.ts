import { pino } from "pino";
import { expect, test } from "vitest";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { describeError } from "../../src/slack/kit/errors.ts";

const said = (unsure: boolean) =>
  describeError(new DatabaseUnavailable({ unsure }), pino({ level: "silent" }), {});

test("a database that went away while committing: we say that we can't tell, and where to look", () => {
  expect(said(true)).toBe(
    "We can’t tell whether this went through: the database stopped answering. Check before you try again. /iam audit lists every change.",
  );
});

test("a database that did not answer before: nothing was changed", () => {
  expect(said(false)).toBe(
    "The database did not answer in time, so nothing was changed. Try again in a minute.",
  );
});
