// Everything that this phone keeps is encrypted under a passphrase: PBKDF2 (SHA-256) makes a key from it, slowly; that key opens the data key.
// The data key never leaves the browser's own key store once the vault is open.
const ROUNDS = 600000;
const text = new TextEncoder();

export const shortest = 8;

export function toBase64(bytes) {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function fromBase64(encoded) {
  return Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
}

async function keyFrom(passphrase, salt, rounds) {
  const raw = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

// A new vault: {record, key}. The record is kept; it opens nothing without the passphrase.
export async function createVault(passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const outer = await keyFrom(passphrase, salt, ROUNDS);
  const data = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", data, outer, { name: "AES-GCM", iv });
  const record = { salt, iv, wrapped, rounds: ROUNDS };
  return { record, key: await openVault(record, passphrase) };
}

// The data key, or null when the passphrase is another.
export async function openVault(record, passphrase) {
  const outer = await keyFrom(passphrase, record.salt, record.rounds);
  try {
    const how = { name: "AES-GCM", iv: record.iv };
    return await crypto.subtle.unwrapKey("raw", record.wrapped, outer, how, "AES-GCM", false, ["encrypt", "decrypt"]);
  } catch (error) {
    return null;
  }
}

// {iv, data} of bytes. ``about`` binds it to its place: what was moved to another row does not open.
export async function lockBytes(key, about, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  return { iv, data: await crypto.subtle.encrypt(how, key, bytes) };
}

export async function unlockBytes(key, about, locked) {
  const how = { name: "AES-GCM", iv: locked.iv, additionalData: text.encode(about) };
  return crypto.subtle.decrypt(how, key, locked.data);
}

export function lock(key, about, value) {
  return lockBytes(key, about, text.encode(JSON.stringify(value)));
}

export async function unlock(key, about, locked) {
  return JSON.parse(new TextDecoder().decode(await unlockBytes(key, about, locked)));
}

// The file that somebody carries for her: sealed with the device's key, which only the server has besides (sessions/sealed.py).
export async function sealFile(deviceKey, device, value) {
  const key = await crypto.subtle.importKey("raw", fromBase64(deviceKey), "AES-GCM", false, ["encrypt"]);
  const { iv, data } = await lockBytes(key, device, text.encode(JSON.stringify(value)));
  return JSON.stringify({ format: "session-facts", version: 1, device, iv: toBase64(iv), data: toBase64(data) });
}

// A name-based UUID (RFC 9562, version 5), so that the same ticket is the same line on every phone and on paper.
export async function uuid5(namespace, name) {
  const space = Uint8Array.from(namespace.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));
  const label = text.encode(name);
  const whole = new Uint8Array(space.length + label.length);
  whole.set(space);
  whole.set(label, space.length);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", whole)).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
