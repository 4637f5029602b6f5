import { trusted } from "mongoose";
import { type EncryptedSecret, WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import { decryptSecret, encryptSecret, type SecretKeys } from "./secret.ts";

/**
 * Encrypts with the first key what an older one encrypted, and forgets secrets that no longer sign, so that old keys
 * can be removed. Every process does so when it starts.
 *
 * @returns how many endpoints have a secret that none of the keys decrypts
 */
export async function reencryptSecrets(keys: SecretKeys): Promise<number> {
  let unreadable = 0;
  await WebhookEndpoint.updateMany(
    trusted({ previousSecret: { $exists: true }, $expr: { $lte: ["$previousSecret.until", "$$NOW"] } }),
    { $unset: { previousSecret: 1 } },
  );
  for (const { _id, secret, previousSecret } of await WebhookEndpoint.find().lean()) {
    const again = (old: EncryptedSecret) => {
      if (old.keyId === keys?.[0].id) return old;
      const read = decryptSecret(old, String(_id), keys);
      return keys && read !== null ? encryptSecret(read, String(_id), keys[0]) : null;
    };
    const [current, previous] = [again(secret), previousSecret && again(previousSecret.secret)];
    if (current === null || decryptSecret(current, String(_id), keys) === null) unreadable += 1;
    // Unless it was rotated in the meantime.
    if (current && current !== secret)
      await WebhookEndpoint.updateOne({ _id, "secret.box": secret.box }, { secret: current });
    if (previous && previous !== previousSecret?.secret)
      await WebhookEndpoint.updateOne(
        { _id, "previousSecret.secret.box": previousSecret?.secret.box },
        { "previousSecret.secret": previous },
      );
  }
  return unreadable;
}

/** Counts the endpoints whose secret none of these keys decrypts, be it because a key has another value under its id. */
export async function endpointsWithoutKey(keys: SecretKeys): Promise<number> {
  const endpoints = await WebhookEndpoint.find({}, { secret: 1 }).lean();
  return endpoints.filter(({ _id, secret }) => decryptSecret(secret, String(_id), keys) === null).length;
}
