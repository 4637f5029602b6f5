import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationOnPage, Screen } from "../../protocol.ts";
import { perform } from "../ask.ts";
import { MenuButton } from "../controls/menu-button.tsx";
import { Lightning, Send } from "../icons.tsx";
import type { Acting } from "../surface.ts";
import { completionsOf, isComplete } from "./completion.ts";
import { CompletionList } from "./completion-list.tsx";

/** Draws the message field: Enter sends, Shift+Enter starts a new line, `/` and `@` offer completions. */
export function Composer({ conversation, screen, acting }: ComposerProps) {
  const [line, setLine] = useState("");
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const covered = screen.view !== undefined;
  useEffect(() => {
    // On a touch screen, the focus would bring up a keyboard that covers the messages.
    if (!covered && !matchMedia("(pointer: coarse)").matches) field.current?.focus();
  }, [covered]);
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }, [line]);

  const offered = dismissed === line ? [] : completionsOf(line, cursor, screen);
  const open = offered.length > 0 && !offered.some((one) => isComplete(line, one) && offered.length === 1);
  const chosen = open ? offered[active] : undefined;
  const write = (text: string, at = text.length) => {
    setLine(text);
    setCursor(at);
    setActive(0);
  };
  const take = (text: string) => {
    write(text);
    field.current?.focus();
  };
  const send = async () => {
    const text = line.trim();
    if (!text) return;
    write("");
    const where = conversation.key;
    const { refused } = await perform(
      acting.who,
      text.startsWith("/") ? { do: "run", line: text, where } : { do: "say", text, where },
    );
    if (!refused) return;
    acting.complain(refused);
    write(text);
  };

  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      const typing = chosen && !offered.some((one) => isComplete(line, one)) && !line.endsWith(" ");
      if (typing) take(chosen.line);
      else void send();
    } else if (event.key === "Tab" && !event.shiftKey && chosen) take(chosen.line);
    else if (event.key === "Escape" && open) setDismissed(line);
    else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + offered.length) % offered.length);
    } else return;
    event.preventDefault();
  };

  const shortcuts = screen.app.shortcuts
    .filter(({ type }) => type === "global")
    .map(({ name, description, callback_id: callbackId }) => ({
      label: name,
      detail: [screen.app.name, description].filter(Boolean).join(" · "),
      choose: () => void perform(acting.who, { do: "shortcut", callbackId }),
    }));
  const place = conversation.kind === "channel" ? `#${conversation.name}` : conversation.name;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {open && (
        <CompletionList
          id={listId}
          completions={offered}
          active={active}
          onChoose={(one) => take(one.line)}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        aria-label={`Message ${place}`}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${active}` : undefined}
        placeholder={`Message ${place}`}
        value={line}
        onInput={({ currentTarget: { value, selectionStart } }) => write(value, selectionStart)}
        onSelect={({ currentTarget: { selectionStart } }) => setCursor(selectionStart)}
        onKeyDown={press}
      />
      <div class="composer-tools">
        {shortcuts.length > 0 && (
          <MenuButton label="Shortcuts" heading="Shortcuts" className="tool" items={shortcuts}>
            <Lightning />
          </MenuButton>
        )}
        <span class="soft keys">
          <kbd>/</kbd> for commands, <kbd>@</kbd> to mention
        </span>
        <button type="submit" class="send" aria-label="Send" title="Send" disabled={!line.trim()}>
          <Send />
        </button>
      </div>
    </form>
  );
}

interface ComposerProps {
  conversation: ConversationOnPage;
  screen: Screen;
  acting: Acting;
}
