import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { connect } from "../../../src/models/connection.ts";
import { ensureIndexes } from "../../../src/models/indexes.ts";
import { DatabaseFaults } from "../database-faults.ts";
import { emptyCollections } from "../empty-collections.ts";
import { freshDatabase } from "../setup/database.ts";

const appName = randomBytes(4).toString("hex");
const { uri } = freshDatabase();

/** The test file's own database; failpoints find its connections by the name, and the driver reports its commands. */
export const database = {
  uri: `${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}&monitorCommands=true`,
};

/** Empties the database, except for the built-in groups; creates it the first time. */
export async function emptyDatabase(): Promise<void> {
  if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected) {
    await connect(database.uri);
    await ensureIndexes();
  }
  await emptyCollections();
}

/** Returns what makes other things go wrong in it, once it is connected. */
export const faultsOfDatabase = () => new DatabaseFaults(mongoose.connection.getClient(), appName);

/** Makes the database refuse a command a number of times. */
export async function databaseFails(command: string, times: number): Promise<void> {
  await failCommand(command, times, { errorCode: 8000 });
}

/** Makes the database hang up at a command on one collection a number of times. */
export async function databaseHangsUp(command: string, collection: string, times: number): Promise<void> {
  const namespace = `${mongoose.connection.db?.databaseName}.${collection}`;
  await failCommand(command, times, { closeConnection: true, namespace });
}

async function failCommand(command: string, times: number, how: object): Promise<void> {
  await mongoose.connection.db?.admin().command({
    configureFailPoint: "failCommand",
    mode: { times },
    data: { failCommands: [command], appName, ...how },
  });
}
