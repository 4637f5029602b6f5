import type { ValidConfig } from "../../config/config.ts";
import { type Finding, ok, warning } from "./finding.ts";

const SHORTEST_TOKEN = 16;

/** Checks the keys that only the operator knows. The configuration has already checked that they are long enough. */
export async function checkSecrets(
  config: ValidConfig,
  isSet: (name: string) => boolean,
): Promise<Finding[]> {
  const { LINK_KEYS, SECRET_KEYS, AUDIT_KEY, METRICS_TOKEN, NODE_ENV } = config;
  return [
    ...(LINK_KEYS ? [linkKeyFinding(LINK_KEYS)] : []),
    ...(SECRET_KEYS ? [secretKeyFinding(SECRET_KEYS, LINK_KEYS ?? [])] : []),
    ...(isSet("SECRET_KEYS")
      ? []
      : [
          warning(
            "SECRET_KEYS",
            'It is not set, so no webhook can be added. Make one with: echo "s1:$(openssl rand -base64 32)"',
          ),
        ]),
    ...(AUDIT_KEY ? [auditKeyFinding(AUDIT_KEY, [...(LINK_KEYS ?? []), ...(SECRET_KEYS ?? [])])] : []),
    ...(isSet("AUDIT_KEY")
      ? []
      : [
          warning(
            "AUDIT_KEY",
            "It is not set, so nobody could tell whether the audit log was changed. Make one with: openssl rand -base64 32",
          ),
        ]),
    metricsFinding(METRICS_TOKEN),
    ...(NODE_ENV === "production"
      ? []
      : [warning("NODE_ENV", `It is ${NODE_ENV}. Leave it unset in production.`)]),
  ];
}

type Keys = readonly { id: string; secret: Uint8Array }[];

function linkKeyFinding(keys: Keys): Finding {
  const [signing, ...others] = keys;
  const repeated = repeatedFinding("LINK_KEYS", keys);
  if (repeated) return repeated;
  const verifying =
    others.length === 0 ? "" : ` ${others.map(({ id }) => `"${id}"`).join(", ")} verify older links.`;
  return ok("LINK_KEYS", `"${signing?.id}" signs.${verifying}`);
}

function repeatedFinding(about: string, keys: Keys): Finding | null {
  const repeated = keys.find(
    ({ secret }, index) => keys.findIndex((key) => same(key.secret, secret)) < index,
  );
  return repeated
    ? warning(
        about,
        `The key "${repeated.id}" is the same as another one. To rotate, make a new one with: openssl rand -base64 32`,
      )
    : null;
}

function secretKeyFinding(keys: Keys, linkKeys: Keys): Finding {
  const about = "SECRET_KEYS";
  const repeated = repeatedFinding(about, keys);
  if (repeated) return repeated;
  if (keys.some(({ secret }) => linkKeys.some((key) => same(key.secret, secret))))
    return warning(
      about,
      "One of them is also a link key. Make a separate one with: openssl rand -base64 32",
    );
  const [encrypting, ...others] = keys;
  const decrypting =
    others.length === 0
      ? ""
      : ` ${others.map(({ id }) => `"${id}"`).join(", ")} decrypt older ones until the app restarts and encrypts them with the first.`;
  return ok(about, `"${encrypting?.id}" encrypts the secrets of webhooks.${decrypting}`);
}

function auditKeyFinding(key: Uint8Array, otherKeys: Keys): Finding {
  return otherKeys.some(({ secret }) => same(secret, key))
    ? warning(
        "AUDIT_KEY",
        "It is also a link key or a secret key. Make a separate one with: openssl rand -base64 32",
      )
    : ok("AUDIT_KEY", "The audit log is sealed with it.");
}

function metricsFinding(token: string | undefined): Finding {
  if (token === undefined) return ok("METRICS_TOKEN", "It is not set, so there are no metrics.");
  return token.length < SHORTEST_TOKEN
    ? warning(
        "METRICS_TOKEN",
        `It is shorter than ${SHORTEST_TOKEN} characters and can be guessed. Make one with: openssl rand -hex 24`,
      )
    : ok("METRICS_TOKEN", "It opens /metrics.");
}

const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
