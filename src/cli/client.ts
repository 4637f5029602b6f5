import * as z from "zod";
import { type Environment, mongodbUri } from "../config/values.ts";
import type { Principal } from "../services/actor.ts";
import { changesThings } from "../services/clients/client-fields.ts";
import { createClient } from "../services/clients/create-client.ts";
import { type ClientSummary, listClients, openClient } from "../services/clients/list-clients.ts";
import { revokeClient } from "../services/clients/revoke-client.ts";
import { rotateClient } from "../services/clients/rotate-client.ts";
import { closeDatabase, openDatabase } from "../services/operations/database.ts";
import type { PageCursor } from "../services/page.ts";
import { parseOnce } from "./argument-fault.ts";
import { say, warn } from "./output.ts";
import { explained, runCommand } from "./run-command.ts";

const operator: Principal = { kind: "operator" };
/** By default, the older token still works for a day after a rotation. */
const OVERLAP_HOURS = "24";

const usage = `Choose what to do with API clients:
  npm run --silent client -- create --name "Portal" --permissions users:read,decisions [--expires-days 90] [--without-reasons] [--sends-invites]
  npm run --silent client -- list
  npm run --silent client -- rotate ID [--older-ends-hours ${OVERLAP_HOURS}]
  npm run --silent client -- revoke ID`;

const options = {
  name: { type: "string" },
  permissions: { type: "string" },
  "expires-days": { type: "string" },
  "without-reasons": { type: "boolean" },
  "sends-invites": { type: "boolean" },
  "older-ends-hours": { type: "string" },
} as const;

const wholeNumber = (option: string) => z.string().regex(/^\d{1,5}$/, `--${option} takes a whole number`);
const id = z
  .string(usage)
  .regex(/^[0-9a-f]{24}$/, "An ID has 24 digits from 0 to f. `list` prints it first in each line.");

/** The options of a command; for any other fault, the whole usage helps more. */
const words = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? usage : undefined) });

/** The commands, with the options that each needs. */
const commands = z.discriminatedUnion(
  "command",
  [
    words({
      command: z.literal("create"),
      name: z.string('--name is missing. Say what the client is called, such as --name "Portal"'),
      permissions: z
        .string("--permissions is missing. Say what it may do, such as --permissions users:read,decisions")
        .transform((text) => text.split(",").flatMap((each) => each.trim() || [])),
      "expires-days": wholeNumber("expires-days").optional(),
      "without-reasons": z.boolean().optional(),
      "sends-invites": z.boolean().optional(),
    }),
    words({ command: z.literal("list") }),
    words({
      command: z.literal("rotate"),
      id,
      "older-ends-hours": wholeNumber("older-ends-hours").default(OVERLAP_HOURS),
    }),
    words({ command: z.literal("revoke"), id }),
  ],
  usage,
);
type Command = z.output<typeof commands>;

/** Runs `npm run client -- create|list|rotate|revoke`, as the operator. @returns the exit code */
async function main(env: Environment): Promise<number> {
  const { values, positionals } = parseOnce({ options, allowPositionals: true });
  const [command, clientId, ...others] = positionals;
  if (others.length > 0) throw new TypeError(usage);
  const given = commands.safeParse({ command, ...(clientId !== undefined && { id: clientId }), ...values });
  if (!given.success) return explained(given.error);
  const environment = z.object({ MONGODB_URI: mongodbUri }).safeParse(env);
  if (!environment.success) return explained(environment.error);
  await openDatabase(environment.data.MONGODB_URI);
  try {
    await run(given.data);
  } finally {
    await closeDatabase();
  }
  return 0;
}

async function run(command: Command): Promise<void> {
  switch (command.command) {
    case "create": {
      const { name, permissions } = command;
      const days = command["expires-days"];
      const expiryDays = days === undefined ? null : Number(days);
      const { token, expiresAt } = await createClient(operator, {
        name,
        permissions,
        expiryDays,
        withoutReasons: command["without-reasons"],
        sendsInvites: command["sends-invites"],
      });
      if (changesThings(permissions))
        warn("Anyone with this token can change things. Keep it where only the client can read it.");
      if (!expiresAt) warn("This token never expires. Revoke it once nobody uses it.");
      return say(token);
    }
    case "list": {
      for await (const client of all()) say(lineOf(client));
      return;
    }
    case "rotate": {
      const { token: newest } = await openClient(operator, command.id);
      const overlap = Number(command["older-ends-hours"]);
      const { token, olderEndsAt } = await rotateClient(operator, command.id, newest.id, overlap);
      warn(
        olderEndsAt
          ? `The previous token works until ${olderEndsAt.toISOString()}.`
          : "The previous token no longer works.",
      );
      return say(token);
    }
    case "revoke":
      return say(`Revoked ${await revokeClient(operator, command.id)}. Its tokens no longer work.`);
  }
}

async function* all(): AsyncGenerator<ClientSummary> {
  let cursor: PageCursor | null = null;
  do {
    const { rows, next } = await listClients(operator, cursor);
    yield* rows;
    cursor = next;
  } while (cursor);
}

/** Formats a client as a line: id, name, permissions, owner, end of its newest token, and when and where last used. */
function lineOf({ clientId, name, permissions, owner, token, lastUsed }: ClientSummary): string {
  const expires = token.expiresAt
    ? `${token.ended ? "expired" : "expires"} ${token.expiresAt.toISOString()}`
    : "never expires";
  const used = lastUsed ? `last used ${lastUsed.day} from ${lastUsed.address}` : "never used";
  return [clientId, name, permissions.join(","), owner?.email ?? "the operator", expires, used].join("\t");
}

runCommand(usage, main);
