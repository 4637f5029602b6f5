import { afterAll } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";

// Test files share a process, and with it Mongoose's default connection: each leaves it free for the next.
afterAll(disconnect);
