// IndexedDB, as promises. What is in it: README, "On the phone". Writing waits until the disk has it: the battery may end at any time.
const NAME = "library-offline";
let opening = null;

function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  opening = opening || new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("settings");                          // vault, device, what was removed; opens nothing
      db.createObjectStore("packs", { keyPath: "session" });      // head and body, locked
      const facts = db.createObjectStore("facts", { keyPath: "seq", autoIncrement: true });
      facts.createIndex("session", "session");                    // each locked; state and code stand beside it
      facts.createIndex("uuid", "uuid", { unique: true });
      const media = db.createObjectStore("media", { keyPath: ["session", "address"] });
      media.createIndex("session", "session");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// ``work(storeOf)`` in one transaction; what it returns, once everything is on the disk.
export async function write(names, work) {
  const db = await database();
  const transaction = db.transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const result = work((name) => transaction.objectStore(name));
  await done;
  return result;
}

async function reading(name) {
  return (await database()).transaction(name).objectStore(name);
}

export const get = async (name, key) => ask((await reading(name)).get(key));
export const all = async (name) => ask((await reading(name)).getAll());
export const ofSession = async (name, session) => ask((await reading(name)).index("session").getAll(session));
export const put = (name, value, key) => write([name], (store) => { store(name).put(value, key); });
export const add = (name, values) => write([name], (store) => { values.forEach((value) => store(name).add(value)); });

// Removes every row of a session from ``name`` that ``which`` says yes to, by its key.
export async function removeOf(name, session, which = () => true) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, "readwrite", { durability: "strict" });
    const request = transaction.objectStore(name).index("session").openCursor(IDBKeyRange.only(session));
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      if (which(cursor.value)) cursor.delete();
      cursor.continue();
    };
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

export const removePack = (session) => write(["packs"], (store) => { store("packs").delete(session); });

// Everything goes, from the disk too.
export async function wipe() {
  const db = await database();
  db.close();
  opening = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
