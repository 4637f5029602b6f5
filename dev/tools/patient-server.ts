import { createServer, type RequestListener, type Server } from "node:http";

/**
 * Creates a server that keeps connections open however long its process is busy: after 5 s Node would close one,
 * perhaps just as its client reuses it.
 */
export const patientServer = (listener?: RequestListener): Server =>
  createServer({ keepAliveTimeout: 0 }, listener);
