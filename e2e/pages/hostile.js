// What strangers' pages have made of the browser by the time our script comes: ?world=NAME.
const isOurs = input => /\/v1\//.test(String(input));

const worlds = {
  // An old polyfill, and many a tracker's wrapper: passes on what it knows.
  fetchOfFewOptions() {
    const real = fetch;
    window.fetch = function (input, options) {
      if (!isOurs(input)) window.ownFetch = arguments;
      const { method, headers, body } = options || {};
      return real(input, { method, headers, body });
    };
  },
  // A wrapper whose service isn't ready yet.
  fetchThrowsAtFirst() {
    const real = fetch;
    let times = 2;
    window.fetch = function (input) {
      if (isOurs(input) && times-- > 0) throw new TypeError('not ready');
      if (!isOurs(input)) window.ownFetch = arguments;
      return real.apply(this, arguments);
    };
  },
  fetchThrows() {
    const real = fetch;
    window.fetch = function (input) {
      if (isOurs(input)) throw new TypeError('not here');
      return real.apply(this, arguments);
    };
  },
  slowFetch() {
    const real = fetch;
    window.fetch = async function (...all) {
      await new Promise(go => setTimeout(go, 80));
      if (!isOurs(all[0])) window.ownFetch = all;
      return real(...all);
    };
  },
  // Made of XMLHttpRequest: its answers have only what everybody uses.
  fetchOfXhr() {
    window.fetch = function (input, { method = 'GET', headers = {}, body } = {}) {
      if (!isOurs(input)) window.ownFetch = arguments;
      return new Promise((resolve, reject) => {
        const asked = new XMLHttpRequest();
        asked.open(method, input);
        for (const name of Object.keys(headers)) asked.setRequestHeader(name, headers[name]);
        asked.onload = () => resolve({
          ok: asked.status < 300, status: asked.status, headers: { get: name => asked.getResponseHeader(name) },
          text: () => Promise.resolve(asked.responseText), json: () => Promise.resolve(JSON.parse(asked.responseText)),
        });
        asked.onerror = () => reject(new TypeError('Network request failed'));
        asked.send(body);
      });
    };
  },

  // No finally, no allSettled; what it settles, it tells a turn later.
  promiseOfItsOwn() {
    function Later(run) {
      const waiting = [];
      let state = '', result;
      const settle = (how, what) => {
        if (state) return;
        state = how;
        if (how === 'kept' && what && typeof what.then === 'function') {
          what.then(value => { state = ''; settle('kept', value) }, error => { state = ''; settle('broken', error) });
          state = 'follows';
          return;
        }
        result = what;
        for (let i = 0; i < waiting.length; i++) waiting[i]();
      };
      this.then = (kept, broken) => new Later((resolve, reject) => {
        const tell = () => setTimeout(() => {
          const react = state === 'kept' ? kept : broken;
          if (typeof react !== 'function') return state === 'kept' ? resolve(result) : reject(result);
          try { resolve(react(result)) } catch (error) { reject(error) }
        });
        state === 'kept' || state === 'broken' ? tell() : waiting.push(tell);
      });
      this.catch = broken => this.then(undefined, broken);
      try { run(value => settle('kept', value), error => settle('broken', error)) } catch (error) { settle('broken', error) }
    }
    Later.resolve = value => value instanceof Later ? value : new Later(resolve => resolve(value));
    Later.reject = error => new Later((_, reject) => reject(error));
    Later.all = list => new Later((resolve, reject) => {
      const all = [];
      let left = list.length;
      if (!left) resolve(all);
      list.forEach((one, i) => Later.resolve(one).then(value => { all[i] = value; if (!--left) resolve(all) }, reject));
    });
    Later.race = list => new Later((resolve, reject) => list.forEach(one => Later.resolve(one).then(resolve, reject)));
    window.Promise = Later;
  },
  promiseOfASubclass() {
    window.Promise = class Traced extends Promise {
      then(kept, broken) { return super.then(kept && (value => kept(value)), broken && (error => broken(error))) }
    };
  },

  // As Prototype.js 1.6 did it.
  prototypeJs() {
    const extend = (target, methods) => { for (const name of Object.keys(methods)) target[name] = methods[name] };
    const $A = list => { const all = []; for (let i = 0; i < (list ? list.length : 0); i++) all[i] = list[i]; return all };
    const each = function (fn) { for (let i = 0; i < this.length; i++) fn(this[i], i); return this };
    const toJSON = value => typeof value === 'string' ? value.toJSON() : String(value);
    extend(Array.prototype, {
      each, toJSON() { return '[' + $A(this).map(toJSON).join(', ') + ']' },
      first() { return this[0] }, last() { return this[this.length - 1] }, toArray() { return $A(this) }, entries() { return $A(this) },
      map(fn) { const all = []; each.call(this, (one, i) => all.push(fn ? fn(one, i) : one)); return all },
      filter(fn) { const all = []; each.call(this, (one, i) => { if (fn(one, i)) all.push(one) }); return all },
      find(fn) { for (let i = 0; i < this.length; i++) if (fn(this[i], i)) return this[i] },
      include(one) { return this.indexOf(one) !== -1 }, flatten() { return [].concat(...this) }, without(one) { return this.filter(o => o !== one) },
      reduce() { return this.length > 1 ? this : this[0] }, uniq() { return $A(this) }, compact() { return this.filter(o => o != null) },
    });
    extend(String.prototype, {
      toJSON() { return '"' + this.replace(/"/g, '\\"') + '"' }, startsWith(s) { return this.indexOf(s) === 0 }, include(s) { return this.indexOf(s) > -1 },
      endsWith(s) { const at = this.length - s.length; return at >= 0 && this.lastIndexOf(s) === at }, strip() { return this.replace(/^\s+|\s+$/g, '') },
    });
    extend(Number.prototype, { toJSON() { return isFinite(this) ? this.toString() : 'null' }, times(fn) { for (let i = 0; i < this; i++) fn(i) } });
    extend(Function.prototype, {
      bind(self) { const fn = this, more = $A(arguments).slice(1); return function () { return fn.apply(self, more.concat($A(arguments))) } },
      curry() { return this }, delay(s) { return setTimeout(this, s * 1000) },
    });
    extend(Object, { keys(object) { const all = []; for (const name in object) all.push(name); return all }, values(object) { return Object.keys(object).map(k => object[k]) } });
    Array.from = $A;
  },
  moreMembersForAll() {
    Array.prototype.remove = function () { return this };
    Object.prototype.extraOfAll = 'extra';
  },
  frozenBuiltIns() { for (const built of [Object, Array, Function, Promise, String, EventTarget, History]) { Object.freeze(built); Object.freeze(built.prototype) } },

  // As json2.js, which took the place of whatever was there.
  jsonOfItsOwn() {
    const quote = text => '"' + text.replace(/["\\\u0000-\u001f\u007f-\u009f\u00ad\u2028\u2029\ufeff]/g, c => '\\u' + ('0000' + c.charCodeAt(0).toString(16)).slice(-4)) + '"';
    const spell = (key, holder) => {
      let value = holder[key];
      if (value && typeof value.toJSON === 'function') value = value.toJSON(key);
      if (typeof value === 'string') return quote(value);
      if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
      if (typeof value !== 'object') return undefined;
      const parts = [];
      if (Object.prototype.toString.apply(value) === '[object Array]') {
        for (let i = 0; i < value.length; i++) parts.push(spell(String(i), value) || 'null');
        return '[' + parts.join(',') + ']';
      }
      for (const k in value) if (Object.hasOwnProperty.call(value, k)) { const text = spell(k, value); if (text) parts.push(quote(k) + ':' + text) }
      return '{' + parts.join(',') + '}';
    };
    window.JSON = {
      stringify: value => spell('', { '': value }),
      parse(text) {
        const bare = text.replace(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/g, '@').replace(/"[^"\\\n\r]*"|true|false|null|-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?/g, ']').replace(/(?:^|:|,)(?:\s*\[)+/g, '');
        if (!/^[\],:{}\s]*$/.test(bare)) throw new SyntaxError('JSON.parse');
        return eval('(' + text + ')');
      },
    };
    String.prototype.toJSON = Number.prototype.toJSON = Boolean.prototype.toJSON = function () { return this.valueOf() };
  },

  router() {
    for (const name of ['pushState', 'replaceState']) {
      const real = history[name];
      history[name] = function () { window.ownPush = arguments; return real.apply(history, arguments) };
    }
  },
  stoppedClock() {
    const now = Date.now(), Real = Date;
    window.Date = class extends Real { constructor(...all) { all.length ? super(...all) : super(now) } };
    Date.now = () => now;
  },
  // As zone.js: every listener and timer runs inside something. And as older wrappers, it passes no options on.
  wrappedListeners() {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const wrapped = new WeakMap();
    const wrap = listener => {
      if (!listener || wrapped.has(listener)) return wrapped.get(listener);
      wrapped.set(listener, function (event) { return listener.handleEvent ? listener.handleEvent(event) : listener.call(this, event) });
      return wrapped.get(listener);
    };
    EventTarget.prototype.addEventListener = function (type, listener, options) { return addEventListener.call(this, type, wrap(listener), !!(options && options.capture)) };
    EventTarget.prototype.removeEventListener = function (type, listener, options) { return removeEventListener.call(this, type, wrap(listener), !!(options && options.capture)) };
    const real = setTimeout;
    window.setTimeout = function (fn, ms, ...more) { return real(function () { fn.apply(this, arguments) }, ms, ...more) };
  },
  // An http address in the oldest browsers that read the script's syntax.
  oldBrowser() {
    const gone = [
      [Crypto.prototype, 'randomUUID'], [Navigator.prototype, 'locks'], [Navigator.prototype, 'sendBeacon'], [window, 'BroadcastChannel'], [window, 'requestIdleCallback'],
      [window, 'structuredClone'], [window, 'navigation'], [window, 'scheduler'], [Object, 'hasOwn'], [Array.prototype, 'at'], [Array.prototype, 'findLast'],
      [String.prototype, 'replaceAll'], [Promise, 'any'], [AbortSignal, 'timeout'], [AbortSignal, 'any'], [URL, 'canParse'], [URL, 'parse'],
    ];
    for (const [owner, name] of gone) {
      try { delete owner[name] } catch { /* it stays */ }
      if (owner[name]) Object.defineProperty(owner, name, { value: undefined });
    }
  },
};

worlds[new URLSearchParams(location.search).get('world')]();
