import { afterAll, expect } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { eventually } from "../eventually.ts";

/** Lists the servers and child processes that this process started and has not ended. */
const open = () => process.getActiveResourcesInfo().filter((each) => /^(TCPServer|Process)Wrap$/.test(each));

const before = open().length;

// Test files share a process, and so Mongoose's default connection: each closes it for the next.
afterAll(async () => {
  await disconnect();
  await eventually(() => expect(open().slice(before), "left open").toEqual([]));
});
