import { expect, test } from "vitest";
import { Problems } from "../../../src/services/audit/problems.ts";

test("of a long log sealed with another key, twenty sentences are kept, and the others are counted", () => {
  const [found, odd] = [new Problems(), new Problems()];
  for (let event = 1; event <= 100_000; event++) found.add(`Event ${event} is not as it was sealed.`);
  odd.add("Event 7 has no date.");
  const { problems, more } = found.named(odd);
  expect(problems).toHaveLength(20);
  expect(problems.at(-1)).toBe("Event 20 is not as it was sealed.");
  expect(more).toBe(99_981);
});

test("if there is room, later problems are named too", () => {
  const [found, odd] = [new Problems(), new Problems()];
  found.add("a", "b");
  odd.add("c");
  expect(found.named(odd)).toEqual({ problems: ["a", "b", "c"], more: 0 });
});
