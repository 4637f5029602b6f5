import { randomBytes } from "node:crypto";
import { ApiError } from "./api-error.ts";

interface Trigger {
  userId: string;
  viewId: string | undefined;
  diesAt: number;
  used: boolean;
}

/** Issues the trigger ids that let an app open a modal, each once and for a limited time. */
export class Triggers {
  /** How long each is valid. */
  lifetimeMs = 3_000;

  readonly #issued = new Map<string, Trigger>();

  /**
   * Returns a trigger for what someone just did.
   *
   * @param viewId the modal they did it in, which a push goes on top of
   */
  issue(userId: string, viewId?: string): string {
    const id = `${Math.floor(Math.random() * 1e12)}.${Math.floor(Math.random() * 1e12)}.${randomBytes(16).toString("hex")}`;
    this.#issued.set(id, { userId, viewId, diesAt: Date.now() + this.lifetimeMs, used: false });
    return id;
  }

  /** Exchanges a trigger for the person it was issued for. */
  redeem(id: string): { userId: string; viewId: string | undefined } {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new ApiError("invalid_trigger_id");
    if (trigger.used) throw new ApiError("exchanged_trigger_id");
    if (Date.now() > trigger.diesAt) throw new ApiError("expired_trigger_id");
    trigger.used = true;
    return trigger;
  }

  /** Expires every trigger issued so far. */
  expireAll(): void {
    for (const trigger of this.#issued.values()) trigger.diesAt = 0;
  }
}
