import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

/** Takes the workspace's usual port away, unless somebody has done so already. */
const occupant = createServer();
let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  await once(occupant.listen(3001, "127.0.0.1"), "listening").catch(() => undefined);
});
afterEach(async () => {
  occupant.close();
  await rm(temporary, { recursive: true });
});

/** Runs `npm run demo` as a terminal does: as the leader of a process group. */
function startDemo(...flags: string[]) {
  const demo = spawn(process.execPath, ["--import", "tsx", "dev/demo.ts", ...flags], {
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [demo.stdout, demo.stderr]) stream.on("data", (chunk) => (said += chunk));
  const exited = once(demo, "close");
  return {
    exited,
    /** Waits for words; what it said so far when it ends without them. */
    async says(words: string): Promise<string> {
      while (!said.includes(words) && demo.exitCode === null)
        await Promise.race([once(demo.stdout, "data"), exited]);
      return said;
    },
    /** Presses Ctrl-C, and waits until nobody is left in its group. */
    async interrupt(): Promise<void> {
      this.signal("SIGINT");
      expect(await exited).toEqual([0, null]);
      await vi.waitFor(() => expect(() => this.signal(0)).toThrow("ESRCH"), { timeout: 20_000 });
    },
    /** @throws when nobody is left in its group */
    signal(signal: NodeJS.Signals | 0) {
      process.kill(-(demo.pid ?? Number.NaN), signal);
    },
    end() {
      try {
        this.signal("SIGKILL");
      } catch {
        // Nobody is left to kill.
      }
    },
  };
}

test("the demo starts twice, says where to look, lives, and leaves nothing behind on Ctrl-C", async () => {
  const demos = [startDemo(), startDemo("--empty", "--socket")];
  try {
    const [full = "", empty = ""] = await Promise.all(demos.map((demo) => demo.says("Ctrl-C")));
    expect(full + empty).toMatch(/Port 3001 is taken; the workspace is on \d+ instead\./);
    expect(full).toMatch(/iam-bot is ready, \d+\.\d s after the start\./);

    for (const said of [full, empty]) {
      const page = await fetch(/workspace +(http:\S+)/.exec(said)?.[1] ?? said);
      expect(await page.text()).toContain("<title>");
    }
    const mailbox = /mailbox +(http:\S+)/.exec(full)?.[1] ?? full;
    const invitation = await fetch(await firstLink(mailbox));
    expect(await invitation.text()).toContain("Mia Chen invites you to join Acme");

    await Promise.all(demos.map((demo) => demo.interrupt()));
    expect((await readdir(temporary)).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  } finally {
    for (const demo of demos) demo.end();
  }
}, 90_000);

test("flags that it does not know are refused with a sentence, and --help tells those that it knows", async () => {
  const [mistyped, asked] = [startDemo("--emtpy"), startDemo("--help")];
  expect(await mistyped.exited).toEqual([1, null]);
  expect(await mistyped.says("")).toContain('The demo does not know "--emtpy". It knows:');
  expect(await asked.exited).toEqual([0, null]);
  expect(await asked.says("")).toMatch(/-- --empty .*-- --keep .*-- --socket /s);
});

/** The link in the first mail, once there is one. */
async function firstLink(mailbox: string): Promise<string> {
  const { body } = await fetch(`${mailbox}/mailbox/live`);
  let told = "";
  for await (const chunk of body ?? []) {
    told += Buffer.from(chunk).toString();
    const event = /^event: mail\ndata: (.*)\n\n/m.exec(told)?.[1];
    if (!event) continue;
    const { link } = z.object({ link: z.string() }).parse(JSON.parse(event));
    return link;
  }
  throw new Error("The mailbox hung up.");
}
