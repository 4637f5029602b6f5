import mongoose from "mongoose";
import { isLoginRefused } from "./mongo-errors.ts";

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
  return `No MongoDB answered at MONGODB_URI within 5 seconds (${nameOf(error)}). Check the address, that the server runs, and that this machine can reach it.`;
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
