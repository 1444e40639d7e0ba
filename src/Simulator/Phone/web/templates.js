// The reviewers' desk: every template with its text, and what can be decided about it.
import { element } from './content.js';

const at = id => document.getElementById(id);
const templates = new Map();
const reasons = ['INVALID_FORMAT', 'PROMOTIONAL', 'INCORRECT_CATEGORY', 'TAG_CONTENT_MISMATCH', 'ABUSIVE_CONTENT', 'SCAM', 'NONE'];
const order = ['PENDING', 'PAUSED', 'REJECTED', 'APPROVED', 'DISABLED'];

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function load() {
  const { template_review_ms: review } = await get('/control/settings');
  at('notice').textContent = review < 0
    ? "Here you decide what WhatsApp's reviewers would; nothing is approved by itself"
    : `New templates are approved by themselves after ${review / 1000} s; here you may decide otherwise`;
  templates.clear();
  for (const template of await get('/control/templates')) templates.set(template.id, template);
  show();
}

async function decide(template, decision, body = {}) {
  const response = await fetch(`/control/templates/${encodeURIComponent(template.id)}/${decision}`, { method: 'POST', body: JSON.stringify(body) });
  banner(response.ok ? null : (await response.json()).error);
}

function banner(text) {
  at('banner').textContent = text ?? '';
  at('banner').hidden = !text;
}

function textOf(component) {
  if (component.text) return component.text;
  if (component.format) return `[${component.format.toLowerCase()}]`;
  if (component.add_security_recommendation !== undefined) return '*{{1}}* is your verification code.';
  if (component.code_expiration_minutes) return `This code expires in ${component.code_expiration_minutes} minutes.`;
  return '';
}

function textsOf(template) {
  return template.components.flatMap(component => {
    const kind = String(component.type).toUpperCase();
    if (kind === 'BUTTONS') {
      return (component.buttons ?? []).map(button => element('p', 'text faint', `▸ ${button.text ?? button.type} ${button.url ?? button.phone_number ?? ''}`));
    }
    const text = textOf(component);
    return text ? [element('p', kind === 'BODY' ? 'text' : 'text faint', text)] : [];
  });
}

function factsOf(template) {
  const facts = element('ul', 'facts');
  const status = element('li', order.includes(template.status) ? template.status : '', template.status);
  status.dataset.testid = 'status';
  facts.append(status, element('li', '', template.category), element('li', '', template.language), element('li', '', `quality ${template.quality_score.score}`));
  if (template.rejected_reason) facts.append(element('li', '', template.rejected_reason));
  if (template.correct_category) facts.append(element('li', '', `will be ${template.correct_category}`));
  return facts;
}

function decisionsOf(template) {
  const box = element('div', 'decisions');
  const add = (label, act, className = '') => {
    const button = element('button', className, label);
    button.type = 'button';
    button.addEventListener('click', act);
    box.append(button);
  };
  const { status } = template;
  if (status === 'PENDING' || status === 'REJECTED') add('Approve', () => decide(template, 'approve'), 'main');
  if (status === 'PENDING') {
    const reason = element('select');
    reason.setAttribute('aria-label', 'Reason of a rejection');
    reason.append(...reasons.map(word => new Option(word, word)));
    add('Reject', () => decide(template, 'reject', { reason: reason.value }));
    box.append(reason);
  }
  if (status === 'APPROVED') add('Pause', () => decide(template, 'pause'));
  if (status === 'PAUSED') add('Unpause', () => decide(template, 'unpause'), 'main');
  if (status === 'APPROVED' || status === 'PAUSED') add('Disable', () => decide(template, 'disable'));
  if (status === 'APPROVED' && template.category === 'UTILITY') {
    add('Announce marketing', () => decide(template, 'category', { category: 'MARKETING', announce: true }));
    add('Make it marketing', () => decide(template, 'category', { category: 'MARKETING' }));
  }
  if (status === 'APPROVED' || status === 'PAUSED') {
    const quality = element('select');
    quality.setAttribute('aria-label', 'Quality');
    quality.append(...['UNKNOWN', 'GREEN', 'YELLOW', 'RED'].map(word => new Option(`quality ${word}`, word)));
    quality.value = template.quality_score.score;
    quality.addEventListener('change', () => decide(template, 'quality', { score: quality.value }));
    box.append(quality);
  }
  return box;
}

function show() {
  const sorted = [...templates.values()].sort((a, b) =>
    order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
  at('templates').replaceChildren(...sorted.map(template => {
    const card = element('li', 'template');
    card.dataset.template = template.id;
    card.append(element('h2', '', template.name), factsOf(template), ...textsOf(template), decisionsOf(template));
    return card;
  }));
  if (sorted.length === 0) at('templates').append(element('li', 'empty', 'No templates yet. Those that your business submits appear here.'));
}

const events = new EventSource('/events');
events.addEventListener('hello', load);
events.addEventListener('reset', load);
events.addEventListener('template', event => {
  const template = JSON.parse(event.data);
  if (template.status === 'DELETED') templates.delete(template.id);
  else templates.set(template.id, template);
  show();
});
events.addEventListener('error', () => banner('The simulator is not running — waiting for it to come back'));
events.addEventListener('open', () => banner(null));
