import { parseArgs } from "node:util";

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  /** A browser opens once everything runs, if somebody sits at the terminal. */
  open: boolean;
  /** Nobody has registered and nobody is invited. */
  empty: boolean;
  /** What happens stays for the next run. */
  keep: boolean;
  /** The app is reached by Socket Mode instead of HTTP. */
  socket: boolean;
  /** The workspace is one of an Enterprise Grid, and the app is installed in the whole organisation. */
  grid: boolean;
  help: boolean;
}

export const usage = `npm run demo                starts the app with a simulated Slack, a mailbox and six weeks of history
npm run demo -- --empty     nobody has registered yet: as on the first day
npm run demo -- --keep      keeps everything in the folder .demo for the next run with --keep
npm run demo -- --socket    Slack reaches the app by Socket Mode instead of HTTP
npm run demo -- --grid      plays in an Enterprise Grid: an organisation of three workspaces, with the app in all of them
npm run demo -- --no-open   does not open the browser
npm run demo -- --help      shows this help`;

const options = {
  empty: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  socket: { type: "boolean", default: false },
  grid: { type: "boolean", default: false },
  "no-open": { type: "boolean", default: false },
  help: { type: "boolean", default: false, short: "h" },
} as const;

/** Reads the flags. @throws with a sentence about the first one that it does not know, or that npm took */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): DemoOptions {
  for (const name of Object.keys(options)) {
    // What follows "no-" is switched off, in npm's words.
    const [key, taken] = name.startsWith("no-") ? [name.slice(3), ""] : [name, "true"];
    if (env[`npm_config_${key}`] === taken)
      throw new Error(`npm took --${name} for itself. Put -- before it: npm run demo -- --${name}`);
  }
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "option" && Object.hasOwn(options, token.name) && token.value === undefined) continue;
    if (token.kind === "option-terminator") continue;
    throw new Error(`The demo does not know "${args[token.index]}". It knows:\n\n${usage}`);
  }
  const { "no-open": noOpen, ...values } = parseArgs({ args, options }).values;
  return { ...values, open: !noOpen };
}
