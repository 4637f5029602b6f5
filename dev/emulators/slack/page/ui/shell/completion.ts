import type { AppOnPage, PersonOnPage } from "../../protocol.ts";

/** A possible completion of what is typed. */
export interface Completion {
  /** Its text in the list. */
  label: string;
  detail: string;
  /** The whole line with the completion. */
  line: string;
}

/**
 * Returns the completions of a line: commands, words from the usage hint, or people's names after `@`.
 *
 * @param upTo the cursor's position
 */
export function completionsOf(line: string, upTo: number, about: About): Completion[] {
  const before = line.slice(0, upTo);
  const after = line.slice(upTo);
  const mention = /(?:^|\s)@([^@\n]{0,40})$/.exec(before);
  if (mention?.[1] !== undefined) return people(before, after, mention[1], about.people);
  const word = /^(\/\S*)(?: (\S*))?$/.exec(before);
  if (!word || after.trim()) return [];
  const [, command = "", argument] = word;
  return argument === undefined ? commands(command, about.app) : words(command, argument, about.app);
}

interface About {
  app: Pick<AppOnPage, "commands">;
  people: Pick<PersonOnPage, "name" | "title" | "deactivated">[];
}

/** Tells whether the completion would change nothing. */
export function isComplete(line: string, { line: completed }: Completion): boolean {
  return line.trimEnd() === completed.trimEnd();
}

function commands(typed: string, app: About["app"]): Completion[] {
  return app.commands
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, description, usage_hint: hint }) => ({
      label: [command, hint].filter(Boolean).join(" "),
      detail: description,
      line: `${command} `,
    }));
}

function words(command: string, typed: string, app: About["app"]): Completion[] {
  const hint = app.commands.find((known) => known.command === command)?.usage_hint ?? "";
  return hint
    .split("|")
    .map((word) => word.trim())
    .filter((word) => /^\w/.test(word) && word.startsWith(typed))
    .map((word) => ({ label: word, detail: "", line: `${command} ${word} ` }));
}

function people(before: string, after: string, typed: string, everyone: About["people"]): Completion[] {
  const start = before.slice(0, before.length - typed.length);
  const sought = typed.toLowerCase();
  return everyone
    .filter(
      ({ name, deactivated }) =>
        !deactivated && ` ${name.toLowerCase()}`.includes(` ${sought}`) && name !== typed.trim(),
    )
    .map(({ name, title }) => ({ label: name, detail: title, line: `${start}${name} ${after}` }));
}
