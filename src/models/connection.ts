import mongoose from "mongoose";
import * as z from "zod";
import { isForbidden, isLoginRefused } from "./mongo-errors.ts";

mongoose.set("strictQuery", "throw");
mongoose.set("transactionAsyncLocalStorage", true);
mongoose.set("autoCreate", false);

/** Why the database can't be used; the message is a sentence for the operator and contains no password. */
export class DatabaseUnusable extends Error {
  override readonly name = "DatabaseUnusable";
}

/**
 * A server that answers nothing for 4 s is abandoned, with everything waiting for it: the driver checks every second
 * whether it is there, and waits 3 s more. On a server that answers, a slow operation may take 30 s.
 */
const silence = { heartbeatFrequencyMS: 1_000, connectTimeoutMS: 3_000, socketTimeoutMS: 30_000 };

/**
 * Connects to the replica set. All writes are acknowledged by a majority, and all reads go to
 * the primary, whatever the address says.
 *
 * @throws DatabaseUnusable when no server answers within 5 s, or it is not a replica set
 */
export async function connect(uri: string): Promise<void> {
  try {
    await mongoose.connect(uri, {
      serverSelectionTimeoutMS: 5_000,
      ...silence,
      writeConcern: { w: "majority" },
      // Rights are read where they are written, and a transaction can't read from anywhere else.
      readPreference: "primary",
      retryWrites: true,
    });
  } catch (error) {
    await mongoose.disconnect();
    throw new DatabaseUnusable(whyNot(error));
  }
  const hello = await mongoose.connection.db?.command({ hello: 1 });
  if (!hello?.setName && hello?.msg !== "isdbgrid") {
    await mongoose.disconnect();
    throw new DatabaseUnusable(
      "The MongoDB at MONGODB_URI is a standalone server. Invites need transactions: make it a replica set (one member will do): start mongod with --replSet rs0, then run rs.initiate().",
    );
  }
}

/** Says why there is no connection, and what to do. */
function whyNot(error: unknown): string {
  if (isLoginRefused(error))
    return "MongoDB refuses the user or password in MONGODB_URI. Check both, and the authSource that the user belongs to.";
  if (error instanceof Error && "syscall" in error && error.syscall === "open")
    return `A file that MONGODB_URI names can't be read (${nameOf(error)}). Check tlsCAFile and tlsCertificateKeyFile, and that the app may read what they name.`;
  const answered = withoutPrimary(error);
  if (answered) return answered;
  return `No MongoDB answered at MONGODB_URI within 5 seconds (${nameOf(error)}). Check the address, that the server runs, and that this machine can reach it.`;
}

/** What the driver had seen of the servers when it gave up. */
const selectionError = z.object({
  reason: z.object({
    setName: z.string().nullable(),
    servers: z.map(z.string(), z.looseObject({ type: z.string() })),
  }),
});

/** Says why MongoDB answers, but has no primary to write to; null when it doesn't answer. */
function withoutPrimary(error: unknown): string | null {
  const reason = selectionError.safeParse(error).data?.reason;
  if (!reason) return null;
  const servers = [...reason.servers.values()].map(({ type }) => type);
  if (servers.includes("RSGhost"))
    return "The MongoDB at MONGODB_URI is not a replica set yet. In mongosh, run rs.initiate() once.";
  if (reason.setName && servers.length === 0)
    return `The replica set at MONGODB_URI is not called ${reason.setName}. rs.status() in mongosh shows its name: correct replicaSet in MONGODB_URI.`;
  if (servers.some((type) => type.startsWith("RS")))
    return "The replica set at MONGODB_URI has no primary, so nothing can be written. Start enough of its members, and see rs.status() in mongosh.";
  return null;
}

/** Passes an error on, as a sentence for the operator where MongoDB lacks permission to carry out a command. */
export function explainForbidden(error: unknown): unknown {
  return isForbidden(error) ? forbidden() : error;
}

function forbidden(): DatabaseUnusable {
  const { name } = mongoose.connection;
  return new DatabaseUnusable(
    mongoose.connection.getClient().options.credentials
      ? `MongoDB doesn't let the user in MONGODB_URI do what the app needs. Give it the role readWrite on the database ${name}, or correct the database in MONGODB_URI.`
      : "MongoDB lets nobody in without a user. Name one in MONGODB_URI: mongodb://user:password@…, with the role readWrite.",
  );
}

const connectionStatus = z.object({
  authInfo: z.object({
    authenticatedUsers: z.array(z.unknown()),
    authenticatedUserPrivileges: z.array(
      z.object({
        resource: z.looseObject({ db: z.string().optional(), anyResource: z.boolean().optional() }),
        actions: z.array(z.string()),
      }),
    ),
  }),
});
/** What the role readWrite allows and read doesn't. */
const WRITING = ["insert", "update", "remove", "createIndex"];

/** Checks, without writing, that the user may write. @throws DatabaseUnusable */
export async function requireWriter(): Promise<void> {
  const status = await mongoose.connection.db?.command({ connectionStatus: 1, showPrivileges: true });
  const { authenticatedUsers: users, authenticatedUserPrivileges: privileges } =
    connectionStatus.parse(status).authInfo;
  const ours = privileges.filter(
    ({ resource: { db, anyResource } }) => anyResource || db === "" || db === mongoose.connection.name,
  );
  const may = new Set(ours.flatMap(({ actions }) => actions));
  // Without users, MongoDB lets everybody do everything, unless the next command shows otherwise.
  if (users.length > 0 && !WRITING.every((action) => may.has(action) || may.has("anyAction")))
    throw forbidden();
}

/** Names an error by its code, where it has one: an unknown host is a bare `Error`. */
function nameOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name.replace(/^Mongoose?|^Mongo/, "") : "unknown";
}

/** Closes the connection. */
export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}
