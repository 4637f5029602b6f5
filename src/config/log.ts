import { LogLevel, type Logger as SlackLogger } from "@slack/bolt";
import { type DestinationStream, type Logger, pino } from "pino";

/** How many causes of an error are kept; an error may be its own cause. */
const MAX_CAUSES = 4;

/** What is kept of an error. */
interface KeptError {
  name?: string;
  code?: string | number;
  message: string;
  stack?: string | undefined;
  cause?: KeptError;
}

/** Creates a log of JSON lines, whose errors stand under `err`. */
export function newLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: (error: unknown) => kept(error, MAX_CAUSES) } };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * Keeps of an error, and of what caused it, no more than name, code, message and stack: those of Slack's and SendGrid's clients
 * can carry tokens, and those of the database what somebody typed.
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

/** Where several attempts failed, as a connection's to each address, the first one stands for all. */
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

/** What an error and its causes say, without what says nothing. */
function reasons(error: Error): string {
  const said: string[] = [];
  for (let each: KeptError | undefined = kept(error, MAX_CAUSES); each; each = each.cause)
    if (each.message) said.push(each.message);
  return said.join(": ");
}
