// Bubbles, ticks and days of one chat.
import { actionsOf, contentOf, drawing, element, summary } from './content.js';

const tickLabels = { waiting: 'Waiting', sent: 'Sent', delivered: 'Delivered', read: 'Read', failed: 'Not delivered' };
const paths = {
  waiting: ['M5.5.8a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4M5.5 2.6v3l2 1.2'],
  sent: ['M1.5 6 4.4 9 11 1.5'],
  delivered: ['M1.5 6 4.4 9 11 1.5', 'M7.4 8.2 8.2 9 14.8 1.5'],
  read: ['M1.5 6 4.4 9 11 1.5', 'M7.4 8.2 8.2 9 14.8 1.5'],
  failed: ['M5.5.8a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4M5.5 3v3.2M5.5 7.6v.6'],
};

function drawTicks(ticks, message) {
  ticks.dataset.status = message.status;
  // A real phone shows ticks on its own messages only; here the business's have them too, for they are what its webhooks told.
  const teller = message.direction === 'in' ? 'The business was told: ' : '';
  ticks.setAttribute('aria-label', teller + tickLabels[message.status] + (message.error_code ? ` (${message.error_code})` : ''));
  ticks.title = ticks.getAttribute('aria-label');
  ticks.replaceChildren(drawing('0 0 16 11', paths[message.status], '1.5'));
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function day(seconds) {
  const then = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86400000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : then.toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' });
}

export class Bubbles {
  #list;
  #tap;
  #messages = new Map();
  #last = null;
  #isAtEnd = true;

  constructor(list, tap) {
    this.#list = list;
    this.#tap = tap;
    // Whoever reads the latest message keeps seeing it when a drawer opens or the window shrinks.
    list.addEventListener('scroll', () => {
      this.#isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 160;
    });
    new ResizeObserver(() => this.#follow()).observe(list);
  }

  show(messages) {
    this.#messages.clear();
    this.#last = null;
    this.#list.replaceChildren();
    if (messages.length === 0) {
      const hello = element('li', 'hello', 'No messages yet. Say hello below: what you write goes out as a signed WhatsApp webhook, and answers appear here.');
      this.#list.append(hello);
    }
    messages.forEach(message => this.add(message));
    this.#isAtEnd = true;
    this.#follow();
  }

  add(message) {
    if (this.#messages.has(message.id)) return this.update(message);
    if (!this.#last) this.#list.replaceChildren();
    if (!this.#last || day(this.#last.at) !== day(message.at)) this.#list.append(element('li', 'day', day(message.at)));
    const isFirst = this.#last?.direction !== message.direction;
    this.#last = message;

    const row = element('li', `row ${message.direction}${isFirst ? ' first' : ''}`);
    const bubble = element('div', `bubble ${message.direction}`);
    bubble.dataset.id = message.id;
    bubble.dataset.type = message.type;
    const quoted = message.quoted_id && this.#messages.get(message.quoted_id);
    if (quoted) bubble.append(element('div', 'quote', summary(quoted.message)));
    bubble.append(...contentOf(message));
    const meta = element('div', 'meta');
    const time = element('time', '', clock(message.at));
    time.dateTime = new Date(message.at * 1000).toISOString();
    const ticks = element('span', 'ticks');
    ticks.setAttribute('role', 'img');
    drawTicks(ticks, message);
    meta.append(time, ticks);
    bubble.append(meta);
    row.append(bubble);
    this.#actions(row, message);
    this.#messages.set(message.id, { message, row, ticks });
    this.#react(row, message);
    this.#list.append(row);
    this.#isAtEnd ||= message.direction === 'out';
    this.#follow();
  }

  update(message) {
    const known = this.#messages.get(message.id);
    if (!known) return;
    known.message = message;
    drawTicks(known.ticks, message);
    this.#react(known.row, message);
  }

  #follow() {
    if (this.#isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #actions(row, message) {
    if (message.direction === 'out') return;
    const actions = actionsOf(message);
    if (actions.length === 0) return;
    const box = element('div', 'actions');
    for (const { label, detail, send, section } of actions) {
      if (section) {
        box.append(element('div', 'action section', section));
        continue;
      }
      const button = element(send ? 'button' : 'div', 'action', label);
      if (detail) button.append(element('small', '', detail));
      if (send) {
        button.type = 'button';
        button.addEventListener('click', () => this.#tap(send));
      }
      box.append(button);
    }
    row.append(box);
  }

  #react(row, message) {
    row.querySelector('.reaction')?.remove();
    if (message.reaction) row.querySelector('.bubble').after(element('span', 'reaction', message.reaction));
  }
}
