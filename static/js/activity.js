// An interactive activity in a lesson: its frame is made when the reader comes near. What happens in the frame is told to
// us by messages; we decide what of it is sent, with our own session. The frame itself has no network to write to.
(function () {
  "use strict";
  var NEAR = "600px";
  var RETRY = [2000, 5000, 15000, 30000, 60000];

  function uuid() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function Activity(element) {
    this.element = element;
    this.says = element.querySelector("[data-says]");
    this.records = Boolean(element.dataset.begin);
    this.token = "";
    this.states = {};
    this.queue = []; // statements that were not acknowledged yet, in their order
    this.sending = false;
    this.failures = 0;
  }

  Activity.prototype.open = function () {
    var self = this;
    this.makeFrame();
    if (!this.records) {
      this.known = true;
      return this.greet();
    }
    this.post(this.element.dataset.begin, {})
      .then(function (response) { return response.ok ? response.json() : {}; })
      .catch(function () { return {}; })
      .then(function (answer) {
        self.token = answer.token || "";
        self.records = Boolean(answer.recording);
        self.states = answer.states || {};
        self.show(answer);
        self.known = true;
        self.greet();
      });
  };

  Activity.prototype.makeFrame = function () {
    var self = this;
    var frame = document.createElement("iframe");
    frame.title = this.element.dataset.title;
    frame.setAttribute("sandbox", this.element.dataset.sandbox);
    frame.setAttribute("allow", "fullscreen");
    frame.setAttribute("referrerpolicy", "no-referrer");
    frame.className = "activity__player";
    this.frame = frame;
    window.addEventListener("message", function (event) {
      // A frame without an origin says "null"; which window it is cannot be forged.
      if (event.source === frame.contentWindow && event.data && event.data.h5p === true) self.hear(event.data);
    });
    frame.src = this.element.dataset.player;
    this.element.querySelector("[data-frame]").appendChild(frame);
    var full = this.element.querySelector("[data-full]");
    if (full && frame.requestFullscreen) {
      this.element.querySelector("[data-tools]").hidden = false;
      full.addEventListener("click", function () { frame.requestFullscreen(); });
    }
    this.patience = setTimeout(function () {
      if (!self.begun) self.say(self.says.dataset.failed);
    }, 20000);
  };

  Activity.prototype.greet = function () {
    if (this.known && this.ready && !this.greeted) {
      this.greeted = true;
      this.frame.contentWindow.postMessage({ h5p: true, action: "begin", states: this.states }, "*");
    }
  };

  Activity.prototype.hear = function (message) {
    if (message.action === "ready") {
      this.ready = true;
      this.greet();
    } else if (message.action === "begun") {
      this.begun = true;
      clearTimeout(this.patience);
    } else if (message.action === "height" && typeof message.height === "number") {
      this.frame.style.setProperty("block-size", Math.min(Math.max(message.height, 80), 6000) + "px");
    } else if (message.action === "statement" && this.records && message.statement) {
      this.queue.push({ token: this.token, id: uuid(), statement: message.statement });
      this.send();
    } else if (message.action === "state" && this.records) {
      this.saveState(message);
    }
  };

  // One after the other, each with the id it was given here: sent twice, it is kept once.
  Activity.prototype.send = function () {
    var self = this;
    if (this.sending || !this.queue.length) return;
    this.sending = true;
    this.post(this.element.dataset.statements, this.queue[0])
      .then(function (response) {
        if (response.status >= 500 || response.status === 429) throw new Error("later");
        return response.json().catch(function () { return {}; });
      })
      .then(function (receipt) {
        self.queue.shift();
        self.failures = 0;
        self.sending = false;
        self.show(receipt);
        self.send();
      })
      .catch(function () {
        self.sending = false;
        self.say(self.says.dataset.waiting);
        setTimeout(function () { self.send(); }, RETRY[Math.min(self.failures++, RETRY.length - 1)]);
      });
  };

  Activity.prototype.saveState = function (message) {
    this.post(this.element.dataset.state, {
      token: this.token, dataType: message.dataType, subContentId: message.subContentId, data: message.data,
    }).catch(function () {}); // the next one says it all again
  };

  Activity.prototype.post = function (address, body) {
    return fetch(address, {
      method: "POST",
      credentials: "same-origin",
      keepalive: JSON.stringify(body).length < 60000,
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.element.dataset.csrf || "" },
      body: JSON.stringify(body),
    });
  };

  // The editor's preview shows what stands in the form now.
  Activity.prototype.reload = function (player) {
    this.ready = this.greeted = false;
    this.frame.src = player;
  };

  Activity.prototype.show = function (receipt) {
    if (receipt.code) this.say(receipt.message);
    else if (receipt.done || typeof receipt.best === "number") {
      var words = receipt.done ? [this.says.dataset.done] : [];
      if (typeof receipt.best === "number") words.push(this.says.dataset.best.replace(":percent", receipt.best + "%"));
      this.say(words.join(" "));
      this.element.classList.toggle("activity--done", Boolean(receipt.done));
    }
  };
  Activity.prototype.say = function (words) { this.says.textContent = words || ""; };

  if (window.libraryActivities) return; // one script, several activities on a page
  window.libraryActivities = true;
  var elements = document.querySelectorAll("[data-activity]");
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      var activity = new Activity(entry.target);
      activity.open();
      entry.target.addEventListener("activity:show", function (event) { activity.reload(event.detail); });
    });
  }, { rootMargin: NEAR });
  elements.forEach(function (element) { watcher.observe(element); });
})();
