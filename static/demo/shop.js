// The demo shop's own script: what any shop's would be, with a call to Nametag at the three moments that matter.
const find = selector => document.querySelector(selector);
const me = JSON.parse(find('#me')?.textContent ?? 'null');

// 1. Somebody is logged in: said on every page, as customers do.
const tell = who => Nametag('identify', who.id, {
  email: who.email, name: who.name, company: who.company || null, tag: who.tag, custom_data: who.custom_data,
}, who.token); // which the shop's own server signed
if (me) tell(me).catch(show);

async function logIn(customer) {
  const { me } = await post('login', { customer });
  tell(me).catch(show); // not waited for: it arrives although the page goes away
  location.href = '/demo/account';
}

// 2. Something about them changed.
async function choosePlan(plan) {
  const { me } = await post('plan', { plan });
  Nametag('setAttributes', { tag: me.tag, custom_data: { plan: me.custom_data.plan } }).catch(show);
  location.href = '/demo/account';
}

// 3. They leave this browser to somebody else.
async function logOut() {
  await post('logout', {});
  Nametag('reset').catch(show);
  location.href = '/demo/';
}

async function showCode() {
  const { code } = await Nametag('lookupCode');
  find('.code').textContent = code;
}

async function addToCart(product) {
  const { cart } = await ask('me');
  await putInCart(product, Math.min((cart[product] ?? 0) + 1, 20));
}

async function putInCart(product, quantity) {
  await post('cart', { product, quantity });
  location.href = '/demo/cart';
}

async function ask(call, options) {
  const answer = await fetch('/demo/api/' + call, options);
  const said = await answer.json();
  if (!answer.ok) throw said.error;
  return said;
}

const post = (call, body) =>
  ask(call, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

function show(problem) {
  const notice = find('.notice');
  notice.textContent = problem?.message ?? String(problem);
  notice.hidden = false;
}

// What the buttons do, by their data attribute.
const buttons = {
  login: logIn,
  plan: choosePlan,
  logout: logOut,
  code: showCode,
  add: addToCart,
  remove: product => putInCart(product, 0),
  order: async () => show({ message: 'Thank you! Nothing was ordered: this shop is only a demo.' }),
};

document.addEventListener('click', event => {
  const button = event.target.closest('button');
  for (const [name, act] of Object.entries(buttons)) {
    if (button && name in button.dataset) act(button.dataset[name]).catch(show);
  }
});

document.addEventListener('change', ({ target }) => {
  const product = target.dataset.quantity;
  if (product && target.checkValidity() && target.value !== '') putInCart(product, target.valueAsNumber).catch(show);
});

// The corner shows what the page knows of itself.
async function showIdentity() {
  const identity = await Nametag('identity');
  const trust = find('.corner .trust');
  trust.textContent = identity.trust;
  trust.dataset.trust = identity.trust;
  find('.corner dl').replaceChildren(...Object.entries(identity).filter(([, value]) => value !== undefined).flatMap(([key, value]) => {
    const [name, said] = [document.createElement('dt'), document.createElement('dd')];
    name.textContent = key;
    said.textContent = value;
    return [name, said];
  }));
}

for (const event of ['ready', 'identityChanged', 'reset']) Nametag('on', event, () => showIdentity().catch(show));
showIdentity().catch(show);
