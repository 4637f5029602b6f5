import { afterAll, expect } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { eventually } from "../eventually.ts";

/** Lists the servers that listen and the processes that run, started by this process and not ended. */
const open = () => process.getActiveResourcesInfo().filter((each) => /^(TCPServer|Process)Wrap$/.test(each));

const before = open().length;

// Test files share a process, and with it Mongoose's default connection: each leaves it free for the next.
afterAll(async () => {
  await disconnect();
  await eventually(() => expect(open().slice(before), "left open").toEqual([]));
});
