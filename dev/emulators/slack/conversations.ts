import type { MessageContent } from "./block-kit/surfaces.ts";
import type { Changes } from "./changes.ts";
import { newId, newTimestamp } from "./identifiers.ts";
import { carriedOver, initialValues } from "./input-values.ts";
import { type Surface, withIds } from "./surface.ts";

/** A message, posted to a channel or shown to one person only. */
export interface Message extends Surface {
  ts: string;
  channelId: string;
  text: string;
  /** The author: the app's bot user, or a person. */
  author: string;
  /** The one person who sees it. */
  onlyFor?: string;
  threadTs?: string;
  editedTs?: string;
}

/** A channel, or direct messages: between the app and one person, or among people. */
export interface Conversation {
  id: string;
  name: string;
  topic: string;
  /** The person at the other end of the app's direct messages. */
  withUser?: string;
  /** The people who write to each other, or one person who writes notes to themselves. */
  people?: string[];
}

/** Everything written, and where, to continue from in another run. */
export interface Written {
  conversations: Conversation[];
  messages: Message[];
}

/** Everything written in the workspace. */
export class Conversations {
  /** The channel where people type commands. */
  readonly general: Conversation = { id: newId("C"), name: "general", topic: "For everyone" };
  readonly #all: Conversation[] = [this.general];
  readonly #messages: Message[] = [];
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Returns the direct messages with a person, opening them if there are none yet. */
  withPerson(userId: string): { conversation: Conversation; isNew: boolean } {
    const known = this.knownWithPerson(userId);
    if (known) return { conversation: known, isNew: false };
    const conversation = { id: newId("D"), name: "directmessage", topic: "", withUser: userId };
    this.#all.push(conversation);
    return { conversation, isNew: true };
  }

  /** Returns the channels, in the order they were opened. */
  get channels(): readonly Conversation[] {
    return this.#all.filter(({ withUser, people }) => !withUser && !people);
  }

  /** Returns the channel with this name, opening it if there is none yet. */
  channel(name: string, topic: string): Conversation {
    const known = this.channels.find((channel) => channel.name === name);
    return known ?? this.#open({ id: newId("C"), name, topic });
  }

  /** Returns the direct messages among these people, opening them if there are none yet. */
  among(people: string[]): Conversation {
    const opened = { id: newId("D"), name: "directmessage", topic: "", people: [...new Set(people)].sort() };
    return this.known(people) ?? this.#open(opened);
  }

  /** Returns the direct messages among these people, if there are any. */
  known(people: string[]): Conversation | undefined {
    const ids = [...new Set(people)].sort().join();
    return this.#all.find((one) => one.people?.join() === ids);
  }

  /** Returns the app's direct messages with a person, if there are any. */
  knownWithPerson(userId: string): Conversation | undefined {
    return this.#all.find(({ withUser }) => withUser === userId);
  }

  /** Returns a conversation by its id. */
  find(channelId: string): Conversation | undefined {
    return this.#all.find((conversation) => conversation.id === channelId);
  }

  /** Returns direct messages from the app to a person, oldest first. */
  direct(userId: string): Message[] {
    const channel = this.knownWithPerson(userId);
    return this.#messages.filter((message) => message.channelId === channel?.id && !message.onlyFor);
  }

  /** Returns what only this person sees, oldest first. */
  ephemerals(userId: string): Message[] {
    return this.#messages.filter((message) => message.onlyFor === userId);
  }

  /** Returns what everyone sees in a channel, oldest first. */
  in(channelId: string): Message[] {
    return this.#messages.filter((message) => message.channelId === channelId && !message.onlyFor);
  }

  /** Returns what someone sees in a conversation, oldest first. */
  seenBy(userId: string, channelId: string): Message[] {
    return this.#messages.filter(
      (message) => message.channelId === channelId && (!message.onlyFor || message.onlyFor === userId),
    );
  }

  /** Returns the message with a timestamp. The Web API does not find ephemeral ones. */
  message(channelId: string, ts: string, onlyFor?: string): Message | undefined {
    return this.#messages.find(
      (message) => message.channelId === channelId && message.ts === ts && message.onlyFor === onlyFor,
    );
  }

  /** Writes a message. */
  post(
    content: MessageContent,
    at: {
      channelId: string;
      author: string;
      onlyFor?: string | undefined;
      threadTs?: string | undefined;
      /** When, in milliseconds since 1970; now by default. */
      time?: number | undefined;
    },
  ): Message {
    const blocks = withIds(content.blocks ?? []);
    const message: Message = {
      ts: newTimestamp(at.time),
      channelId: at.channelId,
      author: at.author,
      ...(at.onlyFor ? { onlyFor: at.onlyFor } : {}),
      ...(at.threadTs ? { threadTs: at.threadTs } : {}),
      text: content.text,
      blocks,
      inputs: initialValues(blocks),
      touched: new Set(),
    };
    this.#messages.push(message);
    this.#tell(message);
    return message;
  }

  /** Replaces what a message says; nobody is notified. */
  edit(message: Message, content: MessageContent): void {
    const blocks = withIds(content.blocks ?? []);
    const inputs = carriedOver(message.blocks, message.inputs, message.touched, blocks);
    Object.assign(message, { text: content.text, blocks, inputs, editedTs: newTimestamp() });
    this.#tell(message);
  }

  /** Removes a message. */
  remove(message: Message): void {
    const index = this.#messages.indexOf(message);
    if (index >= 0) this.#messages.splice(index, 1);
    this.#tell(message);
  }

  #open(conversation: Conversation): Conversation {
    this.#all.push(conversation);
    return conversation;
  }

  /** Returns everything written, for the next run. */
  get written(): Written {
    return { conversations: this.#all, messages: this.#messages };
  }

  /** Continues from what was written in an earlier run. */
  restore({ conversations: [general, ...others], messages }: Written): void {
    Object.assign(this.general, general);
    this.#all.push(...others);
    this.#messages.push(...messages);
  }

  #tell(message: Message): void {
    if (message.onlyFor) this.#changes.tell({ kind: "ephemeral", userId: message.onlyFor });
    else this.#changes.tell({ kind: "message", channelId: message.channelId });
  }
}
