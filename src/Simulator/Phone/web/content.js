// What is inside a bubble, per message type. Text goes in by textContent only: it comes from strangers.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Drawn, not written: not every machine has a font with pictures.
const attachments = {
  image: ['M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01', 'Photo'],
  video: ['M4 6h11v12H4zM15 10l5-3v10l-5-3', 'Video'],
  audio: ['M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4M6 11.5a6 6 0 0 0 12 0M12 17.5V21', 'Voice message'],
  document: ['M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6', 'Document'],
  sticker: ['M4 4h16v10l-6 6H4zM14 20v-6h6', 'Sticker'],
  location: ['M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4', 'Location'],
  contacts: ['M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M5 20a7 7 0 0 1 14 0', 'Contact'],
  order: ['M3 4h3l2.5 11h9L20 7H7M9 19.5h.01M17 19.5h.01', 'Order'],
};
const unknown = 'M17 8l-7 7a2.5 2.5 0 0 0 3.5 3.5l7-7a5 5 0 0 0-7-7l-7 7a7.5 7.5 0 0 0 0 10';

export function drawing(viewBox, paths, width) {
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  image.setAttribute('viewBox', viewBox);
  for (const d of paths) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const attributes = { d, fill: 'none', stroke: 'currentColor', 'stroke-width': width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
    image.append(path);
  }
  return image;
}

function attachment(kind, title, detail) {
  const [icon, label] = attachments[kind] ?? [unknown, kind];
  const box = element('div', 'attachment');
  const picture = element('span', 'kind');
  picture.append(drawing('0 0 24 24', [icon], '1.7'));
  box.append(picture);
  const text = element('div');
  text.append(element('span', '', title || label));
  if (detail) text.append(element('small', '', detail));
  box.append(text);
  return box;
}

function media(type, content) {
  const parts = [];
  if ((type === 'image' || type === 'sticker') && content.id) {
    const picture = element('img', 'picture');
    picture.src = `/phone/media/${encodeURIComponent(content.id)}`;
    picture.alt = content.caption || 'Photo';
    picture.addEventListener('error', () => picture.replaceWith(attachment(type, '', content.link || '')));
    parts.push(picture);
  } else {
    parts.push(attachment(type, content.filename, content.link || content.mime_type || ''));
  }
  parts.push(element('div', 'body', content.caption || ''));
  return parts;
}

function interactive(content) {
  const reply = content.button_reply ?? content.list_reply;
  if (reply) return [element('div', 'body', reply.title)];
  const parts = [];
  if (content.header?.text) parts.push(element('div', 'title', content.header.text));
  else if (content.header) parts.push(attachment(content.header.type, '', content.header[content.header.type]?.link));
  parts.push(element('div', 'body', content.body?.text ?? ''));
  if (content.footer?.text) parts.push(element('div', 'foot', content.footer.text));
  return parts;
}

function template(content) {
  const parts = [];
  const file = content.header_file;
  if (file) parts.push(...media(file.type, { ...file.content, caption: '' }).slice(0, 1));
  if (content.header) parts.push(element('div', 'title', content.header));
  parts.push(element('div', 'body', content.body ?? ''));
  if (content.footer) parts.push(element('div', 'foot', content.footer));
  return parts;
}

export function contentOf(message) {
  const { type, content } = message;
  switch (type) {
    case 'text': return [element('div', 'body', content.body)];
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return media(type, content);
    case 'location': return [attachment('location', content.name, content.address || `${content.latitude}, ${content.longitude}`), element('div', 'body')];
    case 'contacts': return [attachment('contacts', content[0]?.name?.formatted_name, content[0]?.phones?.[0]?.phone), element('div', 'body')];
    case 'interactive': return interactive(content);
    case 'template': return template(content);
    case 'button': return [element('div', 'body', content.text ?? '')];
    default: return [attachment(type, type), element('div', 'body')];
  }
}

// One line for the list of users and for quotes.
export function summary(message) {
  const { type, content } = message;
  if (type === 'text') return content.body;
  if (type === 'template') return content.body ?? 'Template';
  if (type === 'button') return content.text;
  if (type === 'interactive') return (content.button_reply ?? content.list_reply)?.title ?? content.body?.text ?? 'Message';
  return content?.caption || (attachments[type]?.[1] ?? type);
}

// What can be tapped below a bubble: [label, detail, the user's message], or a label alone.
export function actionsOf(message) {
  const { type, content, id } = message;
  const context = { id };
  if (type === 'template') {
    return (content.buttons ?? []).map(button => button.type === 'QUICK_REPLY'
      ? { label: button.text, send: { type: 'button', button: { payload: button.payload ?? button.text, text: button.text }, context } }
      : { label: button.text || button.type, detail: button.target || button.code });
  }
  if (type !== 'interactive') return [];
  const action = content.action ?? {};
  if (content.type === 'button') {
    return action.buttons.map(({ reply }) => ({
      label: reply.title,
      send: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: reply.id, title: reply.title } }, context },
    }));
  }
  if (content.type === 'list') {
    return action.sections.flatMap(section => [
      ...(section.title ? [{ section: section.title }] : []),
      ...section.rows.map(row => ({
        label: row.title,
        detail: row.description,
        send: { type: 'interactive', interactive: { type: 'list_reply', list_reply: { ...row } }, context },
      })),
    ]);
  }
  if (content.type === 'location_request_message') {
    return [{ label: 'Send location', send: { type: 'location', location: { latitude: -15.79, longitude: -47.88, name: 'Home' }, context } }];
  }
  return action.parameters?.display_text ? [{ label: action.parameters.display_text }] : [];
}
