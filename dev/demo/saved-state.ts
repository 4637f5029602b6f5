import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import * as z from "zod";
import type { MailFacts } from "../emulators/sendgrid/mail.ts";
import type { SavedWorkspace } from "../emulators/slack/workspace.ts";
import { isRunning } from "../tools/is-running.ts";

/** The folder of `--keep`, inside the folder in which the demo was started. */
export const folderName = ".demo";
const version = 1;

const stateSchema = z.object({
  version: z.literal(version),
  /**
   * Each in base64. Without them, links in earlier emails, seals in the audit log and secrets would be useless.
   */
  linkKey: z.string(),
  auditKey: z.string(),
  /** Missing if a demo without webhooks wrote it. */
  secretKey: z.string().optional(),
  appUrl: z.string(),
  workspace: z.custom<SavedWorkspace>(),
  mails: z.custom<MailFacts[]>(),
});

/** What a run saves for the next one, besides its database. */
export type State = Omit<z.output<typeof stateSchema>, "version">;

/** Saves the state of the demo in a folder, for one demo at a time. */
export class SavedState {
  /** The state of an earlier run; undefined the first time. */
  readonly earlier: State | undefined;
  readonly databaseFolder: string;
  readonly #file: string;
  readonly #lock: string;
  #due: NodeJS.Timeout | undefined;

  /** @throws while another demo uses the folder, or if another version of the demo wrote it */
  constructor() {
    const folder = resolve(folderName);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#lock = join(folder, "process");
    lock(this.#lock);
    this.databaseFolder = join(folder, "mongodb");
    this.#file = join(folder, "state");
    this.earlier = read(this.#file);
    // An interrupted first run leaves half a history.
    if (!this.earlier) rmSync(this.databaseFolder, { recursive: true, force: true });
    mkdirSync(this.databaseFolder, { recursive: true });
  }

  /** Writes the state, completely or not at all. */
  write(state: State): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    writeFileSync(`${this.#file}.new`, serialize({ version, ...state }), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Writes the state soon, once for many changes. */
  writeSoon(state: () => State): void {
    this.#due ??= setTimeout(() => this.write(state()), 200);
  }

  /** Releases the folder for another demo. */
  release(): void {
    clearTimeout(this.#due);
    rmSync(this.#lock);
  }
}

function lock(file: string): void {
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
  if (holder && isRunning(holder))
    throw new Error(
      `Another demo (process ${holder}) uses ${folderName}. End that one first, or start without --keep.`,
    );
  writeFileSync(file, String(process.pid));
}

function read(file: string): State | undefined {
  let written: Buffer;
  try {
    written = readFileSync(file);
  } catch {
    return undefined;
  }
  const earlier = stateSchema.safeParse(deserialize(written));
  if (!earlier.success)
    throw new Error(`What is in ${folderName} comes from another version of the demo. Remove the folder.`);
  return earlier.data;
}
