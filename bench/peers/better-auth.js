// better-auth with its organization plugin: invites a member for the signed-in user, without sending an email.
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { mongodbAdapter } from "better-auth/adapters/mongodb";
import { toNodeHandler } from "better-auth/node";
import { organization } from "better-auth/plugins";
import { MongoClient } from "mongodb";

const { MONGODB_URI = "", PORT } = process.env;
const client = await MongoClient.connect(MONGODB_URI, { writeConcern: { w: "majority" } });
const db = client.db();
// Its adapter creates no indexes; these cover what an invite looks up.
await Promise.all([
  db.collection("session").createIndex({ token: 1 }),
  db.collection("user").createIndex({ email: 1 }),
  db.collection("member").createIndex({ organizationId: 1, userId: 1 }),
  db.collection("invitation").createIndex({ organizationId: 1, status: 1, email: 1 }),
]);
const url = `http://127.0.0.1:${PORT}`;
const auth = betterAuth({
  baseURL: url,
  secret: "a secret of the bench, long enough",
  database: mongodbAdapter(db, { client, transaction: true }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  logger: { level: "error" },
  telemetry: { enabled: false },
  plugins: [organization({ invitationLimit: 1_000_000_000, sendInvitationEmail: async () => {} })],
});
const server = createServer(toNodeHandler(auth));
server.listen(Number(PORT), "127.0.0.1", () => console.log('{"msg":"ready"}'));
process.on("SIGTERM", async () => {
  server.closeAllConnections();
  server.close();
  await client.close();
});
