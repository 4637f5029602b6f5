import { randomBytes } from "node:crypto";
import * as z from "zod";
import { ApiError } from "./api-error.ts";
import type { Conversations, Message } from "./conversations.ts";
import { checkMessage } from "./limits.ts";

const mostUses = 5;
const lifetimeMs = 30 * 60_000;

const reply = z.object({
  response_type: z.enum(["ephemeral", "in_channel"]).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

interface Issued {
  userId: string;
  channelId: string;
  original: Message | undefined;
  uses: number;
  diesAt: number;
}

/** The addresses at which an app may answer someone's action: five times, for half an hour. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #conversations: Conversations;
  readonly #author: string;

  /** @param author the bot user that writes the answers */
  constructor(conversations: Conversations, author: string) {
    this.#conversations = conversations;
    this.#author = author;
  }

  /**
   * Returns a path that answers someone in a channel.
   *
   * @param original the message they acted on, which an answer may replace or delete
   */
  issue(userId: string, channelId: string, original?: Message): string {
    const path = `/response/${randomBytes(18).toString("base64url")}`;
    this.#issued.set(path, { userId, channelId, original, uses: 0, diesAt: Date.now() + lifetimeMs });
    return path;
  }

  /** Makes every address issued so far half an hour old. */
  expireAll(): void {
    for (const issued of this.#issued.values()) issued.diesAt = 0;
  }

  /** Returns the person whom an address answers, if it was ever issued. */
  answers(path: string): string | undefined {
    return this.#issued.get(path)?.userId;
  }

  /** Carries out an answer. */
  answer(path: string, body: unknown): void {
    const issued = this.#issued.get(path);
    if (!issued || Date.now() > issued.diesAt) throw new ApiError("expired_url");
    if (issued.uses >= mostUses) throw new ApiError("used_url");
    this.write(body, issued);
    issued.uses += 1;
  }

  /** Writes what an app answered, in an acknowledgement or later. */
  write(body: unknown, to: { userId: string; channelId: string; original?: Message | undefined }): void {
    const how = reply.safeParse(body);
    if (!how.success) throw new ApiError("invalid_payload");
    if (how.data.delete_original) {
      if (to.original) this.#conversations.remove(to.original);
      return;
    }
    const checked = checkMessage(body);
    if (!checked.value) throw ApiError.of("invalid_blocks", checked.breaches);
    if (how.data.replace_original && to.original) {
      this.#conversations.edit(to.original, checked.value);
      return;
    }
    const visible = how.data.response_type === "in_channel";
    this.#conversations.post(checked.value, {
      channelId: to.channelId,
      author: this.#author,
      onlyFor: visible ? undefined : to.userId,
      threadTs: how.data.thread_ts,
    });
  }
}
