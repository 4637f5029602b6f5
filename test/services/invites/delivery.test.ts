import { expect, test } from "vitest";
import type { DeliveryState, DeliveryStep } from "../../../src/models/invite.ts";
import { handedOverAt, latestStep, withSteps } from "../../../src/services/invites/delivery.ts";

const step = (state: DeliveryState, second: number, more: Partial<DeliveryStep> = {}): DeliveryStep => ({
  state,
  generation: 1,
  at: new Date(second * 1000),
  ...more,
});

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

test("in all 5,040 orders of seven steps, some repeated, history and conclusion are the same", () => {
  const steps = [
    step("sent", 2),
    step("sent", 1),
    step("deferred", 3, { reason: "greylisted" }),
    step("delivered", 3),
    step("bounced", 4, { reason: "mailbox is full" }),
    step("bounced", 4, { reason: "mailbox does not exist", permanent: true }),
    step("delivered", 9, { generation: 2 }),
  ];
  const ends = orders(steps).map((order) => {
    const history = order.reduce<DeliveryStep[]>((known, next) => withSteps(known, [next, next]), []);
    return JSON.stringify([
      history,
      latestStep(history, 1),
      latestStep(history, 2),
      handedOverAt(history, 1),
    ]);
  });
  expect(ends).toHaveLength(5_040);
  expect(new Set(ends).size).toBe(1);
  expect(JSON.parse(ends[0] ?? "")[1]).toMatchObject({ state: "bounced", permanent: true });
});

test.each<[string, DeliveryState[], DeliveryState]>([
  ["a bounce may come after the delivery", ["delivered", "bounced"], "bounced"],
  ["a delivery ends the delays", ["deferred", "delivered", "deferred"], "delivered"],
  ["of two copies one delivered is enough", ["delivered", "dropped"], "delivered"],
  ["news from SendGrid show that we gave up too soon", ["failed", "deferred"], "deferred"],
  ["a late answer to the sending changes nothing", ["delivered", "sending", "sent"], "delivered"],
])("%s", (_, states, end) => {
  const history = withSteps(
    [],
    states.map((state, second) => step(state, second)),
  );
  expect(latestStep(history, 1)?.state).toBe(end);
});
