import { ApiError } from "./api-error.ts";
import type { View } from "./block-kit/surfaces.ts";
import type { Changes } from "./changes.ts";
import { newHash, newId } from "./identifiers.ts";
import { carriedOver, initialValues } from "./input-values.ts";
import { type Surface, withIds } from "./surface.ts";

/** A view on someone's screen. */
export interface OpenView extends Surface {
  id: string;
  userId: string;
  hash: string;
  description: View;
  rootId: string;
  previousId: string | null;
  /** The errors that the app found at the last submit, by block id. */
  errors: Record<string, string>;
}

/** The modals that people have open, at most three deep, and their Home tabs. */
export class Views {
  readonly #stacks = new Map<string, OpenView[]>();
  readonly #homes = new Map<string, OpenView>();
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Returns the modals someone has open, the top one last. */
  stack(userId: string): readonly OpenView[] {
    return this.#stacks.get(userId) ?? [];
  }

  /** Returns the modal someone sees, if one is open. */
  top(userId: string): OpenView | undefined {
    return this.stack(userId).at(-1);
  }

  /** Returns what the app last published to someone's Home tab. */
  home(userId: string): OpenView | undefined {
    return this.#homes.get(userId);
  }

  /** Opens a modal, closing any others. */
  open(userId: string, description: View): OpenView {
    return this.#put(userId, [], description);
  }

  /** Puts a modal on top of the one from which it was requested. */
  push(userId: string, fromId: string | undefined, description: View): OpenView {
    const stack = this.stack(userId);
    if (!fromId || !stack.some((view) => view.id === fromId)) throw new ApiError("not_found");
    if (stack.length >= 3) throw new ApiError("push_limit_reached");
    return this.#put(userId, stack, description);
  }

  /** Redraws a view in place; what was entered stays where ids stay. */
  update(view: OpenView, description: View): OpenView {
    this.#claimExternalId(description, view.id);
    const blocks = withIds(description.blocks);
    const inputs = carriedOver(view.blocks, view.inputs, view.touched, blocks);
    Object.assign(view, { description, blocks, inputs, hash: newHash(), errors: {} });
    this.#tell(view);
    return view;
  }

  /** Shows a Home tab, new or redrawn. */
  publish(userId: string, description: View): OpenView {
    const shown = this.#homes.get(userId);
    if (shown) return this.update(shown, description);
    this.#claimExternalId(description);
    const view = fresh(userId, description, null);
    this.#homes.set(userId, view);
    this.#tell(view);
    return view;
  }

  /** Finds a view that is still on a screen. */
  find(by: { viewId?: string | undefined; externalId?: string | undefined }): OpenView | undefined {
    return this.#all().find((view) =>
      by.viewId ? view.id === by.viewId : by.externalId && view.description.external_id === by.externalId,
    );
  }

  /** Closes the top modal, or all of them. */
  close(userId: string, all = false): void {
    this.#stacks.set(userId, all ? [] : this.stack(userId).slice(0, -1));
    this.#changes.tell({ kind: "view", userId });
  }

  /** Shows errors under the fields of a view. */
  showErrors(view: OpenView, errors: Record<string, string>): void {
    view.errors = errors;
    this.#tell(view);
  }

  #put(userId: string, below: readonly OpenView[], description: View): OpenView {
    this.#claimExternalId(description);
    const view = fresh(userId, description, below.at(-1) ?? null);
    this.#stacks.set(userId, [...below, view]);
    this.#tell(view);
    return view;
  }

  #claimExternalId(description: View, ownId?: string): void {
    const holder = description.external_id ? this.find({ externalId: description.external_id }) : undefined;
    if (holder && holder.id !== ownId) throw new ApiError("duplicate_external_id");
  }

  #all(): OpenView[] {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()];
  }

  #tell(view: OpenView): void {
    this.#changes.tell({ kind: view.description.type === "home" ? "home" : "view", userId: view.userId });
  }
}

function fresh(userId: string, description: View, previous: OpenView | null): OpenView {
  const id = newId("V");
  const blocks = withIds(description.blocks);
  return {
    id,
    userId,
    hash: newHash(),
    description,
    blocks,
    inputs: initialValues(blocks),
    touched: new Set(),
    errors: {},
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
  };
}
