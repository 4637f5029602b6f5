import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { readOptions } from "../../dev/demo/options.ts";
import { eventually } from "../support/eventually.ts";

const tsx = import.meta.resolve("tsx");
const script = resolve("dev/demo/demo.ts");

/** Where tsx keeps what it compiled, in whichever folder is the temporary one. */
const tsxCache = `tsx-${userInfo().uid}`;

/** Takes the workspace's usual port away, unless somebody has done so already. */
const occupant = createServer();
let temporary: string;
/** Where it is started, and keeps what it keeps. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  temporary = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  await mkdir(join(tmpdir(), tsxCache), { recursive: true });
  await symlink(join(tmpdir(), tsxCache), join(temporary, tsxCache));
  await once(occupant.listen(3001, "127.0.0.1"), "listening").catch(() => undefined);
});
afterEach(async () => {
  occupant.close();
  for (const made of [temporary, folder]) await rm(made, { recursive: true });
});

/** Runs `npm run demo` as a terminal does: as the leader of a process group. */
function startDemo(...flags: string[]) {
  const demo = spawn(process.execPath, ["--import", tsx, script, ...flags], {
    detached: true,
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary, TSX_TSCONFIG_PATH: resolve("tsconfig.json") },
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
      await this.isGone();
    },
    /** Kills it, as a machine short of memory does, but not those that it started. */
    kill: () => demo.kill("SIGKILL"),
    /** Waits until nobody is left in its group. */
    async isGone(): Promise<void> {
      await eventually(() => expect(() => this.signal(0)).toThrow("ESRCH"));
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

const invited = "Mia Chen invites you to join Acme";

// A server that is named keeps nothing for the next run.
const testWithOwnMongod = test.skipIf(process.env.TEST_MONGODB_URI);

testWithOwnMongod(
  "the demo starts twice, lives, leaves nothing behind on Ctrl-C, and goes on from what it kept",
  async () => {
    const demos = [startDemo("--keep", "--grid"), startDemo("--empty", "--socket")];
    try {
      const [full = "", empty = ""] = await Promise.all(demos.map((demo) => demo.says("Ctrl-C")));
      expect(full + empty).toMatch(/Port 3001 is taken; the workspace is at http:\S+ instead\./);
      expect(full).toMatch(/iam-bot is ready, \d+\.\d s after the start\./);
      expect(full).toContain("It is an Enterprise Grid organisation of three workspaces");
      expect(empty).not.toContain("Grid");
      for (const said of [full, empty]) {
        const page = await fetch(address("workspace", said));
        expect(await page.text()).toContain("<title>");
      }
      const isMias = ({ subject }: MailOnPage) => subject === invited;
      const { link } = await mailThat(isMias, address("mailbox", full));
      expect(await (await fetch(link)).text()).toContain(invited);
      expect(await startDemo("--keep").says("uses .demo")).toContain("End that one first");

      await Promise.all(demos.map((demo) => demo.interrupt()));
      const left = await Promise.all([temporary, folder].map((made) => readdir(made)));
      expect(left.flat().filter((name) => name !== tsxCache)).toEqual([".demo"]);

      const again = startDemo("--keep");
      demos.push(again);
      const said = await again.says("Ctrl-C");
      expect(said).toContain("Continuing from .demo.");
      const { pathname } = new URL(link);
      const kept = await mailThat((mail) => mail.link.endsWith(pathname), address("mailbox", said));
      expect(await (await fetch(kept.link)).text()).toContain(invited);
      again.kill();
      await again.isGone();
    } finally {
      for (const demo of demos) demo.end();
    }
  },
);

/** Where a part is, as the terminal says. */
function address(part: string, said: string): string {
  return new RegExp(`${part} +(http:\\S+)`).exec(said)?.[1] ?? said;
}

test("unknown flags are refused with a sentence, and --help lists the flags there are", async () => {
  expect(() => readOptions([], { npm_config_keep: "true" })).toThrow("npm run demo -- --keep");
  const [mistyped, asked] = [startDemo("--emtpy"), startDemo("--help")];
  expect(await mistyped.exited).toEqual([1, null]);
  expect(await mistyped.says("")).toContain('There is no option "--emtpy". The options are:');
  expect(await asked.exited).toEqual([0, null]);
  expect(await asked.says("")).toMatch(/-- --empty .*-- --keep .*-- --socket /s);
});

const mailOnPage = z.object({ subject: z.string(), link: z.string() });
type MailOnPage = z.output<typeof mailOnPage>;

/**
 * One of the mails in the mailbox, once it is there: on a slow machine a reminder of somebody else's may be before it.
 */
async function mailThat(isMeant: (mail: MailOnPage) => boolean, mailbox: string): Promise<MailOnPage> {
  const { body } = await fetch(`${mailbox}/mailbox/live`);
  let told = "";
  for await (const chunk of body ?? []) {
    told += Buffer.from(chunk).toString();
    for (const [, data = ""] of told.matchAll(/^event: mail\ndata: (.*)\n\n/gm)) {
      const { data: mail } = mailOnPage.safeParse(JSON.parse(data));
      if (mail && isMeant(mail)) return mail;
    }
  }
  throw new Error("The mailbox hung up.");
}
