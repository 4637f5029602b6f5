import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";
import type { MailFacts } from "../emulators/sendgrid/mail.ts";
import type { KeptWorkspace } from "../emulators/slack/workspace.ts";

/** Where `--keep` keeps everything, in the folder that the demo was started in. */
export const keptName = ".demo";
const version = 1;

const state = z.object({
  version: z.literal(version),
  /** Base64, each. Without them, links in earlier mails and seals in the audit log would be worth nothing. */
  linkKey: z.string(),
  auditKey: z.string(),
  appUrl: z.string(),
  workspace: z.custom<KeptWorkspace>(),
  mails: z.custom<MailFacts[]>(),
});

/** What a run leaves to the next, beside its database. */
export type State = Omit<z.output<typeof state>, "version">;

/** A folder that outlives the demo. */
export class Kept {
  /** What an earlier run left; missing the first time. */
  readonly earlier: State | undefined;
  readonly databaseFolder: string;
  readonly #file: string;
  readonly #lock: string;
  #due: NodeJS.Timeout | undefined;

  /** @throws while another demo keeps its things there, and when they come from another version of the demo */
  constructor() {
    const folder = resolve(keptName);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#lock = join(folder, "process");
    lock(this.#lock);
    this.databaseFolder = join(folder, "mongodb");
    this.#file = join(folder, "state");
    this.earlier = read(this.#file);
    // Of a first run that was interrupted there is half a history.
    if (!this.earlier) rmSync(this.databaseFolder, { recursive: true, force: true });
    mkdirSync(this.databaseFolder, { recursive: true });
  }

  /** Writes what is to be left, whole or not at all. */
  write(left: State): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    writeFileSync(`${this.#file}.new`, serialize({ version, ...left }), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Writes soon: changes come many at a time. */
  writeSoon(left: () => State): void {
    this.#due ??= setTimeout(() => this.write(left()), 200);
  }

  /** Lets another demo have the folder. */
  release(): void {
    clearTimeout(this.#due);
    rmSync(this.#lock);
  }
}

function lock(file: string): void {
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
  if (holder && isAlive(holder))
    throw new Error(
      `Another demo (process ${holder}) uses ${keptName}. End that one first, or start without --keep.`,
    );
  writeFileSync(file, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function read(file: string): State | undefined {
  let written: Buffer;
  try {
    written = readFileSync(file);
  } catch {
    return undefined;
  }
  const earlier = state.safeParse(deserialize(written));
  if (!earlier.success)
    throw new Error(`What is in ${keptName} comes from another version of the demo. Remove the folder.`);
  return earlier.data;
}
