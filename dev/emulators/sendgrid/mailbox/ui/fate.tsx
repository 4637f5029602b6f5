import { useEffect, useState } from "preact/hooks";
import type { Fate } from "../../delivering.ts";
import { ask } from "./ask.ts";

const choices: [Fate, string][] = [
  ["delivered", "are delivered"],
  ["deferred", "are delayed"],
  ["bounce", "bounce"],
  ["dropped", "are dropped"],
];

/** Draws the choice of outcome for emails from now on. */
export function FateChoice({ fate }: { fate: Fate }) {
  const [shown, show] = useState(fate);
  useEffect(() => show(fate), [fate]);
  return (
    <fieldset class="fate">
      <legend>Emails from now on</legend>
      {choices.map(([choice, words]) => (
        <label key={choice}>
          <input
            type="radio"
            name="fate"
            checked={shown === choice}
            onChange={() => {
              show(choice);
              void ask(`/mailbox/fate/${choice}`);
            }}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
