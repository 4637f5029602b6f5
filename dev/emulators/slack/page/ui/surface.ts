import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Control } from "../../block-kit/elements.ts";
import type { Confirmation, Option } from "../../block-kit/objects.ts";
import type { InputValue, InputValues } from "../../input-values.ts";
import type { Place } from "../protocol.ts";
import { perform } from "./ask.ts";

/** A view or message on the page, and how to act on it. */
export interface Surface {
  /** Changes whenever the app redraws it. */
  version: string;
  inputs: InputValues;
  errors: Record<string, string>;
  /** Presses a control, unless it asks for confirmation and the answer is no. */
  press(control: Control, blockId: string, action: Record<string, unknown>): Promise<void>;
  /** Notes a control's new value; with `dispatch`, informs the app. Returns whether it was not cancelled. */
  enter(control: Control, blockId: string, value: Value, dispatch: boolean): Promise<boolean>;
  suggest(control: Control, blockId: string, typed: string): Promise<Option[]>;
  /** Gives a control a file, whose content is in base64. */
  attach(control: Control, blockId: string, file: { name: string; content: string }): Promise<void>;
}

/** A control's value, without its type. */
export type Value = Partial<Omit<InputValue, "type">>;

const nowhere: Surface = {
  version: "",
  inputs: {},
  errors: {},
  press: async () => undefined,
  enter: async () => false,
  suggest: async () => [],
  attach: async () => undefined,
};

/** The view or message that is being drawn. */
export const SurfaceContext = createContext<Surface>(nowhere);

/** Returns the view or message that is being drawn. */
export const useSurface = () => useContext(SurfaceContext);

/** Typing that the server doesn't have yet: each entry sends its part. */
const unsent = new Set<() => Promise<void>>();

/** Sends all unsent typing. */
export async function sendTyping(): Promise<void> {
  await Promise.all([...unsent].map((send) => send()));
}

/** Sends this typing before anything else is done, until the returned function is called. */
export function awaitTyping(send: () => Promise<void>): () => void {
  unsent.add(send);
  return () => unsent.delete(send);
}

/** Who acts, and how they are asked for confirmation. */
export interface Acting {
  who: string;
  ask: (question: Confirmation) => Promise<boolean>;
  /** Shows why something could not be done. */
  complain: (refused: string) => void;
}

/** Turns presses on a place's controls into acts. */
export function surfaceAt(
  place: Place,
  { who, ask, complain }: Acting,
  shown: Pick<Surface, "version" | "inputs" | "errors">,
): Surface {
  const agreed = (control: Control) =>
    "confirm" in control && control.confirm ? ask(control.confirm) : Promise.resolve(true);
  const at = (control: Control, blockId: string) => ({
    place,
    blockId,
    actionId: control.action_id ?? "",
  });
  return {
    ...shown,
    async press(control, blockId, action) {
      if (!(await agreed(control))) return;
      await sendTyping();
      const { refused } = await perform(who, { do: "press", ...at(control, blockId), action });
      if (refused) complain(refused);
    },
    async enter(control, blockId, value, dispatch) {
      if (dispatch && !(await agreed(control))) return false;
      const { refused } = await perform(who, { do: "enter", ...at(control, blockId), value, dispatch });
      if (refused) complain(refused);
      return true;
    },
    async suggest(control, blockId, typed) {
      const { options } = await perform(who, { do: "suggest", ...at(control, blockId), typed });
      return options ?? [];
    },
    async attach(control, blockId, file) {
      const { refused } = await perform(who, { do: "attach", ...at(control, blockId), ...file });
      if (refused) complain(refused);
    },
  };
}

/** Returns a control's value: what was chosen on this page, until the app redraws it. */
export function useHeld(control: Control, blockId: string): [InputValue, (value: Value) => Promise<void>] {
  const surface = useSurface();
  const held = surface.inputs[blockId]?.[control.action_id ?? ""] ?? { type: control.type };
  const [chosen, setChosen] = useState<Value>({});
  const version = useRef(surface.version);
  useEffect(() => {
    if (version.current === surface.version) return;
    version.current = surface.version;
    setChosen({});
  }, [surface.version]);
  const choose = async (value: Value) => {
    setChosen(value);
    if (!(await surface.enter(control, blockId, value, true))) setChosen({});
  };
  return [{ ...held, ...chosen }, choose];
}
