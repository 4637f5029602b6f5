import { expect, test } from "vitest";
import { readReason, storedReason } from "../../src/models/delivery-reason.ts";
import { reasonWords } from "../../src/slack/messages/delivery-reason.ts";
import { reasonsToday } from "../support/old-version.ts";

test.each([...reasonsToday])("“%s” is read as a code, and shown as “%s”", (sentence, today) => {
  const reason = readReason(sentence);
  expect(reason.code).not.toBe("other");
  expect(storedReason(reason)).toMatch(/^[a-z_]+(:.+)?$/);
  expect(reasonWords(storedReason(reason))).toBe(today);
  expect(reasonWords(sentence)).toBe(today);
});

test("an unknown sentence stays as it is, however often it is read and written", () => {
  const sentence = "constructor: $& was 5.1.1";
  const once = storedReason(readReason(sentence));
  expect(storedReason(readReason(once))).toBe(once);
  expect(reasonWords(once)).toBe(sentence);
});
