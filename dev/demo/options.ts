import { parseArgs } from "node:util";

/** The options of `npm run demo`. */
export interface DemoOptions {
  /** Opens a browser once everything runs, if somebody is at the terminal. */
  open: boolean;
  /** Starts with nobody registered and nobody invited. */
  empty: boolean;
  /** Keeps everything for the next run. */
  keep: boolean;
  /** Reaches the app by Socket Mode instead of HTTP. */
  socket: boolean;
  /** Puts the workspace in an Enterprise Grid, with the app installed in the whole organisation. */
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

/** Reads the flags. @throws with a sentence about the first one that is unknown, or that npm took */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): DemoOptions {
  for (const name of Object.keys(options)) {
    // npm takes a "no-" to switch off what follows.
    const [key, taken] = name.startsWith("no-") ? [name.slice(3), ""] : [name, "true"];
    if (env[`npm_config_${key}`] === taken)
      throw new Error(`npm took --${name} for itself. Put -- before it: npm run demo -- --${name}`);
  }
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "option" && Object.hasOwn(options, token.name) && token.value === undefined) continue;
    if (token.kind === "option-terminator") continue;
    throw new Error(`There is no option "${args[token.index]}". The options are:\n\n${usage}`);
  }
  const { "no-open": noOpen, ...values } = parseArgs({ args, options }).values;
  return { ...values, open: !noOpen };
}
