// A conversation in moments: somebody speaks, the learner chooses an answer, reads what it does to her, and goes on from
// there. The score is the points of the answers, out of the best conversation that is possible.
var Care = window.Care = window.Care || {};

Care.Dialogue = (function (EventDispatcher) {
  "use strict";

  function Dialogue(params, contentId, extras) {
    EventDispatcher.call(this);
    this.params = Object.assign({ scenes: [], endings: {}, l10n: {}, passPercentage: 70 }, params);
    this.contentId = contentId;
    this.words = this.params.l10n;
    this.path = []; // [{scene, choice}], as indexes
    this.begun = false;
    this.over = false;
    var state = extras && extras.previousState;
    if (state && Array.isArray(state.path) && state.path.every(this.isStep, this)) {
      this.path = state.path;
      this.begun = Boolean(state.begun);
      this.over = Boolean(state.over);
    }
  }
  Dialogue.prototype = Object.create(EventDispatcher.prototype);
  Dialogue.prototype.constructor = Dialogue;

  Dialogue.prototype.isStep = function (step) {
    var scene = this.params.scenes[step && step.scene];
    return Boolean(scene && scene.choices && scene.choices[step.choice]);
  };

  Dialogue.prototype.attach = function ($container) {
    this.root = $container[0] || $container;
    this.root.classList.add("care-dialogue");
    this.setActivityStarted();
    this.draw(false);
  };

  // Where the conversation stands: the index of the moment, -1 when it is over.
  Dialogue.prototype.here = function () {
    if (!this.path.length) return this.params.scenes.length ? 0 : -1;
    var last = this.path[this.path.length - 1];
    return this.indexOf(this.params.scenes[last.scene].choices[last.choice].next, this.visited());
  };
  Dialogue.prototype.visited = function () {
    return this.path.map(function (step) { return step.scene; });
  };
  Dialogue.prototype.indexOf = function (name, seen) {
    if (!name) return -1;
    var index = this.params.scenes.findIndex(function (scene) { return scene.name === name; });
    return seen.indexOf(index) >= 0 ? -1 : index; // never in circles
  };

  Dialogue.prototype.draw = function (moveFocus) {
    var self = this;
    this.root.replaceChildren();
    this.add(this.root, "div", "care-dialogue__introduction", this.params.introduction);
    if (!this.begun && !this.path.length) {
      this.button(this.root, "care-button care-button--primary", this.words.start || "Begin", function () {
        self.begun = true;
        self.draw(true);
        self.triggerXAPI("interacted");
      });
      this.trigger("resize");
      return;
    }
    var talk = this.add(this.root, "ol", "care-dialogue__talk");
    this.path.forEach(function (step, number) {
      self.drawMoment(talk, step.scene);
      self.drawAnswer(talk, step, number === self.path.length - 1);
    });
    var focus = talk.lastElementChild;
    var here = this.here();
    if (this.over) focus = this.drawEnd();
    else if (!this.waiting && here >= 0) {
      focus = this.drawMoment(talk, here);
      this.drawChoices(here);
    } else this.drawGoOn(here);
    if (moveFocus && focus) {
      focus.tabIndex = -1;
      focus.focus();
    }
    this.trigger("resize");
  };

  Dialogue.prototype.drawMoment = function (talk, index) {
    var scene = this.params.scenes[index];
    var item = this.add(talk, "li", "care-dialogue__her");
    if (scene.picture && scene.picture.path) {
      var picture = this.add(item, "img", "care-dialogue__picture");
      picture.src = window.H5P.getPath(scene.picture.path, this.contentId);
      picture.alt = "";
    }
    this.add(item, "p", "care-dialogue__speaker", scene.speaker);
    this.add(item, "div", "care-dialogue__words", scene.says);
    return item;
  };

  Dialogue.prototype.drawAnswer = function (talk, step) {
    var choice = this.params.scenes[step.scene].choices[step.choice];
    var item = this.add(talk, "li", "care-dialogue__you");
    this.add(item, "p", "care-dialogue__speaker", this.words.you || "You");
    this.add(item, "p", "care-dialogue__words", choice.text);
    var kind = ["hurts", "harmless", "helps"][choice.points] || "hurts";
    var note = this.add(talk, "li", "care-dialogue__note care-dialogue__note--" + kind);
    this.add(note, "strong", "", this.words[kind]);
    this.add(note, "div", "", choice.feedback);
    return item;
  };

  Dialogue.prototype.drawChoices = function (index) {
    var self = this;
    var box = this.add(this.root, "div", "care-dialogue__choices");
    box.setAttribute("role", "group");
    var question = this.add(box, "p", "care-dialogue__question", this.words.choose || "What do you say?");
    question.id = "care-question-" + this.contentId;
    box.setAttribute("aria-labelledby", question.id);
    this.params.scenes[index].choices.forEach(function (choice, number) {
      self.button(box, "care-button care-button--choice", choice.text, function () { self.answer(index, number); });
    });
  };

  Dialogue.prototype.answer = function (scene, choice) {
    this.path.push({ scene: scene, choice: choice });
    this.waiting = true;
    this.draw(true);
    this.triggerXAPI("interacted");
  };

  Dialogue.prototype.drawGoOn = function (here) {
    var self = this;
    var words = here < 0 ? this.words.finish || "Look back" : this.words.goOn || "Go on";
    this.button(this.root, "care-button care-button--primary", words, function () {
      self.waiting = false;
      if (here < 0) self.finish();
      else self.draw(true);
    });
  };

  Dialogue.prototype.finish = function () {
    this.over = true;
    this.draw(true);
    var event = this.createXAPIEventTemplate("completed");
    this.describe(event);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, this.isPassed());
    this.trigger(event);
  };

  Dialogue.prototype.drawEnd = function () {
    var self = this;
    var end = this.add(this.root, "section", "care-dialogue__end");
    var heading = this.add(end, "h2", "", this.words.lookBack || "Looking back");
    var score = (this.words.result || ":score / :max").replace(":score", this.getScore()).replace(":max", this.getMaxScore());
    this.add(end, "p", "care-dialogue__score", score);
    this.add(end, "p", "", this.isPassed() ? this.params.endings.good : this.params.endings.again);
    this.button(end, "care-button", this.words.retry || "Try again", function () {
      self.resetTask();
      self.draw(true);
    });
    return heading;
  };

  Dialogue.prototype.describe = function (event) {
    var definition = event.getVerifiedStatementValue(["object", "definition"]);
    definition.interactionType = "sequencing";
    definition.type = "http://adlnet.gov/expapi/activities/interaction";
  };

  // The question type contract of H5P.
  Dialogue.prototype.getAnswerGiven = function () { return this.path.length > 0; };
  Dialogue.prototype.getScore = function () {
    var scenes = this.params.scenes;
    return this.path.reduce(function (sum, step) { return sum + (scenes[step.scene].choices[step.choice].points || 0); }, 0);
  };
  Dialogue.prototype.getMaxScore = function () {
    if (this.best === undefined) this.best = this.bestFrom(this.params.scenes.length ? 0 : -1, []);
    return this.best;
  };
  Dialogue.prototype.bestFrom = function (index, seen) {
    if (index < 0 || seen.length > 40) return 0;
    var self = this;
    return Math.max.apply(null, this.params.scenes[index].choices.map(function (choice) {
      var now = seen.concat(index);
      return (choice.points || 0) + self.bestFrom(self.indexOf(choice.next, now), now);
    }));
  };
  Dialogue.prototype.isPassed = function () {
    var best = this.getMaxScore();
    return best === 0 || this.getScore() * 100 >= best * this.params.passPercentage;
  };
  Dialogue.prototype.getCurrentState = function () {
    return this.begun ? { path: this.path, begun: this.begun, over: this.over } : undefined;
  };
  Dialogue.prototype.resetTask = function () {
    this.path = [];
    this.waiting = false;
    this.over = false;
    if (this.root) this.draw(false);
  };
  Dialogue.prototype.showSolutions = function () {};
  Dialogue.prototype.getXAPIData = function () {
    var event = this.createXAPIEventTemplate("completed");
    this.describe(event);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, this.over, this.isPassed());
    return { statement: event.data.statement };
  };

  // Texts have been filtered by the server, which is what makes writing them as HTML safe.
  Dialogue.prototype.add = function (parent, tag, className, html) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (html !== undefined) element.innerHTML = html;
    parent.appendChild(element);
    return element;
  };
  Dialogue.prototype.button = function (parent, className, html, act) {
    var button = this.add(parent, "button", className, html);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  };

  return Dialogue;
})(H5P.EventDispatcher);
