import { LogLevel, type Logger as SlackLogger } from "@slack/bolt";
import { type DestinationStream, type Logger, pino } from "pino";

/** How many causes of an error are kept; an error may be its own cause. */
const MAX_CAUSES = 4;

/** The parts of an error that are logged. */
interface KeptError {
  name?: string;
  code?: string | number;
  message: string;
  stack?: string | undefined;
  cause?: KeptError;
}

/** Creates a log of JSON lines, with errors under `err`. */
export function newLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: (error: unknown) => kept(error, MAX_CAUSES) } };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * Keeps only the name, code, message and stack of an error and its causes: errors of Slack's and SendGrid's clients can
 * carry tokens, and the database's what somebody typed.
 */
function kept(error: unknown, causes: number): KeptError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  const cause = causeOf(error);
  return {
    name,
    ...((typeof code === "string" || typeof code === "number") && { code }),
    message,
    stack,
    ...(cause !== undefined && causes > 0 && { cause: kept(cause, causes - 1) }),
  };
}

/** Returns the cause of an error; of several failed attempts, such as one for each address of a host, the first. */
function causeOf(error: Error): unknown {
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
}

/** Passes Bolt's logging on to our log, without debug lines, which carry payloads. */
export function slackLog(log: Logger): SlackLogger {
  const write =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]) =>
      log[level](parts.map((part) => (part instanceof Error ? reasons(part) : String(part))).join(" "));
  return {
    debug: () => undefined,
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** Joins the messages of an error and its causes, without empty ones. */
function reasons(error: Error): string {
  const said: string[] = [];
  for (let each: KeptError | undefined = kept(error, MAX_CAUSES); each; each = each.cause)
    if (each.message) said.push(each.message);
  return said.join(": ");
}
