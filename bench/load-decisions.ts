// A separate program that asks for decisions as fast as they are answered, several at a time, over raw connections: it
// needs little processor time itself, the same whichever app it asks. Prints its measurements as JSON.
import { createConnection } from "node:net";

const {
  URL: address = "",
  TOKEN = "",
  USERS = "1",
  IN_FLIGHT = "20",
  SECONDS = "5",
  BATCH = "0",
} = process.env;
const { hostname, port } = new URL(address);
const [users, seconds, batch] = [Number(USERS), Number(SECONDS), Number(BATCH)];
const path = batch > 0 ? "/access/v1/evaluations" : "/access/v1/evaluation";

let seed = 1;
/** Returns a number below `most`, the same in each run. */
function dice(most: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * most);
}

const question = () => {
  const user = dice(users);
  // One of their groups gives half of the services.
  const group = dice(2) === 0 ? (user * 7 + dice(20) * 25) % 500 : dice(500);
  return {
    subject: { type: "user", id: `user.${user}@acme.example` },
    action: { name: "read" },
    resource: { type: "service", id: `Service ${group}` },
    context: { project: `Project ${group}` },
  };
};

function request(): Buffer {
  const body = JSON.stringify(
    batch > 0 ? { evaluations: Array.from({ length: batch }, question) } : question(),
  );
  const head = [
    `POST ${path} HTTP/1.1`,
    "Host: bench",
    `Authorization: Bearer ${TOKEN}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Created before anything is measured. */
const requests = Array.from({ length: batch > 0 ? 500 : 50_000 }, request);
let asked = 0;

const took: number[] = [];
let allowed = 0;
const until = performance.now() + seconds * 1_000;

/** Asks one question after the other on its own connection. */
function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
    let began = 0;
    let answer = "";
    const next = () => {
      if (performance.now() >= until) {
        socket.destroy();
        resolve();
        return;
      }
      answer = "";
      began = performance.now();
      const chosen = requests[asked++ % requests.length];
      if (chosen) socket.write(chosen);
    };
    socket
      .setEncoding("latin1")
      .on("connect", next)
      .on("error", reject)
      .on("data", (piece) => {
        answer += piece;
        const head = answer.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(answer)?.[1]);
        if (answer.length < head + 4 + length) return;
        took.push(performance.now() - began);
        if (!answer.startsWith("HTTP/1.1 200")) {
          console.error(answer);
          process.exit(1);
        }
        if (answer.includes('"decision":true')) allowed += 1;
        next();
      });
  });
}

const start = performance.now();
await Promise.all(Array.from({ length: Number(IN_FLIGHT) }, ask));
const rate = (took.length * 1_000) / (performance.now() - start);
took.sort((one, other) => one - other);
const at = (share: number) => took[Math.floor(share * took.length)];
console.log(JSON.stringify({ rate, p50: at(0.5), p99: at(0.99), allowed: allowed / took.length }));
