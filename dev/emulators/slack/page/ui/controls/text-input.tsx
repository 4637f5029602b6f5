import { useEffect, useRef, useState } from "preact/hooks";
import type { Control } from "../../../block-kit/elements.ts";
import { awaitTyping, useSurface } from "../surface.ts";
import type { ControlProps } from "./naming.ts";

type TextControl = Extract<
  Control,
  { type: "plain_text_input" | "email_text_input" | "url_text_input" | "number_input" }
>;

const pauseMs = 200;
const keyboards = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "decimal",
} as const;

/** Draws a text field. The text is sent after a pause in typing, and before anything is pressed. */
export function TextInput({ control, blockId, naming }: ControlProps<TextControl>) {
  const { text, type, finish } = useTyping(control, blockId);
  const multiline = control.type === "plain_text_input" && control.multiline === true;
  const most = control.type === "plain_text_input" ? control.max_length : undefined;
  const field = {
    ...naming,
    class: "field",
    placeholder: control.placeholder?.text,
    value: text,
    onBlur: () => void finish(false),
  };
  const enter = (event: KeyboardEvent) => {
    const wanted = multiline ? event.ctrlKey || event.metaKey : true;
    if (event.key !== "Enter" || !wanted || !dispatchesOn(control, "on_enter_pressed")) return;
    event.preventDefault();
    void finish(true);
  };
  return (
    <div class="typing">
      {multiline ? (
        <textarea
          {...field}
          rows={4}
          onKeyDown={enter}
          onInput={({ currentTarget: { value } }) => type(value)}
        />
      ) : (
        <input
          {...field}
          type="text"
          autocomplete="off"
          inputMode={keyboards[control.type]}
          onKeyDown={enter}
          onInput={({ currentTarget: { value } }) => type(value)}
        />
      )}
      {most !== undefined && <Remaining left={most - text.length} most={most} />}
    </div>
  );
}

function Remaining({ left, most }: { left: number; most: number }) {
  return (
    <span class={left < 0 ? "remaining over" : "remaining"} role="status">
      {left < most / 5 ? left : ""}
    </span>
  );
}

/** Tells whether to dispatch at this point; the server knows whether the app wants dispatches at all. */
function dispatchesOn(control: TextControl, point: "on_enter_pressed" | "on_character_entered"): boolean {
  return (control.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(point);
}

/** Returns a field's text: what someone types, until the app draws another value. */
function useTyping(control: TextControl, blockId: string) {
  const surface = useSurface();
  const held = surface.inputs[blockId]?.[control.action_id ?? ""]?.value ?? "";
  const [text, setText] = useState(held);
  const unsent = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const version = useRef(surface.version);
  const current = useRef({ surface, control, blockId });
  current.current = { surface, control, blockId };

  useEffect(() => {
    if (version.current === surface.version) return;
    version.current = surface.version;
    if (unsent.current === undefined) setText(held);
  }, [surface.version, held]);

  const send = async (dispatch: boolean) => {
    clearTimeout(timer.current);
    const value = unsent.current;
    if (value === undefined && !dispatch) return;
    const at = current.current;
    await at.surface.enter(at.control, at.blockId, { value: (value ?? text) || null }, dispatch);
    if (unsent.current === value) unsent.current = undefined;
  };
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => awaitTyping(() => latest.current(false)), []);

  return {
    text,
    type: (value: string) => {
      setText(value);
      unsent.current = value;
      clearTimeout(timer.current);
      timer.current = setTimeout(
        () => void latest.current(dispatchesOn(control, "on_character_entered")),
        pauseMs,
      );
    },
    finish: send,
  };
}
