import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewOnPage } from "../../protocol.ts";
import { perform } from "../ask.ts";
import { Blocks } from "../blocks/block.tsx";
import { Back, Cross, Warning } from "../icons.tsx";
import { AppAvatar } from "../shell/avatar.tsx";
import { type Acting, SurfaceContext, sendTyping, surfaceAt } from "../surface.ts";
import { useEscape, useFocus } from "./focus.ts";

/** Draws the modal on top of the stack: the app's form, its errors, and the ways out. */
export function Modal({ view, below, app, acting, problem }: ModalProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const errors = { ...view.errors, ...faults };
  useFocus(dialog, view, Object.keys(errors).join());
  useEffect(() => setFaults({}), [view.hash]);

  const close = (all: boolean) => void perform(acting.who, { do: "close", all });
  useEscape(() => close(true));
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setFaults({});
    await sendTyping();
    const { errors: found, refused } = await perform(acting.who, { do: "submit" });
    setFaults(found);
    if (refused) acting.complain(refused);
    setBusy(false);
  };
  const surface = surfaceAt({ viewId: view.id }, acting, { ...view, errors, version: view.hash });
  const under = below.at(-1);

  return (
    <div class={`overlay depth-${below.length}`}>
      <div ref={dialog} class="modal" role="dialog" aria-labelledby="modal-title" tabIndex={-1}>
        <form
          noValidate
          aria-busy={busy}
          onSubmit={(event) => {
            event.preventDefault();
            if (view.submit) void submit();
          }}
        >
          <div class="head">
            {under === undefined ? (
              <AppAvatar />
            ) : (
              <button
                type="button"
                class="tool"
                aria-label={`Back to ${under}`}
                title={`Back to ${under}`}
                onClick={() => close(false)}
              >
                <Back />
              </button>
            )}
            <h2 id="modal-title" dir="auto">
              {view.title}
            </h2>
            <button
              type="button"
              class="tool"
              aria-label="Close all"
              title="Close (Esc)"
              onClick={() => close(true)}
            >
              <Cross />
            </button>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable areas must be reachable by keyboard */}
          <section class="scroll" aria-label={view.title} tabIndex={0}>
            {problem && (
              <p class="client-error" role="alert">
                <Warning /> {problem}
              </p>
            )}
            <SurfaceContext.Provider value={surface}>
              <Blocks blocks={view.blocks} />
            </SurfaceContext.Provider>
          </section>
          <div class="foot">
            <span class="soft">{app}</span>
            <button type="button" class="button" onClick={() => close(false)}>
              {view.close}
            </button>
            {view.submit && (
              <button type="submit" class="button filled primary" aria-busy={busy}>
                {view.submit}
              </button>
            )}
          </div>
        </form>
      </div>
    </div>
  );
}

interface ModalProps {
  view: ViewOnPage;
  /** The titles of the modals below, the lowest first. */
  below: string[];
  app: string;
  acting: Acting;
  problem: string | undefined;
}
