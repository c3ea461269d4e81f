// Everything that this phone says to the server. ``Refused`` is an answer with a code; any other error means: no network, later.
import { page } from "./dom.js";

export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function token() {
  const found = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
}

async function ask(address, question) {
  const how = { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
  if (question !== undefined) {
    how.method = "POST";
    how.headers["Content-Type"] = "application/json";
    how.headers["X-CSRFToken"] = token();
    how.body = JSON.stringify(question);
  }
  const answer = await fetch(address, how);
  if (answer.status >= 500) throw new Error(String(answer.status));
  let said;
  try {
    said = await answer.json();
  } catch (error) { // a page instead of an answer: the sign-in of some network, or a form that lost its token
    throw new Refused(answer.status === 403 ? "sign-in" : "no-answer", "");
  }
  if (!answer.ok) throw new Refused(said.code, said.message);
  return said;
}

const addressOf = (name, session) => page.addresses[name].replace(page.anySession, session);

export const askSessions = () => ask(page.addresses.mine);
export const askPack = (session, device, name) => ask(addressOf("pack", session), { device, name });
export const sendFacts = (session, device, facts) => ask(addressOf("facts", session), { device, facts });
export const askOrders = (device, removed) => ask(page.addresses.orders, { device, removed });
