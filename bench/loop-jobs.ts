import mongoose from "mongoose";
import { connect, disconnect } from "../src/models/connection.ts";

/** Writes the jobs for `bare-loop.ts`: each posts a body. */
export async function fillBareJobs(
  uri: string,
  posts: readonly { url: string; body: string }[],
): Promise<void> {
  await connect(uri);
  const jobs = mongoose.connection.collection("barejobs");
  await jobs.createIndex({ status: 1, dueAt: 1 });
  await jobs.insertMany(
    posts.map((post) => ({ status: "waiting", dueAt: new Date(), attempts: 0, ...post })),
  );
  await disconnect();
}
