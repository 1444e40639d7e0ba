// The page as a whole: who there is, which chat is open, and what the simulator reports live.
import { Bubbles, clock, day } from './bubbles.js';
import { element, summary } from './content.js';
import { setUpFaults } from './faults.js';
import { colour, initials, nextPerson } from './people.js';

const at = id => document.getElementById(id);
const users = new Map();
const bubbles = new Bubbles(at('messages'), message => send(message));
const suggestions = ['hello', 'Where is my order?', 'What are your opening hours?', 'Can I speak to a person?'];
let numbers = [];
let open = null;
let failing = null;
let typing = null;
// What comes for the open chat while its messages are being read.
let late = null;
let isOpen;
const opened = new Promise(resolve => { isOpen = resolve; });

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const chatNumber = () => at('number').value || numbers[0]?.id;

async function load() {
  const settings = await get('/control/settings');
  at('target').textContent = settings.webhook_url;
  numbers = settings.numbers;
  if (at('number').options.length !== numbers.length) {
    at('number').replaceChildren(...numbers.map(number => new Option(`+${number.display}`, number.id)));
  }
  at('number').hidden = numbers.length < 2;
  showPresence();

  users.clear();
  for (const user of await get('/control/users')) users.set(user.id, { ...user, unread: 0 });
  if (users.size === 0) return addUser();
  await show(users.has(open) ? open : users.keys().next().value);
}

async function addUser() {
  const response = await fetch('/control/users', { method: 'POST', body: JSON.stringify(nextPerson(users)) });
  const user = await response.json();
  users.set(user.id, { ...user, unread: 0 });
  await show(user.id);
}

async function show(id) {
  open = id;
  isOpen();
  const arrived = (late = []);
  users.get(id).unread = 0;
  at('app').classList.remove('list');
  listUsers();
  showPresence();
  const messages = await get(`/control/users/${encodeURIComponent(id)}/messages`);
  if (late === arrived) {
    bubbles.show(messages.filter(message => message.number === chatNumber()));
    arrived.forEach(message => bubbles.add(message));
    late = null;
  }
  at('message').focus();
}

function listUsers() {
  const sorted = [...users.values()].sort((a, b) => (b.last?.at ?? 1e12) - (a.last?.at ?? 1e12));
  at('users').replaceChildren(...sorted.map(user => {
    const button = element('button', 'user');
    button.type = 'button';
    button.dataset.user = user.id;
    button.setAttribute('aria-current', String(user.id === open));
    const avatar = element('span', `avatar ${colour(user.id)}`, initials(user.name));
    avatar.setAttribute('aria-hidden', 'true');
    const time = user.last ? (day(user.last.at) === 'Today' ? clock(user.last.at) : day(user.last.at)) : '';
    const last = user.last ? (user.last.direction === 'out' ? 'You: ' : '') + summary(user.last) : phone(user);
    button.append(avatar, element('span', 'name', user.name), element('span', 'time', time), element('span', 'last', last));
    if (user.unread) button.append(element('span', 'unread', String(user.unread)));
    button.addEventListener('click', () => show(user.id));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
}

const phone = user => (user.wa_id ? `+${user.wa_id}` : user.user_id);

function showPresence(isTyping = false) {
  const number = numbers.find(one => one.id === chatNumber());
  const user = users.get(open);
  at('business').title = number ? `+${number.display}` : '';
  at('presence').textContent = isTyping ? 'typing…' : user ? `seen on the phone of ${user.name}, ${phone(user)}` : '';
  at('marketing').textContent = hasStopped(user) ? 'Resume marketing from this business' : 'Stop marketing from this business';
  clearTimeout(typing);
  if (isTyping) typing = setTimeout(showPresence, 25000);
}

const hasStopped = user => Boolean(user?.stopped?.includes(chatNumber()));

async function chooseMarketing() {
  at('menu').open = false;
  const user = users.get(open);
  if (!user) return;
  const body = { marketing: hasStopped(user) ? 'resume' : 'stop', number: chatNumber() };
  const response = await fetch(`/control/users/${encodeURIComponent(open)}/preferences`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) banner((await response.json()).error);
}

async function send(message) {
  await opened;
  const user = users.get(open);
  if (!user) return;
  const body = { ...message, name: user.name, number: chatNumber(), wait: false };
  if (body.context) body.context = { from: numbers.find(one => one.id === chatNumber())?.display, ...body.context };
  const response = await fetch(`/control/users/${encodeURIComponent(open)}/messages`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) banner((await response.json()).error);
}

function banner(text) {
  at('banner').textContent = text ?? '';
  at('banner').hidden = !text;
}

function showFailure() {
  if (!failing) return banner(null);
  const seconds = Math.max(0, Math.round((failing.until - Date.now()) / 1000));
  const why = failing.status === 0 ? 'no answer' : failing.status;
  banner(`Mogambo does not answer (${why}) — will retry ${seconds > 0 ? `in ${seconds} s` : 'now'}`);
}

function listen() {
  const events = new EventSource('/events');
  const on = (name, handle) => events.addEventListener(name, event => handle(JSON.parse(event.data)));
  on('hello', load);
  on('reset', load);
  on('user', user => {
    users.set(user.id, { unread: 0, ...users.get(user.id), ...user });
    listUsers();
    if (user.id === open) showPresence();
  });
  on('message', ({ user, name, message }) => {
    const known = users.get(user) ?? { id: user, name, wa_id: user, unread: 0 };
    known.last = message;
    if (user !== open && message.direction === 'in') known.unread++;
    users.set(user, known);
    listUsers();
    if (user === open && message.number === chatNumber()) {
      if (message.direction === 'in') showPresence();
      late?.push(message);
      bubbles.add(message);
    }
  });
  on('tick', ({ user, message }) => {
    if (user === open) bubbles.update(message);
  });
  on('typing', ({ user }) => {
    if (user === open) showPresence(true);
  });
  on('webhook', ({ status, retry_in_ms }) => {
    failing = status === 200 ? null : { status, until: Date.now() + retry_in_ms };
    showFailure();
  });
  events.addEventListener('error', () => banner('The simulator is not running — waiting for it to come back'));
  events.addEventListener('open', showFailure);
}

at('composer').addEventListener('submit', event => {
  event.preventDefault();
  const text = at('message').value.trim();
  if (!text) return;
  at('message').value = '';
  send({ type: 'text', text });
});
at('marketing').addEventListener('click', chooseMarketing);
at('new-user').addEventListener('click', addUser);
at('back').addEventListener('click', () => at('app').classList.add('list'));
at('number').addEventListener('change', () => show(open));
at('suggestions').append(...suggestions.map(text => {
  const button = element('button', '', text);
  button.type = 'button';
  button.addEventListener('click', () => send({ type: 'text', text }));
  return button;
}));
setUpFaults(at('faults'), at('faults-toggle'));
setInterval(showFailureIfAny, 1000);
listen();

function showFailureIfAny() {
  if (failing) showFailure();
}
