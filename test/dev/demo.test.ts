import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

const state = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), guest: z.boolean().optional() })),
  view: z.object({ title: z.string(), blocks: z.unknown() }).optional(),
});

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

/** Starts `npm run demo` as a terminal does: as the leader of a process group. */
function startDemo() {
  const demo = spawn(process.execPath, ["--import", "tsx", "dev/demo.ts"], {
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [demo.stdout, demo.stderr]) stream.on("data", (chunk) => (said += chunk));
  const exited = once(demo, "exit");
  return {
    exited,
    /** Waits for words; what it said so far when it ends without them. */
    async says(words: string): Promise<string> {
      while (!said.includes(words) && demo.exitCode === null)
        await Promise.race([once(demo.stdout, "data"), exited]);
      return said;
    },
    /** @throws when nobody is left in its group */
    signal(signal: NodeJS.Signals | 0) {
      process.kill(-(demo.pid ?? Number.NaN), signal);
    },
  };
}

test("the demo says where to look, plays, and leaves nothing behind on Ctrl-C", async () => {
  const demo = startDemo();
  try {
    const said = await demo.says("Ctrl-C");
    expect(said).toMatch(/Port 3001 is taken; the workspace is on \d+ instead\./);
    const workspace = /workspace +(http:\S+)/.exec(said)?.[1] ?? said;
    const mailbox = /mailbox +(http:\S+)/.exec(said)?.[1] ?? said;
    const firstLine = /type +(\/iam invite \S+)/.exec(said)?.[1] ?? said;

    const shown = async (who = "") =>
      state.parse(await (await fetch(`${workspace}/ui/state?who=${who}`)).json());
    const { people } = await shown();
    expect(people.map(({ name }) => name)).toEqual(["Mia Chen", "Jonas Weber", "Priya Raman", "Sam Okoro"]);
    expect(people.at(-1)?.guest).toBe(true);
    const mia = people[0]?.id ?? "";
    const act = async (what: unknown) => {
      const body = JSON.stringify({ who: mia, act: what });
      const headers = { "Content-Type": "application/json" };
      return (await fetch(`${workspace}/ui/act`, { method: "POST", headers, body })).json();
    };
    expect(await act({ do: "run", line: firstLine })).toEqual({ errors: {} });
    await expect.poll(async () => (await shown(mia)).view?.title, { timeout: 5_000 }).toBe("Invite people");
    expect(await act({ do: "submit" })).toEqual({ errors: {} });
    expect(JSON.stringify((await shown(mia)).view)).toContain("Sending in 5 seconds");

    const page = await fetch(await firstLink(mailbox));
    expect(await page.text()).toContain("Mia Chen invites you to join Acme");

    demo.signal("SIGINT");
    expect(await demo.exited).toEqual([0, null]);
    await vi.waitFor(() => expect(() => demo.signal(0)).toThrow("ESRCH"), { timeout: 20_000 });
    expect((await readdir(temporary)).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  } finally {
    try {
      demo.signal("SIGKILL");
    } catch {
      // Nobody is left to kill.
    }
  }
}, 60_000);

/** The link in the first mail, once there is one. */
async function firstLink(mailbox: string): Promise<string> {
  const { body } = await fetch(`${mailbox}/mailbox/mails`);
  let told = "";
  for await (const chunk of body ?? []) {
    told += Buffer.from(chunk).toString();
    const event = /^data: (.*)\n\n/.exec(told)?.[1];
    if (!event) continue;
    const { link } = z.object({ link: z.string() }).parse(JSON.parse(event));
    return link;
  }
  throw new Error("The mailbox hung up.");
}
