import type { Message } from "./conversations.ts";
import { OnScreen } from "./on-screen.ts";

/** A message as someone sees it. */
export class MessageOnScreen extends OnScreen<Message> {
  /** Returns its top-level text: the notification, and what a screen reader reads. */
  get text(): string {
    return this.place.text;
  }

  /** Returns its channel and timestamp, for tests that need the bare facts. */
  get message(): Readonly<Message> {
    return this.place;
  }
}
