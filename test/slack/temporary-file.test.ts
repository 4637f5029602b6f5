import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeLeftFiles, withTemporaryFile } from "../../src/slack/kit/temporary-file.ts";

const before = process.env.TMPDIR;
beforeAll(async () => {
  process.env.TMPDIR = await mkdtemp(join(tmpdir(), "temporary-files-"));
});
afterAll(async () => {
  await rm(tmpdir(), { recursive: true });
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
});

async function* words() {
  yield "Zoë";
  yield "!";
}

test("a temporary file has no name while in use: nothing is left, however the process ends", async () => {
  const read = await withTemporaryFile(words(), async (file) => {
    expect([file.size, await readdir(tmpdir())]).toEqual([5, []]);
    return [await text(file.read()), await text(file.read())];
  });
  expect(read).toEqual(["Zoë!", "Zoë!"]);
  await expect(withTemporaryFile(words(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("an error while writing or reading is passed on unchanged, and the file is closed once", async () => {
  async function* breaksOff() {
    yield "Zoë";
    throw new Error("no right any more");
  }
  await expect(withTemporaryFile(breaksOff(), async () => "used")).rejects.toThrow("no right any more");

  const stopping = new AbortController();
  async function* goesOn() {
    for (;;) {
      yield "Zoë";
      stopping.abort();
    }
  }
  const aborted = withTemporaryFile(goesOn(), async () => "used", stopping.signal);
  await expect(aborted).rejects.toMatchObject({ name: "AbortError" });

  const cutOff = withTemporaryFile(words(), async (file) => {
    file.read().destroy();
    return text(file.read());
  });
  expect(await cutOff).toBe("Zoë!");
});

test("files left by dead processes and older versions are removed at the start; those that may be in use, and others’, stay", async () => {
  const left = ["iam-bot-Left01", "iam-bot-Empty2"];
  const staying = [
    "iam-bot-InUse3",
    "iam-bot-Other4",
    "iam-bot-cache-mia",
    "iam-bot-mongod-Data05",
    "others",
  ];
  for (const name of [...left, ...staying]) {
    await mkdir(join(tmpdir(), name));
    if (name !== "iam-bot-Empty2") await writeFile(join(tmpdir(), name, "file"), "Zoë");
  }
  await writeFile(join(tmpdir(), "iam-bot-Other4", "WiredTiger.wt"), "Zoë");
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of [...left, ...staying.slice(1)]) await utimes(join(tmpdir(), name), longAgo, longAgo);
  await removeLeftFiles();
  expect((await readdir(tmpdir())).sort()).toEqual(staying);
});
