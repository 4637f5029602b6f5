import mongoose, { type mongo } from "mongoose";

/** Calls a listener before each command that a press sends to MongoDB. */
export async function hearing<T>(
  press: () => Promise<T>,
  hears: (command: mongo.CommandStartedEvent) => void,
): Promise<T> {
  const client = mongoose.connection.getClient().on("commandStarted", hears);
  try {
    return await press();
  } finally {
    client.off("commandStarted", hears);
  }
}
