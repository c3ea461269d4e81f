// Steps to be put into their order with two buttons each, so that a keyboard and a thumb serve as well as a mouse.
var Care = window.Care = window.Care || {};

Care.FirstThings = (function (EventDispatcher) {
  "use strict";

  function FirstThings(params, contentId, extras) {
    EventDispatcher.call(this);
    this.params = Object.assign({ steps: [], l10n: {}, passPercentage: 60 }, params);
    this.contentId = contentId;
    this.words = this.params.l10n;
    this.order = this.mixed();
    this.checked = false;
    this.touched = false;
    var state = extras && extras.previousState;
    if (state && this.isOrder(state.order)) {
      this.order = state.order;
      this.checked = Boolean(state.checked);
      this.touched = true;
    }
  }
  FirstThings.prototype = Object.create(EventDispatcher.prototype);
  FirstThings.prototype.constructor = FirstThings;

  FirstThings.prototype.isOrder = function (order) {
    var count = this.params.steps.length;
    return Array.isArray(order) && order.length === count && order.slice().sort(function (a, b) { return a - b; })
      .every(function (value, index) { return value === index; });
  };

  // The same mixture for everybody: every second step first, from the end. Never the right order.
  FirstThings.prototype.mixed = function () {
    var odd = [], even = [];
    this.params.steps.forEach(function (step, index) { (index % 2 ? odd : even).unshift(index); });
    return odd.concat(even);
  };

  FirstThings.prototype.attach = function ($container) {
    this.root = $container[0] || $container;
    this.root.classList.add("care-first");
    this.setActivityStarted();
    this.draw();
  };

  FirstThings.prototype.draw = function (focus) {
    var self = this;
    this.root.replaceChildren();
    this.add(this.root, "div", "care-first__task", this.params.task);
    var list = this.add(this.root, "ol", "care-first__list");
    this.order.forEach(function (step, place) { self.drawStep(list, step, place); });
    this.says = this.add(this.root, "p", "care-first__says");
    this.says.setAttribute("role", "status");
    var buttons = this.add(this.root, "div", "care-first__buttons");
    if (this.checked) {
      var result = (this.words.result || ":score / :max").replace(":score", this.getScore()).replace(":max", this.getMaxScore());
      this.says.innerHTML = result;
      this.button(buttons, "care-button care-button--primary", this.words.retry || "Try again", function () { self.retry(); });
      if (!this.solved && this.getScore() < this.getMaxScore()) {
        this.button(buttons, "care-button", this.words.solution || "Show the order", function () { self.showSolutions(); });
      }
    } else {
      this.button(buttons, "care-button care-button--primary", this.words.check || "Check", function () { self.check(); });
    }
    var found = focus && this.root.querySelector(focus);
    if (found && !found.disabled) found.focus();
    this.trigger("resize");
  };

  FirstThings.prototype.drawStep = function (list, step, place) {
    var self = this;
    var text = this.params.steps[step].text;
    var item = this.add(list, "li", "care-first__step");
    this.add(item, "span", "care-first__place", String(place + 1));
    var body = this.add(item, "div", "care-first__body");
    this.add(body, "p", "", text);
    if (this.checked) {
      var right = step === place;
      item.classList.add(right ? "care-first__step--right" : "care-first__step--wrong");
      var words = right ? this.words.right : (this.words.wrong || ":place").replace(":place", step + 1);
      this.add(body, "p", "care-first__mark", words);
      this.add(body, "div", "care-first__why", this.params.steps[step].why || "");
      return;
    }
    var moves = this.add(item, "div", "care-first__moves");
    [["up", -1, "▲"], ["down", 1, "▼"]].forEach(function (move) {
      var button = self.button(moves, "care-first__move", "<span aria-hidden=\"true\">" + move[2] + "</span>", function () {
        self.move(place, move[1], move[0]);
      });
      var spoken = document.createElement("span");
      spoken.innerHTML = (self.words[move[0]] || move[0]) + ": " + text;
      button.setAttribute("aria-label", spoken.textContent);
      button.dataset.move = move[0] + "-" + step;
      button.disabled = place + move[1] < 0 || place + move[1] >= self.order.length;
    });
  };

  FirstThings.prototype.move = function (place, by, direction) {
    var step = this.order[place];
    this.order[place] = this.order[place + by];
    this.order[place + by] = step;
    this.touched = true;
    this.draw("[data-move=\"" + direction + "-" + step + "\"]");
    this.says.innerHTML = (this.words.moved || ":place").replace(":place", place + by + 1);
    this.triggerXAPI("interacted");
  };

  FirstThings.prototype.check = function () {
    this.checked = true;
    this.touched = true;
    this.draw(".care-first__buttons button");
    var event = this.createXAPIEventTemplate("answered");
    this.describe(event);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, this.isPassed());
    this.trigger(event);
  };
  FirstThings.prototype.retry = function () {
    this.resetTask();
    this.draw(".care-first__move:not(:disabled)");
  };

  FirstThings.prototype.describe = function (event) {
    var definition = event.getVerifiedStatementValue(["object", "definition"]);
    definition.interactionType = "sequencing";
    definition.type = "http://adlnet.gov/expapi/activities/cmi.interaction";
    event.data.statement.result = Object.assign(event.data.statement.result || {}, { response: this.order.join("[,]") });
  };

  FirstThings.prototype.getAnswerGiven = function () { return this.touched; };
  FirstThings.prototype.getScore = function () {
    return this.order.filter(function (step, place) { return step === place; }).length;
  };
  FirstThings.prototype.getMaxScore = function () { return this.params.steps.length; };
  FirstThings.prototype.isPassed = function () {
    return this.getScore() * 100 >= this.getMaxScore() * this.params.passPercentage;
  };
  FirstThings.prototype.getCurrentState = function () {
    return this.touched ? { order: this.order, checked: this.checked } : undefined;
  };
  FirstThings.prototype.resetTask = function () {
    this.checked = false;
    this.solved = false;
    this.order = this.mixed();
    if (this.root) this.draw();
  };
  FirstThings.prototype.showSolutions = function () {
    this.checked = true;
    this.solved = true;
    this.order = this.params.steps.map(function (step, index) { return index; });
    this.draw(".care-first__buttons button");
    this.says.innerHTML = "";
  };
  FirstThings.prototype.getXAPIData = function () {
    var event = this.createXAPIEventTemplate("answered");
    this.describe(event);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, this.checked, this.isPassed());
    return { statement: event.data.statement };
  };

  // Texts have been filtered by the server, which is what makes writing them as HTML safe.
  FirstThings.prototype.add = function (parent, tag, className, html) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (html !== undefined) element.innerHTML = html;
    parent.appendChild(element);
    return element;
  };
  FirstThings.prototype.button = function (parent, className, html, act) {
    var button = this.add(parent, "button", className, html);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  };

  return FirstThings;
})(H5P.EventDispatcher);
