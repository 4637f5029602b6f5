import { randomUUID } from "node:crypto";
import type { Account } from "./accounts.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { Execution, matches } from "./executions.ts";
import { newId, newTimestamp } from "./identifiers.ts";
import type { Manifest } from "./manifest.ts";
import { eventPayload, functionExecuted, type Payload, viewPayload } from "./payloads.ts";
import type { Workspace } from "./workspace.ts";

/** Tells the app what happens in the workspace, as the Events API does. */
export class Events {
  readonly #workspace: Workspace;
  readonly #delivery: Delivery;
  readonly #manifest: Manifest;

  constructor(workspace: Workspace, delivery: Delivery, manifest: Manifest) {
    this.#workspace = workspace;
    this.#delivery = delivery;
    this.#manifest = manifest;
  }

  /**
   * Tells the app about an event, if its manifest subscribes to it.
   *
   * @param teamId the workspace in which it happened; the app's by default
   */
  async tell(event: Payload, teamId = this.#workspace.team.id): Promise<void> {
    const type = String(event.type);
    if (!this.#manifest.subscribesTo(type)) return;
    const payload = eventPayload(this.#workspace, event, { eventId: newId("Ev"), teamId });
    await this.#delivery.send("events_api", type, payload);
  }

  /**
   * Runs a custom step of the app in a workflow, with the inputs that the workflow's builder chose.
   *
   * @returns the run, which the app ends
   */
  async runStep(callbackId: string, inputs: Payload): Promise<Execution> {
    const step = this.#manifest.step(callbackId);
    if (!matches(step.input_parameters, inputs))
      throw new Error(`The step ${callbackId} takes other inputs.`);
    const execution = new Execution(newId("Fx"), step);
    this.#workspace.executions.set(execution.id, execution);
    await this.tell(functionExecuted(this.#workspace, callbackId, execution, inputs));
    return execution;
  }

  /** Opens a tab of the app for someone: its Home, or its messages. Slack sends the same event for both. */
  async openApp(account: Account, tab: "home" | "messages"): Promise<void> {
    const shown = tab === "home" ? this.#workspace.views.home(account.id) : undefined;
    const event = {
      type: "app_home_opened",
      user: account.id,
      channel: this.#workspace.conversations.withPerson(account.id).conversation.id,
      tab,
      event_ts: newTimestamp(),
      ...(shown ? { view: viewPayload(this.#workspace, shown) } : {}),
    };
    await this.tell(event, account.teams && this.#workspace.lookedAt(account).id);
  }

  /** Sends Slack's challenge to a new address. Returns whether it came back. */
  async challenge(): Promise<boolean> {
    const challenge = randomUUID();
    const payload = { token: this.#workspace.verificationToken, challenge, type: "url_verification" };
    const { body } = await this.#delivery.send("events_api", "url_verification", payload);
    const answer = typeof body === "object" && body !== null && "challenge" in body ? body.challenge : body;
    return answer === challenge;
  }
}
