import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv4 } from "node:net";
import { onTestFinished } from "vitest";

const A = 1;
const AAAA = 28;

/**
 * Starts a name server that answers A and AAAA queries with the addresses of that moment, and knows no other names.
 *
 * @returns its `address:port`, and the names that it was asked for
 */
export async function startNameServer(addressesOf: (name: string) => readonly string[]) {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, type, end } = questionOf(query);
    asked.push(name);
    const known = addressesOf(name);
    const records = known.filter((address) => (isIPv4(address) ? A : AAAA) === type).map(record);
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(known.length > 0 ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}

function questionOf(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Encodes an answer to the question that must not be cached. */
function record(address: string): Buffer {
  const data = isIPv4(address)
    ? Buffer.from(address.split(".").map(Number))
    : Buffer.from(
        new URL(`http://[${address}]`).hostname
          .slice(1, -1)
          .replace("::", `:${Array(9 - address.split(":").filter(Boolean).length).join("0:")}`)
          .split(":")
          .filter(Boolean)
          .map((part) => part.padStart(4, "0"))
          .join(""),
        "hex",
      );
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(isIPv4(address) ? A : AAAA, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
