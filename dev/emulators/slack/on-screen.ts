import type { Account } from "./accounts.ts";
import { messageText, viewText } from "./as-text.ts";
import { optionsOf } from "./block-kit/controls.ts";
import type { Control } from "./block-kit/elements.ts";
import type { Confirmation, Option } from "./block-kit/objects.ts";
import type { Message } from "./conversations.ts";
import { controlsOn, type Found, namesOf } from "./finding.ts";
import type { Interactions } from "./interactions.ts";
import type { NameOf } from "./mrkdwn.ts";
import { readable } from "./mrkdwn.ts";
import type { OpenView } from "./views.ts";

/** Where to look for what to press, and how to answer its confirmation. */
export interface Pressing {
  /** Text of its row. */
  beside?: string;
  /** The button to press in its confirmation; the confirming one by default. */
  confirm?: string;
}

/** The person at the screen, and the means to act on it. */
export interface Session {
  account: Account;
  interactions: Interactions;
  nameOf: NameOf;
  /** Finds an account by name. */
  idOf: (name: string) => string;
}

/** A view or message on someone's screen, and what they can press. */
export class OnScreen<Place extends OpenView | Message = OpenView | Message> {
  protected readonly session: Session;
  protected readonly place: Place;

  constructor(session: Session, place: Place) {
    this.session = session;
    this.place = place;
  }

  /** Returns everything on it as text, as a screen reader would read it. */
  get asText(): string {
    const { place } = this;
    return "description" in place
      ? viewText(place, this.session.nameOf)
      : messageText(place, this.session.nameOf);
  }

  /** Tells whether it has a button with this name. */
  offers(name: string, beside?: string): boolean {
    return this.#buttons(name, beside).length > 0;
  }

  /** Tells whether it has an overflow menu with this choice. */
  hasChoice(choice: string, beside?: string): boolean {
    return this.#menus(choice, beside).length > 0;
  }

  /** Presses a button by its text or its accessibility label. */
  async presses(name: string, { beside, confirm }: Pressing = {}): Promise<void> {
    const { control, block } = only(this.#buttons(name, beside), `button "${name}"`, this.asText);
    if (!agreed(control.confirm, confirm)) return;
    await this.#act(control, block.block_id, {
      text: control.text,
      ...(control.value === undefined ? {} : { value: control.value }),
      ...(control.url === undefined ? {} : { url: control.url }),
      ...(control.style === undefined ? {} : { style: control.style }),
    });
  }

  /** Chooses from an overflow menu. */
  async choosesFromMenu(choice: string, { beside, confirm }: Pressing = {}): Promise<void> {
    const { control, block } = only(this.#menus(choice, beside), `menu with "${choice}"`, this.asText);
    if (!agreed(control.confirm, confirm)) return;
    const selected = control.options.find((option) => option.text.text === choice);
    await this.#act(control, block.block_id, { selected_option: selected });
  }

  /** Finds a control that takes a value by its label. */
  protected field(label: string, beside?: string): Found {
    const { nameOf } = this.session;
    const fields = controlsOn(this.place, nameOf, beside).filter(
      (found) =>
        found.control.type !== "button" &&
        found.control.type !== "overflow" &&
        namesOf(found, nameOf).includes(label),
    );
    return only(fields, `field "${label}"`, this.asText);
  }

  /** Enters a value; a control that dispatches informs the app at once. */
  protected async enter({ control, block }: Found, value: Record<string, unknown>): Promise<void> {
    const { inputs, touched } = this.place;
    const blockId = block.block_id ?? "";
    const actionId = control.action_id ?? "";
    inputs[blockId] = { ...inputs[blockId], [actionId]: { type: control.type, ...value } };
    touched.add(`${blockId} ${actionId}`);
    if (block.type !== "input" || block.dispatch_action) await this.#act(control, blockId, value);
  }

  /** Returns the options with these texts, asking the app for them if necessary. */
  protected async options(field: Found, texts: string[]): Promise<Option[]> {
    const chosen: Option[] = [];
    for (const text of texts) {
      const offered = await this.offered(field, text);
      const names = offered.map((option) => readable(option.text, this.session.nameOf));
      const option = offered[names.indexOf(text)];
      if (!option) throw new Error(`There is no option "${text}"; there are: ${names.join(", ")}`);
      chosen.push(option);
    }
    return chosen;
  }

  /** Returns the options of a control; one that asks the app offers those that match what is typed. */
  protected async offered({ control, block }: Found, typed: string): Promise<Option[]> {
    const { account, interactions } = this.session;
    const external = control.type === "external_select" || control.type === "multi_external_select";
    if (!external) return optionsOf(control);
    return interactions.suggest(account, this.place, control, block.block_id ?? "", typed);
  }

  async #act(control: Control, blockId: string | undefined, action: Record<string, unknown>): Promise<void> {
    await this.session.interactions.act(this.session.account, this.place, control, action, blockId ?? "");
  }

  #menus(choice: string, beside: string | undefined) {
    return controlsOn(this.place, this.session.nameOf, beside).flatMap(({ control, block }) =>
      control.type === "overflow" && control.options.some((option) => option.text.text === choice)
        ? [{ control, block }]
        : [],
    );
  }

  #buttons(name: string, beside: string | undefined) {
    return controlsOn(this.place, this.session.nameOf, beside).flatMap(({ control, block }) =>
      control.type === "button" && (control.text.text === name || control.accessibility_label === name)
        ? [{ control, block }]
        : [],
    );
  }
}

/**
 * Tells whether the person goes through with it: without being asked, or by the button that they press in the
 * confirmation.
 */
function agreed(asked: Confirmation | undefined, answer: string | undefined): boolean {
  if (answer === undefined) return true;
  if (!asked) throw new Error(`There is no confirmation in which to press "${answer}"`);
  const [yes, no] = [asked.confirm?.text ?? "Yes", asked.deny?.text ?? "Cancel"];
  if (answer !== yes && answer !== no)
    throw new Error(`The confirmation offers "${yes}" and "${no}", not "${answer}"`);
  return answer === yes;
}

function only<T>(found: T[], what: string, screen: string): T {
  const [first, second] = found;
  if (first === undefined) throw new Error(`There is no ${what} on:\n${screen}`);
  if (second !== undefined)
    throw new Error(`There are ${found.length} of ${what}; say beside which, on:\n${screen}`);
  return first;
}
