import type { Control } from "./block-kit/elements.ts";
import type { SlackFile } from "./files.ts";
import { formFaults } from "./form-faults.ts";
import { OnScreen } from "./on-screen.ts";
import type { OpenView } from "./views.ts";

/** The errors of a form, by the label of the field. */
export type FieldErrors = Record<string, string>;

/** A modal or Home tab as it was when someone looked at it; presses on it may be stale. */
export class ViewOnScreen extends OnScreen<OpenView> {
  /** Returns the modal's title; none on a Home tab. */
  get title(): string {
    const { description } = this.place;
    return description.type === "modal" ? description.title.text : "";
  }

  /** Returns the view's id, hash, blocks and values, for tests that need the bare facts. */
  get view(): Readonly<OpenView> {
    return this.place;
  }

  /**
   * Submits the modal as it was seen.
   *
   * @returns what Slack's client found missing; if anything, nothing was sent
   */
  async submits(): Promise<FieldErrors> {
    const { description } = this.place;
    if (description.type !== "modal" || !description.submit)
      throw new Error(`There is no submit on:\n${this.asText}`);
    const faults = formFaults(this.place);
    if (faults.length === 0) await this.session.interactions.submit(this.session.account, this.place);
    return Object.fromEntries(faults.map(({ block, fault }) => [block.label.text, fault]));
  }
}

/** The open modal, which someone can fill in. */
export class LiveView extends ViewOnScreen {
  /** Types into the field with this label, replacing its text. */
  async types(label: string, text: string): Promise<void> {
    const found = this.field(label);
    if (!typable.has(found.control.type))
      throw new Error(`Nobody can type into "${label}", a ${found.control.type}`);
    await this.enter(found, { value: text === "" ? null : text });
  }

  /** Picks options, people (by name) or a date by what is visible; in a multiple choice, exactly these. */
  async picks(label: string, choice: string | string[], beside?: string): Promise<void> {
    const found = this.field(label, beside);
    const texts = typeof choice === "string" ? [choice] : choice;
    const [first = null] = texts;
    switch (found.control.type) {
      case "datepicker":
        return this.enter(found, { selected_date: first });
      case "timepicker":
        return this.enter(found, { selected_time: first });
      case "users_select":
        return this.enter(found, { selected_user: first && this.session.idOf(first) });
      case "multi_users_select":
        return this.enter(found, { selected_users: texts.map((text) => this.session.idOf(text)) });
      case "static_select":
      case "external_select":
      case "radio_buttons":
        return this.enter(found, { selected_option: (await this.options(found, texts))[0] ?? null });
      case "multi_static_select":
      case "multi_external_select":
      case "checkboxes":
        return this.enter(found, { selected_options: await this.options(found, texts) });
      default:
        throw new Error(`Nobody can pick from "${label}", a ${found.control.type}`);
    }
  }

  /** Attaches a file to the field with this label, replacing any other. */
  async attaches(label: string, file: SlackFile): Promise<void> {
    const found = this.field(label);
    if (found.control.type !== "file_input")
      throw new Error(`Nobody can attach a file to "${label}", a ${found.control.type}`);
    await this.enter(found, { files: [file] });
  }

  /** Types into a search field, and returns what it offers. */
  async searches(label: string, typed: string): Promise<string[]> {
    return (await this.offered(this.field(label), typed)).map(({ text }) => text.text);
  }

  /** Submits the modal. Returns the errors by label, in the words of Slack's client or the app. */
  override async submits(): Promise<FieldErrors> {
    this.place.errors = {};
    const faults = await super.submits();
    const labelled = this.place.blocks.flatMap((block) => {
      const error = this.place.errors[block.block_id ?? ""];
      return block.type === "input" && error ? [[block.label.text, error] as const] : [];
    });
    return { ...faults, ...Object.fromEntries(labelled) };
  }
}

const typable = new Set<Control["type"]>([
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
]);
