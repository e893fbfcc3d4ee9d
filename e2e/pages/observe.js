// How the page's own things behave, as lines of text: observed before the widget came and after, they are the same.
const held = {};
for (const name of ['fetch', 'Promise', 'JSON', 'Date', 'XMLHttpRequest', 'WebSocket', 'addEventListener', 'setTimeout', 'onerror', 'name', 'crypto']) held[name] = window[name];
const heldInside = [JSON.stringify, JSON.parse, Date.now, Array.from, console.error, console.warn, document.cookie, Function.prototype.bind];

async function observe() {
  const lines = [];
  const see = (what, value) => { lines[lines.length] = what + ': ' + value };
  for (const name of Object.keys(held)) see('window.' + name, held[name] === window[name]);
  const inside = [JSON.stringify, JSON.parse, Date.now, Array.from, console.error, console.warn, document.cookie, Function.prototype.bind];
  for (let i = 0; i < inside.length; i++) see('inside ' + i, inside[i] === heldInside[i] || i === 6);

  see('stringify', JSON.stringify({ a: [1, ['2']], b: 'c' }));
  see('parse', JSON.parse('{"a":[1]}').a[0]);
  let members = '';
  for (const member in []) members += member + ' ';
  for (const member in {}) members += member + ' ';
  see('members', members);
  see('reduce', String([1, 2, 3].reduce((sum, n) => sum + n)));
  see('bind', (function () { return this.x }).bind({ x: 5 })());

  const options = { method: 'POST', body: 'the page\'s own', another: true };
  const answer = await fetch('own.json', options);
  see('fetch', answer.status);
  see('fetch saw', !window.ownFetch || window.ownFetch[0] === 'own.json' && window.ownFetch[1] === options && window.ownFetch.length);

  const state = { n: 1 };
  const url = '#' + Math.random();
  see('pushState', history.pushState(state, 'title', url));
  see('state', history.state.n + ' ' + (location.hash === url));
  see('pushState saw', !window.ownPush || window.ownPush[0] === state && window.ownPush[2] === url && window.ownPush.length);

  see('a click', await new Promise(heard => {
    document.addEventListener('click', function (event) { heard((this === document) + ' ' + (event.target === document.body)) }, { once: true });
    document.body.click();
  }));
  see('an error', await new Promise(heard => {
    const planned = new Error('planned');
    window.onerror = (message, source, line, column, error) => heard(message + ' ' + source.split('/').pop() + ' ' + line + ' ' + (error === planned));
    setTimeout(() => { throw planned });
  }));
  window.onerror = held.onerror;
  return lines;
}

function differences(before, after) {
  let text = '';
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) text += before[i] + ' -> ' + after[i] + '; ';
  return text || 'nothing';
}
