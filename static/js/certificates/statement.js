// Reads what the QR code of a certificate says behind the "#" of its address, and tells whether we signed it.
// The format and the words for the outcome are those of learning/certificates/statement.py.
window.certificateStatement = (function () {
  "use strict";
  var VERSION = "1";
  var LONGEST = 2000;

  function bytes(text) {
    var padded = text.replace(/-/g, "+").replace(/_/g, "/") + "===".slice((text.length + 3) % 4);
    return Uint8Array.from(atob(padded), function (letter) { return letter.charCodeAt(0); });
  }

  function base64url(content) {
    return btoa(String.fromCharCode.apply(null, content)).replace(/\+/g, "-").replace(/\//g, "_");
  }

  // The code as it is stored, from what was typed or stands in an address.
  function cleanCode(typed) {
    return typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  }

  // {code, statement} of an address or of what somebody pasted; both may be "".
  function parts(text) {
    var hash = text.indexOf("#");
    var before = hash < 0 ? text : text.slice(0, hash);
    var inAddress = before.match(/\/verify\/([^/?#]+)/);
    return { code: cleanCode(inAddress ? inAddress[1] : before.indexOf("/") < 0 ? before : ""), statement: hash < 0 ? "" : text.slice(hash + 1).trim() };
  }

  // By the browser's own Ed25519 where it has it, else by the library.
  function signed(key, signature, content, library) {
    var own = window.crypto && crypto.subtle;
    var imported = own ? own.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]) : Promise.reject(new Error());
    return imported.then(function (imported) {
      return own.verify({ name: "Ed25519" }, imported, signature, content);
    }, function () {
      return import(library).then(function (noble) { return noble.verifyAsync(signature, content, key, { zip215: false }); });
    });
  }

  // {seal: "genuine" | "altered" | "foreign" | "downgraded" | "unreadable", facts}. keys: the published set (JWK).
  function read(statement, code, keys, library) {
    var told = statement.split(".");
    if (statement.length > LONGEST || told.length !== 4) return Promise.resolve({ seal: "unreadable" });
    if (told[0] !== VERSION) return Promise.resolve({ seal: "downgraded" });
    var key = keys.find(function (key) { return key.kid === told[1] && key.kty === "OKP" && key.crv === "Ed25519"; });
    if (!key) return Promise.resolve({ seal: "foreign" });
    var content, signature, publicKey;
    try {
      content = bytes(told[2]);
      signature = bytes(told[3]);
      publicKey = bytes(key.x);
    } catch (error) {
      return Promise.resolve({ seal: "altered" });
    }
    var head = new TextEncoder().encode("certificate statement " + VERSION + "\n" + code + "\n");
    var whole = new Uint8Array(head.length + content.length);
    whole.set(head);
    whole.set(content, head.length);
    return signed(publicKey, signature, whole, library).then(function (isSigned) {
      if (!isSigned) return { seal: "altered" };
      var said = JSON.parse(new TextDecoder().decode(content));
      return { seal: "genuine", facts: { kind: said[0], issuedOn: said[1], validUntil: said[2], name: said[3], title: said[4] } };
    });
  }

  // As it stands in the list of those that ended: SHA-256, the first twelve bytes.
  function fingerprint(code) {
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)).then(function (digest) {
      return base64url(new Uint8Array(digest).slice(0, 12));
    });
  }

  return { parts: parts, read: read, fingerprint: fingerprint };
})();
