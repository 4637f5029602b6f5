import type { AppOnPage } from "../../protocol.ts";

/** Draws the app's description from its manifest. */
export function About({ app }: { app: AppOnPage }) {
  return (
    <div class="scroll about">
      {app.description && <p>{app.description}</p>}
      <dl>
        {app.commands.map(({ command, description, usage_hint: hint }) => (
          <div key={command}>
            <dt>
              <code>{command}</code> {hint}
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
        {app.shortcuts.map(({ name, type, description }) => (
          <div key={name}>
            <dt>
              {name} <span class="soft">({type === "global" ? "shortcut" : "message shortcut"})</span>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
        <div>
          <dt>Scopes</dt>
          <dd>{app.scopes.join(", ")}</dd>
        </div>
      </dl>
    </div>
  );
}
