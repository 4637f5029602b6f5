import { EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import { newStartQueue } from "../../src/http/start-queue.ts";

test("what yields starts after whatever else waits, and in the order in which it came", async () => {
  // More than start at once.
  const queue = newStartQueue(() => 61);
  const started: string[] = [];
  const all = new EventEmitter();
  const add = (name: string, yields: boolean) =>
    queue.add({
      mostMs: 600_000,
      yields,
      start() {
        started.push(name);
        if (started.length === 5) all.emit("started");
      },
      giveUp() {},
    });
  for (const name of ["api 1", "api 2"]) add(name, true);
  for (const name of ["slack 1", "invitee"]) add(name, false);
  add("api 3", true);
  await once(all, "started");
  expect(started).toEqual(["slack 1", "invitee", "api 1", "api 2", "api 3"]);
});
