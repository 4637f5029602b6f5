import type { Message } from "./conversations.ts";
import { OnScreen } from "./on-screen.ts";

/** A message on someone's screen. */
export class MessageOnScreen extends OnScreen<Message> {
  /** Returns its top-level text: the notification, and what a screen reader reads. */
  get text(): string {
    return this.place.text;
  }

  /** Returns the message itself, for tests that need the bare facts. */
  get message(): Readonly<Message> {
    return this.place;
  }
}
