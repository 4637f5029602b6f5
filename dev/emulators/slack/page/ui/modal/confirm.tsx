import { useEffect, useRef, useState } from "preact/hooks";
import type { Confirmation } from "../../../block-kit/objects.ts";
import { Text } from "../text/text.tsx";

/** Asks for confirmation before something is done. */
export function useConfirm() {
  const [asked, setAsked] = useState<{ question: Confirmation; resolve: (yes: boolean) => void }>();
  return {
    question: asked?.question,
    ask: (question: Confirmation) =>
      new Promise<boolean>((resolve) => {
        setAsked({ question, resolve });
      }),
    answer: (yes: boolean) => {
      asked?.resolve(yes);
      setAsked(undefined);
    },
  };
}

/** Draws the confirmation that precedes a press. */
export function ConfirmDialog({ question, onAnswer }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { title, text, confirm, deny, style } = question;
  return (
    <dialog
      ref={dialog}
      class="confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <h2 id="confirm-title">{title?.text ?? "Are you sure?"}</h2>
      <div id="confirm-text" class="text">
        <Text of={text} />
      </div>
      <footer>
        <button type="button" class="button" onClick={() => onAnswer(false)}>
          {deny?.text ?? "Cancel"}
        </button>
        <button type="button" class={`button filled ${style ?? "primary"}`} onClick={() => onAnswer(true)}>
          {confirm?.text ?? "Yes"}
        </button>
      </footer>
    </dialog>
  );
}

interface ConfirmDialogProps {
  question: Confirmation;
  onAnswer: (yes: boolean) => void;
}
