import type { Account } from "./accounts.ts";
import { ApiError } from "./api-error.ts";
import type { Control } from "./block-kit/elements.ts";
import type { Option } from "./block-kit/objects.ts";
import type { Conversation, Message } from "./conversations.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { newTimestamp } from "./identifiers.ts";
import {
  commandPayload,
  interactionPayload,
  messagePayload,
  type Payload,
  placePayload,
  viewPayload,
} from "./payloads.ts";
import { applySubmission } from "./submission.ts";
import { readSuggestions } from "./suggestion.ts";
import type { OpenView } from "./views.ts";
import type { Workspace } from "./workspace.ts";

/** Turns what people do into requests to the app, and applies its acknowledgements to their screens. */
export class Interactions {
  readonly #workspace: Workspace;
  readonly #delivery: Delivery;
  readonly #origin: () => string;

  /** @param origin this server's own address, for response URLs */
  constructor(workspace: Workspace, delivery: Delivery, origin: () => string) {
    this.#workspace = workspace;
    this.#delivery = delivery;
    this.#origin = origin;
  }

  /** Types a slash command for someone. */
  async command(
    account: Account,
    { command, text }: { command: string; text: string },
    conversation: Conversation,
  ): Promise<void> {
    const { responseUrls, triggers } = this.#workspace;
    const payload = commandPayload(
      this.#workspace,
      account,
      { command, text },
      {
        conversation,
        triggerId: triggers.issue(account.id),
        responseUrl: this.#origin() + responseUrls.issue(account.id, conversation.id),
      },
    );
    this.#workspace.report(account.id, undefined);
    const { error, body } = await this.#delivery.send("slash_commands", command, payload);
    if (error) return this.#fail(account, `${command} failed with the error "${error}"`);
    if (body === undefined) return;
    this.#answer(account, conversation.id, typeof body === "string" ? { text: body } : body);
  }

  /**
   * Presses or chooses something for someone.
   *
   * @param place the view or message as they see it, which may be outdated
   */
  async act(
    account: Account,
    place: OpenView | Message,
    control: Control,
    action: Payload,
    blockId: string,
  ): Promise<void> {
    const { conversations, responseUrls, triggers } = this.#workspace;
    const isView = "description" in place;
    const payload = {
      ...interactionPayload(this.#workspace, "block_actions", account),
      ...placePayload(this.#workspace, place, isView ? undefined : conversations.find(place.channelId)),
      trigger_id: triggers.issue(account.id, isView ? place.id : undefined),
      ...(isView
        ? {}
        : {
            response_url:
              this.#origin() + responseUrls.issue(account.id, place.channelId, this.#original(place)),
          }),
      actions: [
        {
          type: control.type,
          action_id: control.action_id,
          block_id: blockId,
          ...action,
          action_ts: newTimestamp(),
        },
      ],
    };
    this.#workspace.report(account.id, undefined);
    const { error } = await this.#delivery.send("interactive", "block_actions", payload);
    if (error) this.#fail(account, `This app didn't respond to "${control.action_id}": ${error}`);
  }

  /** Submits a modal for someone, and applies the app's answer to their screen. */
  async submit(account: Account, view: OpenView): Promise<void> {
    const payload = {
      ...interactionPayload(this.#workspace, "view_submission", account),
      trigger_id: this.#workspace.triggers.issue(account.id, view.id),
      view: viewPayload(this.#workspace, view),
      response_urls: [],
    };
    this.#workspace.report(account.id, undefined);
    const { error, body } = await this.#delivery.send("interactive", "view_submission", payload);
    const problem = error ?? applySubmission(this.#workspace, view, body);
    if (problem) this.#fail(account, `We had some trouble connecting. Try again? (${problem})`);
  }

  /** Closes the modal that someone sees, or (by the cross in the corner) all of them. */
  async close(account: Account, all = false): Promise<void> {
    const { views } = this.#workspace;
    const stack = views.stack(account.id);
    const top = views.top(account.id);
    if (!top) return;
    const cleared = all || (top.description.type === "modal" && top.description.clear_on_close === true);
    const gone = cleared ? [...stack].reverse() : [top];
    views.close(account.id, cleared);
    for (const view of gone) {
      if (view.description.type !== "modal" || !view.description.notify_on_close) continue;
      await this.#delivery.send("interactive", "view_closed", {
        ...interactionPayload(this.#workspace, "view_closed", account),
        view: viewPayload(this.#workspace, view),
        is_cleared: cleared,
      });
    }
  }

  /**
   * Uses a shortcut for someone: a global one, or one on a message.
   *
   * @param more what else Slack says about the message
   */
  async shortcut(account: Account, callbackId: string, message?: Message, more: Payload = {}): Promise<void> {
    const { conversations, responseUrls, triggers } = this.#workspace;
    const type = message ? "message_action" : "shortcut";
    const payload = {
      ...interactionPayload(this.#workspace, type, account),
      callback_id: callbackId,
      trigger_id: triggers.issue(account.id),
      action_ts: newTimestamp(),
      ...(message
        ? {
            message_ts: message.ts,
            message: { ...messagePayload(this.#workspace, message), ...more },
            channel: { id: message.channelId, name: conversations.find(message.channelId)?.name ?? "" },
            response_url: this.#origin() + responseUrls.issue(account.id, message.channelId, message),
          }
        : {}),
    };
    this.#workspace.report(account.id, undefined);
    const { error } = await this.#delivery.send("interactive", type, payload);
    if (error) this.#fail(account, `The shortcut "${callbackId}" failed with the error "${error}"`);
  }

  /** Asks the app for the options of an external select. */
  async suggest(
    account: Account,
    place: OpenView | Message,
    control: Control,
    blockId: string,
    typed: string,
  ): Promise<Option[]> {
    const { body } = await this.#delivery.send("interactive", "block_suggestion", {
      ...interactionPayload(this.#workspace, "block_suggestion", account),
      ...placePayload(this.#workspace, place),
      action_id: control.action_id,
      block_id: blockId,
      value: typed,
    });
    return readSuggestions(body);
  }

  #answer(account: Account, channelId: string, body: unknown): void {
    try {
      this.#workspace.responseUrls.write(body, { userId: account.id, channelId });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#fail(account, `The app's answer was refused: ${error.code} ${JSON.stringify(error.details)}`);
    }
  }

  /** Returns the message as it is now: the one that was pressed may be outdated. */
  #original(seen: Message): Message | undefined {
    return this.#workspace.conversations.message(seen.channelId, seen.ts, seen.onlyFor);
  }

  #fail(account: Account, problem: string): void {
    this.#workspace.report(account.id, problem);
  }
}
