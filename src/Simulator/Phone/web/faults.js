// A small drawer to make WhatsApp misbehave; the control API can do more.
import { element } from './content.js';

const choices = [
  ['Slow answers', { delay: { ms: 4000 } }],
  ['Accept, then drop the connection', { drop_after: {} }],
  ['Drop before accepting', { drop_before: {} }],
  ['Rate limit (131056)', { error: { code: 131056, http: 400 } }],
  ['Graph error 500', { error: { code: 131000, http: 500 } }],
  ['Garbage answers', { garbage: { mode: 'html500' } }],
  ['Duplicate webhooks', { duplicate_webhooks: {} }],
  ['Shuffled webhooks', { shuffle_webhooks: { window: 3 } }],
  ['Accept, then fail (131049)', { fail_later: { code: 131049 } }],
  ['Templates: saved, no answer', { drop_after: { on: 'templates' } }],
  ['Templates: error 500', { error: { on: 'templates', code: 2, http: 503 } }],
  ['No statuses', { no_statuses: {} }],
  ['Status before the answer', { status_before_answer: {} }],
];

export function setUpFaults(drawer, toggle) {
  const active = new Set();
  drawer.append(element('p', '', 'Let the simulated WhatsApp misbehave, and watch what Mogambo does about it. Applies at once, to everyone.'));
  const box = element('div', 'choices');
  drawer.append(box);
  for (const [label, fault] of choices) {
    const button = element('button', '', label);
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', async () => {
      if (!active.delete(fault)) active.add(fault);
      button.setAttribute('aria-pressed', String(active.has(fault)));
      const document = {};
      for (const one of active) {
        for (const [kind, rule] of Object.entries(one)) (document[kind] ??= []).push(rule);
      }
      await fetch('/control/faults', { method: 'PUT', body: JSON.stringify(document) });
      toggle.textContent = active.size ? `Faults (${active.size})` : 'Faults';
    });
    box.append(button);
  }
  toggle.addEventListener('click', () => {
    drawer.hidden = !drawer.hidden;
    toggle.setAttribute('aria-expanded', String(!drawer.hidden));
  });
}
